import { daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { MoneyWire } from '../../money/index.ts';
import { fraction, roundFraction } from '../../rate/index.ts';

/** A pooled claim as far as performance asks: who owes how much, and when it is or was due. */
export type PooledClaim = {
  readonly obligor: string;
  readonly outstanding: bigint;
  readonly dueOn: BusinessDate;
};

/** A part of a whole; minor units and ppm, half up. */
export type PerformanceShare = {
  readonly key: string;
  readonly count: number;
  readonly amount: bigint;
  readonly sharePpm: number;
};

export type PoolPerformance = {
  readonly balance: bigint;
  /** What is outstanding by days past due; every bucket is there, also an empty one. */
  readonly ageing: readonly PerformanceShare[];
  /** What is outstanding by obligor, largest first, under codes `O1`, `O2` …: names stay private. */
  readonly obligors: readonly PerformanceShare[];
  /** What was collected, diluted or lost so far by kind, as parts of what was sold. */
  readonly flows: readonly PerformanceShare[];
};

/** Days past due from which a bucket counts. */
const BUCKETS = [
  ['current', Number.NEGATIVE_INFINITY],
  ['late1to30', 1],
  ['late31to60', 31],
  ['late61to90', 61],
  ['late91', 91],
] as const;

type Collected = {
  readonly flows: readonly { readonly flow: string; readonly amount: MoneyWire }[];
};

/** Ageing, concentration and flows of a pool on a day, from its claims and recorded collections. */
export function performanceOfPool(
  claims: readonly PooledClaim[],
  collections: readonly Collected[],
  on: BusinessDate,
  sold: bigint,
): PoolPerformance {
  const open = claims.filter(({ outstanding }) => outstanding > 0n);
  const balance = open.reduce((sum, { outstanding }) => sum + outstanding, 0n);
  const aged = gathered(open.map(claim => [bucketOf(daysBetween(claim.dueOn, on)), claim]));
  const owed = gathered(open.map(claim => [claim.obligor, claim]));
  const rows = collections.flatMap(({ flows }) => flows);
  const flowed = gathered(
    rows.map(({ flow, amount }) => [flow, { outstanding: BigInt(amount.minor) }]),
  );
  return {
    balance,
    ageing: BUCKETS.map(([key]) => shareOf(key, aged.get(key), balance)),
    obligors: [...owed]
      .sort(([a, x], [b, y]) =>
        x.amount === y.amount ? (a < b ? -1 : 1) : x.amount > y.amount ? -1 : 1,
      )
      .map(([, sum], at) => shareOf(`O${at + 1}`, sum, balance)),
    flows: [...flowed].map(([flow, sum]) => shareOf(flow, sum, sold)),
  };
}

type Sum = { readonly count: number; readonly amount: bigint };

function gathered(
  rows: readonly (readonly [string, { readonly outstanding: bigint }])[],
): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const [key, { outstanding }] of rows) {
    const { count, amount } = sums.get(key) ?? { count: 0, amount: 0n };
    sums.set(key, { count: count + 1, amount: amount + outstanding });
  }
  return sums;
}

function bucketOf(daysLate: number): string {
  return BUCKETS.findLast(([, from]) => daysLate >= from)?.[0] ?? 'current';
}

function shareOf(
  key: string,
  { count, amount }: Sum = { count: 0, amount: 0n },
  whole: bigint,
): PerformanceShare {
  const sharePpm =
    whole === 0n ? 0 : Number(roundFraction(fraction(amount * 1_000_000n, whole), 'halfUp'));
  return { key, count, amount, sharePpm };
}
