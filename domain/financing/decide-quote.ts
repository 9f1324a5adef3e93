import type { Act } from '../act/index.ts';
import { dayNumber, weekday } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { formatMoney, fromWire, type MoneyWire } from '../money/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { lossFaults, notFound, stateWrong, type UnbookedLoss } from './faults.ts';
import type { Quote, Standing } from './quote-state.ts';
import type { Financing, Line } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type QuoteState = {
  readonly quote: Quote | undefined;
  readonly financing: Financing | undefined;
  /** The funder's own line on the debtor that the body names. */
  readonly line: Line | undefined;
  readonly losses: readonly UnbookedLoss[];
};

/**
 * `financing.quote`: a funder that was invited, or any when the request is open, commits to terms
 * that nobody can read. It needs a live limit on the debtor.
 */
export function decideQuote(state: QuoteState, act: Act<'financing.quote'>): Decision {
  const { quote, financing } = state;
  if (quote) {
    const of = { object: `quote ${act.body.quote}`, state: quote.status, states: 'none' };
    return fail(stateWrong(act, of));
  }
  if (!financing) return fail(notFound(act.body.financing));
  const fault =
    openFault(financing, act) ??
    limitFault(state.line, financing, act) ??
    firstOf(lossFaults(state.losses, financing.buyer));
  if (fault) return fail(fault);
  const { quote: id, commitment, until, financing: of } = act.body;
  const sealed = { quote: id, financing: of, funder: act.actor, commitment, until };
  const { holder } = financing;
  return ok([{ kind: 'financing.quoted', ...sealed, holder, quotedOn: act.businessDate }]);
}

/** The request is open to this funder, in its window, and so is the quote. */
function openFault(financing: Financing, act: Act<'financing.quote'>): Refusal | null {
  const { body, actor, businessDate: on } = act;
  const { invited, status, windowUntil } = financing;
  if (invited.length > 0 && !invited.includes(actor)) return { code: 'NOT_INVITED', facts: {} };
  if (status !== 'requested') {
    const of = { object: `financing ${body.financing}`, state: status, states: 'requested' };
    return stateWrong(act, of);
  }
  if (windowUntil < on) return { code: 'QUOTE_EXPIRED', facts: { t: windowUntil } };
  if (body.until >= on) return null;
  return { code: 'DATES_DISORDERED', facts: { a: on, b: body.until } };
}

/** The named line is the funder's own on this debtor, and alive. */
function limitFault(
  line: Line | undefined,
  { buyer: subject }: Financing,
  { actor, businessDate: on }: Act,
): Refusal | null {
  const isOwn = line?.owner === actor && line.kind === 'debtor' && line.subject === subject;
  if (isOwn && line.from <= on && on <= line.until) return null;
  return { code: 'LIMIT_ABSENT', facts: { subject } };
}

const STANDING_DAYS_MAX = 366;

/** `standing.place`: what a supplier's own program may ask for later without a person. */
export function decideStandingPlace(
  { standing }: { readonly standing: Standing | undefined },
  act: Act<'standing.place'>,
): Decision {
  const { body, actor, businessDate: on } = act;
  if (standing) {
    const of = { object: `standing ${body.standing}`, state: standing.status, states: 'none' };
    return fail(stateWrong(act, of));
  }
  const days = dayNumber(body.until) - dayNumber(on);
  if (days < 0) return refuse('DATES_DISORDERED', { a: on, b: body.until });
  if (days > STANDING_DAYS_MAX) {
    const facts = { figure: `${days} days`, range: `to ${STANDING_DAYS_MAX} days` };
    return refuse('PRICE_OUT_OF_RANGE', facts);
  }
  return ok([{ kind: 'standing.placed', supplier: actor, ...body, placedOn: on }]);
}

/** `standing.cancel`: nothing more is asked for under it; what was asked for stands. */
export function decideStandingCancel(
  { standing }: { readonly standing: Standing | undefined },
  act: Act<'standing.cancel'>,
): Decision {
  const { body, actor, businessDate: on } = act;
  if (standing?.supplier !== actor) return fail(notFound(body.standing));
  if (standing.status === 'live') {
    return ok([{ kind: 'standing.cancelled', standing: standing.standing, on }]);
  }
  const of = { object: `standing ${body.standing}`, state: standing.status, states: 'live' };
  return fail(stateWrong(act, of));
}

/** A request under a standing instruction: it is alive and says debtor, amount, APR and day. */
export function standingFaults(
  standing: Standing | undefined,
  of: {
    readonly id: string;
    readonly act: Act;
    readonly buyer: string;
    readonly want: MoneyWire;
    readonly aprMaxPpm: number | undefined;
    readonly fundOn: string;
  },
): readonly Refusal[] {
  const { act } = of;
  if (standing?.supplier !== act.actor) return [notFound(of.id)];
  const alive = standingAlive(standing, act);
  if (alive) return [alive];
  return [
    ...debtorFaults(standing, of.buyer),
    ...amountFaults(standing, of.want),
    ...aprFaults(standing, of.aprMaxPpm),
    ...(isFundingDay(standing, of.fundOn) ? [] : [outside(of.fundOn, standing.fundOn)]),
  ];
}

function outside(figure: string, range: string): Refusal {
  return { code: 'PRICE_OUT_OF_RANGE', facts: { figure, range } };
}

function debtorFaults({ buyers }: Standing, buyer: string): readonly Refusal[] {
  const isMeant = buyers.length === 0 || buyers.includes(buyer);
  return isMeant ? [] : [outside(`debtor ${buyer}`, 'the debtors of the instruction')];
}

function amountFaults({ amountMax }: Standing, want: MoneyWire): readonly Refusal[] {
  const [a, b] = [want.currency, amountMax.currency];
  if (a !== b) return [{ code: 'CURRENCY_MISMATCH', facts: { a, b } }];
  if (BigInt(want.minor) <= BigInt(amountMax.minor)) return [];
  return [outside(formatMoney(fromWire(want)), `up to ${formatMoney(fromWire(amountMax))}`)];
}

function aprFaults({ aprMaxPpm }: Standing, asked: number | undefined): readonly Refusal[] {
  if (asked !== undefined && asked <= aprMaxPpm) return [];
  const figure = asked === undefined ? 'no APR' : `APR ${asked} ppm`;
  return [outside(figure, `0 to ${aprMaxPpm} ppm`)];
}

/** `STATE_WRONG` when the instruction was cancelled or its days are over. */
export function standingAlive(standing: Standing, act: Act): Refusal | null {
  const isOver = standing.until < act.businessDate;
  if (standing.status === 'live' && !isOver) return null;
  const state = isOver ? `over since ${standing.until}` : standing.status;
  return stateWrong(act, { object: `standing ${standing.standing}`, state, states: 'live' });
}

const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'];

/** Any business day, or the named day of the week. */
function isFundingDay({ fundOn }: Standing, day: string): boolean {
  return fundOn === 'asap' || WEEKDAYS[weekday(day) % 7] === fundOn;
}
