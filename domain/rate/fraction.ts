import { divide, type Rounding } from '../money/index.ts';
import { invariant } from '../result/index.ts';

/** An exact ratio n / d; d is above zero. Never a `number`. */
export type Fraction = { readonly n: bigint; readonly d: bigint };

/** Denominators above this are reduced, so that long sums stay short. */
const LARGE = 1n << 512n;

export const NOTHING: Fraction = { n: 0n, d: 1n };

/** n / d with d above zero after the sign is moved up. */
export function fraction(n: bigint, d = 1n): Fraction {
  invariant('FRACTION', d !== 0n, () => `${n} over zero`);
  if (d < 0n) return fraction(-n, -d);
  if (d < LARGE) return { n, d };
  const common = greatestCommon(n < 0n ? -n : n, d);
  return { n: n / common, d: d / common };
}

/**
 * Reads plain or exponent decimal text exactly.
 * @example fractionOf('-0.0326') // -326 / 10000
 */
export function fractionOf(text: string): Fraction | null {
  const match = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (!match) return null;
  const [, sign = '', whole = '', rest = '', power = '0'] = match;
  const digits = BigInt(whole + rest) * (sign === '-' ? -1n : 1n);
  const places = BigInt(rest.length) - BigInt(power);
  return places >= 0n ? fraction(digits, 10n ** places) : fraction(digits * 10n ** -places);
}

export function plus(a: Fraction, b: Fraction): Fraction {
  return a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);
}

export function minus(a: Fraction, b: Fraction): Fraction {
  return plus(a, { n: -b.n, d: b.d });
}

export function times(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.n, a.d * b.d);
}

/** a / b; b is not zero. */
export function over(a: Fraction, b: Fraction): Fraction {
  return fraction(a.n * b.d, a.d * b.n);
}

/** Negative, zero or positive as a is below, at or above b. */
export function compareFractions(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** To a whole number with a named rounding; `floor` goes towards minus infinity. */
export function roundFraction(value: Fraction, rounding: Rounding | 'floor'): bigint {
  if (rounding !== 'floor') return divide(value.n, value.d, rounding);
  const down = value.n / value.d;
  return value.n < 0n && value.n % value.d !== 0n ? down - 1n : down;
}

function greatestCommon(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b];
  return a === 0n ? 1n : a;
}
