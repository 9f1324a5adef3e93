import { times } from '../../rate/index.ts';
import { larger, ppm, smaller, toMinor } from '../arithmetic.ts';
import { emptyRow } from '../asset/flow.ts';
import type { ActionOf, BookAction } from '../deal/action.ts';
import type { Key } from '../deal/deal.ts';
import { targetOf } from './formula-account.ts';
import { payees } from './fee.ts';
import { enterLedger } from './ledger.ts';
import { allowanceOf, reportLine, type Demand } from './line.ts';
import { money } from './principal-due.ts';
import { accountOf, deposit, poolOf, withdraw, type Run } from './run.ts';
import { poolTotals } from './state.ts';

/** Moves an account's cash, or its limited part, to another account. */
export function transfer(run: Run, action: ActionOf<'transfer'>): void {
  const [from] = action.from;
  const demand: Demand = { ...action, from, due: accountOf(run, from).balance };
  const allowance = allowanceOf(run, demand);
  move(run, from, action.to, allowance.total);
  if (action.book) enterLedger(run, action.book.ledger, action.book.side, allowance.total);
  reportLine(run, demand, allowance, payees([action.to], [demand.due], [allowance.total]));
}

/** Fills a reserve up to its target. */
export function fillReserve(run: Run, action: ActionOf<'fillReserve'>): void {
  const [from] = action.from;
  const gap = targetOf(run, action.account) - accountOf(run, action.account).balance;
  const demand: Demand = { ...action, from, due: larger(0n, gap) };
  const allowance = allowanceOf(run, { ...demand, support: undefined });
  move(run, from, action.account, allowance.total);
  reportLine(run, demand, allowance, payees([action.account], [demand.due], [allowance.total]));
}

/** Releases what a reserve holds above its target. */
export function releaseReserve(run: Run, action: ActionOf<'releaseReserve'>): void {
  const excess = accountOf(run, action.account).balance - targetOf(run, action.account);
  const demand: Demand = {
    do: action.do,
    ref: action.ref,
    from: action.account,
    due: larger(0n, excess),
  };
  const allowance = allowanceOf(run, demand);
  move(run, action.account, action.to, allowance.total);
  reportLine(run, demand, allowance, payees([action.to], [demand.due], [allowance.total]));
}

function move(run: Run, from: Key, to: Key, amount: bigint): void {
  const memo = { kind: 'transfer', names: [from, to] } as const;
  withdraw(run, from, amount, memo);
  deposit(run, to, amount, memo);
}

/** Sells what is left of the pools: parts of the performing and of the defaulted balance. */
export function liquidate(run: Run, action: ActionOf<'liquidate'>): void {
  let proceeds = 0n;
  for (const key of action.pools ?? Object.keys(run.deal.pools)) {
    const pool = poolOf(run, key);
    const [, , , failed, recovered, lost] = pool.rows.at(-1)?.cumulative ?? poolTotals(pool.before);
    const part = (of: bigint, rate: number): bigint =>
      toMinor(times({ n: of, d: 1n }, ppm(rate)), run.mode);
    proceeds += part(pool.balance, action.performingPpm);
    proceeds += part(larger(0n, failed - recovered - lost), action.defaultedPpm);
    if (pool.rows.length > 0) pool.rows.push(emptyRow(run.date));
    pool.balance = 0n;
    pool.liquidatedOn = run.date;
  }
  deposit(run, action.to, proceeds, { kind: 'liquidation', names: action.pools ?? [] });
}

/** Enters an amount on ledgers: by a formula, up to a balance, or in order up to their caps. */
export function book(run: Run, action: BookAction): void {
  let left = money(run, action.amount);
  for (const { ledger, cap } of action.ledgers) {
    if (action.way === 'until') {
      bookUntil(run, ledger, action.side, left);
      continue;
    }
    const amount = cap ? smaller(left, money(run, cap)) : left;
    enterLedger(run, ledger, action.side, amount);
    left -= amount;
  }
}

function bookUntil(run: Run, ledger: Key, side: 'debit' | 'credit', target: bigint): void {
  const held = run.state.ledgers[ledger] ?? 0n;
  const wanted = side === 'debit' ? target : -target;
  enterLedger(
    run,
    ledger,
    wanted >= held ? 'debit' : 'credit',
    wanted >= held ? wanted - held : held - wanted,
  );
}
