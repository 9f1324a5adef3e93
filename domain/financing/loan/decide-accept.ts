import type { Act } from '../../act/index.ts';
import { daysBetween } from '../../calendar/index.ts';
import { CREDIT_TABLES, type AdvancePolicy } from '../../credit/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { parameterAt, type Context } from '../../governance/index.ts';
import { fromWire, toWire } from '../../money/index.ts';
import type { Order } from '../../order/state.ts';
import { shareOf } from '../../rate/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { canonical } from '../../wire/index.ts';
import { advanceCapOf, creditFaults, type Credit } from '../credit-check.ts';
import { APR_MAX } from '../decide-accept.ts';
import { DAYS_MIN, type ConsentCheck } from '../decide-request.ts';
import { lossFaults, type UnbookedLoss } from '../faults.ts';
import { quoteCommitment, RATE_PPM_MAX } from '../offer.ts';
import { priceOf, type Price } from '../price.ts';
import type { Quote, QuoteTerms } from '../quote-state.ts';
import type { OrderLoan } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

/** Parameters that the cost of a loan asks. */
export const LOAN_PARAMETERS = [APR_MAX.key, DAYS_MIN.key] as const;

export type LoanAcceptState = {
  readonly loan: OrderLoan | undefined;
  readonly order: Order | undefined;
  readonly quote: Quote | undefined;
  /** Who has first right on the order already. */
  readonly firstRight: OrderLoan | undefined;
  readonly credit: Credit;
  readonly consents: ConsentCheck;
  readonly losses: readonly UnbookedLoss[];
};

/**
 * `orderLoan.accept`: one sealed quote is opened; the supplier signs what the loan costs when all of
 * it is drawn today. From then on the funder has first right on claims of the order.
 */
export function decideLoanAccept(
  state: LoanAcceptState,
  act: Act<'orderLoan.accept'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Decision {
  const { body, businessDate: on } = act;
  const asked = askedOf(state, act);
  if (!asked.ok) return asked;
  const { loan, order, quote } = asked.value;
  const opened = quoteFault(quote, act, context) ?? firstOf(offerFaults(state, quote, on));
  if (opened) return fail(opened);
  const { terms } = body;
  const capped = capFault({ loan, order, terms, credit: state.credit }, on, policy);
  if (capped) return fail(capped);
  const priced = costOf(loan, terms, context);
  if (!priced.ok) return priced;
  const { totalCost, aprPpm } = priced.value;
  const computed = { totalCost: toWire(totalCost), aprPpm };
  const [x, y] = [canonical(body.shown), canonical(computed)];
  if (x !== y) return refuse('COST_DISCLOSURE_MISMATCH', { x, y });
  const { funder } = quote;
  const named = { loan: body.loan, order: loan.order, quote: body.quote, funder };
  return ok([{ kind: 'orderLoan.accepted', ...named, terms, ...computed, on }]);
}

/** The supplier's own request that waits, and a quote on it. */
function askedOf(
  { loan, order, quote }: LoanAcceptState,
  { body, actor, kind }: Act<'orderLoan.accept'>,
): Result<{ readonly loan: OrderLoan; readonly order: Order; readonly quote: Quote }, Refusal> {
  if (loan?.supplier !== actor || !order) return refuse('NOT_FOUND', { id: body.loan });
  if (loan.status !== 'requested') {
    const object = `loan ${body.loan}`;
    return refuseState(kind, { object, state: loan.status, states: ['requested'] });
  }
  if (quote?.financing !== body.loan) return refuse('NOT_FOUND', { id: body.quote });
  return ok({ loan, order, quote });
}

function quoteFault(
  { commitment, status, until }: Quote,
  { body, businessDate: on }: Act<'orderLoan.accept'>,
  { sha256 }: Context,
): Refusal | null {
  const { terms, salt } = body;
  if (quoteCommitment(terms, salt, sha256) !== commitment) {
    return { code: 'QUOTE_NOT_OPENED', facts: {} };
  }
  if (status !== 'live' || until < on) return { code: 'QUOTE_EXPIRED', facts: { t: until } };
  if (terms.ratePpm <= RATE_PPM_MAX) return null;
  const facts = { figure: `rate ${terms.ratePpm} ppm`, range: `0 to ${RATE_PPM_MAX} ppm` };
  return { code: 'PRICE_OUT_OF_RANGE', facts };
}

/** Consent, nobody else's first right, no open loss, credit in force for money on an order. */
function offerFaults(
  { loan, firstRight, credit, consents, losses }: LoanAcceptState,
  { funder }: Quote,
  businessDate: string,
): readonly Refusal[] {
  const consent = consents(funder);
  if (consent) return [consent];
  if (firstRight) {
    return [{ code: 'ORDER_ENCUMBERED', facts: { funder: firstRight.funder ?? '' } }];
  }
  const lost = lossFaults(losses, loan?.buyer ?? '');
  if (lost.length > 0) return lost;
  return creditFaults(credit, { assurance: 'order', kind: 'pledge', businessDate });
}

export type Capped = {
  readonly loan: OrderLoan;
  readonly order: Order;
  readonly terms: QuoteTerms;
  readonly credit: Credit;
};

/** The share of an order that may be lent (R-22, §6.4), on a day. */
export function orderCap(
  { loan, order, credit }: Omit<Capped, 'terms'>,
  on: string,
  policy: AdvancePolicy,
) {
  const termsDays = daysBetween(order.registeredOn, loan.dueOn);
  return advanceCapOf(credit, { assurance: 'order', termsDays, businessDate: on }, policy);
}

/** The quoted share is within the cap, and the loan within the quoted share of the order. */
export function capFault(of: Capped, on: string, policy: AdvancePolicy): Refusal | null {
  const { loan, order, terms } = of;
  const cap = orderCap(of, on, policy);
  const x = shareOf(fromWire(loan.amount), fromWire(order.value), 'up');
  if (terms.advancePpm > cap.capPpm) {
    const facts = { x: terms.advancePpm, y: cap.capPpm, parts: cap.parts };
    return { code: 'ADVANCE_ABOVE_CAP', facts };
  }
  if (x <= terms.advancePpm) return null;
  return { code: 'ADVANCE_ABOVE_CAP', facts: { x, y: terms.advancePpm, parts: ['quote'] } };
}

/** Interest to the due day on all of it, and the yearly price; a loan has no fees. */
function costOf(
  { amount, dueOn }: OrderLoan,
  { ratePpm }: QuoteTerms,
  { parameters, businessDate }: Context,
): Result<Price, Refusal> {
  const at = (of: { readonly key: string; readonly fallback: number }): number =>
    Number(parameterAt(parameters.get(of.key), businessDate, of.fallback));
  return priceOf({
    outstanding: fromWire(amount),
    advancePpm: 1_000_000,
    ratePpm,
    mode: 'interest',
    days: daysBetween(businessDate, dueOn),
    fees: [],
    aprMaxPpm: at(APR_MAX),
    daysMin: at(DAYS_MIN),
  });
}
