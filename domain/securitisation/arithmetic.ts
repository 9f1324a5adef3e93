import { allocate } from '../money/index.ts';
import { fraction, roundFraction, type Fraction } from '../rate/index.ts';
import { exactOf, ONE_FIXED, powBinary, powFixed } from './power.ts';

/** How a run rounds (§1.1): as published engines do, or so that nothing is lost. */
export type Mode = 'compatible' | 'conserving';

const PPB = 1_000_000_000n;
const PPM = 1_000_000n;
const YEAR_DAYS = 365n;

/** A product in minor units: floored in `compatible`, half up in `conserving`. */
export function toMinor(value: Fraction, mode: Mode): bigint {
  return roundFraction(value, mode === 'compatible' ? 'floor' : 'halfUp');
}

export function ppm(value: number | bigint): Fraction {
  return { n: BigInt(value), d: PPM };
}

export function ppb(value: number | bigint): Fraction {
  return { n: BigInt(value), d: PPB };
}

/** A rate in ppb; `compatible` carries whole ppm, so what lies below is cut off. */
export function toPpb(value: Fraction, mode: Mode): bigint {
  const step = mode === 'compatible' ? 1000n : 1n;
  const count = roundFraction(
    fraction(value.n * (PPB / step), value.d),
    mode === 'compatible' ? 'floor' : 'halfUp',
  );
  return count * step;
}

/**
 * Shares `cash` by what is due. `compatible`: floors, the left-over to the first. `conserving`:
 * largest remainder, ties in the order given. Cash above the dues is not shared out.
 */
export function shareByDue(cash: bigint, dues: readonly bigint[], mode: Mode): bigint[] {
  const total = dues.reduce((a, b) => a + b, 0n);
  if (total === 0n) return dues.map(() => 0n);
  const paid = cash < total ? cash : total;
  if (mode === 'conserving') return allocate(paid, dues);
  const shares = dues.map(due => roundFraction(fraction(due * paid, total), 'floor'));
  const left = paid - shares.reduce((a, b) => a + b, 0n);
  return shares.map((share, index) => (index === 0 ? share + left : share));
}

/** Pays what is due one after the other. */
export function shareInOrder(cash: bigint, dues: readonly bigint[]): bigint[] {
  let left = cash;
  return dues.map(due => {
    const paid = due < left ? due : left;
    left -= paid;
    return paid;
  });
}

/** 1 − (1 − annual) ^ (days / 365), between 0 and 1: a yearly speed for a period (SEC-24). */
export function speedForDays(annual: Fraction, days: number, mode: Mode): Fraction {
  const base = fraction(annual.d - annual.n, annual.d);
  if (base.n <= 0n) return { n: 1n, d: 1n };
  const exponent = fraction(BigInt(days), YEAR_DAYS);
  const rate =
    mode === 'compatible'
      ? exactOf(1 - powBinary(base, exponent))
      : fraction(ONE_FIXED - powFixed(base, exponent), ONE_FIXED);
  return rate.n < 0n ? { n: 0n, d: 1n } : rate;
}

/** 1 − (1 − annual) ^ (1 / 12): the single monthly mortality of a yearly speed. */
export function monthlySpeed(annual: Fraction): Fraction {
  const base = fraction(annual.d - annual.n, annual.d);
  return fraction(ONE_FIXED - powFixed(base, { n: 1n, d: 12n }), ONE_FIXED);
}

export function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

export function larger(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}

export function sumOf(values: readonly bigint[]): bigint {
  return values.reduce((a, b) => a + b, 0n);
}
