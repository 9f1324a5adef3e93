import type { Act } from '../act/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { isUsable } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import {
  debitFault,
  decideBalanceFold,
  type Balance,
  type BalanceDelta,
} from '../journal/index.ts';
import { formatMoney, fromWire, money, type Money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { instruct } from './instruct.ts';
import type { Payment, Payout } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** What of a payment nobody has used yet. */
export function unallocatedOf({ received, allocated, refunded }: Payment): Money {
  const used = BigInt(allocated.minor) + BigInt(refunded.minor);
  return money(BigInt(received.minor) - used, received.currency);
}

export type RefundState = {
  readonly payment: Payment | undefined;
  readonly payout: Payout | undefined;
  readonly account: Account | undefined;
};

/**
 * `payment.refund`: unallocated money goes back to the account that it came from: one of the
 * payer's own, or the one whose bank details the entry named.
 */
export function decideRefund(
  state: RefundState,
  act: Act<'payment.refund'>,
  context: Context,
): Decision {
  const { payment, payout, account } = state;
  const { body, businessDate: on } = act;
  if (!payment) return refuse('NOT_FOUND', { id: body.payment });
  if (payout) return refuse('PAYOUT_IN_FLIGHT', { payout: body.payout });
  if (payment.status === 'reversed') {
    const object = `payment ${payment.payment}`;
    return refuseState(act.kind, { object, state: payment.status, states: ['open'] });
  }
  const amount = fromWire(body.amount);
  const fault = firstOf([...openFaults(payment, amount), ...payerFaults(payment, state, act)]);
  if (fault) return fail(fault);
  const source = { account: '2201', sub: payment.payment } as const;
  const of = { payout: body.payout, purpose: 'refund', financing: null, funder: null } as const;
  const payee = payment.payer ?? account?.party ?? '';
  return ok(
    instruct({ ...of, source, payee, account: body.account, valueOn: on, amount }, act, context),
  );
}

function openFaults(payment: Payment, amount: Money): readonly Refusal[] {
  const open = unallocatedOf(payment);
  if (open.currency !== amount.currency) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: open.currency } }];
  }
  if (amount.minor <= open.minor) return [];
  return [{ code: 'MATCH_EXCEEDS', facts: { x: formatMoney(amount), open: formatMoney(open) } }];
}

function payerFaults(
  payment: Payment,
  { account }: RefundState,
  { body, businessDate }: Act<'payment.refund'>,
): readonly Refusal[] {
  const isPayers = account && (account.party === payment.payer || isSource(account, payment));
  if (!isPayers) {
    return [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: body.account, state: 'unknown' } }];
  }
  return accountFaults(account, body.account, {
    currency: payment.received.currency,
    on: businessDate,
  });
}

function isSource({ bankRoot }: Account, { payerRef }: Payment): boolean {
  return bankRoot === payerRef;
}

/** A verified account in the currency that is paid. */
function accountFaults(
  account: Account,
  id: string,
  of: { readonly currency: string; readonly on: string },
): readonly Refusal[] {
  if (account.currency !== of.currency) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: of.currency, b: account.currency } }];
  }
  if (isUsable(account, of.on)) return [];
  return [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: id, state: 'new' } }];
}

export type FoldState = {
  readonly deltas: readonly BalanceDelta[];
  readonly balance: Balance | undefined;
  readonly payout: Payout | undefined;
  readonly account: Account | undefined;
};

/**
 * `balance.fold`: credits up to a day become money that can be used, and with `pay` (a part of) it
 * goes to the party's own bank account at once: the residual of a division, repaid principal (R-73,
 * "runs before each payment run").
 */
export function decideFold(state: FoldState, act: Act<'balance.fold'>, context: Context): Decision {
  const folded = decideBalanceFold(state, act, context);
  const { pay, party } = act.body;
  if (!folded.ok || !pay) return folded;
  if (state.payout) return refuse('PAYOUT_IN_FLIGHT', { payout: pay.payout });
  const amount = fromWire(pay.amount);
  if (pay.amount.currency !== act.body.currency) {
    return refuse('CURRENCY_MISMATCH', { a: pay.amount.currency, b: act.body.currency });
  }
  const { account } = state;
  if (account?.party !== party || account.purpose !== 'settle') {
    return refuse('ACCOUNT_NOT_VERIFIED', { account: pay.account, state: 'unknown' });
  }
  const of = { currency: amount.currency, on: act.businessDate };
  const fault =
    firstOf(accountFaults(account, pay.account, of)) ?? shortFault(state, folded.value, amount);
  if (fault) return fail(fault);
  const source = { account: '2101', sub: party } as const;
  const order = { payout: pay.payout, purpose: 'balance', financing: null, funder: null } as const;
  const to = { payee: party, account: pay.account, valueOn: act.businessDate };
  return ok([...folded.value, ...instruct({ ...order, source, ...to, amount }, act, context)]);
}

/** What this very fold adds can be paid with it. */
function shortFault(
  { balance }: FoldState,
  events: readonly LedgerEvent[],
  amount: Money,
): Refusal | null {
  const [event] = events;
  const more = event?.kind === 'balance.folded' ? BigInt(event.sum) : 0n;
  const party = balance?.party ?? '';
  const before = balance ?? {
    party,
    currency: amount.currency,
    folded: '0',
    count: 0,
    hash: null,
  };
  return debitFault({ ...before, folded: (BigInt(before.folded) + more).toString() }, amount);
}
