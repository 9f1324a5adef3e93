/** How a cell's number is shown, by the number format of its style. */
export type Shown =
  | { readonly as: 'number' | 'day' | 'percent' }
  /** Zeros in front up to that many digits. */
  | { readonly as: 'padded'; readonly digits: number };

/** Formats that ECMA-376 part 1, 18.8.30 numbers itself and that show a day. */
const DAYS = [14, 15, 16, 17, 22, 27, 28, 29, 30, 31, 36, 50, 51, 52, 53, 54, 55, 56, 57, 58];
const PERCENTS = [9, 10];

/** What a number format of a style shows; `code` is present where the workbook defines it itself. */
export function shownAs(id: number, code: string | undefined): Shown {
  if (code !== undefined) return shownBy(code);
  if (DAYS.includes(id)) return { as: 'day' };
  return { as: PERCENTS.includes(id) ? 'percent' : 'number' };
}

function shownBy(code: string): Shown {
  const [positive = ''] = code.split(';');
  const bare = positive.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, '');
  if (/^general$/i.test(bare)) return { as: 'number' };
  if (/[yd]/i.test(bare) || (/m/i.test(bare) && !/[hs]/i.test(bare))) return { as: 'day' };
  if (bare.includes('%')) return { as: 'percent' };
  return /^0{2,18}$/.test(bare) ? { as: 'padded', digits: bare.length } : { as: 'number' };
}

/**
 * The written steps from the number that a cell stores to the text that is read: a serial day to its
 * date, a percentage to its figure, zeros in front. An integer of more than fifteen digits is more
 * than a workbook keeps; its own notation shows that.
 */
export function stepsOf(text: string, shown: Shown, system: 1900 | 1904): string[] {
  if (!/^[+-]?(\d+(?:\.\d*)?|\.\d+)(E[+-]?\d+)?$/i.test(text)) return [];
  if (shown.as === 'day') return [`serial ${system}`];
  if (/^[+-]?\d{16,}$/.test(text)) return ['rounded'];
  if (shown.as === 'percent') return ['plain', 'hundredfold'];
  if (shown.as === 'padded' && /^\d+$/.test(text)) return [`pad ${shown.digits}`];
  return /E-/i.test(text) ? ['plain'] : [];
}
