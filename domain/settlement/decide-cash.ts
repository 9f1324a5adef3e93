import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/index.ts';
import { debitFault, entry as posting, posted, type Balance } from '../journal/index.ts';
import { fromWire } from '../money/index.ts';
import type { Account, Party } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { canonical, type Wire } from '../wire/index.ts';
import { bankFault, spokenFor, twoPersonsFault } from './bank.ts';
import { unallocatedOf } from './decide-refund.ts';
import type { CashEntry, Payment, Statement } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type StatementState = {
  readonly actor: Party | undefined;
  readonly account: Account | undefined;
  readonly statement: Statement | undefined;
};

/** `cash.statement`: what the bank said. The same statement again changes nothing. */
export function decideStatement(
  state: StatementState,
  act: Act<'cash.statement'>,
  context: Context,
): Decision {
  const fault = bankFault(state.actor, act, context) ?? accountFault(state, act);
  if (fault) return fail(fault);
  const { body, businessDate: on } = act;
  const currencies = new Set([
    body.opening.currency,
    body.closing.currency,
    state.account?.currency ?? body.opening.currency,
  ]);
  if (currencies.size > 1) {
    const [a = '', b = ''] = currencies;
    return refuse('CURRENCY_MISMATCH', { a, b });
  }
  if (state.statement) {
    return sameOr(state.statement, { ...body, on: state.statement.on }, body.statement);
  }
  return ok([{ kind: 'cash.stated', ...body, on }]);
}

export type ReceiveState = {
  readonly actor: Party | undefined;
  readonly account: Account | undefined;
  readonly statement: Statement | undefined;
  readonly entry: CashEntry | undefined;
};

/** `cash.receive`: one booked credit becomes money to match. Again: the same answer. */
export function decideReceive(
  state: ReceiveState,
  act: Act<'cash.receive'>,
  context: Context,
): Decision {
  const { body, businessDate: on } = act;
  const fault =
    bankFault(state.actor, act, context) ??
    accountFault(state, act) ??
    statementFault(state, act, context);
  if (fault) return fail(fault);
  const { entry, account, amount, valueOn, statement, payerRef } = body;
  if (state.account && state.account.currency !== amount.currency) {
    return refuse('CURRENCY_MISMATCH', { a: amount.currency, b: state.account.currency });
  }
  if (state.entry) {
    const { account: heldAccount, amount: heldAmount, valueOn: heldOn, use } = state.entry;
    const held = { account: heldAccount, amount: heldAmount, valueOn: heldOn, use };
    return sameOr(held, { account, amount, valueOn, use: 'payment' }, entry);
  }
  const payer = body.payer ?? null;
  const received = { entry, account, amount, valueOn, payer, payerRef, statement, on };
  const lines = posting('cash', ['1001', account], ['2201', entry], fromWire(amount));
  return ok([{ kind: 'cash.received', ...received }, ...posted(act, lines)]);
}

export type ReverseState = ReceiveState & {
  readonly reversed: CashEntry | undefined;
  readonly payment: Payment | undefined;
  /** The operator's own, where it is to bear what has been divided. */
  readonly balance: Balance | undefined;
};

/**
 * `cash.reverse`: the bank takes a credit back, whole. Matched money is unmatched first; what cannot
 * be, because it became others' money, is borne by the operator's balance (`cover`): the matches
 * stand, nobody else's balance moves, and the journal's bank account follows the bank (INV-R10).
 */
export function decideReverse(
  state: ReverseState,
  act: Act<'cash.reverse'>,
  context: Context,
): Decision {
  const { body } = act;
  const alone = bankFault(state.actor, act, context);
  if (alone) return fail(alone);
  if (!spokenFor(state.actor, state.account)) return refuse('NOT_FOUND', { id: body.reverses });
  const fault = statementFault(state, act, context);
  if (fault) return fail(fault);
  const { reversed, payment } = state;
  if (reversed?.use === 'reversal') return refuse('REVERSAL_REVERSED', { entry: body.reverses });
  if (!reversed || !payment) return refuse('NOT_FOUND', { id: body.reverses });
  if (state.entry) {
    const { use, of } = state.entry;
    return sameOr({ use, of }, { use: 'reversal', of: body.reverses }, body.entry);
  }
  const used = usedFault(payment, state.balance, act);
  return used ? fail(used) : ok(takenBack(payment, act, context.channel.operator));
}

function takenBack(
  payment: Payment,
  act: Act<'cash.reverse'>,
  operator: string,
): readonly LedgerEvent[] {
  const { account, received: amount } = payment;
  const { entry, reverses, valueOn, statement, cover = null } = act.body;
  const back = { entry, reverses, account, amount, valueOn, statement, cover };
  const bank = ['1001', account] as const;
  const lines = [
    ...posting('cash', ['2201', reverses], bank, unallocatedOf(payment)),
    ...(cover ? posting('cash', ['2101', operator], bank, fromWire(cover)) : []),
  ];
  return [{ kind: 'cash.reversed', ...back, on: act.businessDate }, ...posted(act, lines)];
}

/** Why a payment cannot be taken back now; `null` when all of it is there or covered. */
function usedFault(
  { payment, status, allocated, refunded }: Payment,
  balance: Balance | undefined,
  { kind, body: { cover } }: Act<'cash.reverse'>,
): Refusal | null {
  const facts = { object: `payment ${payment}`, kind, states: 'unallocated' };
  if (status === 'reversed') return { code: 'STATE_WRONG', facts: { ...facts, state: status } };
  if (refunded.minor !== '0') {
    return { code: 'STATE_WRONG', facts: { ...facts, state: 'refunded' } };
  }
  const { minor, currency } = cover ?? { minor: '0', currency: allocated.currency };
  if (minor === allocated.minor && currency === allocated.currency) {
    return cover ? debitFault(balance, fromWire(cover)) : null;
  }
  if (cover) return { code: 'TERMS_DIFFER', facts: { field: 'cover' } };
  return { code: 'STATE_WRONG', facts: { ...facts, state: 'matched' } };
}

/**
 * An entry counts only with a statement of its account; one that does not balance needs dual release
 * (R-74).
 */
function statementFault(
  { statement, account }: ReceiveState,
  act: Act<'cash.receive'> | Act<'cash.reverse'>,
  context: Context,
): Refusal | null {
  if (!statement || statement.account !== account?.account) {
    return { code: 'NOT_FOUND', facts: { id: act.body.statement } };
  }
  if (!statement.suspect || twoPersonsFault(act, context) === null) return null;
  return { code: 'STATEMENT_SUSPECT', facts: { file: statement.file } };
}

function accountFault(
  of: Pick<StatementState, 'actor' | 'account'>,
  act: Act<'cash.statement'> | Act<'cash.receive'>,
): Refusal | null {
  const { businessDate, body } = act;
  const account = spokenFor(of.actor, of.account);
  if (!account) {
    return { code: 'ACCOUNT_NOT_VERIFIED', facts: { account: body.account, state: 'unknown' } };
  }
  if (account.state === 'verified' && account.usableFrom <= businessDate) return null;
  const state = account.state === 'verified' ? 'new' : account.state;
  return { code: 'ACCOUNT_NOT_VERIFIED', facts: { account: body.account, state } };
}

/** The same content again is no event; other content under the same identity is a conflict. */
function sameOr(held: unknown, given: unknown, entry: string): Decision {
  if (canonical(held as Wire) === canonical(given as Wire)) return ok([]);
  return refuse('ENTRY_CONFLICT', { entry });
}
