import type { Act } from '../act/index.ts';
import { addDays } from '../calendar/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { formatMoney, fromWire, type MoneyWire } from '../money/index.ts';
import { agreementFault, hasSigned } from '../receivable/agreed.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { orderIn } from './decide-order.ts';
import type { Order } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** What the loan on an order has taken from its funder. */
export type Drawn = { readonly funder: string; readonly amount: MoneyWire };

export type DrawnOrder = {
  readonly order: Order | undefined;
  /** `null` when nothing was drawn, or the loan has ended. */
  readonly drawn: Drawn | null;
};

/** `order.cancel`: either side; after a draw both of them and the funder. */
export function decideOrderCancel(
  { order, drawn }: DrawnOrder,
  act: Act<'order.cancel'>,
  context: Context,
): Decision {
  const found = orderIn(order, act, ['accepted']);
  if (!found.ok) return found;
  const { supplier, buyer, key } = found.value;
  if (drawn && ![supplier, buyer, drawn.funder].every(party => hasSigned(party, context))) {
    return refuse('FUNDED_CANNOT_CANCEL', { amount: formatMoney(fromWire(drawn.amount)) });
  }
  const { order: id, reason } = act.body;
  return ok([{ kind: 'order.cancelled', order: id, key, reason, on: act.businessDate }]);
}

export type ReviseState = DrawnOrder & {
  /** K6 of the new private fields, or the path that does not open the root. */
  readonly opened: Result<string, string>;
};

/** `order.revise`: value and paper anew; its maker alone before it is accepted, then both. */
export function decideOrderRevise(
  { order, drawn, opened }: ReviseState,
  act: Act<'order.revise'>,
  context: Context,
): Decision {
  const { body, actor, businessDate: on } = act;
  const found = orderIn(order, act, ['registered', 'accepted']);
  if (!found.ok) return found;
  const { status, by, supplier, buyer, version, key } = found.value;
  if (status === 'registered' && by !== actor) return refuse('NOT_FOUND', { id: body.order });
  if (body.expect !== version) {
    return refuse('STATE_MOVED', { object: `order ${body.order}`, version });
  }
  const missing = status === 'accepted' ? agreementFault([supplier, buyer], context) : null;
  if (missing) return fail(missing);
  if (!opened.ok) return refuse('ROOT_MISMATCH', { field: opened.error });
  // Another number would be another order.
  if (opened.value !== key) return refuse('ROOT_MISMATCH', { field: 'order.number' });
  const { value } = body;
  const fault = valueFault(value, found.value, drawn);
  if (fault) return fail(fault);
  return ok([{ kind: 'order.revised', order: body.order, value, root: body.root, on }]);
}

function valueFault(value: MoneyWire, order: Order, drawn: Drawn | null): Refusal | null {
  const { currency } = order.value;
  if (value.currency !== currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: value.currency, b: currency } };
  }
  if (!drawn || BigInt(value.minor) >= BigInt(drawn.amount.minor)) return null;
  return { code: 'BELOW_DRAWN', facts: { amount: formatMoney(fromWire(drawn.amount)) } };
}

/** By date alone: nobody accepted it in time, or its validity has ended (§3.1). */
export function ageOrder(order: Order | undefined, id: string, of: Ageing): Decision {
  if (!order) return refuse('NOT_FOUND', { id });
  const { status, registeredOn, validUntil, key } = order;
  if (status !== 'registered' && status !== 'accepted') {
    const states = ['registered', 'accepted'];
    return refuseState(of.kind, { object: `order ${id}`, state: status, states });
  }
  const last = status === 'registered' ? addDays(registeredOn, of.offerDays) : validUntil;
  if (of.on <= last) return refuse('TOO_EARLY', { kind: of.kind, date: addDays(last, 1) });
  const kind = status === 'registered' ? 'order.expired' : 'order.lapsed';
  return ok([{ kind, order: id, key, reason: 'expired', on: of.on }]);
}

export type Ageing = { readonly kind: string; readonly on: string; readonly offerDays: number };
