import { codes, type Codes } from './claim-rules.ts';
import {
  daysFrom,
  halfUp,
  nextDayOf,
  type ModelClaim,
  type ModelFinancing,
  type ModelHolding,
  type ModelState,
} from './state.ts';

export const RATE_PPM = 60_000n;
const ADVANCE_PPM = 900_000n;
const FEE_PPM = 1_000n;
const WHOLE = 1_000_000n;
const YEAR = 360n;
export const CARD_ROOM = 55_000_000n;
export const LINE_ROOM = 40_000_000n;
const CARD_UNTIL = '2026-03-31';
export const SCORES_UNTIL = '2026-03-20';
/** Ninety days from the invoices' day, 2026-02-20. */
const AGED_FROM = '2026-05-21';
const GRACE_DAYS = 3;
const DEFAULT_DAYS = 30;

/** What a financing of an amount costs to its pay day (§6.2). */
export function priceOf(outstanding: bigint, days: number) {
  const advance = (outstanding * ADVANCE_PPM) / WHOLE;
  const discount = halfUp(advance * RATE_PPM * BigInt(days), YEAR * WHOLE);
  const fee = halfUp(advance * FEE_PPM, WHOLE);
  const cash = advance - discount - fee;
  const cost = discount + fee;
  const yearly = cost * 365n * WHOLE;
  const by = cash * BigInt(days);
  const apr = by > 0n ? (yearly + by - 1n) / by : 0n;
  return { advance, discount, fee, cash, cost, apr };
}

export function acceptFaults(
  model: ModelState,
  financing: ModelFinancing,
  of: { readonly actor: string; readonly consents: boolean },
): Codes {
  const { today } = model;
  if (financing.holder !== of.actor) return ['NOT_FOUND'];
  return codes(
    [financing.status !== 'requested', 'STATE_WRONG'],
    [today > CARD_UNTIL || today > financing.requestedOn, 'QUOTE_EXPIRED'],
    [!of.consents, 'CONSENT_MISSING'],
    [today > SCORES_UNTIL, 'ATTESTATION_EXPIRED'],
    [model.cardTaken() + financing.advance > CARD_ROOM, 'LIMIT_EXCEEDED'],
  );
}

export function commitFaults(model: ModelState, financing: ModelFinancing): Codes {
  return codes(
    [financing.status === 'requested', 'NOT_FOUND'],
    [financing.status !== 'accepted', 'STATE_WRONG'],
    [model.today > SCORES_UNTIL, 'ATTESTATION_EXPIRED'],
    [model.taken() + financing.advance > LINE_ROOM, 'LIMIT_EXCEEDED'],
  );
}

export function clearFaults(model: ModelState, financing: ModelFinancing): Codes {
  const claim = model.claims.get(financing.claim);
  const searched = model.searchedOn !== '' && daysFrom(model.searchedOn, model.today) <= 1;
  const fails =
    !financing.filed ||
    !searched ||
    claim?.frozen === true ||
    (claim?.flags.length ?? 0) > 0 ||
    model.today > SCORES_UNTIL ||
    model.today > AGED_FROM;
  return codes(
    // A list that has become stale is made anew.
    [!['committed', 'cleared'].includes(financing.status), 'STATE_WRONG'],
    [financing.status === 'requested', 'NOT_FOUND'],
    [fails, 'CHECK_FAILED'],
  );
}

export function disburseFaults(model: ModelState, financing: ModelFinancing): Codes {
  const { advance, discount, status, clearedOn, requestedOn } = financing;
  return codes(
    [status === 'requested', 'NOT_FOUND'],
    [status !== 'cleared', 'STATE_WRONG'],
    [clearedOn !== model.today, 'CHECK_STALE'],
    // The price is that of the funding day: money moves on it or on the next business day.
    [model.today > nextDayOf(requestedOn), 'DATES_DISORDERED'],
    [model.folded < advance - discount, 'FUNDS_NOT_IN'],
  );
}

export function disburse(
  model: ModelState,
  financing: ModelFinancing,
  of: { readonly payout: string; readonly funder: string },
): void {
  const { advance, discount, fee, id } = financing;
  const cash = advance - discount - fee;
  model.folded -= cash + fee;
  model.post(`2101 ${of.funder}`, `2301 ${of.payout}`, cash);
  model.post(`2101 ${of.funder}`, '2501 platform', fee);
  Object.assign(financing, { status: 'disbursing', payout: of.payout });
  model.payouts.set(of.payout, {
    id: of.payout,
    financing: id,
    cash,
    status: 'instructed',
    filed: false,
  });
}

/** Cash and title move together (INV-R7). */
export function paidOut(
  model: ModelState,
  financing: ModelFinancing,
  of: { readonly funder: string; readonly bank: string },
): void {
  const holding = model.holdings.get(financing.holding);
  const payout = model.payouts.get(financing.payout);
  if (!holding || !payout) throw new Error('nothing to pay out');
  payout.status = 'confirmed';
  model.post(`2301 ${payout.id}`, `1001 ${of.bank}`, payout.cash);
  model.post(`8001 ${of.funder}`, `8001 ${holding.holder}`, holding.outstanding);
  model.post(`8101 ${of.funder}`, `9101 ${holding.holder}`, financing.advance);
  Object.assign(holding, { state: 'sold', holder: of.funder });
  const owed = { principal: financing.advance, lateTo: financing.payOn };
  Object.assign(financing, { status: 'active', ...owed });
}

export type Paying = { readonly buyer: string; readonly funder: string; readonly entry: string };

/** A payment of the buyer over the parts of a claim, then over what was given up (§7.3, R-81). */
export function pay(model: ModelState, claim: ModelClaim, amount: bigint, of: Paying): void {
  const { outstanding } = model.openOf(claim.id);
  const now = amount < outstanding ? amount : outstanding;
  const live = model.liveOf(claim.id);
  for (const [at, minor] of shares(live, now).entries()) {
    const holding = live[at];
    if (holding && minor > 0n) payPart(model, holding, { minor, lost: false }, of);
  }
  const lost = [...model.holdings.values()].filter(
    part => part.claim === claim.id && part.writtenOff > 0n,
  );
  for (const holding of amount > now ? lost : []) {
    payPart(model, holding, { minor: holding.writtenOff, lost: true }, of);
  }
  returnRepaid(model, claim, of.funder);
  const left = model.openOf(claim.id);
  if (left.outstanding === 0n) claim.status = left.lost > 0n ? 'closedWithLoss' : 'settled';
}

/** In proportion to what is outstanding; what is left over goes to the largest remainders. */
function shares(parts: readonly ModelHolding[], amount: bigint): bigint[] {
  const whole = parts.reduce((sum, { outstanding }) => sum + outstanding, 0n);
  const given = parts.map(({ outstanding }) => (amount * outstanding) / (whole || 1n));
  const rests = parts.map(({ outstanding }, at) => ({
    at,
    rest: (amount * outstanding) % (whole || 1n),
  }));
  rests.sort((a, b) => (a.rest === b.rest ? a.at - b.at : a.rest < b.rest ? 1 : -1));
  let left = amount - given.reduce((sum, part) => sum + part, 0n);
  for (const { at } of rests) {
    if (left === 0n) break;
    given[at] = (given[at] ?? 0n) + 1n;
    left -= 1n;
  }
  return given;
}

function payPart(
  model: ModelState,
  holding: ModelHolding,
  of: { readonly minor: bigint; readonly lost: boolean },
  { buyer, funder, entry }: Paying,
): void {
  const financing = [...model.financings.values()].find(
    ({ holding: id, principal, writtenOff }) => id === holding.id && principal + writtenOff > 0n,
  );
  const { toFunder, principal } = financing
    ? stepDown(model, financing, of.minor)
    : { toFunder: 0n, principal: 0n };
  const rest = of.lost ? holding.residualTo : holding.holder;
  const residualTo = financing?.holder ?? rest;
  model.post(`2201 ${entry}`, `2101 ${funder}`, toFunder);
  model.pending += toFunder;
  model.post(`2201 ${entry}`, `2101 ${residualTo}`, of.minor - toFunder);
  model.post(`9001 ${buyer}`, `${of.lost ? '8090' : '8001'} ${holding.holder}`, of.minor);
  model.post(`9101 ${residualTo}`, `8101 ${funder}`, principal);
  holding.paid += of.minor;
  if (of.lost) holding.writtenOff -= of.minor;
  else holding.outstanding -= of.minor;
  if (holding.outstanding === 0n) holding.state = 'closed';
}

/** Late interest up to today, at half more than the rate. */
function runLate({ today }: ModelState, financing: ModelFinancing): void {
  const since = daysFrom(financing.lateTo, today);
  const days = BigInt(Math.max(0, since));
  financing.lateDue += halfUp(financing.principal * RATE_PPM * 3n * days, YEAR * WHOLE * 2n);
  if (since > 0) financing.lateTo = today;
}

/** Late interest once past the grace, principal, what was given up; a rebate for days left. */
function stepDown(model: ModelState, financing: ModelFinancing, minor: bigint) {
  const { today } = model;
  runLate(model, financing);
  const charged = daysFrom(financing.payOn, today) > GRACE_DAYS;
  const late = charged ? least(minor, financing.lateDue) : 0n;
  const principal = least(minor - late, financing.principal);
  const restored = least(minor - late - principal, financing.writtenOff);
  const left = Math.max(0, daysFrom(today, financing.payOn));
  const { discount, advance, days: term } = financing;
  const rebate =
    (discount * principal * BigInt(Math.min(left, term))) / (advance * BigInt(term || 1));
  financing.lateDue -= late;
  financing.principal -= principal;
  financing.writtenOff -= restored;
  return { toFunder: late + principal + restored - rebate, principal: principal + restored };
}

/** What a repaid financing still has of a claim goes back to whom the rest belongs. */
function returnRepaid(model: ModelState, claim: ModelClaim, funder: string): void {
  for (const financing of model.financings.values()) {
    const runs = ['active', 'overdue', 'defaulted', 'writtenOff'].includes(financing.status);
    const owes = financing.principal + financing.writtenOff > 0n;
    if (financing.claim !== claim.id || !runs || owes) continue;
    financing.status = 'repaid';
    const holding = model.holdings.get(financing.holding);
    if (holding?.state !== 'sold') continue;
    model.post(`8001 ${financing.holder}`, `8001 ${funder}`, holding.outstanding);
    Object.assign(holding, { state: 'free', holder: financing.holder });
  }
}

export function defaultFaults(model: ModelState, financing: ModelFinancing): Codes {
  const claim = model.claims.get(financing.claim);
  const { status } = financing;
  return codes(
    [status !== 'overdue' || claim?.status === 'confirmed', 'STATE_WRONG'],
    [daysFrom(financing.payOn, model.today) <= DEFAULT_DAYS, 'TOO_EARLY'],
  );
}

export function writeoffFaults(
  model: ModelState,
  financing: ModelFinancing,
  amount: bigint,
): Codes {
  const holding = model.holdings.get(financing.holding);
  if (financing.status === 'requested') return ['NOT_FOUND'];
  const most = least(holding?.outstanding ?? 0n, financing.principal);
  return codes(
    [!['defaulted', 'writtenOff'].includes(financing.status), 'STATE_WRONG'],
    [holding?.state !== 'sold', 'NOT_FOUND'],
    [amount > most, 'WRITEOFF_ABOVE'],
  );
}

export function writeOff(
  model: ModelState,
  financing: ModelFinancing,
  of: { readonly amount: bigint; readonly funder: string },
): void {
  const holding = model.holdings.get(financing.holding);
  const claim = model.claims.get(financing.claim);
  if (!holding || !claim) throw new Error('nothing to write off');
  model.post(`8090 ${of.funder}`, `8001 ${of.funder}`, of.amount);
  holding.outstanding -= of.amount;
  holding.writtenOff += of.amount;
  if (holding.outstanding === 0n) holding.state = 'closed';
  runLate(model, financing);
  financing.principal -= of.amount;
  financing.writtenOff += of.amount;
  financing.status = 'writtenOff';
  if (model.openOf(claim.id).outstanding === 0n) claim.status = 'closedWithLoss';
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
