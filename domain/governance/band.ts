import { ACT_KINDS, type Act, type KindSpec } from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import { fromWire, type Money } from '../money/index.ts';
import type { Party } from '../party/index.ts';
import type { Context } from './context.ts';
import { convert, freshRate } from './exchange.ts';

/** Dual-control bands of §9.1. */
export type Band = 'B0' | 'B1' | 'B2' | 'B3';

const B1_FROM = 10_000_000n;
const B2_FROM = 100_000_000n;
const B3_FROM = 1_000_000_000n;
const MICRO_B1_FROM = 30_000_000n;

/**
 * The band of a body's amounts in CNY minor units by the last official rate; batch acts use the batch total. Kinds
 * without amounts are B0. Another currency needs an official rate: `RATE_STALE`.
 * @example 99,999.99 is B0; 100,000.00 is B1; 1,000,000.00 is B2; 10,000,000.00 is B3.
 */
export function bandOf(
  spec: KindSpec<unknown>,
  body: unknown,
  actor: Party | undefined,
  of: Pick<Context, 'businessDate' | 'rates'>,
): Band | Refusal {
  const total = totalOf(spec, body, of);
  if (typeof total !== 'bigint') return total;
  if (total < (isAlone(actor) ? MICRO_B1_FROM : B1_FROM)) return 'B0';
  if (total < B2_FROM) return 'B1';
  return total < B3_FROM ? 'B2' : 'B3';
}

/** The sum of the amounts that decide the band, CNY minor units; `RATE_STALE` without a rate. */
export function totalOf(
  spec: KindSpec<unknown>,
  body: unknown,
  of: Pick<Context, 'businessDate' | 'rates'>,
): bigint | Refusal {
  let total = 0n;
  for (const amount of spec.band?.(body) ?? []) {
    const inCny = amountInCny(fromWire(amount), of);
    if (typeof inCny !== 'bigint') return inCny;
    total += inCny;
  }
  return total;
}

function amountInCny(
  amount: Money,
  { rates, businessDate }: Pick<Context, 'businessDate' | 'rates'>,
): bigint | Refusal {
  if (amount.currency === 'CNY') return amount.minor;
  const rate = freshRate(rates?.get(ratePair(amount.currency)), businessDate);
  return rate.ok ? convert(amount, 'CNY', rate.value).minor : rate.error;
}

/** The pairs whose rates the band of an act asks. */
export function pairsOf(act: Act): readonly string[] {
  const { band } = ACT_KINDS[act.kind] as unknown as KindSpec<unknown>;
  const currencies = new Set(band?.(act.body).map(({ currency }) => currency));
  return [...currencies].filter(currency => currency !== 'CNY').map(ratePair);
}

/** The pair whose rate gives an amount in CNY. */
function ratePair(currency: string): string {
  return `${currency}/CNY`;
}

/** A micro party that has one person only. */
export function isAlone(party: Party | undefined): boolean {
  return party?.class === 'micro' && party.persons.length === 1;
}
