import type { Act } from '../../act/index.ts';
import { daysBetween } from '../../calendar/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../../credit/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { divide, formatMoney, fromWire } from '../../money/index.ts';
import type { Order } from '../../order/state.ts';
import type { Account } from '../../party/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { isPayable } from '../checklist.ts';
import { creditFaults, type Credit } from '../credit-check.ts';
import type { OpenFinancing } from '../state.ts';
import { orderCap } from './decide-accept.ts';
import { drawnOf, type OrderLoan } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Days past due after which a borrower gets no new money (C09). */
const OVERDUE_DAYS_MAX = 5;
const PPM = 1_000_000n;

export type DrawState = {
  readonly loan: OrderLoan | undefined;
  readonly order: Order | undefined;
  readonly account: Account | undefined;
  readonly credit: Credit;
  /** What the supplier owes elsewhere. */
  readonly open: readonly OpenFinancing[];
};

/** `orderLoan.draw`: the supplier asks for a part, to its account or straight to its vendor's. */
export function decideDraw(
  state: DrawState,
  act: Act<'orderLoan.draw'>,
  _context: unknown,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Decision {
  const { body, actor, businessDate: on } = act;
  const { loan, order, account } = state;
  if (loan?.supplier !== actor || !order) return refuse('NOT_FOUND', { id: body.loan });
  const wrong = drawableFault(loan, order, act);
  if (wrong) return fail(wrong);
  const fault = firstOf([
    ...accountFaults(loan, account, act),
    ...overdueFaults(state, on),
    ...creditFaults(state.credit, { assurance: 'order', kind: 'pledge', businessDate: on }),
  ]);
  if (fault) return fail(fault);
  const room = drawRoom({ loan, order, credit: state.credit }, on, policy);
  if (BigInt(body.amount.minor) > room) {
    const y = formatMoney(fromWire({ ...loan.amount, minor: room.toString() }));
    return refuse('DRAW_ABOVE_MILESTONE', { x: formatMoney(fromWire(body.amount)), y });
  }
  const { amount, milestone, payTo } = body;
  const draw = { loan: body.loan, draw: act.id, amount, milestone, payTo };
  return ok([{ kind: 'orderLoan.drawn', ...draw, payee: account?.party ?? '', on }]);
}

function drawableFault(
  loan: OrderLoan,
  order: Order,
  { body, kind }: Act<'orderLoan.draw'>,
): Refusal | null {
  const states = ['committed', 'active'];
  if (!states.includes(loan.status)) {
    return refuseState(kind, { object: `loan ${loan.loan}`, state: loan.status, states }).error;
  }
  const open = ['accepted', 'fulfilled'];
  if (!open.includes(order.status)) {
    const object = `order ${order.order}`;
    return refuseState(kind, { object, state: order.status, states: open }).error;
  }
  if (!order.milestones.some(({ code }) => code === body.milestone)) {
    return { code: 'NOT_FOUND', facts: { id: body.milestone } };
  }
  const [a, b] = [body.amount.currency, loan.amount.currency];
  return a === b ? null : { code: 'CURRENCY_MISMATCH', facts: { a, b } };
}

/** An account of the supplier, or the vendor's that the request named. */
function accountFaults(
  { supplier, vendorAccount }: OrderLoan,
  account: Account | undefined,
  { body, businessDate: on }: Act<'orderLoan.draw'>,
): readonly Refusal[] {
  const party = body.payTo === vendorAccount ? (account?.party ?? '') : supplier;
  const { currency } = body.amount;
  if (isPayable(account, { party, currency, on })) return [];
  const state = account ? 'not payable' : 'unknown';
  return [{ code: 'ACCOUNT_NOT_VERIFIED', facts: { account: body.payTo, state } }];
}

function overdueFaults({ open, loan }: DrawState, on: string): readonly Refusal[] {
  const owed = open.map(({ financing, payOn }) => ({ ref: financing, payOn }));
  const own = loan?.status === 'active' ? [{ ref: loan.loan, payOn: loan.dueOn }] : [];
  return [...owed, ...own]
    .map(({ ref, payOn }) => ({ ref, days: payOn < on ? daysBetween(payOn, on) : 0 }))
    .filter(({ days }) => days > OVERDUE_DAYS_MAX)
    .map(({ ref, days }) => ({ code: 'BORROWER_OVERDUE', facts: { days, ref } }));
}

/**
 * floor(value · share · attested weight / 10¹²) less what was drawn, and no more than the loan
 * . A part of a milestone counts with its part of the weight, rounded down.
 * @example 1,000,000.00 at 500,000 ppm with 300,000 attested: 150,000.00
 */
export function drawRoom(
  of: { readonly loan: OrderLoan; readonly order: Order; readonly credit: Credit },
  on: string,
  policy: AdvancePolicy,
): bigint {
  const { loan, order } = of;
  const cap = orderCap(of, on, policy).capPpm;
  const share = BigInt(Math.min(cap, loan.terms?.advancePpm ?? 0));
  const weight = order.milestones.reduce((sum, { weightPpm, attestedPpm }) => {
    return sum + divide(BigInt(weightPpm) * BigInt(attestedPpm), PPM, 'down');
  }, 0n);
  const allowed = divide(BigInt(order.value.minor) * share * weight, PPM * PPM, 'down');
  const whole = BigInt(loan.amount.minor);
  const room = (allowed < whole ? allowed : whole) - drawnOf(loan);
  return room > 0n ? room : 0n;
}
