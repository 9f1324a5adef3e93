import type { Act } from '../../act/index.ts';
import { businessDayFrom, isBusinessDay } from '../../calendar/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { formatMoney, fromWire } from '../../money/index.ts';
import type { Order } from '../../order/state.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import type { ConsentCheck } from '../decide-request.ts';
import { lossFaults, notFound, type UnbookedLoss } from '../faults.ts';
import type { Quote } from '../quote-state.ts';
import type { Line } from '../state.ts';
import type { OrderLoan } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type LoanRequestState = {
  readonly loan: OrderLoan | undefined;
  readonly order: Order | undefined;
  readonly consents: ConsentCheck;
};

/** `orderLoan.request`: money on an order that its buyer signed, asked of the funders named. */
export function decideLoanRequest(
  { loan, order, consents }: LoanRequestState,
  act: Act<'orderLoan.request'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  if (loan) {
    const object = `loan ${body.loan}`;
    return refuseState(kind, { object, state: loan.status, states: ['unknown'] });
  }
  if (order?.supplier !== actor) return refuse('NOT_FOUND', { id: body.order });
  if (order.status !== 'accepted' && order.status !== 'fulfilled') {
    const states = ['accepted', 'fulfilled'];
    return refuseState(kind, { object: `order ${body.order}`, state: order.status, states });
  }
  const [a, b] = [body.amount.currency, order.value.currency];
  if (a !== b) return refuse('CURRENCY_MISMATCH', { a, b });
  const fault = firstOf([
    ...valueFaults(body.amount.minor, order),
    ...dueFaults(body.dueOn, on),
    ...body.sealedFor.flatMap(funder => consents(funder) ?? []),
  ]);
  if (fault) return fail(fault);
  const { supplier, buyer } = order;
  const { loan: id, amount, dueOn, use, sealedFor } = body;
  const asked = { loan: id, order: body.order, supplier, buyer, amount, dueOn };
  return ok([{ kind: 'orderLoan.requested', ...asked, vendorAccount: use ?? null, sealedFor, on }]);
}

function valueFaults(minor: string, { value }: Order): readonly Refusal[] {
  if (BigInt(minor) <= BigInt(value.minor)) return [];
  const figure = formatMoney(fromWire({ ...value, minor }));
  const range = `up to ${formatMoney(fromWire(value))}`;
  return [{ code: 'PRICE_OUT_OF_RANGE', facts: { figure, range } }];
}

function dueFaults(dueOn: string, on: string): readonly Refusal[] {
  if (dueOn <= on) return [{ code: 'DATES_DISORDERED', facts: { a: on, b: dueOn } }];
  const open = isBusinessDay(dueOn);
  if (!open.ok) return [open.error];
  if (open.value) return [];
  const next = businessDayFrom(dueOn);
  if (!next.ok) return [next.error];
  return [{ code: 'NOT_BUSINESS_DAY', facts: { date: dueOn, next: next.value } }];
}

export type LoanQuoteState = {
  readonly quote: Quote | undefined;
  readonly loan: OrderLoan | undefined;
  /** The funder's own line on the debtor that the body names. */
  readonly line: Line | undefined;
  readonly losses: readonly UnbookedLoss[];
};

/** `orderLoan.quote`: a funder that was named commits to terms that nobody can read. */
export function decideLoanQuote(
  { quote, loan, line, losses }: LoanQuoteState,
  act: Act<'orderLoan.quote'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  if (quote) {
    const object = `quote ${body.quote}`;
    return refuseState(kind, { object, state: quote.status, states: ['none'] });
  }
  if (!loan) return fail(notFound(body.loan));
  if (!loan.sealedFor.includes(actor)) return refuse('NOT_INVITED');
  if (loan.status !== 'requested') {
    const object = `loan ${body.loan}`;
    return refuseState(kind, { object, state: loan.status, states: ['requested'] });
  }
  if (body.until < on) return refuse('DATES_DISORDERED', { a: on, b: body.until });
  const fault =
    limitFault(line, { actor, buyer: loan.buyer, on }) ?? firstOf(lossFaults(losses, loan.buyer));
  if (fault) return fail(fault);
  const { quote: id, commitment, until } = body;
  const sealed = { quote: id, loan: body.loan, funder: actor, commitment, until };
  return ok([{ kind: 'orderLoan.quoted', ...sealed, holder: loan.supplier, quotedOn: on }]);
}

/** The named line is the funder's own on this debtor, and alive. */
function limitFault(
  line: Line | undefined,
  of: { readonly actor: string; readonly buyer: string; readonly on: string },
): Refusal | null {
  const { actor, buyer: subject, on } = of;
  const isOwn = line?.owner === actor && line.kind === 'debtor' && line.subject === subject;
  if (isOwn && line.from <= on && on <= line.until) return null;
  return { code: 'LIMIT_ABSENT', facts: { subject } };
}
