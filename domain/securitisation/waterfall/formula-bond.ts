import { yearFraction } from '../../calendar/index.ts';
import { fraction, plus, times, type Fraction } from '../../rate/index.ts';
import { larger, ppb } from '../arithmetic.ts';
import type { Key } from '../deal/deal.ts';
import type { Names, Window } from '../deal/formula.ts';
import { targetBalance } from './principal-due.ts';
import { bondOf, definitionOf, Refused, type Run } from './run.ts';
import type { Table } from './table.ts';
import { weightedBalance } from './weighted.ts';

const NONE: Fraction = { n: 0n, d: 1n };

/** Values of the classes (§7.1). Groups stand for their members. */
export const bondFormulas: Table<
  | 'bondBalance'
  | 'bondOriginal'
  | 'bondFactor'
  | 'interestDue'
  | 'interestCarried'
  | 'principalDue'
  | 'scheduledBalance'
  | 'balanceGap'
  | 'paid'
  | 'rate'
  | 'averageBondBalance'
  | 'averageOriginalBondBalance'
  | 'test'
  | 'oc'
  | 'ic'
> = {
  bondBalance: (args, run) => sum(args, run, key => bondOf(run, key).balance),
  bondOriginal: (args, run) => sum(args, run, key => originalOf(run, key)),
  bondFactor: (args, run) => {
    const original = sum(args, run, key => originalOf(run, key));
    if (original.n === 0n) throw new Refused('FORMULA_DIV_ZERO', { date: run.date });
    return fraction(sum(args, run, key => bondOf(run, key).balance).n, original.n);
  },
  interestDue: (args, run) => sum(args, run, key => bondOf(run, key).interestDue),
  interestCarried: (args, run) => sum(args, run, key => bondOf(run, key).onInterest),
  principalDue: (args, run) => sum(args, run, key => bondOf(run, key).principalDue),
  scheduledBalance: (args, run) => sum(args, run, key => targetBalance(run, key)),
  balanceGap: (args, run) =>
    sum(args, run, key => larger(0n, bondOf(run, key).balance - targetBalance(run, key))),
  paid: ({ names, what, window }, run) =>
    fraction(paidTo(run, names ?? Object.keys(run.deal.bonds), what, window)),
  rate: (args, run) => {
    const keys = bondsOf(args, run);
    const [only] = keys;
    if (only && keys.length === 1) return ppb(bondOf(run, only).ratePpb);
    const weight = keys.reduce((total, key) => total + bondOf(run, key).balance, 0n);
    const weighted = keys
      .map(key => times(ppb(bondOf(run, key).ratePpb), fraction(bondOf(run, key).balance)))
      .reduce(plus, NONE);
    return weight === 0n ? NONE : fraction(weighted.n, weighted.d * weight);
  },
  averageBondBalance: (args, run) => averageBond(args, run, run.state.paidTo),
  averageOriginalBondBalance: (args, run) => averageOriginalBond(args, run, run.state.paidTo),
  test: ({ name }, run) => testValue(run, name),
  oc: ({ bond }, run) => overCollateral(run, bond),
  ic: ({ bond }, run) => interestCover(run, bond),
};

export function bondsOf({ names }: Partial<Names>, run: Run): Key[] {
  return (names ?? Object.keys(run.deal.bonds)).flatMap(name =>
    Object.hasOwn(run.deal.groups, name) ? [...(run.deal.groups[name] ?? [])] : [name],
  );
}

function sum(args: Partial<Names>, run: Run, of: (key: Key) => bigint): Fraction {
  return fraction(bondsOf(args, run).reduce((total, key) => total + of(key), 0n));
}

function originalOf(run: Run, key: Key): bigint {
  return BigInt(definitionOf(run.deal.bonds, key).original);
}

function paidTo(run: Run, names: readonly Key[], what: string, window: Window): bigint {
  const keys = new Set(bondsOf({ names }, run));
  let total = 0n;
  for (const entry of run.journal.bonds) {
    if (!keys.has(entry.bond) || !isWithin(entry.date, window, run)) continue;
    if (what === 'interest' || what === 'all') total += entry.interest;
    if (what === 'principal' || what === 'all') total += entry.principal;
  }
  return total;
}

/** Whether an entry of `date` counts in a window; `period` is the run's own date. */
export function isWithin(date: string, window: Window, run: Run): boolean {
  if (window === 'cumulative') return true;
  if (window === 'period') return date === run.date;
  if (window === 'year') return date.slice(0, 4) === run.date.slice(0, 4);
  return date > window.since;
}

export function averageBond(args: Partial<Names>, run: Run, from: string): Fraction {
  return bondsOf(args, run)
    .map(key => weightedBalance(bondOf(run, key).trail, from, run.date))
    .reduce(plus, NONE);
}

export function averageOriginalBond(args: Partial<Names>, run: Run, from: string): Fraction {
  return bondsOf(args, run)
    .map(key => {
      const issued = definitionOf(run.deal.bonds, key).issuedOn ?? from;
      const years = yearFraction('ACT/365F', issued > from ? issued : from, run.date);
      return times(fraction(originalOf(run, key)), years);
    })
    .reduce(plus, NONE);
}

function testValue(run: Run, name: string): Fraction {
  const test = definitionOf(run.deal.tests, name);
  if (test.kind === 'ratio') return test.of ? run.rules.evaluate(test.of, run) : NONE;
  const bond = test.bond ?? '';
  return test.kind === 'oc' ? overCollateral(run, bond) : interestCover(run, bond);
}

/** Pool and cash over the class and all that rank before it (SEC-46). */
function overCollateral(run: Run, bond: Key): Fraction {
  const owed = seniorTo(run, bond).reduce((total, key) => total + bondOf(run, key).balance, 0n);
  if (owed === 0n) throw new Refused('FORMULA_DIV_ZERO', { date: run.date, bond });
  const assets = Object.values(run.state.pools).reduce((total, pool) => total + pool.balance, 0n);
  const cash = Object.entries(run.deal.accounts)
    .filter(([, account]) => account.kind === 'principal')
    .reduce((total, [key]) => total + (run.state.accounts[key]?.balance ?? 0n), 0n);
  return fraction(assets + cash, owed);
}

function interestCover(run: Run, bond: Key): Fraction {
  const owed = seniorTo(run, bond).reduce(
    (total, key) => total + bondOf(run, key).interestDue + bondOf(run, key).onInterest,
    0n,
  );
  if (owed === 0n) throw new Refused('FORMULA_DIV_ZERO', { date: run.date, bond });
  const received = Object.values(run.state.pools).reduce(
    (total, { rows }) => total + (rows.at(-1)?.interest ?? 0n),
    0n,
  );
  return fraction(received, owed);
}

function seniorTo(run: Run, bond: Key): Key[] {
  const { rank } = definitionOf(run.deal.bonds, bond);
  return Object.entries(run.deal.bonds).flatMap(([key, one]) => (one.rank <= rank ? [key] : []));
}
