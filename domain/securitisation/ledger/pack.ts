import { isList, isObject, type Wire } from '../../wire/index.ts';

/** Values with bigints as JSON: `12n` stands for a bigint, which no name of a deal can look like. */
export function pack(value: unknown): Wire {
  if (typeof value === 'bigint') return `${value}n`;
  if (Array.isArray(value)) return value.map(pack);
  if (typeof value !== 'object' || value === null) return value as Wire;
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, pack(member)]));
}

/** What {@link pack} made, as it was. */
export function unpack(wire: Wire): unknown {
  if (typeof wire === 'string') return /^-?\d+n$/.test(wire) ? BigInt(wire.slice(0, -1)) : wire;
  if (isList(wire)) return wire.map(unpack);
  if (!isObject(wire)) return wire;
  return Object.fromEntries(Object.entries(wire).map(([name, member]) => [name, unpack(member)]));
}
