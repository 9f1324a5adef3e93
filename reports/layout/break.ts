import type { TextStyle } from './page.ts';

/** Width of a run in points. */
export type Measure = (text: string, style: Pick<TextStyle, 'weight' | 'size'>) => number;

/**
 * Breaks text into lines no wider than `width`. Between Han characters a line may end anywhere, but no
 * closing mark starts a line and no opening mark ends one (UAX 14); Latin words, amounts and anything
 * around a no-break space stay whole. A single word wider than the line is cut where it must be.
 */
export function breakLines(
  text: string,
  at: { readonly width: number; readonly style: TextStyle; readonly measure: Measure },
): readonly string[] {
  return text.split('\n').flatMap(part => breakPart(part, at));
}

type At = { readonly width: number; readonly style: TextStyle; readonly measure: Measure };

function breakPart(text: string, at: At): readonly string[] {
  const lines: string[] = [];
  let line = '';
  for (const piece of pieces(text)) {
    const joined = line + piece;
    if (line === '' || fits(joined.trimEnd(), at)) {
      line = joined;
    } else {
      lines.push(line.trimEnd());
      line = piece;
    }
    while (!fits(line.trimEnd(), at)) {
      const cut = cutPoint(line, at);
      lines.push(line.slice(0, cut));
      line = line.slice(cut);
    }
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** The smallest parts that must stay whole, each with the blanks that follow it. */
export function pieces(text: string): readonly string[] {
  const units = text.match(UNIT) ?? [];
  const joined: string[] = [];
  for (const unit of units) {
    const last = joined.at(-1);
    if (last !== undefined && isGlued(last, unit)) joined[joined.length - 1] = last + unit;
    else joined.push(unit);
  }
  return joined;
}

/** A Han, kana or full-width character with its blanks, or a run of anything else. */
const WIDE =
  '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\u3000-\\u303f\\uff00-\\uffef\\u2e80-\\u2eff';
const UNIT = new RegExp(`[${WIDE}] *|[^${WIDE} ]+ *| +`, 'gu');
const NO_START = /^[，。、；：？！）》」』】〕〉…％‰°℃·—,.;:?!)\]}%”’/\u00a0]/u;
const NO_END = /[（《「『【〔〈([{“‘\u00a0]$/u;

function isGlued(before: string, after: string): boolean {
  return !before.endsWith(' ') && (NO_START.test(after) || NO_END.test(before));
}

function fits(text: string, at: At): boolean {
  return at.measure(text, at.style) <= at.width + 0.01;
}

function cutPoint(text: string, at: At): number {
  let cut = 0;
  for (const character of text) {
    if (cut > 0 && !fits(text.slice(0, cut + character.length), at)) return cut;
    cut += character.length;
  }
  return cut;
}
