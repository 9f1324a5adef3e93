import { divide, type Money, type Rounding } from '../money/index.ts';

/** Days of the year that interest is counted by (§6.2: actual/360). */
const INTEREST_YEAR = 360n;
const PPM = 1_000_000n;

/** One period in which principal and rate stand still. `days` is actual, zero or more. */
export type Period = {
  readonly principal: Money;
  readonly ratePpm: number;
  readonly days: number;
};

/**
 * principal · rate · days / (360 · 10⁶), half up: discount, interest and commitment of §6.2.
 * @example 900,000.00 at 60,000 ppm for 90 days is 13,500.00
 */
export function interestOf({ principal, ratePpm, days }: Period): Money {
  const numerator = principal.minor * BigInt(ratePpm) * BigInt(days);
  return { minor: divide(numerator, INTEREST_YEAR * PPM, 'halfUp'), currency: principal.currency };
}

/**
 * principal · rate · multiple · days / (360 · 10¹²), half up: late interest at a multiple of the
 * rate (default one and a half, 1,500,000 ppm).
 * @example 900,000.00 at 60,000 ppm, 1,500,000 ppm, 10 days is 2,250.00
 */
export function lateInterestOf(period: Period, multiplePpm: number): Money {
  const { principal, ratePpm, days } = period;
  const numerator = principal.minor * BigInt(ratePpm) * BigInt(multiplePpm) * BigInt(days);
  const minor = divide(numerator, INTEREST_YEAR * PPM * PPM, 'halfUp');
  return { minor, currency: principal.currency };
}

/**
 * cost · 365 · 10⁶ / (cash · days), rounded up: the yearly price of what the borrower really got.
 * Cash and days are above zero.
 * @example cost 14,400.00 on cash 885,600.00 over 90 days is 65,944 ppm
 */
export function aprPpm(cost: Money, cash: Money, days: number): number {
  return Number(divide(cost.minor * 365n * PPM, cash.minor * BigInt(days), 'up'));
}

/** The part of `whole` that `part` is, in ppm with a named rounding. `whole` is above zero. */
export function shareOf(part: Money, whole: Money, rounding: Rounding): number {
  return Number(divide(part.minor * PPM, whole.minor, rounding));
}
