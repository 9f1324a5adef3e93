import type { Act } from '../act/index.ts';
import { daysBetween } from '../calendar/index.ts';
import { CREDIT_TABLES, GRADES, type AdvancePolicy, type Assurance } from '../credit/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { parameterAt, type Context } from '../governance/index.ts';
import { fromWire, toWire, type Money } from '../money/index.ts';
import { shareOf } from '../rate/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { canonical } from '../wire/index.ts';
import { advanceCapOf, creditFaults, scoreIn, type Credit } from './credit-check.ts';
import type { ConsentCheck } from './decide-request.ts';
import { DAYS_MIN } from './decide-request.ts';
import { inState, lossFaults, notFound, outstandingFaults, type UnbookedLoss } from './faults.ts';
import { feeTermsOf, FEES_KEY } from './fees.ts';
import { takeFrom } from './limit.ts';
import { priceOf, shownOf, type Price, type Shown, type Terms } from './price.ts';
import { standingAlive } from './decide-quote.ts';
import { cardOffer, quoteOffer, type Offer } from './offer.ts';
import type { Quote, Standing } from './quote-state.ts';
import type { Financing, FinancingIn, Line, PriceWire, RateCard, Slice, Take } from './state.ts';

export const APR_MAX = { key: 'price.aprMaxPpm', fallback: 150_000 } as const;
/** Parameters that a price asks. */
export const PRICE_PARAMETERS = [FEES_KEY, APR_MAX.key, DAYS_MIN.key] as const;

export type AcceptState = {
  readonly financing: Financing | undefined;
  readonly card: RateCard | undefined;
  readonly quote: Quote | undefined;
  /** The instruction that the body names. */
  readonly standing: Standing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
  /** Credit of the supplier and the buyer, scored for the claims' assurance. */
  readonly credit: Credit;
  readonly line: Line | undefined;
  /** Slices of the card's capacity in the order in which they are visited. */
  readonly slices: readonly Slice[];
  readonly consents: ConsentCheck;
  /** Defaults of the debtor whose loss is not booked. */
  readonly losses: readonly UnbookedLoss[];
};

/**
 * `financing.accept` of a rate card or a sealed quote: the price is computed again from its terms and
 * must be what the supplier was shown; the advance is taken from a card's capacity.
 */
export function decideAccept(
  state: AcceptState,
  act: Act<'financing.accept'>,
  context: Context,
  policy: AdvancePolicy = CREDIT_TABLES.policy.advance,
): Result<readonly LedgerEvent[], Refusal> {
  const holders = (seen: Financing): boolean => seen.holder === act.actor;
  const requested = inState(state.financing, act, { states: ['requested'], seenBy: holders });
  if (!requested.ok) return requested;
  const financing = requested.value;
  const asked = firstOf(askedFaults(financing, state.standing, act));
  if (asked) return fail(asked);
  const offered = offerOf(financing, state, act, context);
  if (!offered.ok) return offered;
  const offer = offered.value;
  const fits = firstOf(offerFaults(financing, offer, state, context, policy));
  if (fits) return fail(fits);
  const terms = termsOf(financing, offer, context);
  const priced = agreedPrice(financing, terms, act.body.shown);
  if (!priced.ok) return priced;
  const price = priced.value;
  const taken = capacityOf(offer, state, price.advance);
  if (!taken.ok) return taken;
  const cardTake = taken.value;
  const { programme, funder, card, quote } = offer;
  const { businessDate: on } = act;
  const moved = { period: on.slice(0, 7), act: act.id };
  const wire = priceWire(price, terms);
  const accepted = { financing: financing.financing, funder, card, quote, programme };
  return ok([
    { kind: 'financing.accepted', ...accepted, price: wire, cardTake, on },
    ...(cardTake ? [{ kind: 'limit.frozen' as const, ...cardTake, ...moved }] : []),
  ]);
}

/** The card or the quote that the body names. */
function offerOf(
  financing: FinancingIn<'requested'>,
  state: AcceptState,
  { body }: Act<'financing.accept'>,
  { sha256 }: Pick<Context, 'sha256'>,
): Result<Offer, Refusal> {
  const { card, line, quote, consents } = state;
  if ('quote' in body) return quoteOffer(financing, { quote, body }, { consents, sha256 });
  return card && line ? cardOffer(financing, card, consents) : fail(notFound(body.card));
}

/** The advance from the card's capacity; a quote has none, its funder's lines decide later. */
function capacityOf(
  { card }: Offer,
  { line, slices }: AcceptState,
  advance: Money,
): Result<Take | null, Refusal> {
  return card === null || !line ? ok(null) : takeFrom(line, slices, advance, null);
}

/** A program accepts only what it asked for under the same instruction, while that is alive. */
function askedFaults(
  { standing: asked }: FinancingIn<'requested'>,
  standing: Standing | undefined,
  act: Act<'financing.accept'>,
): readonly Refusal[] {
  const id = 'standing' in act.body ? act.body.standing : undefined;
  if (id === undefined) return [];
  if (standing?.supplier !== act.actor || asked !== id) return [notFound(id)];
  return [standingAlive(standing, act) ?? []].flat();
}

/** The price computed again; it is what was shown, and the advance is at least what was wanted. */
function agreedPrice(
  financing: FinancingIn<'requested'>,
  terms: Terms,
  shown: Shown,
): Result<Price, Refusal> {
  const priced = priceOf(terms);
  if (!priced.ok) return priced;
  const fault = shownFault(shown, shownOf(priced.value)) ?? wantFault(financing, priced.value);
  return fault ? fail(fault) : priced;
}

/** The terms of a request under a card, with the parameters of the day. */
export function termsOf(
  financing: Pick<FinancingIn<'requested'>, 'outstanding' | 'fundOn' | 'payOn' | 'aprMaxPpm'>,
  card: Pick<RateCard, 'advancePpm' | 'ratePpm' | 'mode'>,
  context: Pick<Context, 'parameters' | 'businessDate'>,
): Terms {
  const { parameters, businessDate } = context;
  const at = (key: string, fallback: number): number =>
    Number(parameterAt(parameters.get(key), businessDate, fallback));
  const programmeMax = at(APR_MAX.key, APR_MAX.fallback);
  const { advancePpm, ratePpm, mode } = card;
  return {
    outstanding: fromWire(financing.outstanding),
    advancePpm,
    ratePpm,
    mode,
    days: daysBetween(financing.fundOn, financing.payOn),
    fees: feeTermsOf(parameterAt(parameters.get(FEES_KEY), businessDate, [])),
    aprMaxPpm: Math.min(programmeMax, financing.aprMaxPpm ?? programmeMax),
    daysMin: at(DAYS_MIN.key, DAYS_MIN.fallback),
  };
}

/** Alive on the day, credit in force, advance within the cap of every claim (§6.4). */
function offerFaults(
  financing: FinancingIn<'requested'>,
  offer: Offer,
  state: AcceptState,
  context: Context,
  policy: AdvancePolicy,
): readonly Refusal[] {
  const { businessDate } = context;
  if (!offer.isLive || offer.until < businessDate) {
    return [{ code: 'QUOTE_EXPIRED', facts: { t: offer.until } }];
  }
  if (financing.windowUntil < businessDate) {
    return [{ code: 'QUOTE_EXPIRED', facts: { t: financing.windowUntil } }];
  }
  const lost = lossFaults(state.losses, financing.buyer);
  if (lost.length > 0) return lost;
  const less = outstandingFaults(financing, state.holdings);
  if (less.length > 0) return less;
  const credit = state.receivables.flatMap(claim =>
    creditFaults(state.credit, {
      assurance: assuranceOf(claim),
      kind: financing.kind,
      businessDate,
    }),
  );
  if (credit.length > 0) return unique(credit);
  return [
    ...gradeFaults(offer, state.credit, businessDate),
    ...advanceFaults(state, offer.advancePpm, { businessDate, policy }),
  ];
}

/** Advance above the cap of any of the claims: `ADVANCE_ABOVE_CAP` with the parts of the cap. */
export function advanceFaults(
  state: { readonly receivables: readonly Receivable[]; readonly credit: Credit },
  advancePpm: number,
  of: { readonly businessDate: string; readonly policy: AdvancePolicy },
): readonly Refusal[] {
  const { businessDate, policy } = of;
  const faults = state.receivables.flatMap((claim): Refusal[] => {
    const termsDays = daysBetween(claim.invoiceOn, claim.dueOn);
    const assurance = assuranceOf(claim);
    const cap = advanceCapOf(state.credit, { assurance, termsDays, businessDate }, policy);
    if (advancePpm <= cap.capPpm) return [];
    const facts = { x: advancePpm, y: cap.capPpm, parts: cap.parts };
    return [{ code: 'ADVANCE_ABOVE_CAP', facts }];
  });
  return unique(faults);
}

/** Assurance of a live claim. */
export function assuranceOf(claim: Receivable): Assurance {
  return 'assurance' in claim ? claim.assurance : 'L1';
}

function gradeFaults(offer: Offer, credit: Credit, businessDate: string): readonly Refusal[] {
  if (offer.gradeMin === null) return [];
  const grade = scoreIn(credit.buyer, businessDate)?.grade ?? 'CCC';
  const words: readonly string[] = GRADES;
  if (words.indexOf(grade) <= words.indexOf(offer.gradeMin)) return [];
  const facts = { product: offer.programme, min: offer.gradeMin, grade };
  return [{ code: 'GRADE_TOO_LOW', facts }];
}

/** The first figure that was shown otherwise than it is computed. */
function shownFault(shown: Shown, computed: Shown): Refusal | null {
  for (const name of ['cash', 'totalCost', 'aprPpm', 'feeLines'] as const) {
    const [x, y] = [canonical(shown[name]), canonical(computed[name])];
    if (x !== y) {
      return { code: 'COST_DISCLOSURE_MISMATCH', facts: { x: `${name} ${x}`, y: `${name} ${y}` } };
    }
  }
  return null;
}

/** The card must give at least the advance that was wanted. */
function wantFault(financing: FinancingIn<'requested'>, price: Price): Refusal | null {
  const want = fromWire(financing.want);
  if (want.minor <= price.advance.minor) return null;
  const outstanding = fromWire(financing.outstanding);
  const x = shareOf(want, outstanding, 'up');
  const y = shareOf(price.advance, outstanding, 'down');
  return refuse('ADVANCE_ABOVE_CAP', { x, y, parts: ['card'] }).error;
}

function priceWire(price: Price, terms: Terms): PriceWire {
  return {
    advance: toWire(price.advance),
    discount: toWire(price.discount),
    interest: toWire(price.interest),
    cash: toWire(price.cash),
    totalCost: toWire(price.totalCost),
    aprPpm: price.aprPpm,
    feeLines: price.feeLines,
    ratePpm: terms.ratePpm,
    advancePpm: terms.advancePpm,
    days: terms.days,
    fees: terms.fees,
  };
}

/** The same fault of several claims is said once. */
function unique(faults: readonly Refusal[]): readonly Refusal[] {
  const seen = new Map(faults.map(fault => [canonical(fault), fault]));
  return [...seen.values()];
}
