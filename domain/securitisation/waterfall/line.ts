import { smaller, toMinor } from '../arithmetic.ts';
import { ppm } from '../arithmetic.ts';
import { times } from '../../rate/index.ts';
import type { Limit, Support } from '../deal/action.ts';
import type { Key } from '../deal/deal.ts';
import type { Why } from './journal.ts';
import { enterLedger } from './ledger.ts';
import { accountOf, Refused, withdraw, type Run } from './run.ts';
import { payByFacility } from './facility.ts';

/** A payment before it is made. */
export type Demand = {
  readonly do: string;
  readonly ref?: string | undefined;
  readonly from: Key;
  readonly due: bigint;
  readonly limit?: Limit | undefined;
  readonly support?: readonly Support[] | undefined;
};

/** What a payment may take, from the account and from those who support it. */
export type Allowance = {
  readonly available: bigint;
  readonly limit: bigint | null;
  readonly total: bigint;
  readonly byAccount: bigint;
};

/** The amount that a demand may be paid: the least of what is due, the limit and the cash. */
export function allowanceOf(run: Run, demand: Demand): Allowance {
  const available = accountOf(run, demand.from).balance;
  const supported = (demand.support ?? []).reduce((sum, one) => sum + supportOf(run, one), 0n);
  const limit = limitOf(run, demand.limit, demand.due, available);
  const bounded = limit === null ? demand.due : smaller(demand.due, limit);
  const total = smaller(bounded, available + supported);
  if (total < 0n) throw new Refused('LIMIT_NEGATIVE', { date: run.date, action: demand.do });
  return { available, limit, total, byAccount: smaller(total, available) };
}

/** What a limit comes to, in minor units; `null` without one. */
export function limitOf(
  run: Run,
  limit: Limit | undefined,
  due: bigint,
  balance: bigint,
): bigint | null {
  if (!limit) return null;
  if ('cap' in limit) return BigInt(limit.cap);
  if ('formula' in limit) return toMinor(run.rules.evaluate(limit.formula, run), run.mode);
  if ('dueSharePpm' in limit) return share(run, due, limit.dueSharePpm);
  return share(run, balance, limit.balanceSharePpm);
}

function share(run: Run, of: bigint, part: number): bigint {
  return toMinor(times({ n: of, d: 1n }, ppm(part)), run.mode);
}

function supportOf(run: Run, support: Support): bigint {
  if (support.when && !run.rules.holds(support.when, run)) return 0n;
  if ('account' in support) return accountOf(run, support.account).balance;
  const facility = run.state.facilities[support.facility];
  if (!facility) return 0n;
  // A facility without end covers whatever is asked; no account can hold as much.
  return facility.available ?? 10n ** 24n;
}

/** Takes what an account could not pay from those who support the payment, in order. */
export function drawSupport(
  run: Run,
  support: readonly Support[] | undefined,
  amount: bigint,
): void {
  let left = amount;
  for (const one of support ?? []) {
    const taken = smaller(left, supportOf(run, one));
    left -= taken;
    if (taken === 0n) continue;
    if ('facility' in one) payByFacility(run, one.facility, taken);
    else {
      withdraw(run, one.account, taken, { kind: 'supportDraw', names: [] });
      if (one.book) enterLedger(run, one.book.ledger, one.book.side, taken);
    }
  }
}

type Payee = { readonly name: Key; readonly due: bigint; readonly paid: bigint };

/** Reports a payment as a line of its waterfall (SEC-43). */
export function reportLine(
  run: Run,
  demand: Demand,
  allowance: Allowance,
  byPayee: readonly Payee[],
): void {
  const paid = byPayee.reduce((sum, payee) => sum + payee.paid, 0n);
  run.lines.push({
    seq: run.lines.length + 1,
    date: run.date,
    do: demand.do,
    ref: demand.ref ?? null,
    from: demand.from,
    availableBefore: allowance.available,
    due: demand.due,
    limit: allowance.limit,
    supportDrawn: paid - smaller(paid, allowance.byAccount),
    paid,
    carried: demand.due - paid,
    availableAfter: accountOf(run, demand.from).balance,
    why: whyOf(demand, allowance, paid),
    byPayee,
  });
}

function whyOf(demand: Demand, { available, limit }: Allowance, paid: bigint): Why {
  if (demand.due === 0n) return 'NOTHING_DUE';
  if (paid === demand.due) return 'PAID_IN_FULL';
  if (limit !== null && paid === limit) {
    return demand.limit && 'cap' in demand.limit ? 'CAPPED' : 'LIMITED_BY_FORMULA';
  }
  return available === 0n ? 'NO_CASH' : 'SHORT';
}
