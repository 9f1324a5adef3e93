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
  let used = 0;
  for (const piece of pieces(text).flatMap(whole => cutToFit(whole, at))) {
    const bare = piece.trimEnd();
    const width = widthOf(bare, at);
    if (line !== '' && used + width > at.width + TOLERANCE) {
      lines.push(line.trimEnd());
      line = '';
      used = 0;
    }
    line += piece;
    used += width + (piece.length - bare.length) * widthOf(' ', at);
  }
  if (line.trimEnd() !== '' || lines.length === 0) lines.push(line.trimEnd());
  return lines;
}

/** Points that rounding may cost. */
const TOLERANCE = 0.01;

/** A piece wider than the line, in parts that are not. */
function cutToFit(piece: string, at: At): readonly string[] {
  if (widthOf(piece.trimEnd(), at) <= at.width + TOLERANCE) return [piece];
  const parts: string[] = [];
  let part = '';
  let used = 0;
  for (const character of piece) {
    const width = widthOf(character, at);
    if (part !== '' && used + width > at.width) {
      parts.push(part);
      part = '';
      used = 0;
    }
    part += character;
    used += width;
  }
  return [...parts, part];
}

function widthOf(text: string, at: At): number {
  return text === '' ? 0 : at.measure(text, at.style);
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
