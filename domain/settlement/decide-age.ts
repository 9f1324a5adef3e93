import type { Act } from '../act/index.ts';
import { addDays, businessDayFrom, daysBetween, nextBusinessDay } from '../calendar/index.ts';
import { firstOf, refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { ageLoan, defaultLoan, type Financing, type OrderLoan } from '../financing/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { ageOrder, type Order } from '../order/index.ts';
import { endClaim, type Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export const OFFER_DAYS = { key: 'offer.days', fallback: 30 } as const;
export const DEFAULT_DAYS = { key: 'default.days', fallback: 30 } as const;
/** First days of the classes of §7.4 after the first. */
const CLASSES = [30, 90, 180, 360] as const;

const AGED_STATES = ['offered', 'issued', 'confirmed', 'recorded', 'overdue', 'defaulted'] as const;

/** A claim with the financings that hold parts of it. */
export type AgedClaim = {
  readonly receivable: Receivable | undefined;
  readonly financings: readonly Financing[];
  readonly order?: Order | undefined;
  readonly loan?: OrderLoan | undefined;
};

/**
 * `claim.age`: anybody says by date alone what is past its day: an offer that nobody answered ends,
 * an unpaid claim and its financings are overdue, a later class of days past due begins.
 * `TOO_EARLY` names the first day on which it can be said.
 */
export function decideAge(
  state: { readonly items: readonly AgedClaim[] },
  act: Act<'claim.age'>,
  context: Context,
): Decision {
  const { items } = act.body;
  const events: LedgerEvent[] = [];
  const faults: Refusal[] = [];
  const once = new Set<string>();
  for (const [at, item] of items.entries()) {
    const aged = ageItem(state.items[at], item, act, context);
    if (aged.ok) {
      // Two claims of one financing say it once.
      const fresh = aged.value.filter(event => {
        if (event.kind !== 'financing.overdue') return true;
        return once.has(event.financing) ? false : once.add(event.financing);
      });
      events.push(...fresh);
    } else faults.push({ code: aged.error.code, facts: { ...aged.error.facts, item: at } });
  }
  const fault = firstOf(faults);
  return fault ? fail(fault) : ok(events);
}

function ageItem(
  found: AgedClaim | undefined,
  { target, id }: Act<'claim.age'>['body']['items'][number],
  act: Act<'claim.age'>,
  context: Context,
): Decision {
  if (target === 'receivable') return ageOne(found, id, act, context);
  if (target === 'orderLoan') return ageLoan(found?.loan, id, act);
  const offerDays = numberAt(context, OFFER_DAYS);
  return ageOrder(found?.order, id, { kind: act.kind, on: act.businessDate, offerDays });
}

function ageOne(
  item: AgedClaim | undefined,
  id: string,
  act: Act<'claim.age'>,
  context: Context,
): Decision {
  const claim = item?.receivable;
  if (!item || !claim) return refuse('NOT_FOUND', { id });
  switch (claim.status) {
    case 'offered':
    case 'issued':
      return expired(claim, act, context);
    case 'confirmed':
    case 'recorded':
      return overdue(claim, item.financings, act);
    case 'overdue':
    case 'defaulted':
      return older(claim, item.financings, act);
    default:
      return refuseState(act.kind, { object: id, state: claim.status, states: AGED_STATES });
  }
}

/** Nobody answered within the days of an offer. */
function expired(claim: Receivable, act: Act<'claim.age'>, context: Context): Decision {
  const { businessDate: on } = act;
  const last = addDays(claim.offeredOn, numberAt(context, OFFER_DAYS));
  if (on <= last) return tooEarly(act, addDays(last, 1));
  return ok(endClaim(claim, { kind: 'receivable.expired', reason: 'expired', on }));
}

function overdue(
  claim: Receivable,
  financings: readonly Financing[],
  act: Act<'claim.age'>,
): Decision {
  const { businessDate: on } = act;
  const payOn = businessDayFrom(claim.dueOn);
  if (!payOn.ok) return payOn;
  if (on <= payOn.value) return tooEarly(act, nextDay(payOn.value));
  const days = daysBetween(payOn.value, on);
  return ok([
    { kind: 'claim.overdue', receivable: claim.receivable, days, on },
    ...overdueFinancings(financings, on),
  ]);
}

function older(
  claim: Extract<Receivable, { status: 'overdue' | 'defaulted' }>,
  financings: readonly Financing[],
  act: Act<'claim.age'>,
): Decision {
  const { businessDate: on } = act;
  const payOn = businessDayFrom(claim.dueOn);
  if (!payOn.ok) return payOn;
  const days = daysBetween(payOn.value, on);
  const to = CLASSES.filter(first => first <= days && first > claim.agedTo).at(-1);
  const late = overdueFinancings(financings, on);
  if (to === undefined && late.length === 0) {
    const next = CLASSES.find(first => first > claim.agedTo);
    return tooEarly(act, next === undefined ? 'never' : addDays(payOn.value, next));
  }
  const aged: readonly LedgerEvent[] =
    to === undefined ? [] : [{ kind: 'claim.aged', receivable: claim.receivable, days, to, on }];
  return ok([...aged, ...late]);
}

function overdueFinancings(financings: readonly Financing[], on: string): readonly LedgerEvent[] {
  return financings
    .filter(({ status, payOn }) => status === 'active' && payOn < on)
    .map(({ financing, payOn }) => {
      return { kind: 'financing.overdue', financing, days: daysBetween(payOn, on), on };
    });
}

/** A claim, the financing that its default is of, and all that hold parts of it. */
export type DefaultState = {
  readonly receivable: Receivable | undefined;
  readonly financing: Financing | undefined;
  readonly liens: readonly Financing[];
  readonly loan?: OrderLoan | undefined;
};

/**
 * `claim.default`: an overdue claim more than 30 days past the pay day of its financing, or past its
 * own where no financing is named because nobody financed it. A financing's loss is open from then
 * on: nobody enters claims of the debtor until it is booked, paid or returned.
 */
export function decideDefault(
  state: DefaultState,
  act: Act<'claim.default'>,
  context: Context,
): Decision {
  const { receivable, financing } = state;
  const { body, businessDate: on } = act;
  if ('loan' in body) return defaultLoan(state.loan, act, numberAt(context, DEFAULT_DAYS));
  if (!receivable) return refuse('NOT_FOUND', { id: body.receivable });
  if (body.financing === undefined) return defaultUnfinanced(receivable, state, { act, context });
  const holds = financing?.holdings.some(part => part.receivable === body.receivable);
  if (!financing || !holds) return refuse('NOT_FOUND', { id: body.financing });
  const fault = defaultFault(receivable, financing, { act, context });
  if (fault) return fail(fault);
  const { buyer } = receivable;
  const { financing: id } = financing;
  return ok([{ kind: 'claim.defaulted', receivable: body.receivable, financing: id, buyer, on }]);
}

type Judged = { readonly act: Act<'claim.default'>; readonly context: Context };

/** Whoever owes a funder names its financing; a claim without one runs on its own pay day. */
function defaultUnfinanced(
  claim: Receivable,
  { liens }: DefaultState,
  { act, context }: Judged,
): Decision {
  const { receivable, buyer, status } = claim;
  const { businessDate: on } = act;
  const [lien] = liens.filter(one => ['active', 'overdue', 'defaulted'].includes(one.status));
  if (lien) return refuse('ENCUMBERED', { receivable, state: `financing ${lien.financing}` });
  if (status !== 'overdue') {
    return refuseState(act.kind, { object: receivable, state: status, states: ['overdue'] });
  }
  const payOn = businessDayFrom(claim.dueOn);
  if (!payOn.ok) return payOn;
  const date = addDays(payOn.value, numberAt(context, DEFAULT_DAYS) + 1);
  if (on < date) return tooEarly(act, date);
  return ok([{ kind: 'claim.defaulted', receivable, financing: null, buyer, on }]);
}

/** The clock first, then that both were found overdue. */
function defaultFault(
  { receivable, status }: Receivable,
  financing: Financing,
  { act, context }: Judged,
): Refusal | null {
  const states = ['overdue'];
  const object = `financing ${financing.financing}`;
  if (financing.status !== 'active' && financing.status !== 'overdue') {
    return refuseState(act.kind, { object, state: financing.status, states }).error;
  }
  const date = addDays(financing.payOn, numberAt(context, DEFAULT_DAYS) + 1);
  if (act.businessDate < date) return { code: 'TOO_EARLY', facts: { kind: act.kind, date } };
  if (financing.status !== 'overdue') {
    return refuseState(act.kind, { object, state: financing.status, states }).error;
  }
  if (status === 'overdue' || status === 'defaulted') return null;
  return refuseState(act.kind, { object: receivable, state: status, states }).error;
}

function numberAt(
  { parameters, businessDate }: Context,
  of: { readonly key: string; readonly fallback: number },
): number {
  return Number(parameterAt(parameters.get(of.key), businessDate, of.fallback));
}

function nextDay(date: string): string {
  const next = nextBusinessDay(date);
  return next.ok ? next.value : addDays(date, 1);
}

function tooEarly(act: Act, date: string): Decision {
  return refuse('TOO_EARLY', { kind: act.kind, date });
}
