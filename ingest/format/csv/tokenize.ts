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

export type Separator = ',' | ';' | '\t' | '|';

const SEPARATORS: readonly Separator[] = [',', ';', '\t', '|'];

/**
 * Splits a table into rows and cells with their places (RFC 4180, any line end). Empty lines are
 * skipped. A quote that never closes is CSV-03 at the line where it opened, found within the size
 * of one cell (LIM-03); too many columns are LIM-04, too many rows LIM-13.
 */
export function tokenize(
  text: string,
  separator: Separator,
  limits: Limits,
): Result<readonly Row[], Finding> {
  return new Tokenizer(text, separator, limits).run();
}

/** The separator that gives nine in ten of the first fifty records one width above one. */
export function detectSeparator(text: string): Separator | undefined {
  const records = headRecords(text);
  const scored = SEPARATORS.map(separator => {
    const widths = records.map(record => countOutsideQuotes(record, separator));
    const usual = mostFrequent(widths);
    return { separator, usual, share: widths.filter(w => w === usual).length / widths.length };
  });
  const good = scored.filter(s => s.usual > 0 && s.share >= 0.9);
  return good.sort((a, b) => b.share - a.share || b.usual - a.usual)[0]?.separator;
}

/** The separator that occurs most in the first record, for tables with ragged rows. */
export function likelySeparator(text: string): Separator {
  const record = headRecords(text)[0] ?? '';
  const counts = SEPARATORS.map(s => ({ separator: s, count: countOutsideQuotes(record, s) }));
  return counts.sort((a, b) => b.count - a.count)[0]?.separator ?? ',';
}

const QUOTE = 0x22;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;

class Tokenizer {
  readonly #text: string;
  readonly #mark: number;
  readonly #limits: Limits;
  readonly #rows: Row[] = [];
  #at = 0;
  #line = 1;
  #lineStart = 0;
  #fault: Finding | undefined;

  constructor(text: string, separator: string, limits: Limits) {
    this.#text = text;
    this.#mark = separator.charCodeAt(0);
    this.#limits = limits;
  }

  run(): Result<readonly Row[], Finding> {
    const { length } = this.#text;
    while (this.#at < length) {
      const row = this.#row();
      if (this.#fault) return fail(this.#fault);
      const isEmpty = row.cells.length === 1 && row.cells[0]?.text.trim() === '';
      if (!isEmpty) this.#rows.push(row);
      if (this.#rows.length > this.#limits.rowsMax) {
        return fail(fatal('LIM-13', { line: this.#line }));
      }
    }
    return ok(this.#rows);
  }

  #row(): Row {
    const line = this.#line;
    const from = this.#at;
    const cells: Cell[] = [];
    for (;;) {
      const isQuoted = this.#text.charCodeAt(this.#at) === QUOTE;
      cells.push(isQuoted ? this.#quoted() : this.#plain());
      if (cells.length > this.#limits.columnsMax) this.#fault ??= fatal('LIM-04', { line });
      if (this.#fault || this.#text.charCodeAt(this.#at) !== this.#mark) break;
      this.#at += 1;
    }
    const to = this.#at;
    this.#endOfLine();
    return { line, from, to, cells };
  }

  #plain(): Cell {
    const text = this.#text;
    const mark = this.#mark;
    const from = this.#at;
    let at = from;
    for (; at < text.length; at += 1) {
      const code = text.charCodeAt(at);
      if (code === mark || code === LINE_FEED || code === RETURN) break;
    }
    this.#at = at;
    if (at - from > this.#limits.cellMax) this.#fault = fatal('LIM-03', { line: this.#line });
    const column = from - this.#lineStart + 1;
    return { text: text.slice(from, at), from, to: at, escaped: false, column };
  }

  #quoted(): Cell {
    const opened = { line: this.#line, column: this.#at - this.#lineStart + 1 };
    const from = this.#at + 1;
    this.#at = from;
    const end = this.#closingQuote(from);
    if (!end) {
      this.#fault = fatal('CSV-03', opened);
      return { text: '', from, to: from, escaped: false, column: opened.column + 1 };
    }
    const { to, escaped } = end;
    this.#at = to + 1;
    if (!this.#isEnd(this.#at)) this.#fault = fatal('CSV-04', opened);
    const raw = this.#text.slice(from, to);
    const text = escaped ? raw.replaceAll('""', '"') : raw;
    return { text, from, to, escaped, column: opened.column + 1 };
  }

  #isEnd(at: number): boolean {
    if (at >= this.#text.length) return true;
    const next = this.#text.charCodeAt(at);
    return next === this.#mark || next === LINE_FEED || next === RETURN;
  }

  /** Where the quote that opened before `from` closes, within the size of one cell. */
  #closingQuote(from: number): { to: number; escaped: boolean } | undefined {
    let escaped = false;
    const end = Math.min(this.#text.length, from + this.#limits.cellMax);
    for (let at = from; at < end; at += 1) {
      const code = this.#text.charCodeAt(at);
      if (code === LINE_FEED) {
        this.#line += 1;
        this.#lineStart = at + 1;
      }
      if (code !== QUOTE) continue;
      if (this.#text.charCodeAt(at + 1) !== QUOTE) return { to: at, escaped };
      escaped = true;
      at += 1;
    }
    return undefined;
  }

  #endOfLine(): void {
    if (this.#text.charCodeAt(this.#at) === RETURN) this.#at += 1;
    if (this.#text.charCodeAt(this.#at) === LINE_FEED) this.#at += 1;
    this.#line += 1;
    this.#lineStart = this.#at;
  }
}

function headRecords(body: string): string[] {
  const records: string[] = [];
  let quoted = false;
  let from = 0;
  const end = Math.min(body.length, 65_536);
  for (let at = 0; at < end && records.length < 50; at += 1) {
    const character = body[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === '\n' || character === '\r')) {
      records.push(body.slice(from, at));
      from = at + 1;
    }
  }
  if (from < end && records.length < 50) records.push(body.slice(from, end));
  return records.filter(r => r.trim() !== '');
}

function countOutsideQuotes(record: string, separator: string): number {
  let quoted = false;
  let count = 0;
  for (const character of record) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && character === separator) count += 1;
  }
  return count;
}

function mostFrequent(values: readonly number[]): number {
  const counts = new Map<number, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
}
