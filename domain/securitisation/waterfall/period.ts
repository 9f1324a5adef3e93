import type { BusinessDate } from '../../calendar/index.ts';
import type { Refusal } from '../../errors/index.ts';
import { fail, invariant, ok, type Result } from '../../result/index.ts';
import { times } from '../../rate/index.ts';
import { ppm, toMinor } from '../arithmetic.ts';
import { cashOf, flowOf, NO_TOTALS, withTotals, type FlowRow } from '../asset/flow.ts';
import type { Collection, Deal, Key } from '../deal/deal.ts';
import { perform } from './action.ts';
import { holds } from './condition.ts';
import { openFacilities } from './facility.ts';
import { evaluate } from './formula.ts';
import { newJournal, type DealEvent, type Journal, type Line } from './journal.ts';
import { deposit, poolOf, Refused, type Facts, type Run } from './run.ts';
import { copyState, type DealState } from './state.ts';
import { changeStatus, runTriggers } from './trigger.ts';

/** What a date did: the state after it, its lines and movements. */
export type Outcome = {
  readonly state: DealState;
  readonly lines: readonly Line[];
  readonly journal: Journal;
  readonly events: readonly DealEvent[];
};

export type Before = {
  readonly deal: Deal;
  readonly state: DealState;
  readonly facts: Facts;
  readonly date: BusinessDate;
  /** Movements so far, which formulas over time look back on. */
  readonly journal?: Journal;
};

/** Works on one date with a copy of the state; a refusal keeps nothing of it. */
export function onDate(before: Before, work: (run: Run) => void): Result<Outcome, Refusal> {
  const state = copyState(before.state);
  const run = newRun(before, state);
  try {
    work(run);
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal);
    throw error;
  }
  const { lines, journal, events } = run;
  return ok({ state, lines, journal, events });
}

/** A run over a state that may be changed in place, for a loop that keeps its own copy. */
export function newRun(before: Before, state: DealState): Run {
  return {
    deal: before.deal,
    mode: before.deal.mode,
    date: before.date,
    state,
    facts: before.facts,
    journal: before.journal ?? newJournal(),
    lines: [],
    events: [],
    rules: { evaluate, holds, perform },
  };
}

/**
 * The payment date of a deal: triggers before, the waterfall of its status, triggers after. A
 * projection calls it with projected facts, the ledger with recorded ones (SEC-3); the same input
 * gives the same result. `true` when a call was exercised instead.
 */
export function runPeriod(before: Before): Result<Outcome, Refusal> {
  return onDate(before, payDate);
}

/** {@link runPeriod} on a run under way. */
export function payDate(run: Run): boolean {
  runTriggers(run, 'beforeDistribution');
  if (run.deal.calls.some(call => run.rules.holds(call.when, run))) {
    changeStatus(run, 'called', 'Call by triggers before waterfall distribution');
    run.rules.perform(run.deal.waterfalls.cleanUp ?? [], run);
    return true;
  }
  const { status } = run.state;
  const named =
    status === 'preClosing' || status === 'called' || status === 'ended' ? null : status;
  const actions = (named ? run.deal.waterfalls[named] : undefined) ?? run.deal.waterfalls.any ?? [];
  const [cash, entries] = [cashHeld(run), run.journal.accounts.length];
  run.rules.perform(actions, run);
  runTriggers(run, 'afterDistribution');
  const moved = run.journal.accounts.slice(entries).reduce((sum, { change }) => sum + change, 0n);
  invariant('INV-S2', cashHeld(run) === cash + moved, () => `${cash} and ${moved}`);
  run.state.payments += 1;
  run.state.paidTo = run.date;
  return false;
}

/**
 * Takes a pool's collections of a date in: rows to accounts, then the waterfall `collection`.
 * Where cash is conserved, money for which the deal names no account stops the date (V-10).
 * @throws Refused `DEAL_ASSERTION`
 */
export function collect(run: Run, taken: Readonly<Record<Key, readonly FlowRow[]>>): void {
  const placed = run.deal.collections.reduce(
    (sum, rule) => sum + depositFlow(run, rule, taken),
    0n,
  );
  const cash = Object.values(taken)
    .flat()
    .reduce((sum, row) => sum + cashOf(row), 0n);
  if (run.mode === 'conserving' && placed !== cash) {
    const assertion = `V-10: ${cash} collected, accounts are named for ${placed}`;
    throw new Refused('DEAL_ASSERTION', { date: run.date, assertion });
  }
  for (const [key, rows] of Object.entries(taken)) append(run, key, rows);
  runTriggers(run, 'beforeCollection');
  run.rules.perform(run.deal.waterfalls.collection ?? [], run);
  runTriggers(run, 'afterCollection');
  run.state.collections += 1;
}

function depositFlow(
  run: Run,
  rule: Collection,
  taken: Readonly<Record<Key, readonly FlowRow[]>>,
): bigint {
  const rows = Object.entries(taken).flatMap(([key, some]) =>
    !rule.pools || rule.pools.includes(key) ? some : [],
  );
  const { flow } = rule;
  const amount = rows.reduce(
    (sum, row) => sum + (flow === 'cash' ? cashOf(row) : flowOf(row, flow)),
    0n,
  );
  const memo = { kind: 'poolInflow', names: [flow, ...(rule.pools ?? [])] } as const;
  let left = amount;
  rule.to.forEach(([account, part], index) => {
    const last = run.mode === 'conserving' && index === rule.to.length - 1;
    const share = toMinor(times({ n: amount, d: 1n }, ppm(part)), run.mode);
    deposit(run, account, last ? left : share, memo);
    left -= share;
  });
  return amount;
}

/** Collected rows carry running totals from the first one on. */
function append(run: Run, key: Key, rows: readonly FlowRow[]): void {
  const pool = poolOf(run, key);
  const last = rows.at(-1);
  if (!last) {
    pool.balance = 0n;
    return;
  }
  const before = pool.rows.at(-1);
  if (before) pool.rows.push(...withTotals(rows, before.cumulative ?? NO_TOTALS));
  else pool.rows.push(...rows);
  pool.balance = last.balance;
}

/** The first date of a deal: what is done at closing, then the status that follows. */
export function closeDeal(run: Run, then: DealState['status']): void {
  openFacilities(run);
  run.rules.perform(run.deal.waterfalls.closing ?? [], run);
  changeStatus(run, then, 'By Deal Close');
}

/** Cash on all accounts. */
export function cashHeld({ state }: Run): bigint {
  return Object.values(state.accounts).reduce((sum, { balance }) => sum + balance, 0n);
}
