import type { KindSpec } from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Party } from '../party/index.ts';

/** Dual-control bands of §9.1. */
export type Band = 'B0' | 'B1' | 'B2' | 'B3';

const B1_FROM = 10_000_000n;
const B2_FROM = 100_000_000n;
const B3_FROM = 1_000_000_000n;
const MICRO_B1_FROM = 30_000_000n;

/**
 * The band of a body's amounts in CNY minor units; batch acts use the batch total. Kinds
 * without amounts are B0. Another currency needs an official rate: `RATE_STALE`.
 * @example 99,999.99 is B0; 100,000.00 is B1; 1,000,000.00 is B2; 10,000,000.00 is B3.
 */
export function bandOf(
  spec: KindSpec<unknown>,
  body: unknown,
  actor: Party | undefined,
): Band | Refusal {
  const total = totalOf(spec, body);
  if (total === null) return { code: 'RATE_STALE', facts: { date: 'none' } };
  if (total < (isAlone(actor) ? MICRO_B1_FROM : B1_FROM)) return 'B0';
  if (total < B2_FROM) return 'B1';
  return total < B3_FROM ? 'B2' : 'B3';
}

/** The sum of the amounts that decide the band, CNY minor units; `null` in another currency. */
export function totalOf(spec: KindSpec<unknown>, body: unknown): bigint | null {
  const amounts = spec.band?.(body) ?? [];
  if (amounts.some(({ currency }) => currency !== 'CNY')) return null;
  return amounts.reduce((whole, { minor }) => whole + BigInt(minor), 0n);
}

/** A micro party that has one person only. */
export function isAlone(party: Party | undefined): boolean {
  return party?.class === 'micro' && party.persons.length === 1;
}
