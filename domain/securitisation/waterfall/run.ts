import type { BusinessDate } from '../../calendar/index.ts';
import type { Refusal, RefusalCode } from '../../errors/index.ts';
import type { Fraction } from '../../rate/index.ts';
import { invariant } from '../../result/index.ts';
import type { Wire } from '../../wire/index.ts';
import type { Mode } from '../arithmetic.ts';
import type { Curves } from '../assumption/assumption.ts';
import type { Action } from '../deal/action.ts';
import type { Deal, Key } from '../deal/deal.ts';
import type { Condition, Formula } from '../deal/formula.ts';
import type { AccountState, BondState, DealState, FeeState, PoolState } from './state.ts';
import type { DealEvent, Journal, Line, Memo } from './journal.ts';

/** What comes from outside the deal: index levels, and values that a named role observed. */
export type Facts = {
  readonly curves: Curves;
  readonly observations: Readonly<Record<string, bigint | boolean>>;
};

/** What the parts of a run call of each other: values, conditions, and steps. */
export type Rules = {
  readonly evaluate: (formula: Formula, run: Run) => Fraction;
  readonly holds: (condition: Condition, run: Run) => boolean;
  readonly perform: (actions: readonly Action[], run: Run) => void;
};

/** A date of a deal while it is worked on. */
export type Run = {
  readonly deal: Deal;
  readonly mode: Mode;
  readonly date: BusinessDate;
  readonly state: DealState;
  readonly facts: Facts;
  readonly journal: Journal;
  readonly lines: Line[];
  readonly events: DealEvent[];
  readonly rules: Rules;
};

/** Ends a run with a refusal; caught where the run began, so that nothing of it is kept. */
export class Refused extends Error {
  readonly refusal: Refusal;
  constructor(code: RefusalCode, facts: Readonly<Record<string, Wire>>) {
    super(code);
    this.refusal = { code, facts };
  }
}

/** A member that validation has found to exist. */
function held<T>(record: Readonly<Record<string, T>>, key: Key, what: string): T {
  const found = Object.hasOwn(record, key) ? record[key] : undefined;
  invariant('DEAL', found !== undefined, () => `no ${what} ${key}`);
  return found;
}

export function accountOf(run: Run, key: Key): AccountState {
  return held(run.state.accounts, key, 'account');
}

export function bondOf(run: Run, key: Key): BondState {
  return held(run.state.bonds, key, 'class');
}

export function feeOf(run: Run, key: Key): FeeState {
  return held(run.state.fees, key, 'fee');
}

export function poolOf(run: Run, key: Key): PoolState {
  return held(run.state.pools, key, 'pool');
}

export function definitionOf<T>(record: Readonly<Record<string, T>>, key: Key): T {
  return held(record, key, 'definition of');
}

/** Puts cash on an account. */
export function deposit(run: Run, account: Key, amount: bigint, memo: Memo): void {
  const state = accountOf(run, account);
  if (run.deal.accounts[account]?.interest) state.trail.push([run.date, state.balance]);
  state.balance += amount;
  const { balance } = state;
  run.journal.accounts.push({ date: run.date, account, balance, change: amount, memo });
}

/** Takes cash off an account; nothing taken leaves no entry. An account never falls below zero. */
export function withdraw(run: Run, account: Key, amount: bigint, memo: Memo): void {
  const { balance } = accountOf(run, account);
  invariant(
    'INV-S1',
    amount >= 0n && amount <= balance,
    () => `${account}: ${amount} of ${balance}`,
  );
  if (amount > 0n) deposit(run, account, -amount, memo);
}

/** Enters a movement of a class. */
export function enterBond(
  run: Run,
  key: Key,
  moved: { interest?: bigint; principal?: bigint; cash?: bigint; memo: Memo },
): void {
  const bond = bondOf(run, key);
  const { interest = 0n, principal = 0n, memo } = moved;
  run.journal.bonds.push({
    date: run.date,
    bond: key,
    balance: bond.balance,
    interest,
    principal,
    ratePpb: bond.ratePpb,
    cash: moved.cash ?? interest + principal,
    interestDue: bond.interestDue,
    onInterest: bond.onInterest,
    memo,
  });
}

export function setBalance(run: Run, key: Key, balance: bigint): void {
  const bond = bondOf(run, key);
  invariant('INV-S3', balance >= 0n, () => `class ${key} at ${balance}`);
  bond.balance = balance;
  bond.trail.push([run.date, balance]);
}

export function isPaidOff({ balance, interestDue, onInterest }: BondState): boolean {
  return balance === 0n && interestDue === 0n && onInterest === 0n;
}
