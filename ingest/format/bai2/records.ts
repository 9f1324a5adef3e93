import type { Lexical } from '../../locator.ts';

/** One physical line of a logical record, without its code, its delimiter and outer blanks. */
type Piece = { readonly text: string; readonly from: number; readonly line: number };

/** A logical record: its first line and the 88 records that continue it. */
export type Bai2Record = {
  readonly code: string;
  readonly line: number;
  readonly pieces: readonly Piece[];
};

export type Source = { readonly byteAt: (character: number) => number };

/**
 * Splits a text into logical records. A record ends with a slash, or with the line where its last
 * field is a text; an 88 record goes on with the next field, and with the text once that has begun.
 */
export function splitRecords(text: string): Bai2Record[] {
  const records: { code: string; line: number; pieces: Piece[] }[] = [];
  let line = 1;
  for (const match of text.matchAll(/[^\r\n]+|\r\n|\r|\n/g)) {
    const [whole] = match;
    if (/^[\r\n]/.test(whole)) {
      line += 1;
      continue;
    }
    const body = whole.trimEnd();
    if (body === '') continue;
    const piece = { text: body.slice(3).replace(/\s*\/$/, ''), from: match.index + 3, line };
    const code = /^\d\d[,/]/.test(body) ? body.slice(0, 2) : body.slice(0, 60);
    const last = records.at(-1);
    if (code === '88' && last) last.pieces.push(piece);
    else records.push({ code, line, pieces: [piece] });
  }
  return records;
}

/** Reads the fields of a record in order; what is absent at its end is undefined. */
export class Fields {
  readonly #record: Bai2Record;
  readonly #source: Source;
  #piece = 0;
  /** Where the next field begins; beyond the piece's text when it has none left. */
  #at = 0;
  #count = 1;

  constructor(record: Bai2Record, source: Source) {
    this.#record = record;
    this.#source = source;
  }

  next(): Lexical | undefined {
    const piece = this.#current();
    if (!piece) return undefined;
    const end = piece.text.indexOf(',', this.#at);
    const to = end < 0 ? piece.text.length : end;
    const field = this.#lexical(piece, { from: this.#at, to });
    this.#at = to + 1;
    return field;
  }

  /** The next field where something stands in it. */
  filled(): Lexical | undefined {
    const field = this.next();
    return field?.text === '' ? undefined : field;
  }

  /** The text of the next field; nothing where it is absent. */
  text(): string {
    return this.next()?.text ?? '';
  }

  /** The rest of the record is one text; each of its lines is given by itself. */
  rest(): Lexical[] {
    const texts: Lexical[] = [];
    for (let piece = this.#current(); piece; piece = this.#current()) {
      const text = this.#lexical(piece, { from: this.#at, to: piece.text.length });
      this.#at = piece.text.length + 1;
      if (text.text !== '') texts.push(text);
    }
    return texts;
  }

  #current(): Piece | undefined {
    const piece = this.#record.pieces[this.#piece];
    if (piece && this.#at > piece.text.length) {
      this.#piece += 1;
      this.#at = 0;
      return this.#current();
    }
    return piece;
  }

  #lexical(piece: Piece, range: { readonly from: number; readonly to: number }): Lexical {
    const cut = piece.text.slice(range.from, range.to);
    const text = cut.trim();
    const from = piece.from + range.from + (cut.length - cut.trimStart().length);
    this.#count += 1;
    const { byteAt } = this.#source;
    const at = {
      kind: 'edi' as const,
      path: `${this.#record.code}, field ${this.#count}`,
      from: byteAt(from),
      to: byteAt(from + text.length),
      escaped: false,
      line: piece.line,
      column: range.from + 4,
    };
    return { text, at };
  }
}

/** How many lines a record stands on, as its trailers count it. */
export function physicalLines(records: readonly Bai2Record[]): number {
  return records.reduce((count, record) => count + record.pieces.length, 0);
}
