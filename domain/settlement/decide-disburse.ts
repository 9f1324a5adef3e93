import type { Act } from '../act/index.ts';
import { nextBusinessDay } from '../calendar/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../credit/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import {
  advanceFaults,
  assuranceOf,
  creditFaults,
  isPayable,
  outstandingFaults,
  type Credit,
  type Financing,
  type FinancingIn,
} from '../financing/index.ts';
import { debitFault, type Balance } from '../journal/index.ts';
import {
  add,
  formatMoney,
  fromWire,
  subtract,
  sum,
  type Money,
  type MoneyWire,
} from '../money/index.ts';
import type { Account } from '../party/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import { instruct } from './instruct.ts';
import type { Payout } from './state.ts';

export type DisburseState = {
  readonly financing: Financing | undefined;
  readonly payout: Payout | undefined;
  readonly account: Account | undefined;
  readonly balance: Balance | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
  readonly credit: Credit;
};

/**
 * `financing.disburse`: instructs the agreed cash to the supplier's verified account. The list must
 * be of today and the funder's folded balance must cover cash and fees, else `FUNDS_NOT_IN`.
 */
export function decideDisburse(
  state: DisburseState,
  act: Act<'financing.disburse'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Result<readonly LedgerEvent[], Refusal> {
  const found = disbursable(state, act.body, { act, context, policy });
  if (!found.ok) return found;
  const { financing, outlay } = found.value;
  const short = fundsFault(state, act, outlay.debited);
  if (short) return fail(short);
  const { payout, account, value: valueOn } = act.body;
  const { financing: id, funder, holder: payee } = financing;
  const about = financing.holdings[0]?.receivable ?? id;
  const source = { account: '2101', sub: funder } as const;
  const of = { payout, purpose: 'disbursement', financing: id, funder, source } as const;
  const { cash: amount, fees } = outlay;
  return ok(instruct({ ...of, payee, account, valueOn, amount, fees, about }, act, context));
}

type Order = {
  readonly financing: string;
  readonly payout: string;
  readonly account: string;
  readonly value: string;
  readonly amount: MoneyWire;
};

/**
 * The funder's cleared financing that this order pays out exactly, on a day and to an account that
 * its checklist covers; whoever's cash it is.
 */
export function disbursable(
  state: DisburseState,
  order: Order,
  of: { readonly act: Act; readonly context: Context; readonly policy?: AdvancePolicy },
): Result<
  { readonly financing: FinancingIn<'cleared'>; readonly outlay: ReturnType<typeof outlayOf> },
  Refusal
> {
  const { act, context, policy = CREDIT_TABLES.policy.advance } = of;
  const { financing } = state;
  if (!financing || !('funder' in financing) || financing.funder !== act.actor) {
    return refuse('NOT_FOUND', { id: order.financing });
  }
  if (financing.status !== 'cleared') {
    const object = `financing ${financing.financing}`;
    return refuseState(act.kind, { object, state: financing.status, states: ['cleared'] });
  }
  if (state.payout) return refuse('PAYOUT_IN_FLIGHT', { payout: order.payout });
  const { businessDate: on } = act;
  if (financing.clearedOn !== on) return refuse('CHECK_STALE', { date: financing.clearedOn });
  const fault = firstOf([
    ...valueFaults(financing, order, on),
    ...accountFaults(financing, state, order, on),
    ...amountFaults(financing, order),
    ...outstandingFaults(financing, state.holdings),
    ...standingFaults(financing, state, { context, policy }),
  ]);
  return fault ? fail(fault) : ok({ financing, outlay: outlayOf(financing) });
}

/** Cash to the supplier and fees to the platform; together what the funder's balance pays. */
function outlayOf(financing: FinancingIn<'cleared'>): {
  readonly cash: Money;
  readonly fees: Money;
  readonly debited: Money;
} {
  const { price } = financing;
  const cash = fromWire(price.cash);
  const fees = sum(
    price.feeLines.map(({ amount }) => fromWire(amount)),
    cash.currency,
  );
  const debited = add(cash, fees);
  const own = price.feeLines.filter(({ payer }) => payer === 'funder');
  const funderFees = sum(
    own.map(({ amount }) => fromWire(amount)),
    cash.currency,
  );
  const lent = subtract(fromWire(price.advance), fromWire(price.discount));
  invariant('INV-R7', debited.minor === add(lent, funderFees).minor, () => {
    return `debited ${debited.minor} is not advance less discount ${lent.minor}`;
  });
  return { cash, fees, debited };
}

/**
 * The funder's folded balance covers the outlay. Money that goes past the escrow is never booked
 * here, so a direct payment finds nothing.
 */
function fundsFault(
  { balance }: DisburseState,
  act: Act<'financing.disburse'>,
  outlay: Money,
): Refusal | null {
  if (act.body.path === 'escrow') return debitFault(balance, outlay);
  return { code: 'FUNDS_NOT_IN', facts: { x: formatMoney(outlay) } };
}

/** Paid on the funding day, or on the next business day when it was missed. */
function valueFaults(
  financing: FinancingIn<'cleared'>,
  { value }: Order,
  on: string,
): readonly Refusal[] {
  const first = financing.fundOn > on ? financing.fundOn : on;
  if (value < first) return [{ code: 'DATES_DISORDERED', facts: { a: first, b: value } }];
  const last = nextBusinessDay(financing.fundOn);
  if (!last.ok) return [last.error];
  if (value <= last.value) return [];
  return [{ code: 'DATES_DISORDERED', facts: { a: value, b: last.value } }];
}

function accountFaults(
  financing: FinancingIn<'cleared'>,
  { account }: DisburseState,
  order: Order,
  on: string,
): readonly Refusal[] {
  const same = order.account === financing.account;
  const { holder: party, outstanding } = financing;
  const { currency } = outstanding;
  if (same && isPayable(account, { party, currency, on })) return [];
  const state = !account ? 'unknown' : same ? 'new' : 'changed';
  return [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: order.account, state } }];
}

function amountFaults(financing: FinancingIn<'cleared'>, { amount }: Order): readonly Refusal[] {
  const { cash } = financing.price;
  if (amount.minor === cash.minor && amount.currency === cash.currency) return [];
  return [{ code: 'TERMS_DIFFER', facts: { field: 'amount' } }];
}

function standingFaults(
  financing: FinancingIn<'cleared'>,
  state: DisburseState,
  { context, policy }: { readonly context: Context; readonly policy: AdvancePolicy },
): readonly Refusal[] {
  const { businessDate } = context;
  const { kind, price } = financing;
  const faults = state.receivables.flatMap(claim =>
    creditFaults(state.credit, { assurance: assuranceOf(claim), kind, businessDate }),
  );
  if (faults.length > 0) return faults;
  return advanceFaults(state, price.advancePpm, { businessDate, policy });
}
