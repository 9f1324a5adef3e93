import type { Wire } from '../../wire/index.ts';
import type { Model } from './model.ts';

/** A model as JSON of its own: amounts as text of minor units, parts of one as decimal text. */
export function writeModel({ deal, position, pools, assumptions }: Model): Wire {
  return {
    schema: 'tally-model/1',
    deal: toWire(deal),
    position: toWire(position),
    pools: toWire(pools),
    assumptions: toWire(assumptions),
  };
}

function toWire(value: unknown): Wire {
  if (typeof value === 'bigint') return value.toString();
  if (Array.isArray(value)) return value.map(toWire);
  if (typeof value !== 'object' || value === null) return value as Wire;
  const { n, d } = value as { n?: unknown; d?: unknown };
  if (typeof n === 'bigint' && typeof d === 'bigint') return decimal(n, d);
  const members = Object.entries(value).filter(([, member]) => member !== undefined);
  return Object.fromEntries(members.map(([name, member]) => [name, toWire(member)]));
}

/** Decimal text where that is exact, else `n/d`. */
function decimal(n: bigint, d: bigint): string {
  for (let places = 0n, scale = 1n; places <= 40n; places++, scale *= 10n) {
    if ((n * scale) % d !== 0n) continue;
    const digits = (n * scale) / d;
    if (places === 0n) return digits.toString();
    const text = (digits < 0n ? -digits : digits).toString().padStart(Number(places) + 1, '0');
    const cut = text.length - Number(places);
    return `${digits < 0n ? '-' : ''}${text.slice(0, cut)}.${text.slice(cut)}`;
  }
  return `${n}/${d}`;
}
