import type { Act } from '../act/index.ts';
import { businessDayFrom, daysBetween, isBusinessDay } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { formatMoney, fromWire, sum, toWire, type Money } from '../money/index.ts';
import {
  reserveHolding,
  uncleanFaults,
  type Holding,
  type Receivable,
} from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { notFound, stateWrong } from './faults.ts';
import { standingFaults } from './decide-quote.ts';
import type { Standing } from './quote-state.ts';
import type { Financing } from './state.ts';
import type { FinancingKind } from './words.ts';

/** A holding with the claim that it is a part of. */
export type Part = { readonly holding: Holding; readonly receivable: Receivable };

export type RequestState = {
  readonly financing: Financing | undefined;
  /** In the order of the body; absent ones are left out. */
  readonly parts: readonly Part[];
  /** Who may read the holder's data for financing: parties that it consented to. */
  readonly consents: ConsentCheck;
  /** The instruction that the body names. */
  readonly standing: Standing | undefined;
};

/** What a program asks for is within the instruction that it names. */
function instructionFaults(
  { standing, parts }: RequestState,
  act: Act<'financing.request'>,
): readonly Refusal[] {
  const { standing: id, want, aprMaxPpm, fundOn } = act.body;
  if (id === undefined) return [];
  const buyer = parts[0]?.receivable.buyer ?? '';
  return standingFaults(standing, { id, act, buyer, want, aprMaxPpm, fundOn });
}

/** What a consent check answers: `null` when it stands, else what is missing. */
export type ConsentCheck = (to: string) => Refusal | null;

/** Defaults of the parameters that a request asks. */
export const DAYS_MIN = { key: 'residualTenor.daysMin', fallback: 15 } as const;

/**
 * `financing.request`: the holder asks for cash on holdings of one owner, debtor and currency;
 * they are reserved in the same transaction.
 */
export function decideRequest(
  state: RequestState,
  act: Act<'financing.request'>,
  context: Context,
): Result<readonly LedgerEvent[], Refusal> {
  const { body, actor, businessDate } = act;
  if (state.financing) {
    const object = `financing ${body.financing}`;
    return fail(stateWrong(act, { object, state: state.financing.status, states: 'none' }));
  }
  const objects = firstOf([
    ...missingFaults(state, act),
    ...partsFaults(state.parts, act),
    ...twiceFaults(act),
  ]);
  if (objects) return fail(objects);
  const dates = datesOf(state.parts, act, context);
  if (!dates.ok) return dates;
  const outstanding = outstandingOf(state.parts);
  const terms = firstOf([
    ...moneyFaults(act, outstanding),
    ...consentFaults(state, act),
    ...instructionFaults(state, act),
  ]);
  if (terms) return fail(terms);
  const [first] = state.parts;
  if (!first) return fail(notFound(body.financing));
  const { financing, kind: by, mode, want, fundOn, window, invited } = body;
  const holdings = state.parts.map(({ holding }) => ({
    holding: holding.holding,
    receivable: holding.receivable,
    outstanding: holding.outstanding,
  }));
  const request = { financing, holder: actor, buyer: first.receivable.buyer, holdings, by, mode };
  const money = { outstanding: toWire(outstanding), want, aprMaxPpm: body.aprMaxPpm ?? null };
  const days = { fundOn, payOn: dates.value, windowUntil: window.until, on: businessDate };
  const standing = body.standing ?? null;
  const lockedFor = { kind: 'financing', id: financing } as const;
  return ok([
    { kind: 'financing.requested', ...request, ...money, ...days, invited, standing },
    ...state.parts.map(({ holding }) => reserveHolding(holding, lockedFor)),
  ]);
}

/** Σ outstanding of holdings of one currency. */
function outstandingOf(parts: readonly Part[]): Money {
  const amounts = parts.map(({ holding }) => fromWire(holding.outstanding));
  return sum(amounts, amounts[0]?.currency ?? 'CNY');
}

/** A claim that may carry new money: live, not overdue, no open flag, assured enough. */
function claimFaults(
  receivable: Receivable,
  of: { readonly kind: FinancingKind; readonly act: Act; readonly businessDate: string },
): readonly Refusal[] {
  const { receivable: id, status } = receivable;
  const unclean = uncleanFaults(receivable, of.businessDate);
  if (unclean.length > 0) return unclean;
  if (status !== 'confirmed' && status !== 'recorded') {
    return [{ code: 'CLAIM_NOT_CLEAN', facts: { receivable: id, state: status } }];
  }
  const { assurance } = receivable;
  const promised = status === 'confirmed' && receivable.confirmation.undertaking === 'irrevocable';
  if (of.kind !== 'sale' || promised) return [];
  const have = assurance === 'L3' ? 'L3 with set-off reserved' : assurance;
  const facts = { act: of.act.kind, kind: of.act.kind, need: 'L3 irrevocable', have };
  return [{ code: 'ASSURANCE_TOO_LOW', facts }];
}

function missingFaults(state: RequestState, act: Act<'financing.request'>): readonly Refusal[] {
  const found = new Set(state.parts.map(({ holding }) => holding.holding));
  return act.body.holdings.filter(id => !found.has(id)).map(notFound);
}

function twiceFaults(act: Act<'financing.request'>): readonly Refusal[] {
  const found = new Set(act.body.holdings);
  if (found.size === act.body.holdings.length) return [];
  return [{ code: 'HOLDINGS_MIXED', facts: { field: 'holding named twice' } }];
}

function partsFaults(parts: readonly Part[], act: Act<'financing.request'>): readonly Refusal[] {
  const { kind } = act.body;
  const faults: Refusal[] = [];
  for (const { holding, receivable } of parts) {
    const id = holding.holding;
    if (holding.holder !== act.actor) {
      faults.push({ code: 'NOT_HOLDER', facts: { party: act.actor, holding: id } });
    } else if (holding.state !== 'free') {
      const ref = holding.state === 'reserved' ? holding.lockedFor.id : id;
      const first = holding.state === 'reserved' ? holding.lockedFor.funder : undefined;
      if (first === undefined)
        faults.push({ code: 'HOLDING_LOCKED', facts: { holding: id, state: holding.state, ref } });
      else faults.push({ code: 'ORDER_ENCUMBERED', facts: { funder: first } });
    } else {
      const { businessDate } = act;
      faults.push(...claimFaults(receivable, { kind, act, businessDate }));
    }
  }
  const buyers = new Set(parts.map(({ receivable }) => receivable.buyer));
  const currencies = new Set(parts.map(({ holding }) => holding.outstanding.currency));
  if (buyers.size > 1) faults.push({ code: 'HOLDINGS_MIXED', facts: { field: 'debtor' } });
  if (currencies.size > 1) faults.push({ code: 'HOLDINGS_MIXED', facts: { field: 'currency' } });
  return faults;
}

/** The pay day: the latest due date, moved to a business day; funding day and window. */
function datesOf(
  parts: readonly Part[],
  act: Act<'financing.request'>,
  context: Context,
): Result<string, Refusal> {
  const { fundOn, window } = act.body;
  const { businessDate } = act;
  if (fundOn < businessDate) return refuse('DATES_DISORDERED', { a: businessDate, b: fundOn });
  if (window.until < businessDate) {
    return refuse('DATES_DISORDERED', { a: businessDate, b: window.until });
  }
  const open = isBusinessDay(fundOn);
  if (!open.ok) return open;
  if (!open.value) {
    const next = businessDayFrom(fundOn);
    if (!next.ok) return next;
    return refuse('NOT_BUSINESS_DAY', { date: fundOn, next: next.value });
  }
  const latest = parts.reduce((day, { receivable }) => {
    return receivable.dueOn > day ? receivable.dueOn : day;
  }, fundOn);
  const payOn = businessDayFrom(latest);
  if (!payOn.ok) return payOn;
  const days = daysBetween(fundOn, payOn.value);
  const parameter = context.parameters.get(DAYS_MIN.key);
  const min = Number(parameterAt(parameter, businessDate, DAYS_MIN.fallback));
  return days < min ? refuse('RESIDUAL_TENOR_SHORT', { days, min }) : payOn;
}

function moneyFaults(act: Act<'financing.request'>, outstanding: Money): readonly Refusal[] {
  const want = fromWire(act.body.want);
  if (want.currency !== outstanding.currency) {
    const facts = { a: want.currency, b: outstanding.currency };
    return [{ code: 'CURRENCY_MISMATCH', facts }];
  }
  if (want.minor <= outstanding.minor) return [];
  const facts = { figure: formatMoney(want), range: `up to ${formatMoney(outstanding)}` };
  return [{ code: 'PRICE_OUT_OF_RANGE', facts }];
}

function consentFaults(state: RequestState, act: Act<'financing.request'>): readonly Refusal[] {
  return act.body.invited.flatMap(funder => state.consents(funder) ?? []);
}
