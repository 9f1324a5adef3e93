import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';

/** A cell with the character range of its content, inside the quotes where it has them. */
export type Cell = {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  /** Holds doubled quotes: the range is not the text. */
  readonly escaped: boolean;
  /** 1-based, in characters of its line; in a workbook the number of its column. */
  readonly column: number;
  /** Written steps from the text in the file to the text that is read. */
  readonly steps?: readonly string[];
  /** The part of a workbook that the range counts in. */
  readonly part?: CellPart;
};

/** A part of a workbook: its name in the archive, the sheet it belongs to. */
export type CellPart = {
  readonly name: string;
  readonly sheet: string;
  readonly byteAt: (character: number) => number;
};

export type Row = {
  readonly line: number;
  readonly from: number;
  readonly to: number;
  readonly cells: readonly Cell[];
  readonly part?: CellPart;
};

/** Rows of a table; an array, or rows that are split when they are asked for and kept by none. */
export type Rows = Iterable<Row> & {
  readonly length: number;
  readonly at: (index: number) => Row | undefined;
  readonly slice: (from: number, to?: number) => Rows;
};

export type Separator = ',' | ';' | '\t' | '|';

/**
 * Splits a table into rows and cells with their places (RFC 4180, any line end). Empty lines are
 * skipped. A quote that never closes is CSV-03 at the line where it opened, found within the size
 * of one cell (LIM-03); too many columns are LIM-04, too many rows LIM-13. The text is gone through
 * once for its faults and its rows' places, eight bytes each; cells are made row by row.
 */
export function tokenize(
  text: string,
  separator: Separator,
  limits: Limits,
): Result<Rows, Finding> {
  const tokenizer = new Tokenizer(text, separator, limits);
  const places = new RowPlaces();
  while (tokenizer.at < text.length) {
    const { at, line } = tokenizer;
    const isEmpty = tokenizer.pass();
    if (tokenizer.fault) return fail(tokenizer.fault);
    if (!isEmpty) places.add(at, line);
    if (places.length > limits.rowsMax) return fail(fatal('LIM-13', { line: tokenizer.line }));
  }
  return ok(new TextRows(tokenizer, places, { from: 0, to: places.length }));
}

/** Where rows begin: the character and the line of each. */
class RowPlaces {
  length = 0;
  #numbers = new Uint32Array(1_024);

  add(at: number, line: number): void {
    if (2 * this.length === this.#numbers.length) {
      const more = new Uint32Array(2 * this.#numbers.length);
      more.set(this.#numbers);
      this.#numbers = more;
    }
    this.#numbers[2 * this.length] = at;
    this.#numbers[2 * this.length + 1] = line;
    this.length += 1;
  }

  read(index: number): { readonly at: number; readonly line: number } {
    const [at = 0, line = 0] = this.#numbers.subarray(2 * index, 2 * index + 2);
    return { at, line };
  }
}

/** Part of a text's rows. */
class TextRows implements Rows {
  readonly length: number;
  readonly #tokenizer: Tokenizer;
  readonly #places: RowPlaces;
  readonly #from: number;

  constructor(tokenizer: Tokenizer, places: RowPlaces, part: { from: number; to: number }) {
    this.#tokenizer = tokenizer;
    this.#places = places;
    this.#from = part.from;
    this.length = Math.max(0, part.to - part.from);
  }

  at(index: number): Row | undefined {
    const own = index < 0 ? this.length + index : index;
    if (own < 0 || own >= this.length) return undefined;
    const { at, line } = this.#places.read(this.#from + own);
    return this.#tokenizer.rowAt(at, line);
  }

  slice(from: number, to = this.length): Rows {
    const end = to < 0 ? this.length + to : Math.min(to, this.length);
    const part = { from: this.#from + from, to: this.#from + end };
    return new TextRows(this.#tokenizer, this.#places, part);
  }

  *[Symbol.iterator](): Iterator<Row> {
    for (let index = 0; index < this.length; index += 1) {
      const { at, line } = this.#places.read(this.#from + index);
      yield this.#tokenizer.rowAt(at, line);
    }
  }
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const BLANK = 0x20;

class Tokenizer {
  at = 0;
  line = 1;
  fault: Finding | undefined;
  readonly #text: string;
  readonly #mark: number;
  readonly #limits: Limits;
  readonly #hasReturns: boolean;
  #lineStart = 0;
  /** The next quote at or behind the place that was asked for last. */
  #quote = -1;
  /** The cell that was read last. */
  #from = 0;
  #to = 0;
  #escaped = false;
  #column = 1;

  constructor(text: string, separator: string, limits: Limits) {
    this.#text = text;
    this.#mark = separator.charCodeAt(0);
    this.#limits = limits;
    this.#hasReturns = text.includes('\r');
  }

  /** Goes past one row, and says whether it is empty. */
  pass(): boolean {
    const from = this.at;
    let cells = 1;
    if (!this.#passPlain()) {
      for (; ; cells += 1) {
        this.#cell();
        if (cells > this.#limits.columnsMax) this.#refuse('LIM-04');
        if (this.fault || this.#text.charCodeAt(this.at) !== this.#mark) break;
        this.at += 1;
      }
    } else if (this.#mark <= BLANK && this.#text.slice(from, this.at).includes('\t')) cells = 2;
    const isEmpty = cells === 1 && this.#text.slice(this.#from, this.#to).trim() === '';
    this.#endOfLine();
    return isEmpty;
  }

  /** The row that begins at a place. */
  rowAt(from: number, line: number): Row {
    this.at = from;
    this.line = line;
    this.#lineStart = from;
    this.#quote = -1;
    const cells: Cell[] = [];
    for (;;) {
      const isQuoted = this.#cell();
      const [start, to, escaped] = [this.#from, this.#to, this.#escaped];
      const raw = this.#text.slice(start, to);
      const text = escaped ? raw.replaceAll('""', '"') : raw;
      const column = this.#column + (isQuoted ? 1 : 0);
      cells.push({ text, from: start, to, escaped, column });
      if (this.#text.charCodeAt(this.at) !== this.#mark) break;
      this.at += 1;
    }
    return { line, from, to: this.at, cells };
  }

  /** Goes to the end of a row without quotes that is too short to break a limit. */
  #passPlain(): boolean {
    if (this.#hasReturns) return false;
    const text = this.#text;
    const next = text.indexOf('\n', this.at);
    const end = next < 0 ? text.length : next;
    const { columnsMax, cellMax } = this.#limits;
    if (end - this.at >= Math.min(columnsMax, cellMax) || this.#nextQuote() < end) return false;
    this.#from = this.at;
    this.#to = end;
    this.at = end;
    return true;
  }

  #nextQuote(): number {
    if (this.#quote < this.at) {
      const next = this.#text.indexOf('"', this.at);
      this.#quote = next < 0 ? Infinity : next;
    }
    return this.#quote;
  }

  /** Reads one cell; whether it stands in quotes. */
  #cell(): boolean {
    this.#column = this.at - this.#lineStart + 1;
    if (this.#text.charCodeAt(this.at) === QUOTE) {
      this.#quoted();
      return true;
    }
    this.#plain();
    return false;
  }

  #plain(): void {
    const text = this.#text;
    const mark = this.#mark;
    const from = this.at;
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === mark || code === LINE_FEED || code === RETURN) break;
    }
    this.#from = from;
    this.#to = at;
    this.#escaped = false;
    this.at = at;
    if (at - from > this.#limits.cellMax) this.#refuse('LIM-03');
  }

  #quoted(): void {
    const opened = { line: this.line, column: this.#column };
    const from = this.at + 1;
    this.at = from;
    this.#from = from;
    this.#to = from;
    if (!this.#closeQuote(from)) {
      this.fault = fatal('CSV-03', opened);
      return;
    }
    this.at = this.#to + 1;
    if (!this.#isEnd(this.at)) this.fault = fatal('CSV-04', opened);
  }

  #isEnd(at: number): boolean {
    if (at >= this.#text.length) return true;
    const next = this.#text.charCodeAt(at);
    return next === this.#mark || next === LINE_FEED || next === RETURN;
  }

  /** Finds where the quote that opened before `from` closes, within the size of one cell. */
  #closeQuote(from: number): boolean {
    const text = this.#text;
    this.#escaped = false;
    const end = Math.min(text.length, from + this.#limits.cellMax);
    for (let at = from; at < end; at += 1) {
      const code = text.charCodeAt(at);
      if (code === LINE_FEED) {
        this.line += 1;
        this.#lineStart = at + 1;
      }
      if (code !== QUOTE) continue;
      this.#to = at;
      if (text.charCodeAt(at + 1) !== QUOTE) return true;
      this.#escaped = true;
      at += 1;
    }
    return false;
  }

  #endOfLine(): void {
    if (this.#text.charCodeAt(this.at) === RETURN) this.at += 1;
    if (this.#text.charCodeAt(this.at) === LINE_FEED) this.at += 1;
    this.line += 1;
    this.#lineStart = this.at;
  }

  #refuse(rule: string): void {
    this.fault ??= fatal(rule, { line: this.line });
  }
}
