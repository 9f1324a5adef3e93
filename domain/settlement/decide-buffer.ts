import type { Act } from '../act/index.ts';
import { nextBusinessDay } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { exposureFault, isPayable, takeFrom, type LineState } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { debitFault, entry as posting, posted, type Balance } from '../journal/index.ts';
import { add, formatMoney, fromWire, money, subtract, toWire, type Money } from '../money/index.ts';
import type { Account } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { BufferClaim, BufferLine, BufferMove, BufferSlice } from './buffer-state.ts';
import { drawFrom, evenedBy, heldIn, targetOf } from './buffer.ts';
import { disbursable, type DisburseState } from './decide-disburse.ts';
import { unallocatedOf } from './decide-refund.ts';
import { instruct } from './instruct.ts';
import { releaseEvents } from './returning.ts';
import type { Payment, Payout } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Moves = 'buffer.topUp' | 'buffer.draw' | 'buffer.repay';

export const T0_FACTOR = { key: 'buffer.t0FactorPpm', fallback: 1_250_000 } as const;
/** The sub-account of the cash buffer in the journal. */
export const BUFFER_PLACE = ['2401', 'T0'] as const;

export type BufferState = {
  /** Slices of the cash in the currency of the act. */
  readonly slices: readonly BufferSlice[];
  readonly line: BufferLine | undefined;
  readonly payment: Payment | undefined;
};

/** `buffer.topUp`: the broker's own money becomes the cash buffer, or its bank commits a line. */
export function decideTopUp(state: BufferState, act: Act<'buffer.topUp'>): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const moved = { buffer: body.buffer, amount: body.amount, act: act.id, on };
  if (body.buffer === 'T1') {
    const committed = (BigInt(state.line?.committed ?? '0') + amount.minor).toString();
    const line = { currency: amount.currency, committed, drawn: state.line?.drawn ?? '0' };
    return ok([{ kind: 'buffer.toppedUp', ...moved, slices: [], line }]);
  }
  const paid = paidIn(state.payment, { id: body.payment, amount });
  if (!paid.ok) return paid;
  const slices = evenedBy(state.slices, amount) ?? [];
  return ok([
    { kind: 'buffer.toppedUp', ...moved, slices, line: null },
    ...matchedBy(act, paid.value, amount),
  ]);
}

/** A payment of which this much is unallocated. */
function paidIn(
  payment: Payment | undefined,
  of: { readonly id: string; readonly amount: Money },
): Result<Payment, Refusal> {
  if (!payment || payment.status === 'reversed') return refuse('NOT_FOUND', { id: of.id });
  const open = unallocatedOf(payment);
  if (open.currency !== of.amount.currency) {
    return refuse('CURRENCY_MISMATCH', { a: of.amount.currency, b: open.currency });
  }
  if (of.amount.minor <= open.minor) return ok(payment);
  return refuse('MATCH_EXCEEDS', { x: formatMoney(of.amount), open: formatMoney(open) });
}

/** The payment is allocated to the buffer, and booked (§7.5: buffer topped up). */
function matchedBy(act: Act<Moves>, { payment }: Payment, amount: Money): readonly LedgerEvent[] {
  const lines = posting('cash', ['2201', payment], BUFFER_PLACE, amount);
  const wire = toWire(amount);
  const matched = { match: act.id, payment, tier: 1, amount: wire, divisions: [], debts: [] };
  const allocations = [{ target: 'buffer', id: act.id, amount: wire }] as const;
  const on = act.businessDate;
  return [{ kind: 'payment.matched', ...matched, allocations, lines, on }, ...posted(act, lines)];
}

export type DrawState = BufferState &
  DisburseState & {
    /** What the buffer moved on the days before. */
    readonly moves: readonly BufferMove[];
    readonly claim: BufferClaim | undefined;
    /** The broker's own risk line. */
    readonly own: LineState | undefined;
  };

/**
 * `buffer.draw`: T0 pays a supplier for a funder that has instructed, whose money is not booked yet;
 * T1, the bank's line, refills T0 with money that has come. What T0 pays is a claim on the funder,
 * due the next business day, and stands in the broker's exposure.
 */
export function decideDraw(state: DrawState, act: Act<'buffer.draw'>, context: Context): Decision {
  const { body } = act;
  if (body.buffer === 'T1') return refill(state, act, body.payment);
  const order = { ...body, path: 'buffer' } as const;
  const found = disbursable(state, order, { act, context });
  if (!found.ok) return found;
  const { financing, outlay } = found.value;
  if (state.claim) {
    const object = `buffer claim ${financing.financing}`;
    return refuseState(act.kind, { object, state: state.claim.status, states: ['none'] });
  }
  const drawn = drawnFor(state, outlay.debited, context);
  if (!drawn.ok) return drawn;
  const taken = ownRisk(state, outlay.debited, { act, context, line: body.line });
  if (!taken.ok) return taken;
  const due = nextBusinessDay(act.businessDate);
  if (!due.ok) return due;
  const { businessDate: on } = act;
  const { currency } = outlay.debited;
  const amount = toWire(outlay.debited);
  const use = { amount, repaid: { minor: '0', currency }, take: taken.value };
  const whose = { financing: financing.financing, funder: financing.funder };
  const claim = { ...whose, ...use, drawnOn: on, dueOn: due.value, status: 'open' } as const;
  const moved = { buffer: 'T0', amount, slices: drawn.value.slices, line: null } as const;
  const { line, slices } = taken.value;
  const period = on.slice(0, 7);
  const source = { account: BUFFER_PLACE[0], sub: BUFFER_PLACE[1] } as const;
  const of = { payout: body.payout, purpose: 'disbursement', ...whose, source } as const;
  const to = { payee: financing.holder, account: body.account, valueOn: body.value };
  const { cash, fees } = outlay;
  const about = financing.holdings[0]?.receivable ?? financing.financing;
  return ok([
    { kind: 'buffer.drawn', ...moved, claim, act: act.id, on },
    ...(drawn.value.isLow
      ? [{ kind: 'buffer.low', buffer: 'T0', target: drawn.value.target, on } as const]
      : []),
    { kind: 'limit.frozen', line, period, act: act.id, slices },
    ...instruct({ ...of, ...to, amount: cash, fees, about }, act, context),
  ]);
}

/** Money of the bank's line comes into the cash buffer. */
function refill(state: DrawState, act: Act<'buffer.draw'>, id: string): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const paid = paidIn(state.payment, { id, amount });
  if (!paid.ok) return paid;
  const { committed, drawn } = state.line ?? { committed: '0', drawn: '0' };
  const room = BigInt(committed) - BigInt(drawn);
  if (room < amount.minor) {
    const facts = { line: 'T1', room: formatMoney(money(room, amount.currency)) };
    return refuse('LIMIT_EXCEEDED', { ...facts, x: formatMoney(amount) });
  }
  const slices = evenedBy(state.slices, amount) ?? [];
  const total = (BigInt(drawn) + amount.minor).toString();
  const line = { currency: amount.currency, committed, drawn: total };
  const moved = { buffer: 'T1', amount: body.amount, slices, line, claim: null } as const;
  return ok([
    { kind: 'buffer.drawn', ...moved, act: act.id, on },
    ...matchedBy(act, paid.value, amount),
  ]);
}

/** The target of the cash buffer on a day, minor units. */
export function targetOn(moves: readonly BufferMove[], context: Context): bigint {
  const parameter = context.parameters.get(T0_FACTOR.key);
  const ppm = Number(parameterAt(parameter, context.businessDate, T0_FACTOR.fallback));
  return targetOf(moves, BigInt(ppm));
}

/** `BUFFER_LOW` when the cash would go below half of its target; `FUNDS_NOT_IN` when it is not there. */
function drawnFor(
  { slices, moves }: DrawState,
  amount: Money,
  context: Context,
): Result<
  {
    readonly slices: readonly BufferSlice[];
    readonly isLow: boolean;
    readonly target: ReturnType<typeof toWire>;
  },
  Refusal
> {
  const target = targetOn(moves, context);
  const drawn = drawFrom(slices, amount, target);
  if (drawn) return ok({ ...drawn, target: toWire(money(target, amount.currency)) });
  const held = heldIn(slices, amount.currency);
  if (held.minor >= amount.minor) return refuse('BUFFER_LOW');
  const x = formatMoney(subtract(amount, held));
  return refuse('FUNDS_NOT_IN', { x, y: formatMoney(held) });
}

/** The broker's own risk line gives the amount, within its net assets (INV-R19). */
function ownRisk(
  { own }: DrawState,
  amount: Money,
  of: { readonly act: Act; readonly context: Context; readonly line: string },
) {
  const { operator } = of.context.channel;
  if (own?.line.line !== of.line || own.line.kind !== 'ownRisk' || own.line.owner !== operator) {
    return refuse('LIMIT_ABSENT', { subject: 'ownRisk' });
  }
  const fault = exposureFault([own], amount, of.context);
  return fault ? fail(fault) : takeFrom(own.line, own.slices, amount, null);
}

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
