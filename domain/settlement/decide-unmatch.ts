import type { Act } from '../act/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { debitFault, posted, reversed, type Balance } from '../journal/index.ts';
import { fromWire } from '../money/index.ts';
import { fail, invariant, ok, type Result } from '../result/index.ts';
import type { Match, Payment } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type UnmatchState = {
  readonly match: Match | undefined;
  readonly payment: Payment | undefined;
  readonly balances: readonly Balance[];
};

/**
 * `payment.unmatch`: undoes a match within its month, exactly. Money for a claim, a recourse or a
 * repurchase has moved title and debt: it stands, and `cash.reverse` with a cover books what the
 * bank takes back of it (docs/decisions/0004).
 */
export function decideUnmatch(state: UnmatchState, act: Act<'payment.unmatch'>): Decision {
  const { match, payment } = state;
  const { businessDate: on, body } = act;
  if (!match || !payment) return refuse('NOT_FOUND', { id: body.match });
  if (payment.status === 'reversed') {
    const facts = { object: `payment ${payment.payment}`, state: payment.status, kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'open, allocated' });
  }
  if (match.status === 'undone') return refuse('REVERSAL_REVERSED', { match: match.match });
  if (match.on.slice(0, 7) !== on.slice(0, 7)) {
    return refuse('PERIOD_CLOSED', { month: match.on.slice(0, 7), open: on });
  }
  if (match.allocations.some(({ target }) => target !== 'funding')) {
    const facts = { object: `match ${match.match}`, state: 'divided', kind: act.kind };
    return refuse('STATE_WRONG', { ...facts, states: 'funding only' });
  }
  const lines = reversed(match.lines);
  const debits = lines.filter(line => line.account === '2101' && line.side === 'debit');
  for (const { sub, amount } of debits) {
    const balance = state.balances.find(row => row.party === sub);
    const short = debitFault(balance, fromWire(amount));
    if (short) return fail(short);
  }
  invariant('INV-R11', BigInt(payment.allocated.minor) >= BigInt(match.amount.minor), () => {
    return `${payment.payment} has less allocated than ${match.match}`;
  });
  const { amount } = match;
  const undone = { match: match.match, payment: payment.payment, amount, reason: body.reason, on };
  return ok([{ kind: 'payment.unmatched', ...undone }, ...posted(act, lines)]);
}
