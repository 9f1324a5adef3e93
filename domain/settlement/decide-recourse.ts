import type { Act } from '../act/index.ts';
import { addBusinessDays } from '../calendar/index.ts';
import type { Dispute } from '../dispute/state.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { OWED_STATES, type Financing, type OwedFinancing } from '../financing/index.ts';
import type { Context } from '../governance/index.ts';
import { formatMoney, fromWire, money, type Money } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { lateRules } from './decide-match.ts';
import { accrued } from './division.ts';
import type { Recourse, Repurchase } from './loss-state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

const RECOURSE_DAYS = 10;

/** Principal, written off or not, and all that accrues to a day: the seller owes it whole. */
export function owedOn(financing: OwedFinancing, on: string, context: Context): Money {
  const { principal, writtenOff, interestDue, lateDue } = accrued(
    financing,
    on,
    lateRules(context),
  );
  const minor = BigInt(principal) + BigInt(writtenOff) + BigInt(interestDue) + BigInt(lateDue);
  return money(minor, financing.price.advance.currency);
}

/**
 * `recourse.demand`: after default where the contract gives recourse, or for breach of warranty at
 * any time. Due within ten business days; the amount is at least the principal and at most
 * what accrues to that day.
 */
export function decideRecourse(
  state: { readonly recourse: Recourse | undefined; readonly financing: Financing | undefined },
  act: Act<'recourse.demand'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const { financing, recourse } = state;
  if (recourse) {
    const object = `recourse ${body.recourse}`;
    return refuseState(kind, { object, state: recourse.status, states: ['none'] });
  }
  const owed = owedBy(financing, { funder: actor, id: body.financing, kind });
  if (!owed.ok) return owed;
  const fault =
    causeFault(owed.value, act) ??
    dueFault(act) ??
    priceFault(owed.value, body.amount, owedOn(owed.value, body.dueOn, context));
  if (fault) return fail(fault);
  const { funder, holder } = owed.value;
  const { recourse: id, financing: of, cause, amount, dueOn } = body;
  const demand = { recourse: id, financing: of, funder, supplier: holder, cause, amount, dueOn };
  return ok([{ kind: 'recourse.demanded', ...demand, demandedOn: on }]);
}

/** Default needs a contract with recourse and the default itself; breach needs neither. */
function causeFault(
  { kind: contract, status, financing }: OwedFinancing,
  { kind, body }: Act<'recourse.demand'>,
): Refusal | null {
  if (body.cause === 'breach') return null;
  if (contract === 'sale') return { code: 'RECOURSE_ABSENT', facts: { financing } };
  const states = ['defaulted', 'writtenOff'];
  if (states.includes(status)) return null;
  return refuseState(kind, { object: `financing ${financing}`, state: status, states }).error;
}

function dueFault({ businessDate: on, body }: Act<'recourse.demand'>): Refusal | null {
  const latest = addBusinessDays(on, RECOURSE_DAYS);
  if (!latest.ok) return latest.error;
  const { dueOn } = body;
  if (dueOn < on) return { code: 'DATES_DISORDERED', facts: { a: on, b: dueOn } };
  if (dueOn <= latest.value) return null;
  return { code: 'DATES_DISORDERED', facts: { a: dueOn, b: latest.value } };
}

/** `recourse.dispute`: the seller contests the demand in a case of its own. */
export function decideRecourseDispute(
  state: { readonly recourse: Recourse | undefined; readonly dispute: Dispute | undefined },
  act: Act<'recourse.dispute'>,
): Decision {
  const { recourse, dispute } = state;
  const { body, actor, kind, businessDate: on } = act;
  if (recourse?.supplier !== actor) return refuse('NOT_FOUND', { id: body.recourse });
  if (recourse.status !== 'demanded') {
    const facts = { object: `recourse ${body.recourse}`, state: recourse.status, kind };
    return refuse('STATE_WRONG', { ...facts, states: 'demanded' });
  }
  const isOwn = dispute?.object.id === recourse.financing && dispute.opener === actor;
  if (!isOwn) return refuse('NOT_FOUND', { id: body.dispute });
  return ok([{ kind: 'recourse.disputed', recourse: body.recourse, dispute: body.dispute, on }]);
}

/** `repurchase.propose`: seller or funder offers to end a financing for a price. */
export function decidePropose(
  state: { readonly repurchase: Repurchase | undefined; readonly financing: Financing | undefined },
  act: Act<'repurchase.propose'>,
  context: Context,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const { repurchase, financing } = state;
  if (repurchase) {
    const facts = { object: `repurchase ${body.repurchase}`, state: repurchase.status, kind };
    return refuse('STATE_WRONG', { ...facts, states: 'none' });
  }
  const owed = owedBy(financing, { party: actor, id: body.financing, kind });
  if (!owed.ok) return owed;
  const { funder, holder, holdings } = owed.value;
  const named = new Set(body.holdings);
  const whole = holdings.every(({ holding }) => named.has(holding));
  if (!whole || named.size !== holdings.length) {
    return refuse('HOLDINGS_MIXED', { field: 'holdings: all of the financing go back together' });
  }
  if (body.on < on) return refuse('DATES_DISORDERED', { a: on, b: body.on });
  const debt = owedOn(owed.value, body.on, context);
  if (body.price.currency !== debt.currency) {
    return refuse('CURRENCY_MISMATCH', { a: body.price.currency, b: debt.currency });
  }
  const { repurchase: id, financing: of, price } = body;
  const offer = { repurchase: id, financing: of, funder, supplier: holder, proposer: actor };
  const terms = { holdings: body.holdings, price, payOn: body.on };
  return ok([{ kind: 'repurchase.proposed', ...offer, ...terms, on }]);
}

type AnswerKind = 'repurchase.accept' | 'repurchase.decline' | 'repurchase.cancel';

/** The other side accepts or declines; the proposer cancels. */
export function decideRepurchaseAnswer(
  {
    repurchase,
    financing,
  }: { readonly repurchase: Repurchase | undefined; readonly financing: Financing | undefined },
  act: Act<AnswerKind>,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  const cancels = kind === 'repurchase.cancel';
  if (!repurchase || answererOf(repurchase, cancels) !== actor) {
    return refuse('NOT_FOUND', { id: body.repurchase });
  }
  const states = cancels ? ['pending', 'accepted'] : ['pending'];
  const { repurchase: id, status: state } = repurchase;
  if (!states.includes(state)) {
    return refuseState(kind, { object: `repurchase ${id}`, state, states });
  }
  if (act.kind === 'repurchase.accept') {
    return financing && isOwed(financing)
      ? ok([{ kind: 'repurchase.accepted', repurchase: id, on }])
      : refuse('REPURCHASE_DECLINED', { reason: 'balanceZero' });
  }
  const subReason = act.body.subReason ?? 'userRequested';
  const to = cancels ? 'repurchase.cancelled' : 'repurchase.declined';
  return ok([{ kind: to, repurchase: id, subReason, on }]);
}

/** The proposer cancels; the other of the two sides answers. */
function answererOf({ proposer, funder, supplier }: Repurchase, cancels: boolean): string {
  if (cancels) return proposer;
  return proposer === funder ? supplier : funder;
}

function owedBy(
  financing: Financing | undefined,
  of: {
    readonly funder?: string;
    readonly party?: string;
    readonly id: string;
    readonly kind: string;
  },
): Result<OwedFinancing, Refusal> {
  if (!financing || !('funder' in financing)) return refuse('NOT_FOUND', { id: of.id });
  const parties = [financing.funder, ...(of.party === undefined ? [] : [financing.holder])];
  if (!parties.includes(of.funder ?? of.party ?? '')) return refuse('NOT_FOUND', { id: of.id });
  if (isOwed(financing)) return ok(financing);
  const object = `financing ${financing.financing}`;
  const facts = { object, state: financing.status, kind: of.kind };
  return refuse('STATE_WRONG', { ...facts, states: OWED_STATES.join(', ') });
}

function isOwed(financing: Financing): financing is OwedFinancing {
  return (OWED_STATES as readonly string[]).includes(financing.status);
}

/** Between the principal and what is owed to the day. */
function priceFault(
  financing: OwedFinancing,
  amount: { readonly minor: string; readonly currency: Money['currency'] },
  most: Money,
): Refusal | null {
  if (amount.currency !== most.currency) {
    return { code: 'CURRENCY_MISMATCH', facts: { a: amount.currency, b: most.currency } };
  }
  const minor = BigInt(amount.minor);
  const least = BigInt(financing.debt.principal);
  if (minor >= least && minor <= most.minor) return null;
  const figure = `amount ${formatMoney(fromWire(amount))}`;
  const range = `${formatMoney(money(least, most.currency))} to ${formatMoney(most)}`;
  return { code: 'PRICE_OUT_OF_RANGE', facts: { figure, range } };
}
