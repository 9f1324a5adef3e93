import { fail, ok, type Result } from '../result/index.ts';
import type { Fault, Wire } from './wire.ts';

const DEPTH_MAX = 32;
const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const BLANK = 0x20;
const ASCII_MAX = 0x7e;

/**
 * Reads JSON strictly: refuses duplicate names, numbers that are no safe integers, lone surrogates,
 * nesting beyond 32 and anything after the value. The first syntax fault ends the reading.
 */
export function parseWire(text: string): Result<Wire, Fault[]> {
  const reader = new Reader(text);
  try {
    const value = reader.value('', 0);
    reader.end();
    return ok(value);
  } catch (error) {
    if (error instanceof Stop) return fail([error.fault]);
    throw error;
  }
}

class Stop extends Error {
  readonly fault: Fault;
  constructor(fault: Fault) {
    super(fault.fault);
    this.fault = fault;
  }
}

class Reader {
  private at = 0;
  private readonly text: string;
  constructor(text: string) {
    this.text = text;
  }

  value(path: string, depth: number): Wire {
    if (depth > DEPTH_MAX) this.stop(path, `nested deeper than ${DEPTH_MAX}`);
    this.blank();
    const next = this.text[this.at];
    if (next === '{') return this.object(path, depth);
    if (next === '[') return this.list(path, depth);
    if (next === '"') return this.string(path);
    return this.word(path);
  }

  end(): void {
    this.blank();
    if (this.at < this.text.length) this.stop('', `text after the value at ${this.at}`);
  }

  private object(path: string, depth: number): Wire {
    const members = Object.create(null) as Record<string, Wire>;
    this.at++;
    this.blank();
    if (this.take('}')) return members;
    do {
      this.blank();
      const name = this.string(path);
      const place = path === '' ? name : `${path}.${name}`;
      if (Object.hasOwn(members, name)) this.stop(place, 'given twice');
      this.blank();
      if (!this.take(':')) this.stop(place, `no colon at ${this.at}`);
      members[name] = this.value(place, depth + 1);
      this.blank();
    } while (this.take(','));
    if (!this.take('}')) this.stop(path, `object not closed at ${this.at}`);
    return members;
  }

  private list(path: string, depth: number): Wire {
    const items: Wire[] = [];
    this.at++;
    this.blank();
    if (this.take(']')) return items;
    do {
      items.push(this.value(`${path}[${items.length}]`, depth + 1));
      this.blank();
    } while (this.take(','));
    if (!this.take(']')) this.stop(path, `list not closed at ${this.at}`);
    return items;
  }

  private string(path: string): string {
    const end = this.text.charCodeAt(this.at) === QUOTE ? this.plainEnd(this.at + 1) : -1;
    if (end < 0) return this.escaped(path);
    const value = this.text.slice(this.at + 1, end);
    this.at = end + 1;
    return value;
  }

  /** Where the text that begins at `from` ends, if it holds nothing but plain ASCII; else -1. */
  private plainEnd(from: number): number {
    for (let at = from; at < this.text.length; at++) {
      const code = this.text.charCodeAt(at);
      if (code === QUOTE) return at;
      if (code < BLANK || code === BACKSLASH || code > ASCII_MAX) return -1;
    }
    return -1;
  }

  private escaped(path: string): string {
    const pattern = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) this.stop(path, `no text at ${this.at}`);
    this.at = pattern.lastIndex;
    const value = JSON.parse(match[0]) as string;
    if (!value.isWellFormed()) this.stop(path, 'lone surrogate');
    return value;
  }

  private word(path: string): Wire {
    const pattern = /true|false|null|-?(?:0|[1-9]\d*)(?![\d.eE])/y;
    pattern.lastIndex = this.at;
    const match = pattern.exec(this.text);
    if (!match) this.stop(path, `no integer, text, list or object at ${this.at}`);
    this.at = pattern.lastIndex;
    if (match[0] === 'true') return true;
    if (match[0] === 'false') return false;
    if (match[0] === 'null') return null;
    const value = Number(match[0]);
    if (!Number.isSafeInteger(value)) this.stop(path, 'integer too large; amounts are text');
    return value;
  }

  private take(sign: string): boolean {
    if (this.text[this.at] !== sign) return false;
    this.at++;
    return true;
  }

  private blank(): void {
    while (isBlank(this.text.charCodeAt(this.at))) this.at++;
  }

  private stop(path: string, fault: string): never {
    throw new Stop({ path, fault });
  }
}

/** Blank, tab, line feed or carriage return; nothing else is blank in JSON. */
function isBlank(code: number): boolean {
  return code === BLANK || code === 0x0a || code === 0x0d || code === 0x09;
}
