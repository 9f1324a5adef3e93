import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';

/** A decimal figure of a table, written as text (`"0.85"`) so that the file hashes canonically. */
export const decimal: Schema<number> = {
  shape: { type: 'text' },
  read: (value, path, faults) => {
    if (typeof value === 'string' && /^-?\d{1,12}(\.\d{1,6})?$/.test(value)) return Number(value);
    faults.push({ path, fault: 'must be decimal text such as "0.85"' });
    return undefined;
  },
};

/** Minor units as text, zero or more. */
export const minorUnits: Schema<bigint> = {
  shape: { type: 'text' },
  read: (value, path, faults) => {
    if (typeof value === 'string' && /^(0|[1-9]\d{0,20})$/.test(value)) return BigInt(value);
    faults.push({ path, fault: 'must be minor units as plain digits' });
    return undefined;
  },
};

/** An open set of names with one kind of value. */
export function record<T>(of: Schema<T>): Schema<Readonly<Record<string, T>>> {
  return {
    shape: { type: 'wire' },
    read: (value, path, faults) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        faults.push({ path, fault: 'must be an object' });
        return undefined;
      }
      const result: Record<string, T> = {};
      for (const [name, entry] of Object.entries(value as Readonly<Record<string, Wire>>)) {
        const read = of.read(entry, `${path}.${name}`, faults);
        if (read !== undefined) result[name] = read;
      }
      return result;
    },
  };
}

/** An object with exactly these names, all of one kind of value. */
export function named<N extends string, T>(
  names: readonly N[],
  of: Schema<T>,
): Schema<Readonly<Record<N, T>>> {
  const fields = Object.fromEntries(names.map(name => [name, of]));
  return schema.object(fields) as unknown as Schema<Readonly<Record<N, T>>>;
}

export const quality = schema.count(0, 100);
export const days = schema.count(0, 3660);
export const months = schema.count(0, 120);
/** Parts per million up to ten wholes, for factors above one. */
export const factor = schema.ppm(10_000_000);

export type { Fault, Schema };
