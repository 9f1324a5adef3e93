import type { Act } from '../act/index.ts';
import { nextBusinessDay } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { exposureFault, takeFrom, type LineState } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { entry as posting, posted } from '../journal/index.ts';
import {
  formatMoney,
  fromWire,
  money,
  subtract,
  toWire,
  type Currency,
  type Money,
} from '../money/index.ts';
import type { Party } from '../party/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type {
  BufferClaim,
  BufferLine,
  BufferSlice,
  BufferTarget,
  DayNeed,
} from './buffer-state.ts';
import { drawFrom, evenedBy, heldIn, targetOf } from './buffer.ts';
import { disbursable, type DisburseState } from './decide-disburse.ts';
import { unallocatedOf } from './decide-refund.ts';
import { instruct } from './instruct.ts';
import type { Payment } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Moves = 'buffer.topUp' | 'buffer.draw';

export const T0_FACTOR = { key: 'buffer.t0FactorPpm', fallback: 1_250_000 } as const;
/** The sub-account of the cash buffer in the journal. */
export const BUFFER_PLACE = ['2401', 'T0'] as const;

export type BufferState = {
  /** Slices of the cash in the currency of the act. */
  readonly slices: readonly BufferSlice[];
  readonly line: BufferLine | undefined;
  readonly payment: Payment | undefined;
  /** Who the payment came from, when the platform knows it. */
  readonly payer: Party | undefined;
};

/** `buffer.topUp`: the broker's own money becomes the cash buffer, or its bank commits a line. */
export function decideTopUp(
  state: BufferState,
  act: Act<'buffer.topUp'>,
  { channel: { operator } }: Context,
): Decision {
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
  if (paid.value.payer !== operator) return refuse('PAYER_NOT_DEBTOR', { debtor: operator });
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

export type SeenDay = DayNeed & { readonly isClosed: boolean };

export type DrawState = BufferState &
  DisburseState & {
    /** The target of this day; none before its first draw. */
    readonly target: BufferTarget | undefined;
    /** For the first draw of a day: needs of the days before, closed ones or not. */
    readonly seen: readonly SeenDay[];
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
  const twice = againFault(state, act);
  if (twice) return fail(twice);
  const drawn = drawnFor(state, outlay.debited, act, context);
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
  const { slices: after, target: aim, isLow } = drawn.value;
  const moved = { buffer: 'T0', amount, slices: after, line: null } as const;
  const { line, slices } = taken.value;
  const period = on.slice(0, 7);
  const source = { account: BUFFER_PLACE[0], sub: BUFFER_PLACE[1] } as const;
  const of = { payout: body.payout, purpose: 'disbursement', ...whose, source } as const;
  const to = { payee: financing.holder, account: body.account, valueOn: body.value };
  const { cash, fees } = outlay;
  const about = financing.holdings[0]?.receivable ?? financing.financing;
  return ok([
    { kind: 'buffer.drawn', ...moved, claim, target: newOf(state, aim), act: act.id, on },
    ...(isLow ? [lowEvent(aim)] : []),
    { kind: 'limit.frozen', line, period, act: act.id, slices },
    ...instruct({ ...of, ...to, amount: cash, fees, about }, act, context),
  ]);
}

/** The target when this act is the first to set it. */
function newOf({ target }: DrawState, aim: BufferTarget): BufferTarget | null {
  return aim === target ? null : aim;
}

function lowEvent({ minor, currency, on }: BufferTarget): LedgerEvent {
  return { kind: 'buffer.low', buffer: 'T0', target: { minor, currency }, on };
}

/** A financing is drawn for once; what a payout that failed left of an earlier draw is over. */
function againFault({ claim }: DrawState, { kind }: Act): Refusal | null {
  if (!claim || claim.status === 'repaid') return null;
  const object = `buffer claim ${claim.financing}`;
  const facts = { object, state: claim.status, kind, states: 'none' };
  return { code: 'STATE_WRONG', facts };
}

/** Money of the bank's line comes into the cash buffer. */
function refill(state: DrawState, act: Act<'buffer.draw'>, id: string): Decision {
  const { body, businessDate: on } = act;
  const amount = fromWire(body.amount);
  const paid = paidIn(state.payment, { id, amount });
  if (!paid.ok) return paid;
  if (!mayRefill(state, paid.value)) return refuse('PAYER_NOT_DEBTOR', { debtor: 'T1' });
  const { committed, drawn } = state.line ?? { committed: '0', drawn: '0' };
  const room = BigInt(committed) - BigInt(drawn);
  if (room < amount.minor) {
    const facts = { line: 'T1', room: formatMoney(money(room, amount.currency)) };
    return refuse('LIMIT_EXCEEDED', { ...facts, x: formatMoney(amount) });
  }
  const slices = evenedBy(state.slices, amount) ?? [];
  const total = (BigInt(drawn) + amount.minor).toString();
  const line = { currency: amount.currency, committed, drawn: total };
  const none = { claim: null, target: null };
  const moved = { buffer: 'T1', amount: body.amount, slices, line, ...none } as const;
  return ok([
    { kind: 'buffer.drawn', ...moved, act: act.id, on },
    ...matchedBy(act, paid.value, amount),
  ]);
}

/** Money of a bank, or of the broker by way of its own account there; never that of a client. */
function mayRefill({ payer }: BufferState, payment: Payment): boolean {
  if (payment.payer === null) return true;
  return payer?.kinds.some(kind => kind === 'bank' || kind === 'operator') ?? false;
}

/** The target of the cash buffer on a day: the one that stands, or what the days before ask for. */
function targetOn(
  state: Pick<DrawState, 'target' | 'seen'>,
  of: { readonly currency: Currency; readonly on: string },
  context: Context,
): BufferTarget {
  const { target, seen } = state;
  if (target?.on === of.on) return target;
  const parameter = context.parameters.get(T0_FACTOR.key);
  const ppm = Number(parameterAt(parameter, context.businessDate, T0_FACTOR.fallback));
  const needs = seen.filter(({ isClosed }) => isClosed).map(({ on, minor }) => ({ on, minor }));
  return { ...of, minor: targetOf(seen, BigInt(ppm)).toString(), needs };
}

/** `BUFFER_LOW` when the cash would go below half of its target; `FUNDS_NOT_IN` when it is not there. */
function drawnFor(
  state: DrawState,
  amount: Money,
  { businessDate: on }: Act,
  context: Context,
): Result<
  {
    readonly slices: readonly BufferSlice[];
    readonly isLow: boolean;
    readonly target: BufferTarget;
  },
  Refusal
> {
  const target = targetOn(state, { currency: amount.currency, on }, context);
  const isFirst = target !== state.target;
  const nothing = money(0n, amount.currency);
  const slices = isFirst ? (evenedBy(state.slices, nothing) ?? []) : state.slices;
  const drawn = drawFrom(slices, amount, BigInt(target.minor));
  if (drawn) {
    const changed = new Map(drawn.slices.map(slice => [slice.slice, slice]));
    const evened = slices.map(slice => changed.get(slice.slice) ?? slice);
    return ok({ ...drawn, slices: isFirst ? evened : drawn.slices, target });
  }
  const held = heldIn(state.slices, amount.currency);
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
