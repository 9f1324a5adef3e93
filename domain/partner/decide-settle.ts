import type { Act } from '../act/index.ts';
import { addDays } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { isPayable, type Financing } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { entry as posting, posted, type JournalLine } from '../journal/index.ts';
import { formatMoney, fromWire, money, toWire, type Money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { instruct, type Payout } from '../settlement/index.ts';
import { netOf } from './share.ts';
import type { Attribution, ReserveUse, RiskReserve, Share } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const DISPUTE_DAYS = 15;

export type DisputeState = {
  readonly share: Share | undefined;
  readonly lines: ReadonlyMap<string, Attribution>;
};

/** `share.dispute`: the partner contests lines of its statement within fifteen days. */
export function decideShareDispute(state: DisputeState, act: Act<'share.dispute'>): Decision {
  const { share } = state;
  const { body, actor, businessDate: on } = act;
  if (share?.partner !== actor) return refuse('NOT_FOUND', { id: body.share });
  const last = addDays(share.closedOn, DISPUTE_DAYS);
  if (share.status === 'settled' || on > last)
    return refuse('SHARE_CLOSED', { period: share.period });
  if (share.status === 'disputed') {
    const object = `share ${share.share}`;
    return refuseState(act.kind, { object, state: share.status, states: ['computed'] });
  }
  const foreign = body.lines.find(ref => {
    const line = state.lines.get(ref);
    return line?.partner !== actor || (share.of !== 'profit' && line.of !== share.of);
  });
  if (foreign !== undefined) return refuse('NOT_FOUND', { id: foreign });
  const { lines, reason } = body;
  return ok([{ kind: 'share.disputed', share: share.share, lines, reason, on }]);
}

export type SettleState = {
  readonly share: Share | undefined;
  /** The payout of this act, and the one that the statement had before. */
  readonly payout: Payout | undefined;
  readonly last: Payout | undefined;
  readonly account: Account | undefined;
};

/**
 * `share.settle`: fees become the partner's share, the platform's and the risk reserve's, and the
 * share is paid out. The partner's fifteen days must be over, or the partner signs with the broker; a
 * disputed statement always takes the partner's signature. What the bank could not pay is paid again.
 */
export function decideShareSettle(
  state: SettleState,
  act: Act<'share.settle'>,
  context: Context,
): Decision {
  const { share } = state;
  if (!share) return refuse('NOT_FOUND', { id: act.body.share });
  const isAgain = share.status === 'settled' && state.last?.status === 'failed';
  if (share.status === 'settled' && !isAgain)
    return refuse('SHARE_CLOSED', { period: share.period });
  const fault = agreedFault(share, act, context) ?? payFault(state, share, act);
  if (fault) return fail(fault);
  return ok(settledEvents(share, act, context, isAgain));
}

function settledEvents(
  share: Share,
  act: Act<'share.settle'>,
  context: Context,
  isAgain: boolean,
): readonly LedgerEvent[] {
  const { body, businessDate: on } = act;
  const { partner } = share;
  const net = money(netOf(share), 'CNY');
  const payout = net.minor > 0n ? body.payout : null;
  const lines = isAgain ? [] : settleLines(share);
  const source = { account: '2801', sub: partner } as const;
  const of = { purpose: 'share', financing: null, funder: null, source, payee: partner } as const;
  const reserve = { minor: isAgain ? '0' : share.reserve, currency: 'CNY' } as const;
  const settled: LedgerEvent[] = [
    { kind: 'share.settled', share: share.share, partner, paid: toWire(net), payout, on },
  ];
  if (reserve.minor !== '0') {
    settled.push({ kind: 'reserve.accrued', amount: reserve, loss: null, on });
  }
  if (payout === null) return [...settled, ...posted(act, lines)];
  const order = { ...of, payout, account: body.account, valueOn: on, amount: net };
  return [...settled, ...instruct(order, act, context, lines)];
}

function agreedFault(share: Share, act: Act, { signers }: Context): Refusal | null {
  if (signers.some(({ party }) => party === share.partner)) return null;
  if (share.status === 'disputed') {
    const missing = [`${share.partner}:director`];
    return { code: 'APPROVALS_MISSING', facts: { have: 2, need: 3, missing, band: 'B0' } };
  }
  const free = addDays(share.closedOn, DISPUTE_DAYS + 1);
  if (act.businessDate >= free || share.status === 'settled') return null;
  return { code: 'TOO_EARLY', facts: { kind: act.kind, date: free } };
}

function payFault(
  { payout, account }: SettleState,
  share: Share,
  { body, businessDate }: Act<'share.settle'>,
): Refusal | null {
  if (payout) return { code: 'PAYOUT_IN_FLIGHT', facts: { payout: body.payout } };
  const { partner: party } = share;
  if (isPayable(account, { party, currency: 'CNY', on: businessDate })) return null;
  return { code: 'ACCOUNT_NOT_VERIFIED', facts: { account: body.account, state: 'unknown' } };
}

/** Fees (or the platform's profit) → share and platform; of the share, the reserve (§7.5). */
function settleLines(share: Share): readonly JournalLine[] {
  const at = (minor: string): Money => money(BigInt(minor), 'CNY');
  const from = share.of === 'profit' ? '3001' : '2501';
  return [
    ...posting('cash', [from, 'platform'], ['2801', share.partner], at(share.gross)),
    ...posting('cash', [from, 'platform'], ['3001', 'platform'], at(share.platform)),
    ...posting('cash', ['2801', share.partner], ['2701', 'reserve'], at(share.reserve)),
  ];
}

export type ReserveState = {
  readonly financing: Financing | undefined;
  readonly reserve: RiskReserve | undefined;
  readonly use: ReserveUse | undefined;
};

/** `reserve.draw`: the reserve pays a funder for a loss that is booked, up to the loss. */
export function decideReserveDraw(state: ReserveState, act: Act<'reserve.draw'>): Decision {
  const { body, businessDate: on } = act;
  const { financing } = state;
  if (!financing || !('debt' in financing)) return refuse('NOT_FOUND', { id: body.loss });
  if (financing.debt.writtenOff === '0') {
    const object = `financing ${body.loss}`;
    return refuseState(act.kind, { object, state: financing.status, states: ['writtenOff'] });
  }
  if (body.to !== financing.funder) return refuse('TERMS_DIFFER', { field: 'to' });
  const lost = BigInt(financing.debt.writtenOff) - BigInt(state.use?.drawn ?? '0');
  const amount = fromWire(body.amount);
  const fault = currencyFault(amount, financing) ?? drawFault(state, amount, lost);
  if (fault) return fail(fault);
  const { loss, to } = body;
  return ok([
    { kind: 'reserve.drawn', loss, to, amount: body.amount, on },
    ...posted(act, posting('cash', ['2701', 'reserve'], ['2101', to], amount)),
  ]);
}

function currencyFault(amount: Money, { outstanding }: Financing): Refusal | null {
  const other = [amount.currency, outstanding.currency].find(currency => currency !== 'CNY');
  return other ? { code: 'CURRENCY_MISMATCH', facts: { a: other, b: 'CNY' } } : null;
}

/** Not more than was lost and not drawn for yet, nor than there is. */
function drawFault({ reserve }: ReserveState, amount: Money, lost: bigint): Refusal | null {
  if (amount.minor > lost) {
    return { code: 'WRITEOFF_ABOVE', facts: { y: formatMoney(money(lost, 'CNY')) } };
  }
  const held = BigInt(reserve?.minor ?? '0');
  if (amount.minor <= held) return null;
  const x = formatMoney(money(amount.minor - held, 'CNY'));
  return { code: 'FUNDS_NOT_IN', facts: { x, y: formatMoney(money(held, 'CNY')) } };
}
