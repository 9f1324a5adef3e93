import { daysBetween } from '../calendar/index.ts';
import type { Refusal } from '../errors/index.ts';
import { convert, freshRate, parameterAt, type Context } from '../governance/index.ts';
import { divide, type Money } from '../money/index.ts';
import type { HedgeCover } from './state.ts';

export const COVER_PPM = { key: 'hedge.coverPpm', fallback: 800_000 } as const;
/** Exposures up to CNY 1,000,000.00 need no hedge. */
const EXPOSURE_MIN = 100_000_000n;
const BUCKETS = [30, 90, 180, 365] as const;

/**
 * R-115 for one new exposure in another currency, above the equivalent of CNY 1,000,000.00: the live
 * hedges of its owner that name it and mature in its bucket or later cover 800,000 ppm of it, else
 * `HEDGE_COVER_LOW`. Without an official rate: `RATE_STALE`.
 */
export function coverFault(
  exposure: { readonly amount: Money; readonly owner: string; readonly payOn: string },
  covers: readonly HedgeCover[],
  context: Context,
): Refusal | null {
  const { amount, owner, payOn } = exposure;
  if (amount.currency === 'CNY') return null;
  const { businessDate, rates, parameters } = context;
  const pair = `${amount.currency}/CNY`;
  const rate = freshRate(rates?.get(pair), businessDate);
  if (!rate.ok) return rate.error;
  if (convert(amount, 'CNY', rate.value).minor <= EXPOSURE_MIN) return null;
  const bucket = bucketOf(businessDate, payOn);
  const covered = covers
    .filter(cover => cover.owner === owner && cover.pair === pair)
    .filter(cover => bucketOf(businessDate, cover.maturesOn) >= bucket)
    .reduce((total, cover) => total + BigInt(cover.amount.minor), 0n);
  const ppm = Number(divide(covered * 1_000_000n, amount.minor, 'down'));
  const least = parameterAt(parameters.get(COVER_PPM.key), businessDate, COVER_PPM.fallback);
  return ppm >= Number(least) ? null : { code: 'HEDGE_COVER_LOW', facts: { ppm } };
}

/** Which of the four terms a day falls into; what lies beyond the last is in it. */
function bucketOf(from: string, to: string): number {
  const days = daysBetween(from, to);
  const at = BUCKETS.findIndex(most => days <= most);
  return at < 0 ? BUCKETS.length - 1 : at;
}
