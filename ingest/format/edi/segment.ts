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

/** What segments are split from. */
export type SegmentSource = { readonly text: string; readonly marks: Marks };

/**
 * The segments of one message, its head apart. Only their place is kept: they are split from the
 * text again at each walk.
 */
export class MessageSegments implements Iterable<Segment> {
  /** How many stand behind the head. */
  length = 0;
  readonly #source: SegmentSource;
  readonly #from: number;
  readonly #line: number;
  #to: number;

  constructor(source: SegmentSource, head: Segment) {
    this.#source = source;
    this.#from = head.from;
    this.#line = head.line;
    this.#to = head.to;
  }

  /** Takes the next segment of the text in. */
  add({ to }: Segment): void {
    this.length += 1;
    this.#to = to;
  }

  get place(): Range & { readonly line: number } {
    return { from: this.#from, to: this.#to, line: this.#line };
  }

  /** ST or UNH. */
  get head(): Segment {
    const { text, marks } = this.#source;
    const at = { from: this.#from, to: findEnd(text, this.#from, marks), line: this.#line };
    return readSegment(text, at, marks);
  }

  *[Symbol.iterator](): Iterator<Segment> {
    const { text, marks } = this.#source;
    const all = splitSegments(text, { from: this.#from, line: this.#line }, marks);
    all.next();
    let left = this.length;
    if (left === 0) return;
    for (const segment of all) {
      yield segment;
      left -= 1;
      if (left === 0 || segment.to >= this.#to) return;
    }
  }
}

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
export function* splitSegments(
  text: string,
  start: { readonly from: number; readonly line: number },
  marks: Marks,
): Generator<Segment> {
  let at = start.from;
  let { line } = start;
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

/** A segment whose elements are split when they are asked for: an envelope needs tags alone. */
class TextSegment implements Segment {
  readonly tag: string;
  readonly from: number;
  readonly to: number;
  readonly line: number;
  readonly #source: SegmentSource;
  #elements: readonly Element[] | undefined;

  constructor(source: SegmentSource, at: Range & { readonly line: number }, tag: string) {
    this.tag = tag;
    this.from = at.from;
    this.to = at.to;
    this.line = at.line;
    this.#source = source;
  }

  get elements(): readonly Element[] {
    const { text, marks } = this.#source;
    const own = (): string => text.slice(this.from, this.to);
    return (this.#elements ??= plainElements(own(), { from: this.from, text }, marks));
  }
}

function readSegment(text: string, of: Range & { line: number }, marks: Marks): Segment {
  const { release, element } = marks;
  const own = text.slice(of.from, of.to);
  if (release !== '' && own.includes(release)) return releasedSegment(text, of, marks);
  const start = own.indexOf(element);
  const tag = (start < 0 ? own : own.slice(0, start)).trim();
  return new TextSegment({ text, marks }, of, tag);
}

/** Elements of a segment without release characters: nearly all of them have one component. */
function plainElements(
  plain: string,
  of: { readonly from: number; readonly text: string },
  marks: Marks,
): Element[] {
  const { element, component, repeat } = marks;
  const { text } = of;
  const elements: Element[] = [];
  let start = plain.indexOf(element);
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
  return elements;
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
