/** A number that is written as its own digits. */
export class Plain {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** A value of the output. */
export type Cell = string | null | Plain | readonly Cell[] | { readonly [name: string]: Cell };

/** Minor units of two digits as a plain number without trailing noughts. */
export function shown(minor: bigint): string {
  const sign = minor < 0n ? '-' : '';
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, '0');
  const rest = digits.slice(-2).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -2)}${rest === '' ? '' : `.${rest}`}`;
}

export function money(minor: bigint): Plain {
  return new Plain(shown(minor));
}

export function rate(ppb: bigint): Plain {
  const digits = ppb.toString().padStart(10, '0');
  const rest = digits.slice(-9).replace(/0+$/, '');
  return new Plain(`${digits.slice(0, -9)}${rest === '' ? '' : `.${rest}`}`);
}

/** The part of a class that is left, in the digits of a single-precision number. */
export function factor(balance: bigint, original: bigint): Plain {
  const exact = Number((balance * 10n ** 18n) / original) / 1e18;
  const single = Math.fround(exact);
  for (let digits = 1; digits <= 9; digits++) {
    const text = String(Number(single.toPrecision(digits)));
    if (Math.fround(Number(text)) === single)
      return new Plain(/[.e]/.test(text) ? text : `${text}.0`);
  }
  return new Plain(String(single));
}

export function write(cell: Cell): string {
  if (cell instanceof Plain) return cell.text;
  if (cell === null || typeof cell === 'string') return JSON.stringify(cell);
  if (isList(cell)) return `[${cell.map(write).join(',')}]`;
  const members = Object.entries(cell).map(
    ([name, value]) => `${JSON.stringify(name)}:${write(value)}`,
  );
  return `{${members.join(',')}}`;
}

function isList(cell: Cell): cell is readonly Cell[] {
  return Array.isArray(cell);
}
