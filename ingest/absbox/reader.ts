import { isBusinessDate, type BusinessDate } from '../../domain/calendar/index.ts';
import { fraction, fractionOf, roundFraction, type Fraction } from '../../domain/rate/index.ts';
import type { Fault } from '../../domain/wire/index.ts';

/** A number of the file as its own digits: no binary rounding on the way. */
export class Digits {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export type Raw =
  null | boolean | string | Digits | readonly Raw[] | { readonly [name: string]: Raw };

/** Reads JSON with every number kept as its digits; `null` and a fault when it is no JSON. */
export function readRaw(text: string, faults: Fault[]): Raw {
  try {
    const revive = (_name: string, value: unknown, context?: { source?: string }): unknown =>
      typeof value === 'number' ? new Digits(context?.source ?? String(value)) : value;
    return JSON.parse(text, revive) as Raw;
  } catch (error) {
    faults.push({ path: '', fault: `no JSON: ${error instanceof Error ? error.message : ''}` });
    return null;
  }
}

/** A value of the file and where it stands; every wrong reading adds a fault with its place. */
export class Node {
  readonly raw: Raw;
  readonly path: string;
  private readonly faults: Fault[];

  constructor(raw: Raw | undefined, path: string, faults: Fault[]) {
    this.raw = raw ?? null;
    this.path = path;
    this.faults = faults;
  }

  fault(fault: string): void {
    this.faults.push({ path: this.path, fault });
  }

  get isAbsent(): boolean {
    return this.raw === null;
  }

  /** A member of an object, absent when it is not there. */
  get(name: string): Node {
    const { raw } = this;
    const found = isRecord(raw) && Object.hasOwn(raw, name) ? raw[name] : undefined;
    return new Node(found, this.path === '' ? name : `${this.path}.${name}`, this.faults);
  }

  /** An item of a list, absent when it is not there. */
  at(index: number): Node {
    const item = isItems(this.raw) ? this.raw[index] : undefined;
    return new Node(item, `${this.path}[${index}]`, this.faults);
  }

  get items(): Node[] {
    if (isItems(this.raw)) return this.raw.map((_, index) => this.at(index));
    if (!this.isAbsent) this.fault('must be a list');
    return [];
  }

  /** Members in the order of their names, by code point. */
  get members(): [string, Node][] {
    if (!isRecord(this.raw)) {
      if (!this.isAbsent) this.fault('must be an object');
      return [];
    }
    return Object.keys(this.raw)
      .sort(byCodePoint)
      .map(name => [name, this.get(name)]);
  }

  /** The constructor's name of a tagged value; plain text stands for a tag without contents. */
  get tag(): string {
    if (typeof this.raw === 'string') return this.raw;
    return this.get('tag').text;
  }

  get contents(): Node {
    return this.get('contents');
  }

  get text(): string {
    if (typeof this.raw === 'string') return this.raw;
    this.fault('must be text');
    return '';
  }

  get flag(): boolean {
    if (typeof this.raw === 'boolean') return this.raw;
    this.fault('must be true or false');
    return false;
  }

  get date(): BusinessDate {
    if (typeof this.raw === 'string' && isBusinessDate(this.raw)) return this.raw;
    this.fault('must be a day like 2021-03-31');
    return '2000-01-01';
  }

  get number(): Fraction {
    const value = this.raw instanceof Digits ? fractionOf(this.raw.text) : null;
    if (value) return value;
    this.fault('must be a number');
    return fraction(0n);
  }

  get count(): number {
    const { n, d } = this.number;
    if (n % d === 0n) return Number(n / d);
    this.fault('must be a whole number');
    return 0;
  }

  /** An amount in minor units of two digits; what is finer is cut off, as the source engine does. */
  get minor(): bigint {
    const { n, d } = this.number;
    return roundFraction(fraction(n * 100n, d), 'floor');
  }

  /** A rate in ppb, cut to whole ppm: the source engine carries six digits. */
  get ppb(): bigint {
    return this.scaled(1_000_000n, 'floor') * 1000n;
  }

  /** A part of one in whole ppm; a fault when it is finer. */
  get ppm(): number {
    const { n, d } = this.number;
    if ((n * 1_000_000n) % d !== 0n) this.fault('finer than one part per million');
    return Number(this.scaled(1_000_000n, 'floor'));
  }

  private scaled(by: bigint, rounding: 'floor'): bigint {
    const { n, d } = this.number;
    return roundFraction(fraction(n * by, d), rounding);
  }
}

function isItems(raw: Raw): raw is readonly Raw[] {
  return Array.isArray(raw);
}

function isRecord(raw: Raw): raw is { readonly [name: string]: Raw } {
  return typeof raw === 'object' && raw !== null && !Array.isArray(raw) && !(raw instanceof Digits);
}

/** The order of names in the source engine's maps. */
export function byCodePoint(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index++) {
    const difference = (left[index]?.codePointAt(0) ?? 0) - (right[index]?.codePointAt(0) ?? 0);
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}
