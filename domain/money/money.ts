import { invariant } from '../result/index.ts';

/** An ISO 4217 code that this product can carry. */
export type Currency = keyof typeof MINOR_DIGITS;

/** An exact amount: integer minor units of one currency. Never a `number`. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Money as it travels in acts and events: minor units as decimal text. */
export type MoneyWire = { readonly minor: string; readonly currency: Currency };

/** How a division that leaves a rest is rounded; every division names one. */
export type Rounding = 'down' | 'up' | 'halfUp';

/** Digits after the decimal mark by ISO 4217. */
export const MINOR_DIGITS = {
  CNY: 2,
  USD: 2,
  EUR: 2,
  GBP: 2,
  HKD: 2,
  SGD: 2,
  CHF: 2,
  AUD: 2,
  CAD: 2,
  DKK: 2,
  SEK: 2,
  NOK: 2,
  PLN: 2,
  CZK: 2,
  INR: 2,
  JPY: 0,
  KRW: 0,
  KWD: 3,
  VND: 0,
  ISK: 0,
  CLP: 0,
  BHD: 3,
  JOD: 3,
  OMR: 3,
  TND: 3,
  HUF: 2,
  RON: 2,
  BGN: 2,
  TRY: 2,
  RSD: 2,
  UAH: 2,
  RUB: 2,
  NZD: 2,
  MXN: 2,
  BRL: 2,
  ZAR: 2,
  THB: 2,
  MYR: 2,
  IDR: 2,
  PHP: 2,
  TWD: 2,
  MOP: 2,
  AED: 2,
  SAR: 2,
  ILS: 2,
  EGP: 2,
  MAD: 2,
  PKR: 2,
  BDT: 2,
  LKR: 2,
} as const;

export function isCurrency(text: string): text is Currency {
  return Object.hasOwn(MINOR_DIGITS, text);
}

export function money(minor: bigint, currency: Currency): Money {
  return { minor, currency };
}

export function zero(currency: Currency): Money {
  return { minor: 0n, currency };
}

export function add(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { minor: a.minor + b.minor, currency: a.currency };
}

export function subtract(a: Money, b: Money): Money {
  sameCurrency(a, b);
  return { minor: a.minor - b.minor, currency: a.currency };
}

export function sum(amounts: readonly Money[], currency: Currency): Money {
  return amounts.reduce(add, zero(currency));
}

export function isEqual(a: Money, b: Money): boolean {
  return a.currency === b.currency && a.minor === b.minor;
}

/**
 * Exact integer division with a named rounding, for non-negative and negative numerators.
 * `halfUp` rounds a half away from zero.
 * @example divide(5n, 2n, 'halfUp') === 3n
 */
export function divide(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
  invariant('MONEY', denominator > 0n, () => `denominator ${denominator}`);
  const sign = numerator < 0n ? -1n : 1n;
  const whole = sign * numerator;
  const quotient = whole / denominator;
  const rest = whole % denominator;
  if (rest === 0n || rounding === 'down') return sign * quotient;
  if (rounding === 'up') return sign * (quotient + 1n);
  return sign * (rest * 2n >= denominator ? quotient + 1n : quotient);
}

/** amount × ppm / 10⁶. */
export function multiplyPpm(amount: Money, ppm: bigint, rounding: Rounding): Money {
  return { minor: divide(amount.minor * ppm, 1_000_000n, rounding), currency: amount.currency };
}

/**
 * Splits `total` by `weights` without loss: floor shares, then one minor unit each to the largest
 * remainders, ties to the earlier entry. A zero weight gets nothing. Weights sum to more than zero.
 * @example allocate(100n, [1n, 1n, 1n]) // [34n, 33n, 33n]
 */
export function allocate(total: bigint, weights: readonly bigint[]): bigint[] {
  const whole = weights.reduce((a, b) => a + b, 0n);
  invariant('MONEY', whole > 0n && total >= 0n, () => `allocate ${total} over ${whole}`);
  const shares = weights.map(w => (total * w) / whole);
  const rests = weights.map((w, index) => ({ index, rest: (total * w) % whole }));
  let left = total - shares.reduce((a, b) => a + b, 0n);
  rests.sort((a, b) => (a.rest === b.rest ? a.index - b.index : a.rest > b.rest ? -1 : 1));
  for (const { index, rest } of rests) {
    if (left === 0n || rest === 0n) break;
    shares[index] = (shares[index] ?? 0n) + 1n;
    left -= 1n;
  }
  invariant('INV-G3', left === 0n, () => `${left} not allocated of ${total}`);
  return shares;
}

export function toWire(amount: Money): MoneyWire {
  return { minor: amount.minor.toString(), currency: amount.currency };
}

export function fromWire(wire: MoneyWire): Money {
  return { minor: BigInt(wire.minor), currency: wire.currency };
}

function sameCurrency(a: Money, b: Money): void {
  invariant('MONEY', a.currency === b.currency, () => `${a.currency} with ${b.currency}`);
}
