import { yearFraction } from '../../calendar/index.ts';
import { fraction, plus, times, type Fraction } from '../../rate/index.ts';
import { ppb, toMinor } from '../arithmetic.ts';
import { flowOf, openingOf, type FlowKind, type FlowRow } from '../asset/flow.ts';
import type { PoolArgs, Window } from '../deal/formula.ts';
import { poolOf, Refused, type Run } from './run.ts';
import type { PoolState } from './state.ts';
import type { Table } from './table.ts';

const NONE: Fraction = { n: 0n, d: 1n };

/** Values of the pools (§7.1). */
export const poolFormulas: Table<
  | 'poolBalance'
  | 'poolOpening'
  | 'poolOriginal'
  | 'poolFactor'
  | 'weightedRate'
  | 'assetCount'
  | 'netPoolBalance'
  | 'excess'
  | 'collected'
  | 'defaults'
  | 'losses'
  | 'recoveries'
  | 'dilutions'
  | 'averagePoolBalance'
  | 'averageOriginalPoolBalance'
> = {
  poolBalance: (args, run) => sumPools(args, run, pool => pool.balance),
  poolOpening: (args, run) => sumPools(args, run, ({ rows }) => openingOfLast(rows)),
  poolOriginal: (args, run) => sumPools(args, run, pool => pool.original),
  poolFactor: (args, run) => {
    const original = sumPools(args, run, pool => pool.original);
    if (original.n === 0n) throw new Refused('FORMULA_DIV_ZERO', { date: run.date });
    const left = sumPools(args, run, pool => pool.balance);
    return fraction(left.n, original.n);
  },
  weightedRate: (args, run) => {
    const rows = poolsOf(args, run).flatMap(({ rows }) => rows.slice(-1));
    const weight = rows.reduce((sum, row) => sum + row.balance, 0n);
    const sum = rows.map(row => times(ppb(row.ratePpb), fraction(row.balance))).reduce(plus, NONE);
    return weight === 0n ? NONE : fraction(sum.n, sum.d * weight);
  },
  assetCount: (args, run) =>
    fraction(
      poolsOf(args, run).reduce((sum, { rows }) => sum + BigInt(rows.at(-1)?.borrowers ?? 0), 0n),
    ),
  netPoolBalance: (args, run) =>
    observedOr(run, 'netPoolBalance', () => sumPools(args, run, p => p.balance)),
  excess: (_args, run) => observedOr(run, 'excess', () => NONE),
  collected: ({ flows, window, ...args }, run) => collected(args, flows, window, run),
  defaults: ({ window, ...args }, run) => collected(args, ['default'], window, run),
  losses: ({ window, ...args }, run) => collected(args, ['loss'], window, run),
  recoveries: ({ window, ...args }, run) => collected(args, ['recovery'], window, run),
  dilutions: ({ window, ...args }, run) => collected(args, ['dilution'], window, run),
  averagePoolBalance: (args, run) => averagePool(args, run, run.state.paidTo),
  averageOriginalPoolBalance: (args, run) => averageOriginal(args, run, run.state.paidTo),
};

function poolsOf({ pools }: PoolArgs, run: Run): PoolState[] {
  return (pools ?? Object.keys(run.deal.pools)).map(key => poolOf(run, key));
}

function sumPools(args: PoolArgs, run: Run, of: (pool: PoolState) => bigint): Fraction {
  return fraction(poolsOf(args, run).reduce((sum, pool) => sum + of(pool), 0n));
}

/** A figure of the ledger where one was recorded, else what the model knows. */
function observedOr(run: Run, name: string, otherwise: () => Fraction): Fraction {
  const value = run.facts.observations[name];
  return typeof value === 'bigint' ? fraction(value) : otherwise();
}

function collected(args: PoolArgs, flows: readonly FlowKind[], window: Window, run: Run): Fraction {
  let sum = 0n;
  for (const pool of poolsOf(args, run)) {
    for (const row of rowsWithin(pool, window, run)) {
      for (const kind of flows) sum += flowOf(row, kind);
    }
    if (window === 'cumulative') for (const kind of flows) sum += pool.before[kind] ?? 0n;
  }
  return fraction(sum);
}

function rowsWithin({ rows }: PoolState, window: Window, run: Run): readonly FlowRow[] {
  if (window === 'cumulative') return rows;
  if (window === 'period') return rows.slice(-1);
  if (window === 'year') return rows.filter(row => row.date.slice(0, 4) === run.date.slice(0, 4));
  return rows.filter(row => row.date > window.since);
}

function openingOfLast(rows: readonly FlowRow[]): bigint {
  const last = rows.at(-1);
  return last ? openingOf(last) : 0n;
}

/** Σ opening balance × days / 365 of the rows collected since `from`, each floored or rounded. */
export function averagePool(args: PoolArgs, run: Run, from: string): Fraction {
  let sum = 0n;
  for (const { rows } of poolsOf(args, run)) {
    let since = from;
    for (const row of rows) {
      if (row.date < from || row.date > run.date) continue;
      const weight = yearFraction('ACT/365F', since, row.date);
      sum += toMinor(times(fraction(openingOf(row)), weight), run.mode);
      since = row.date;
    }
  }
  return fraction(sum);
}

export function averageOriginal(args: PoolArgs, run: Run, from: string): Fraction {
  const whole = sumPools(args, run, pool => pool.original);
  return times(whole, yearFraction('ACT/365F', from, run.date));
}
