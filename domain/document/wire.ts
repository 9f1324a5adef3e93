import type { Wire } from '../wire/index.ts';
import type { CanonicalDocument } from './subledger.ts';

/** Members that hold integers beyond JSON: they travel as decimal text. */
const BIG_MEMBERS = new Set([
  'minor',
  'coefficient',
  'ratePpm',
  'percentPpm',
  'overPpm',
  'underPpm',
]);

/** A canonical document as JSON: every bigint becomes decimal text, absent members are left out. */
export function documentToWire(document: CanonicalDocument): Wire {
  return toWire(document);
}

/** The inverse of {@link documentToWire}, for values this product wrote itself. */
export function documentFromWire(wire: Wire): CanonicalDocument {
  return fromWire('', wire) as CanonicalDocument;
}

function toWire(value: unknown): Wire {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value as Wire;
  const members: Record<string, Wire> = {};
  for (const [name, member] of Object.entries(value)) {
    if (member !== undefined) members[name] = toWire(member);
  }
  return members;
}

function fromWire(name: string, value: Wire): unknown {
  if (typeof value === 'string') return BIG_MEMBERS.has(name) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map((item: Wire) => fromWire('', item));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key, fromWire(key, member as Wire)]),
  );
}
