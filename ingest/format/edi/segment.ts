/** One component of an element, without release characters; its place in characters of the text. */
export type Piece = { readonly text: string; readonly from: number; readonly to: number };

/** An element: its components. A repeated element stands once for each repetition. */
export type Element = { readonly number: number; readonly pieces: readonly Piece[] };

export type Segment = {
  readonly tag: string;
  readonly elements: readonly Element[];
  readonly from: number;
  readonly to: number;
  /** 1-based. */
  readonly line: number;
};

/** The marks of an interchange; `release` and `repeat` are empty where it has none. */
export type Marks = {
  readonly element: string;
  readonly component: string;
  readonly terminator: string;
  readonly release: string;
  readonly repeat: string;
};

/** The text of an element's component, counted from 1; empty where it is absent. */
export function textOf(segment: Segment, element: number, component = 1): string {
  const found = segment.elements.find(e => e.number === element);
  return found?.pieces[component - 1]?.text ?? '';
}

const SEGMENT_MAX = 1_048_576;

/**
 * Splits a text into segments by its marks. Blanks, tabs and line ends before a tag are no part of
 * it; trailing empty components are dropped; a segment over 1 MiB ends the reading where it stands.
 */
export function* splitSegments(text: string, start: number, marks: Marks): Generator<Segment> {
  let at = start;
  let line = 1 + countLines(text, 0, start);
  while (at < text.length) {
    const begin = skipBlanks(text, at, marks.terminator);
    if (begin >= text.length) return;
    line += countLines(text, at, begin);
    const end = findEnd(text, begin, marks);
    if (end - begin > SEGMENT_MAX) return;
    yield readSegment(text, { from: begin, to: end, line }, marks);
    line += countLines(text, begin, end);
    at = end + marks.terminator.length;
    if (marks.terminator === '\n' || marks.terminator === '\r\n') line += 1;
  }
}

function skipBlanks(text: string, from: number, terminator: string): number {
  let at = from;
  while (at < text.length) {
    const character = text.charAt(at);
    const isBlank = character === ' ' || character === '\t' || character === '\n';
    if (!isBlank && character !== '\r' && character !== '\u001a') break;
    if (text.startsWith(terminator, at) && terminator.trim() !== '') break;
    at += 1;
  }
  return at;
}

function countLines(text: string, from: number, to: number): number {
  const part = text.slice(from, to);
  let count = 0;
  for (let at = part.indexOf('\n'); at >= 0; at = part.indexOf('\n', at + 1)) count += 1;
  return count;
}

function findEnd(text: string, from: number, { terminator, release }: Marks): number {
  let at = from;
  for (;;) {
    const end = text.indexOf(terminator, at);
    if (end < 0) return text.trimEnd().length < from ? from : Math.max(from, text.trimEnd().length);
    if (release === '' || !isReleased(text, end, { from, release })) return end;
    at = end + 1;
  }
}

/** Whether an odd run of release characters stands before a mark. */
function isReleased(text: string, at: number, of: { from: number; release: string }): boolean {
  let count = 0;
  while (at - 1 - count >= of.from && text.charAt(at - 1 - count) === of.release) count += 1;
  return count % 2 === 1;
}

type Range = { readonly from: number; readonly to: number };

function readSegment(text: string, of: Range & { line: number }, marks: Marks): Segment {
  const { release } = marks;
  const own = text.slice(of.from, of.to);
  const isPlain = release === '' || !own.includes(release);
  return isPlain ? plainSegment(own, { ...of, text }, marks) : releasedSegment(text, of, marks);
}

/** A segment without release characters: nearly all of its elements have one component. */
function plainSegment(
  plain: string,
  of: Range & { readonly line: number; readonly text: string },
  marks: Marks,
): Segment {
  const { element, component, repeat } = marks;
  const { text, line } = of;
  const elements: Element[] = [];
  let start = plain.indexOf(element);
  const tag = (start < 0 ? plain : plain.slice(0, start)).trim();
  for (let number = 1; start >= 0; number += 1) {
    const next = plain.indexOf(element, start + 1);
    const value = plain.slice(start + 1, next < 0 ? plain.length : next);
    const from = of.from + start + 1;
    const to = from + value.length;
    if (value.includes(component) || (repeat !== '' && value.includes(repeat))) {
      elements.push(...readElement(text, { from, to, number }, marks));
    } else if (value !== '') elements.push({ number, pieces: [{ from, to, text: value }] });
    start = next;
  }
  return { tag, elements, from: of.from, to: of.to, line };
}

function releasedSegment(text: string, of: Range & { line: number }, marks: Marks): Segment {
  const parts = splitAt(text, of, { mark: marks.element, release: marks.release });
  const [head, ...rest] = parts;
  const tag = head ? text.slice(head.from, head.to).trim() : '';
  const elements = rest.flatMap((part, n) => readElement(text, { ...part, number: n + 1 }, marks));
  return { tag, elements, ...of };
}

function readElement(text: string, of: Range & { number: number }, marks: Marks): Element[] {
  const { repeat, component, release } = marks;
  const { number } = of;
  const repeats = repeat === '' ? [of] : splitAt(text, of, { mark: repeat, release });
  return repeats.flatMap((one): Element[] => {
    const pieces = splitAt(text, one, { mark: component, release }).map(range => ({
      ...range,
      text: released(text.slice(range.from, range.to), release),
    }));
    while (pieces.at(-1)?.text === '') pieces.pop();
    return pieces.length === 0 ? [] : [{ number, pieces }];
  });
}

/** Looks at its own range alone: a mark that the file never uses must not cost a look at all of it. */
function splitAt(text: string, of: Range, by: { mark: string; release: string }): Range[] {
  const part = text.slice(of.from, of.to);
  const ranges: Range[] = [];
  let from = 0;
  for (let at = part.indexOf(by.mark); at >= 0; at = part.indexOf(by.mark, at + 1)) {
    if (by.release !== '' && isReleased(part, at, { from, release: by.release })) continue;
    ranges.push({ from: of.from + from, to: of.from + at });
    from = at + 1;
  }
  ranges.push({ from: of.from + from, to: of.to });
  return ranges;
}

function released(text: string, release: string): string {
  if (release === '' || !text.includes(release)) return text;
  let plain = '';
  for (let at = 0; at < text.length; at += 1) {
    if (text.charAt(at) === release) at += 1;
    plain += text.charAt(at);
  }
  return plain;
}
