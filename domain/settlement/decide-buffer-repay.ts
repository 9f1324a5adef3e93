import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { isPayable } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { debitFault, entry as posting, posted, type Balance } from '../journal/index.ts';
import { add, formatMoney, fromWire, money, subtract, toWire, type Money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { BufferClaim } from './buffer-state.ts';
import { evenedBy } from './buffer.ts';
import { BUFFER_PLACE, type BufferState } from './decide-buffer.ts';
import { instruct } from './instruct.ts';
import { releaseEvents } from './returning.ts';
import type { Payout } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type RepayState = BufferState & {
  readonly claim: BufferClaim | undefined;
  /** The funder's folded balance. */
  readonly balance: Balance | undefined;
  readonly payout: Payout | undefined;
  readonly account: Account | undefined;
};

/** `buffer.repay`: a funder's booked money makes T0 good again; or T0 pays the bank's line back. */
export function decideRepay(
  state: RepayState,
  act: Act<'buffer.repay'>,
  context: Context,
): Decision {
  const { body } = act;
  const amount = fromWire(body.amount);
  if (body.buffer === 'T1') return payLine(state, act, { ...body, context });
  const { claim } = state;
  if (!claim) return refuse('NOT_FOUND', { id: body.financing });
  if (claim.status !== 'open') {
    const object = `buffer claim ${claim.financing}`;
    return refuseState(act.kind, { object, state: claim.status, states: ['open'] });
  }
  if (amount.currency !== claim.amount.currency) {
    return refuse('CURRENCY_MISMATCH', { a: amount.currency, b: claim.amount.currency });
  }
  const owed = subtract(fromWire(claim.amount), fromWire(claim.repaid));
  if (amount.minor > owed.minor) {
    return refuse('MATCH_EXCEEDS', { x: formatMoney(amount), open: formatMoney(owed) });
  }
  const short = debitFault(state.balance, amount);
  if (short) return fail(short);
  const lines = posting('cash', ['2101', claim.funder], BUFFER_PLACE, amount);
  return ok([...repaidEvents(state, claim, amount, act), ...posted(act, lines)]);
}

/** What of a claim is paid comes back into the slices; the last of it frees the risk line. */
export function repaidEvents(
  { slices }: Pick<BufferState, 'slices'>,
  claim: BufferClaim,
  amount: Money,
  act: Act,
): readonly LedgerEvent[] {
  const { businessDate: on } = act;
  const repaid = add(fromWire(claim.repaid), amount);
  const isWhole = repaid.minor === BigInt(claim.amount.minor);
  const status = isWhole ? 'repaid' : claim.status;
  const next = { ...claim, repaid: toWire(repaid), status };
  const moved = { buffer: 'T0', amount: toWire(amount), line: null, act: act.id, on } as const;
  const after = evenedBy(slices, amount) ?? [];
  return [
    { kind: 'buffer.repaid', ...moved, slices: after, claim: next },
    ...(isWhole ? releaseEvents([claim.take], act, 'frozen') : []),
  ];
}

/** The cash buffer pays back what the bank's line lent it, to the broker's account there. */
function payLine(
  state: RepayState,
  act: Act<'buffer.repay'>,
  of: { readonly payout: string; readonly account: string; readonly context: Context },
): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const { committed, drawn } = state.line ?? { committed: '0', drawn: '0' };
  if (BigInt(drawn) < amount.minor) {
    const open = formatMoney(money(BigInt(drawn), amount.currency));
    return refuse('MATCH_EXCEEDS', { x: formatMoney(amount), open });
  }
  if (state.payout) return refuse('PAYOUT_IN_FLIGHT', { payout: of.payout });
  const { operator } = of.context.channel;
  const { currency } = amount;
  if (!isPayable(state.account, { party: operator, currency, on })) {
    return refuse('ACCOUNT_NOT_VERIFIED', { account: of.account, state: 'unknown' });
  }
  const slices = evenedBy(state.slices, money(-amount.minor, amount.currency));
  if (!slices) return refuse('BUFFER_LOW');
  const left = (BigInt(drawn) - amount.minor).toString();
  const line = { currency, committed, drawn: left };
  const moved = { buffer: 'T1', amount: body.amount, slices, line, claim: null } as const;
  const source = { account: BUFFER_PLACE[0], sub: BUFFER_PLACE[1] } as const;
  const order = { payout: of.payout, purpose: 'buffer', financing: null, funder: null } as const;
  const to = { source, payee: operator, account: of.account, valueOn: on };
  return ok([
    { kind: 'buffer.repaid', ...moved, act: act.id, on },
    ...instruct({ ...order, ...to, amount }, act, of.context),
  ]);
}

/** The bank could not pay its line back: the cash is in the slices again, and still lent. */
export function lentAgain(
  of: Pick<BufferState, 'slices' | 'line'>,
  { amount }: Payout,
  act: Act,
): readonly LedgerEvent[] {
  const { currency } = amount;
  const { committed, drawn } = of.line ?? { committed: '0', drawn: '0' };
  const total = (BigInt(drawn) + BigInt(amount.minor)).toString();
  const slices = evenedBy(of.slices, fromWire(amount)) ?? [];
  const line = { currency, committed, drawn: total };
  const none = { claim: null, target: null };
  const { businessDate: on } = act;
  return [{ kind: 'buffer.drawn', buffer: 'T1', amount, slices, line, ...none, act: act.id, on }];
}
