import type { CreditFacts, MissingReason, Supplied } from '../facts/facts.ts';
import type { FeatureRow, PaydexTable } from '../table/index.ts';

/**
 * A feature's figure, rounded to 12 significant digits (CR-3). `also` holds second figures that the
 * table's modifiers read; `partial` says that part of the feature's sources was not there.
 */
export type Observed = {
  readonly observed: true;
  readonly value: number;
  readonly also?: Readonly<Record<string, number>>;
  readonly partial?: true;
};
export type Missing = { readonly observed: false; readonly reason: MissingReason };
export type Observation = Observed | Missing;

/** What a feature may read besides the facts: its own row and the payment index's table. */
export type FeatureContext = { readonly row: FeatureRow; readonly paydex: PaydexTable };
export type Feature = (facts: CreditFacts, context: FeatureContext) => Observation;

/** A finite figure as an observation; a zero denominator is `NOT_APPLICABLE`, never infinity. */
export function observed(value: number, also?: Readonly<Record<string, number>>): Observation {
  if (!Number.isFinite(value)) return missing('NOT_APPLICABLE');
  const rounded = round12(value);
  if (!also) return { observed: true, value: rounded };
  const second = Object.fromEntries(Object.entries(also).map(([k, v]) => [k, round12(v)]));
  return { observed: true, value: rounded, also: second };
}

export function missing(reason: MissingReason): Missing {
  return { observed: false, reason };
}

/** Applies `read` to a supplied section, or passes its reason on. */
export function from<T>(section: Supplied<T>, read: (value: T) => Observation): Observation {
  return section.supplied ? read(section.value) : missing(section.reason);
}

/** 12 significant digits, as text and back; −0 becomes 0. */
export function round12(value: number): number {
  return Number(value.toPrecision(12)) + 0;
}

/** a / b for exact sums; not finite when b is zero. */
export function ratio(a: bigint, b: bigint): number {
  return b === 0n ? Number.NaN : Number(a) / Number(b);
}

export function total(amounts: readonly bigint[]): bigint {
  return amounts.reduce((a, b) => a + b, 0n);
}

/** A figure of the row's parameters; the table check of the product's own file covers its names. */
export function parameter(row: FeatureRow, name: string, otherwise: number): number {
  return row.parameters?.[name] ?? otherwise;
}
