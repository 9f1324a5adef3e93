import { isBusinessDate, isInstant } from '../calendar/index.ts';
import { isCurrency, type Currency, type MoneyWire } from '../money/index.ts';
import { isUuidV7 } from '../id/index.ts';
import { isList, isObject, type Fault, type Wire } from '../wire/index.ts';

/** What a field holds, for the signing sheet, the documents and the API. */
export type Shape =
  | { readonly type: 'object'; readonly fields: Readonly<Record<string, Schema<unknown>>> }
  | { readonly type: 'list'; readonly item: Schema<unknown> }
  | { readonly type: 'optional'; readonly of: Schema<unknown> }
  | { readonly type: 'oneOf'; readonly words: readonly string[] }
  | { readonly type: 'either'; readonly of: readonly Schema<unknown>[] }
  | { readonly type: Leaf };

export type Leaf =
  | 'text'
  | 'id'
  | 'code'
  | 'money'
  | 'ppm'
  | 'count'
  | 'date'
  | 'instant'
  | 'hash'
  | 'key'
  | 'flag'
  | 'wire';

/** A closed schema: reads a value or adds every fault with its path to `faults`. */
export type Schema<T> = {
  readonly shape: Shape;
  readonly read: (value: Wire | undefined, path: string, faults: Fault[]) => T | undefined;
};

export type Infer<S> = S extends Schema<infer T> ? T : never;
type Fields = Readonly<Record<string, Schema<unknown>>>;
type OptionalNames<F> = { [N in keyof F]: undefined extends Infer<F[N]> ? N : never }[keyof F];
export type InferFields<F> = { readonly [N in Exclude<keyof F, OptionalNames<F>>]: Infer<F[N]> } & {
  readonly [N in OptionalNames<F>]?: Infer<F[N]>;
};

/** Reads a whole value; faults come back together. */
export function read<T>(schema: Schema<T>, value: Wire | undefined, path: string, faults: Fault[]) {
  return schema.read(value, path, faults);
}

export function object<F extends Fields>(fields: F): Schema<InferFields<F>> {
  const entries = Object.entries(fields);
  return {
    shape: { type: 'object', fields },
    read: (value, path, faults) => {
      if (!isObject(value)) return refuse(path, 'must be an object', faults);
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(fields, name)) faults.push({ path: join(path, name), fault: 'unknown' });
      }
      const result: Record<string, unknown> = {};
      for (const [name, schema] of entries) {
        const field = schema.read(value[name], join(path, name), faults);
        if (field !== undefined) result[name] = field;
      }
      return result as InferFields<F>;
    },
  };
}

/** A list of `min` to `max` items. */
export function list<T>(item: Schema<T>, min: number, max: number): Schema<readonly T[]> {
  return {
    shape: { type: 'list', item },
    read: (value, path, faults) => {
      if (!isList(value)) return refuse(path, 'must be a list', faults);
      if (value.length < min || value.length > max) {
        return refuse(path, `must have ${min} to ${max} items, has ${value.length}`, faults);
      }
      return value.map((entry, at) => item.read(entry, `${path}[${at}]`, faults) as T);
    },
  };
}

export function optional<T>(of: Schema<T>): Schema<T | undefined> {
  return {
    shape: { type: 'optional', of },
    read: (value, path, faults) => (value === undefined ? undefined : of.read(value, path, faults)),
  };
}

export function oneOf<W extends string>(...words: readonly W[]): Schema<W> {
  return {
    shape: { type: 'oneOf', words },
    read: (value, path, faults) =>
      typeof value === 'string' && (words as readonly string[]).includes(value)
        ? (value as W)
        : refuse(path, `must be one of ${words.join(', ')}`, faults),
  };
}

/** The first of several object schemas that reads without a fault; else the first one's faults. */
export function either<A, B>(a: Schema<A>, b: Schema<B>): Schema<A | B> {
  return {
    shape: { type: 'either', of: [a, b] },
    read: (value, path, faults) => {
      const first: Fault[] = [];
      const one = a.read(value, path, first);
      if (first.length === 0) return one;
      const second: Fault[] = [];
      const other = b.read(value, path, second);
      if (second.length === 0) return other;
      faults.push(...first);
      return undefined;
    },
  };
}

/** Text of 1 to `max` characters without control characters. */
export function text(max: number): Schema<string> {
  return leaf('text', `must be text of 1 to ${max} characters`, value =>
    value.length >= 1 && value.length <= max && !/[\u0000-\u001f\u007f]/.test(value)
      ? value
      : undefined,
  );
}

/** A short code: letters, digits, `.`, `_`, `-`, `:`. */
export function code(max = 64): Schema<string> {
  return leaf('code', `must be a code of 1 to ${max} signs`, value =>
    /^[A-Za-z0-9._:-]+$/.test(value) && value.length <= max ? value : undefined,
  );
}

/** A UUIDv7 in lower case. */
export const id: Schema<string> = leaf('id', 'must be a UUID of version 7 in lower case', value =>
  isUuidV7(value) ? value : undefined,
);

export const date: Schema<string> = leaf('date', 'must be a day like 2026-03-31', value =>
  isBusinessDate(value) ? value : undefined,
);

export const instant: Schema<string> = leaf(
  'instant',
  'must be a UTC moment like 2026-03-31T14:05:09.000Z',
  value => (isInstant(value) ? value : undefined),
);

/** SHA-256, lower-case hexadecimal. */
export const hash: Schema<string> = leaf('hash', 'must be a SHA-256 in hexadecimal', value =>
  /^[0-9a-f]{64}$/.test(value) ? value : undefined,
);

/** A whole number of zero or more, as text: what a JSON number could not hold. */
export const digits: Schema<string> = leaf('text', 'must be plain digits', value =>
  /^(0|[1-9]\d{0,29})$/.test(value) ? value : undefined,
);

/** An uncompressed P-256 point (65 bytes, leading 04), base64url. */
export const publicKey: Schema<string> = leaf('key', 'must be a P-256 point in base64url', value =>
  /^B[A-Za-z0-9_-]{86}$/.test(value) ? value : undefined,
);

export const flag: Schema<boolean> = {
  shape: { type: 'flag' },
  read: (value, path, faults) =>
    typeof value === 'boolean' ? value : refuse(path, 'must be true or false', faults),
};

/** An integer within bounds. */
export function count(min: number, max: number): Schema<number> {
  return integer('count', min, max);
}

/** Parts per million, 0 to `max`. */
export function ppm(max = 1_000_000): Schema<number> {
  return integer('ppm', 0, max);
}

/** Parts per thousand million: a rate that may be below zero. */
export const rate: Schema<number> = integer('count', -1_000_000_000_000, 1_000_000_000_000);

/** An amount above zero. */
export const amount: Schema<MoneyWire> = moneyOf(/^[1-9]\d{0,29}$/, 'above zero');

/** An amount of zero or more. */
export const amountOrZero: Schema<MoneyWire> = moneyOf(/^(0|[1-9]\d{0,29})$/, 'of zero or more');

/** A signed amount (bank entries). */
export const amountSigned: Schema<MoneyWire> = moneyOf(/^(0|-?[1-9]\d{0,29})$/, 'in minor units');

/** A known ISO 4217 code. */
export const currency: Schema<Currency> = {
  shape: { type: 'code' },
  read: (value, path, faults) =>
    typeof value === 'string' && isCurrency(value)
      ? value
      : refuse(path, 'must be a known ISO 4217 code', faults),
};

/** `Doc {hash, kind, bytes}` of receivables.md §1. */
export const document = object({ hash, kind: code(), bytes: count(1, 200_000_000) });
export type Document = Infer<typeof document>;

/** Any wire value; only for parameters whose own rule reads them. */
export const wire: Schema<Wire> = {
  shape: { type: 'wire' },
  read: (value, path, faults) => (value === undefined ? refuse(path, 'missing', faults) : value),
};

function integer(type: Leaf, min: number, max: number): Schema<number> {
  return {
    shape: { type },
    read: (value, path, faults) =>
      typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
        ? value
        : refuse(path, `must be an integer from ${min} to ${max}`, faults),
  };
}

function moneyOf(pattern: RegExp, wanted: string): Schema<MoneyWire> {
  return {
    shape: { type: 'money' },
    read: (value, path, faults) => {
      if (!isObject(value) || Object.keys(value).length !== 2) {
        return refuse(path, 'must be {minor, currency}', faults);
      }
      const { minor, currency } = value;
      if (typeof minor !== 'string' || !pattern.test(minor)) {
        return refuse(`${path}.minor`, `must be plain digits ${wanted}`, faults);
      }
      if (typeof currency !== 'string' || !isCurrency(currency)) {
        return refuse(`${path}.currency`, 'must be a known ISO 4217 code', faults);
      }
      return { minor, currency };
    },
  };
}

function leaf(
  type: Leaf,
  fault: string,
  accept: (value: string) => string | undefined,
): Schema<string> {
  return {
    shape: { type },
    read: (value, path, faults) => {
      const accepted = typeof value === 'string' ? accept(value) : undefined;
      return accepted ?? refuse(path, fault, faults);
    },
  };
}

function refuse(path: string, fault: string, faults: Fault[]): undefined {
  faults.push({ path, fault });
  return undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
