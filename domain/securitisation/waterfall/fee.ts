import { datesOf, yearFraction } from '../../calendar/index.ts';
import { addDays } from '../../calendar/index.ts';
import { fraction, plus, times, type Fraction } from '../../rate/index.ts';
import { larger, shareByDue, shareInOrder, toMinor } from '../arithmetic.ts';
import type { ActionOf } from '../deal/action.ts';
import type { Fee, Key } from '../deal/deal.ts';
import type { Formula } from '../deal/formula.ts';
import { averageBond, averageOriginalBond } from './formula-bond.ts';
import { averageOriginal, averagePool } from './formula-pool.ts';
import { allowanceOf, drawSupport, reportLine, type Demand } from './line.ts';
import { accountOf, definitionOf, feeOf, withdraw, type Run } from './run.ts';
import { enterLedger } from './ledger.ts';

type Of<K extends Fee['kind']> = Extract<Fee, { kind: K }>;

const RULES: { readonly [K in Fee['kind']]: (run: Run, key: Key, fee: Of<K>) => void } = {
  fixed: (run, key, fee) => {
    const state = feeOf(run, key);
    if (state.calculatedTo !== null || run.date < fee.from) return;
    set(run, key, BigInt(fee.amount));
  },
  annual: (run, key, fee) => {
    if (run.date < fee.from) return;
    const since = feeOf(run, key).calculatedTo ?? fee.from;
    const base = overTime(run, fee.of, since, fee.dayCount);
    const amount = times(base, run.rules.evaluate(fee.rate, run));
    set(run, key, feeOf(run, key).due + toMinor(amount, run.mode));
  },
  percent: (run, key, fee) => {
    const amount = times(run.rules.evaluate(fee.of, run), run.rules.evaluate(fee.rate, run));
    set(run, key, feeOf(run, key).due + toMinor(amount, run.mode));
  },
  recurring: (run, key, fee) => {
    const count = passed(run, key, fee.dates, fee.from);
    if (count === 0) return;
    set(run, key, feeOf(run, key).due + BigInt(fee.amount) * BigInt(count));
    feeOf(run, key).calculatedTo = addDays(run.date, 1);
  },
  perCount: (run, key, fee) => {
    const count = passed(run, key, fee.dates, fee.from);
    if (count === 0) return;
    const each = times(run.rules.evaluate(fee.of, run), fraction(BigInt(fee.amount)));
    set(run, key, feeOf(run, key).due + toMinor(each, run.mode) * BigInt(count));
    feeOf(run, key).calculatedTo = addDays(run.date, 1);
  },
  table: (run, key, fee) => {
    const value = toMinor(run.rules.evaluate(fee.of, run), run.mode);
    const row = fee.rows.filter(([from]) => value >= BigInt(from)).at(-1);
    set(run, key, feeOf(run, key).due + BigInt(row?.[1] ?? '0'));
  },
  target: (run, key, fee) => {
    const owed = run.rules.evaluate(fee.of, run);
    const paid = run.rules.evaluate(fee.paid, run);
    const left = plus(owed, { n: -paid.n, d: paid.d });
    set(run, key, left.n > 0n ? toMinor(left, run.mode) : 0n);
  },
  dated: (run, key, fee) => {
    const since = feeOf(run, key).calculatedTo;
    const rows = fee.rows.filter(([on]) => on <= run.date && (since === null || on > since));
    const amount = rows.reduce((sum, [, minor]) => sum + BigInt(minor), 0n);
    set(run, key, feeOf(run, key).due + amount);
  },
  perPeriod: (run, key, fee) => {
    const since = feeOf(run, key).calculatedTo;
    const pool = Object.values(run.state.pools)[0];
    const rows = (pool?.rows ?? []).filter(({ date }) =>
      since === null ? date >= fee.from : date > since,
    );
    set(run, key, feeOf(run, key).due + BigInt(fee.amount) * BigInt(rows.length));
  },
  byPeriod: (run, key, fee) => {
    const { collections, payments } = run.state;
    const number = (fee.period === 'collection' ? collections : payments) + 1;
    const row = fee.rows.filter(([period]) => period <= number).at(-1);
    const owed = BigInt(row?.[1] ?? '0') - feeOf(run, key).paid;
    set(run, key, larger(0n, owed) + feeOf(run, key).due);
  },
};

/** Works out what a fee has come to since the last time (SEC-36). */
export function calculateFee(run: Run, key: Key): void {
  const fee = definitionOf(run.deal.fees, key);
  if (fee.until && run.date > fee.until) return;
  (RULES[fee.kind] as (run: Run, key: Key, fee: Fee) => void)(run, key, fee);
}

function set(run: Run, key: Key, due: bigint): void {
  const state = feeOf(run, key);
  state.due = due;
  state.calculatedTo = run.date;
  state.calculated = true;
}

/** How many dates of the pattern have come since the last calculation; the start is not counted. */
function passed(run: Run, key: Key, dates: Of<'recurring'>['dates'], from: string): number {
  const since = feeOf(run, key).calculatedTo ?? addDays(from, 1);
  return since > run.date ? 0 : datesOf(dates, { from: since, to: run.date }).length;
}

/** The base of a yearly fee, weighted by time where it is a balance that moved meanwhile. */
function overTime(
  run: Run,
  of: Formula,
  since: string,
  dayCount: Of<'annual'>['dayCount'],
): Fraction {
  if ('bondBalance' in of) return averageBond(of.bondBalance, run, since);
  if ('bondOriginal' in of) return averageOriginalBond(of.bondOriginal, run, since);
  if ('poolBalance' in of) return averagePool(of.poolBalance, run, since);
  if ('poolOriginal' in of) return averageOriginal(of.poolOriginal, run, since);
  if ('times' in of) {
    return times(
      overTime(run, of.times.of, since, dayCount),
      fraction(BigInt(of.times.ppm), 1_000_000n),
    );
  }
  if ('sum' in of) {
    return of.sum.map(part => overTime(run, part, since, dayCount)).reduce(plus, { n: 0n, d: 1n });
  }
  return times(run.rules.evaluate(of, run), yearFraction(dayCount, since, run.date));
}

/** What may be paid of a fee now. */
function payable(run: Run, key: Key): bigint {
  const { due, arrears } = feeOf(run, key);
  return run.mode === 'compatible' ? due : due + arrears;
}

/** Pays fees from an account, arrears first; shares what is short as the action says. */
export function payFees(run: Run, action: ActionOf<'payFee'>): void {
  const [from] = action.from;
  const dues = action.fees.map(key => payable(run, key));
  const due = dues.reduce((a, b) => a + b, 0n);
  const demand: Demand = { ...action, from, due };
  const allowance = allowanceOf(run, demand);
  const shares =
    action.split === 'inOrder'
      ? shareInOrder(allowance.total, dues)
      : shareByDue(allowance.total, dues, run.mode);
  action.fees.forEach((key, index) => {
    // In order, a fee that the cash no longer reaches is not paid, not even nothing.
    const reached = action.split !== 'inOrder' || sumBefore(shares, index) < allowance.total;
    if (reached) payOne(run, key, shares[index] ?? 0n);
  });
  withdraw(run, from, allowance.byAccount, { kind: 'payFees', names: action.fees });
  drawSupport(run, action.support, allowance.total - allowance.byAccount);
  if (action.book) enterLedger(run, action.book.ledger, action.book.side, allowance.total);
  reportLine(run, demand, allowance, payees(action.fees, dues, shares));
}

function sumBefore(shares: readonly bigint[], index: number): bigint {
  return shares.slice(0, index).reduce((a, b) => a + b, 0n);
}

function payOne(run: Run, key: Key, amount: bigint): void {
  const state = feeOf(run, key);
  const [toArrears = 0n, toDue = 0n] = shareInOrder(amount, [state.arrears, state.due]);
  state.arrears -= toArrears;
  state.due -= toDue;
  enterFee(run, key, toArrears + toDue);
}

function enterFee(run: Run, key: Key, paid: bigint): void {
  const state = feeOf(run, key);
  state.paid += paid;
  run.journal.fees.push({
    date: run.date,
    fee: key,
    due: state.due,
    paid,
    arrears: state.arrears,
    memo: { kind: 'payFee', names: [key] },
  });
}

/** Pays a fee whatever is left, or the limited part of it, due or not. */
export function payFeeResidual(run: Run, action: ActionOf<'payFeeResidual'>): void {
  const [from] = action.from;
  const due = accountOf(run, from).balance;
  const demand: Demand = { ...action, from, due };
  const allowance = allowanceOf(run, demand);
  const state = feeOf(run, action.fee);
  const [toArrears = 0n, toDue = 0n] = shareInOrder(allowance.total, [state.arrears, state.due]);
  state.arrears -= toArrears;
  state.due -= toDue;
  withdraw(run, from, allowance.byAccount, { kind: 'payFeeYield', names: [action.fee] });
  enterFee(run, action.fee, allowance.total);
  reportLine(run, demand, allowance, payees([action.fee], [due], [allowance.total]));
}

export function payees(
  names: readonly Key[],
  dues: readonly bigint[],
  paid: readonly bigint[],
): { name: Key; due: bigint; paid: bigint }[] {
  return names.map((name, index) => ({ name, due: dues[index] ?? 0n, paid: paid[index] ?? 0n }));
}
