import type { BusinessDate } from '../../calendar/index.ts';
import { fraction, type Fraction } from '../../rate/index.ts';
import type { FlowKind } from '../asset/flow.ts';

/** How assets fail. Rates are exact parts of one, a year's unless said otherwise. */
export type DefaultSpeed =
  | { readonly kind: 'cdr'; readonly annual: Fraction }
  | { readonly kind: 'perPeriod'; readonly rate: Fraction }
  | { readonly kind: 'vector'; readonly annual: readonly Fraction[]; readonly pad: 'zero' | 'last' }
  | { readonly kind: 'amounts'; readonly total: bigint; readonly shares: readonly Fraction[] }
  | { readonly kind: 'atEnd' }
  | { readonly kind: 'cdrThenEnd'; readonly annual: Fraction; readonly atEnd: Fraction }
  | { readonly kind: 'sda'; readonly speed: Fraction };

/** How debtors pay early. `psa` and `abs` go by the age of the loan in months. */
export type PrepaymentSpeed =
  | { readonly kind: 'cpr'; readonly annual: Fraction }
  | { readonly kind: 'perPeriod'; readonly rate: Fraction }
  | { readonly kind: 'vector'; readonly annual: readonly Fraction[]; readonly pad: 'zero' | 'last' }
  | { readonly kind: 'psa'; readonly speed: Fraction }
  | { readonly kind: 'abs'; readonly speed: Fraction };

/** What comes back of a default, and when. Shares sum to one. */
export type Recovery =
  | { readonly kind: 'lag'; readonly share: Fraction; readonly periods: number }
  | { readonly kind: 'timing'; readonly share: Fraction; readonly shares: readonly Fraction[] }
  | {
      readonly kind: 'byDays';
      readonly share: Fraction;
      readonly pieces: readonly (readonly [days: number, share: Fraction])[];
    };

export type Delinquency = {
  readonly annual: Fraction;
  readonly lag: number;
  readonly toDefault: Fraction;
};

/** What a projection assumes of a pool. Absent parts do not happen. */
export type Assumption = {
  readonly default?: DefaultSpeed;
  readonly prepayment?: PrepaymentSpeed;
  readonly recovery?: Recovery;
  readonly delinquency?: Delinquency;
  /** Part of the face that credit notes and the like take before the due date. */
  readonly dilution?: Fraction;
  /** Days that every debtor pays after the due date. */
  readonly delayDays?: number;
  readonly haircuts?: readonly (readonly [FlowKind, Fraction])[];
};

/** Levels of an index by date, ascending; each holds until the next. */
export type Curve = readonly (readonly [from: BusinessDate, ppb: bigint])[];
export type Curves = Readonly<Record<string, Curve>>;

/** A pool's assumptions and the index levels of the run. */
export type Assumptions = {
  readonly pools: Readonly<Record<string, Assumption>>;
  readonly curves: Curves;
};

/** The level of an index on a date: the latest at or, with `before`, strictly before it. */
export function levelOn(curve: Curve, date: BusinessDate, when: 'at' | 'before'): bigint {
  let level = 0n;
  for (const [from, value] of curve) {
    if (when === 'at' ? from <= date : from < date) level = value;
  }
  return level;
}

/** Standard default assumption at 100: months of age to a yearly rate (SEC-24). */
export function sdaAnnual(month: number): Fraction {
  if (month <= 30) return fraction(BigInt(month * 2), 10_000n);
  if (month <= 60) return fraction(60n, 10_000n);
  if (month < 120) return fraction(60n * 60n - 57n * BigInt(month - 60), 600_000n);
  return fraction(3n, 10_000n);
}

/** PSA at 100: 0.2 % a month of age up to 6 % a year. */
export function psaAnnual(month: number): Fraction {
  return fraction(BigInt(Math.min(month * 2, 60)), 1000n);
}

/** ABS speed A as the month's share of what is left: A / (1 − A (m − 1)). */
export function absMonthly(speed: Fraction, month: number): Fraction {
  const base = speed.d - speed.n * BigInt(month - 1);
  return base <= 0n ? { n: 1n, d: 1n } : fraction(speed.n, base);
}
