import { invariant } from '../result/index.ts';

/** An ISO 4217 code that this product can carry. */
export type Currency = keyof typeof MINOR_DIGITS;

/** An exact amount: integer minor units of one currency. Never a `number`. */
export type Money = { readonly minor: bigint; readonly currency: Currency };

/** Money as it travels in acts and events: minor units as decimal text. */
export type MoneyWire = { readonly minor: string; readonly currency: Currency };

/** How a division that leaves a rest is rounded; every division names one. */
export type Rounding = 'down' | 'up' | 'halfUp';

/** Digits after the decimal mark by ISO 4217, with some withdrawn codes that old files carry. */
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
  AFN: 2,
  ALL: 2,
  AMD: 2,
  ANG: 2,
  AOA: 2,
  ARS: 2,
  AWG: 2,
  AZN: 2,
  BAM: 2,
  BBD: 2,
  BMD: 2,
  BND: 2,
  BOB: 2,
  BSD: 2,
  BTN: 2,
  BWP: 2,
  BYN: 2,
  BZD: 2,
  COP: 2,
  CRC: 2,
  CUP: 2,
  CVE: 2,
  DOP: 2,
  DZD: 2,
  ERN: 2,
  ETB: 2,
  FJD: 2,
  FKP: 2,
  GEL: 2,
  GHS: 2,
  GIP: 2,
  GMD: 2,
  GTQ: 2,
  GYD: 2,
  HNL: 2,
  HTG: 2,
  IRR: 2,
  JMD: 2,
  KES: 2,
  KGS: 2,
  KHR: 2,
  KPW: 2,
  KYD: 2,
  KZT: 2,
  LAK: 2,
  LBP: 2,
  LRD: 2,
  LSL: 2,
  MDL: 2,
  MGA: 2,
  MKD: 2,
  MMK: 2,
  MNT: 2,
  MRU: 2,
  MUR: 2,
  MVR: 2,
  MWK: 2,
  MZN: 2,
  NAD: 2,
  NGN: 2,
  NIO: 2,
  NPR: 2,
  PAB: 2,
  PEN: 2,
  PGK: 2,
  QAR: 2,
  SBD: 2,
  SCR: 2,
  SDG: 2,
  SHP: 2,
  SLE: 2,
  SOS: 2,
  SRD: 2,
  SSP: 2,
  STN: 2,
  SVC: 2,
  SYP: 2,
  SZL: 2,
  TJS: 2,
  TMT: 2,
  TOP: 2,
  TTD: 2,
  TZS: 2,
  UYU: 2,
  UZS: 2,
  VED: 2,
  VES: 2,
  WST: 2,
  XCD: 2,
  YER: 2,
  ZMW: 2,
  BIF: 0,
  DJF: 0,
  GNF: 0,
  KMF: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  IQD: 3,
  LYD: 3,
  DEM: 2,
  FRF: 2,
  NLG: 2,
  ATS: 2,
  FIM: 2,
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
