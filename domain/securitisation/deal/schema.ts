import { object, optional, type Schema } from '../../act/schema.ts';
import { isDayCount, type DayCount } from '../../calendar/index.ts';
import { isList, isObject, type Fault, type Wire } from '../../wire/index.ts';

type Read = (value: Wire | undefined, path: string, faults: Fault[]) => unknown;

/** A schema of one value; what it reads is typed by whoever names it. */
function schema<T>(read: Read): Schema<T> {
  return { shape: { type: 'wire' }, read: read as Schema<T>['read'] };
}

function refuse(path: string, fault: string, faults: Fault[]): undefined {
  faults.push({ path, fault });
  return undefined;
}

function under(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Members under names of this deal: `[a-z][a-zA-Z0-9]*`. */
export function record<T>(member: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return schema((value, path, faults) => {
    if (!isObject(value)) return refuse(path, 'must be an object', faults);
    const entries = Object.entries(value).map(([name, one]) => {
      if (!/^[a-z][a-zA-Z0-9]*$/.test(name))
        refuse(under(path, name), 'is no name of a deal', faults);
      return [name, member.read(one, under(path, name), faults)];
    });
    return Object.fromEntries(entries) as unknown;
  });
}

/** Members under any text, such as a role or an index. */
export function dictionary<T>(member: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return schema((value, path, faults) => {
    if (!isObject(value)) return refuse(path, 'must be an object', faults);
    const entries = Object.entries(value).map(([name, one]) => [
      name,
      member.read(one, under(path, name), faults),
    ]);
    return Object.fromEntries(entries) as unknown;
  });
}

/** A schema that names itself, looked up when it reads. */
export function lazy<T>(of: () => Schema<T>): Schema<T> {
  return schema((value, path, faults) => of().read(value, path, faults));
}

/** A list of any length up to `max`. */
export function many<T>(item: Schema<T>, max = 10_000): Schema<readonly T[]> {
  return schema((value, path, faults) => {
    if (!isList(value)) return refuse(path, 'must be a list', faults);
    if (value.length > max) return refuse(path, `must have at most ${max} items`, faults);
    return value.map((one, at) => item.read(one, `${path}[${at}]`, faults));
  });
}

/** A list of exactly these items. */
export function tuple(...items: readonly Schema<unknown>[]): Schema<never> {
  return schema((value, path, faults) => {
    if (!isList(value) || value.length !== items.length) {
      return refuse(path, `must be a list of ${items.length}`, faults);
    }
    return items.map((item, at) => item.read(value[at], `${path}[${at}]`, faults));
  });
}

type Table = Readonly<Record<string, Schema<unknown>>>;

/** An object of exactly one member, read by the schema of its name. */
export function oneMember<T>(table: Table): Schema<T> {
  return schema((value, path, faults) => {
    const names = isObject(value) ? Object.keys(value) : [];
    const [name] = names;
    if (!isObject(value) || name === undefined || names.length !== 1) {
      return refuse(path, 'must have one member that says what it is', faults);
    }
    const member = Object.hasOwn(table, name) ? table[name] : undefined;
    if (!member) return refuse(under(path, name), 'unknown', faults);
    return { [name]: member.read(value[name], under(path, name), faults) };
  });
}

/** An object whose member `by` names the schema of the others. */
export function tagged<T>(by: string, table: Readonly<Record<string, Fields>>): Schema<T> {
  const schemas = new Map(Object.entries(table).map(([name, fields]) => [name, object(fields)]));
  return schema((value, path, faults) => {
    if (!isObject(value)) return refuse(path, 'must be an object', faults);
    const { [by]: kind, ...others } = value;
    const known = typeof kind === 'string' ? schemas.get(kind) : undefined;
    if (!known) return refuse(under(path, by), `unknown ${by}`, faults);
    const rest = known.read(others, path, faults);
    return rest ? { [by]: kind, ...(rest as object) } : undefined;
  });
}

export type Fields = Readonly<Record<string, Schema<unknown>>>;

/** The first form whose distinguishing member is there. */
export function byMember<T>(table: Readonly<Record<string, Fields>>): Schema<T> {
  const forms = Object.entries(table).map(([name, fields]) => ({ name, read: object(fields) }));
  return schema((value, path, faults) => {
    if (!isObject(value)) return refuse(path, 'must be an object', faults);
    const form = forms.find(({ name }) => Object.hasOwn(value, name));
    if (!form) return refuse(path, `must have one of ${forms.map(f => f.name).join(', ')}`, faults);
    return form.read.read(value, path, faults);
  });
}

/** An amount in minor units as plain digits, zero or more. */
export const minor: Schema<string> = digits(
  /^(0|[1-9]\d{0,29})$/,
  'must be plain digits of minor units',
);

/** A signed amount in minor units. */
export const signedMinor: Schema<string> = digits(/^(0|-?[1-9]\d{0,29})$/, 'must be minor units');

function digits(pattern: RegExp, fault: string): Schema<string> {
  return schema((value, path, faults) =>
    typeof value === 'string' && pattern.test(value) ? value : refuse(path, fault, faults),
  );
}

/** A name that must be a key of this deal; which one is for the validator. */
export const key: Schema<string> = schema((value, path, faults) =>
  typeof value === 'string' && /^[a-z][a-zA-Z0-9]*$/.test(value)
    ? value
    : refuse(path, 'must be a name like planAccount', faults),
);

export const keys: Schema<readonly string[]> = many(key, 200);

/** Parts per million of a whole; a value given in per cent or as a part of one is a fault here. */
export const ppmSigned: Schema<number> = whole(-1_000_000_000, 1_000_000_000, 'parts per million');

/** Parts per thousand million: rates, margins and coupons. */
export const ppb: Schema<number> = whole(
  -1_000_000_000_000,
  1_000_000_000_000,
  'parts per thousand million',
);

export const number: Schema<number> = whole(0, 1_000_000, 'a whole number');

export function whole(min: number, max: number, what: string): Schema<number> {
  return schema((value, path, faults) =>
    typeof value === 'number' && Number.isSafeInteger(value) && value >= min && value <= max
      ? value
      : refuse(path, `must be ${what}, whole, from ${min} to ${max}`, faults),
  );
}

export const dayCount: Schema<DayCount> = schema((value, path, faults) => {
  if (typeof value !== 'string' || !isDayCount(value)) {
    const ambiguous = value === 'A/365F' || value === 'A/365';
    return refuse(path, ambiguous ? 'V-38 ambiguous day count' : 'unknown day count', faults);
  }
  return value;
});

/** Nothing but an empty object. */
export const nothing: Schema<Record<string, never>> = object({});

export { object, optional };
