/** Where a cursor stands, to go on from there later. */
export type LinePlace = {
  readonly line: number;
  readonly start: number;
  readonly break: number;
  readonly behind: number;
  readonly counted: number;
  readonly pairs: number;
};

/**
 * Line and column of places in a text, asked for from front to back. `\n`, `\r\n` and `\r` end a
 * line; a column counts characters of Unicode, so a pair of surrogates is one.
 */
export class LineCursor {
  readonly #source: string;
  readonly #hasReturns: boolean;
  readonly #hasPairs: boolean;
  #line = 1;
  #start = 0;
  /** The next end of a line, and the character behind it. */
  #break: number;
  #behind = 0;
  /** Up to where pairs of the line were counted. */
  #counted = 0;
  #pairs = 0;

  /** `like` is another cursor of the same text: what it knows of all of it is not sought again. */
  constructor(source: string, like?: LineCursor) {
    this.#source = source;
    this.#hasReturns = like ? like.#hasReturns : source.includes('\r');
    this.#hasPairs = like ? like.#hasPairs : PAIR.test(source);
    this.#break = like ? like.#break : this.#find(0);
  }

  here(): LinePlace {
    return {
      line: this.#line,
      start: this.#start,
      break: this.#break,
      behind: this.#behind,
      counted: this.#counted,
      pairs: this.#pairs,
    };
  }

  /** Goes to a place where a cursor of this text once stood. */
  jump(place: LinePlace): void {
    this.#line = place.line;
    this.#start = place.start;
    this.#break = place.break;
    this.#behind = place.behind;
    this.#counted = place.counted;
    this.#pairs = place.pairs;
  }

  /** The place of a character that is not before one asked for earlier. Both begin at 1. */
  placeAt(at: number): { readonly line: number; readonly column: number } {
    while (this.#break < at) {
      this.#line += 1;
      this.#start = this.#behind;
      this.#counted = this.#behind;
      this.#pairs = 0;
      this.#break = this.#find(this.#behind);
    }
    if (this.#hasPairs) this.#countPairs(at);
    return { line: this.#line, column: at - this.#start - this.#pairs + 1 };
  }

  #find(from: number): number {
    const found = this.#hasReturns ? this.#findAny(from) : this.#source.indexOf('\n', from);
    if (found < 0) return Infinity;
    const isTwo = this.#source.startsWith('\r\n', found);
    this.#behind = found + (isTwo ? 2 : 1);
    return found;
  }

  #findAny(from: number): number {
    LINE_END.lastIndex = from;
    return LINE_END.exec(this.#source)?.index ?? -1;
  }

  #countPairs(to: number): void {
    for (let at = this.#counted; at < to; at += 1) {
      const code = this.#source.charCodeAt(at);
      if (code >= 0xd800 && code <= 0xdbff) this.#pairs += 1;
    }
    this.#counted = Math.max(this.#counted, to);
  }
}

const PAIR = /[\ud800-\udbff]/;
const LINE_END = /[\r\n]/g;
