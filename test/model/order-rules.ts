import { codes, type Codes } from './claim-rules.ts';
import { daysFrom, halfUp, type ModelLoan, type ModelOrder, type ModelState } from './state.ts';

export const LOAN_RATE_PPM = 72_000n;
const SHARE_PPM = 500_000n;
const SIGNED_PPM = 300_000n;
const DELIVERED_PPM = 700_000n;
const WHOLE = 1_000_000n;
const YEAR = 360n;
const OFFER_DAYS = 30;
const GRACE_DAYS = 3;
const DEFAULT_DAYS = 30;
export const VALID_UNTIL = '2026-06-30';
export const LOAN_DUE = '2026-06-30';
export const ORDER_LINE = 52_000_000n;
/** To this day both sides are scored for orders. */
export const ORDER_SCORES_UNTIL = '2026-06-20';

const LIVE_ORDERS = ['registered', 'accepted', 'fulfilled', 'closed'];
const OPEN_LOANS = ['accepted', 'committed', 'active', 'overdue', 'defaulted'];
const OWED_LOANS = ['active', 'overdue', 'defaulted'];

/** Nobody has the number of an order that stands. */
export function isKnown(model: ModelState, number: string): boolean {
  return [...model.orders.values()].some(order => {
    return order.number === number && LIVE_ORDERS.includes(order.status);
  });
}

/** What was drawn on an order and is not over; its funder has a word then. */
export function drawnOn(model: ModelState, order: ModelOrder): bigint {
  const loan = model.loans.get(order.loan);
  return loan && OPEN_LOANS.includes(loan.status) ? drawnOf(loan) : 0n;
}

export function drawnOf({ draws }: ModelLoan): bigint {
  return draws.reduce((sum, { amount }) => sum + amount, 0n);
}

/** What the passing of days makes of an order. */
export function orderAgeFaults({ today }: ModelState, order: ModelOrder): Codes {
  if (order.status === 'registered') {
    return codes([daysFrom(order.registeredOn, today) <= OFFER_DAYS, 'TOO_EARLY']);
  }
  if (order.status === 'accepted') return codes([today <= VALID_UNTIL, 'TOO_EARLY']);
  return ['STATE_WRONG'];
}

export function ageOrder(order: ModelOrder): void {
  order.status = order.status === 'registered' ? 'expired' : 'lapsed';
}

/** An attested milestone adds; with both met the order is fulfilled (§3.1). */
export function attest(order: ModelOrder, milestone: string, ppm: bigint): void {
  if (milestone === 'signed') order.signed = ppm === WHOLE;
  else order.delivered = ppm;
  if (order.signed && order.delivered === WHOLE) order.status = 'fulfilled';
}

/** floor(value · share · weight / 10¹²), at most the loan, less what was drawn. */
export function roomOf(loan: ModelLoan, order: ModelOrder): bigint {
  const delivered = (DELIVERED_PPM * order.delivered) / WHOLE;
  const weight = (order.signed ? SIGNED_PPM : 0n) + delivered;
  const allowed = (order.value * SHARE_PPM * weight) / (WHOLE * WHOLE);
  const room = (allowed < loan.amount ? allowed : loan.amount) - drawnOf(loan);
  return room > 0n ? room : 0n;
}

/** What a loan costs when all of it is drawn today. */
export function loanCost(amount: bigint, days: number) {
  const cost = halfUp(amount * LOAN_RATE_PPM * BigInt(days), YEAR * WHOLE);
  const by = amount * BigInt(days);
  return { cost, apr: (cost * 365n * WHOLE + by - 1n) / by };
}

/** A share of the order above the quoted one. */
export function isTooMuch({ amount }: ModelLoan, { value }: ModelOrder): boolean {
  return amount * WHOLE > value * SHARE_PPM;
}

/** What live loans take of every line: the frozen rest of a loan, and what it owes. */
export function linesTaken(model: ModelState): bigint {
  return [...model.loans.values()].reduce((sum, loan) => {
    const { status, amount, principal, draws } = loan;
    const paid = draws.filter(draw => draw.status === 'paid');
    const used = paid.reduce((whole, draw) => whole + draw.amount, 0n);
    const frozen = ['committed', 'active', 'overdue', 'defaulted'].includes(status)
      ? amount - used
      : 0n;
    return sum + frozen + (OWED_LOANS.includes(status) ? principal : 0n);
  }, 0n);
}

/** Interest to the due day, late interest after it, half up for each period (§6.2). */
function count(loan: ModelLoan, today: string): void {
  const until = today < loan.dueOn ? today : loan.dueOn;
  const term = BigInt(Math.max(0, daysFrom(loan.countedTo, until)));
  loan.interestDue += halfUp(loan.principal * LOAN_RATE_PPM * term, YEAR * WHOLE);
  const lateFrom = loan.countedTo > loan.dueOn ? loan.countedTo : loan.dueOn;
  const late = BigInt(Math.max(0, daysFrom(lateFrom, today)));
  loan.lateDue += halfUp(loan.principal * LOAN_RATE_PPM * 3n * late, YEAR * WHOLE * 2n);
  if (today > loan.countedTo) loan.countedTo = today;
}

/** The bank paid a draw: cash is out, and owed. */
export function drawPaid(
  model: ModelState,
  loan: ModelLoan,
  of: { readonly amount: bigint; readonly funder: string; readonly supplier: string },
): void {
  count(loan, model.today);
  loan.principal += of.amount;
  if (loan.status === 'committed') loan.status = 'active';
  model.post(`8101 ${of.funder}`, `9101 ${of.supplier}`, of.amount);
}

/** All that is owed on a day; late interest only once past the grace. */
export function owedOf({ today }: ModelState, loan: ModelLoan): bigint {
  const copy = { ...loan };
  count(copy, today);
  const late = daysFrom(copy.dueOn, today) > GRACE_DAYS ? copy.lateDue : 0n;
  return copy.principal + copy.interestDue + late;
}

export type LoanPaying = {
  readonly entry: string;
  readonly funder: string;
  readonly supplier: string;
};

/** Late interest, interest, principal, all of it the funder's (§7.3). */
export function payLoan(model: ModelState, loan: ModelLoan, amount: bigint, of: LoanPaying): void {
  count(loan, model.today);
  const charged = daysFrom(loan.dueOn, model.today) > GRACE_DAYS;
  const late = charged ? least(amount, loan.lateDue) : 0n;
  const interest = least(amount - late, loan.interestDue);
  const principal = amount - late - interest;
  loan.lateDue -= late;
  loan.interestDue -= interest;
  loan.principal -= principal;
  model.post(`2201 ${of.entry}`, `2101 ${of.funder}`, amount);
  model.pending += amount;
  model.post(`9101 ${of.supplier}`, `8101 ${of.funder}`, principal);
  endIfPaid(model, loan);
}

/** A loan whose money is on its way to the supplier is not repaid. */
export function endIfPaid(model: ModelState, loan: ModelLoan): void {
  const { status, draws, principal, interestDue } = loan;
  const pays = draws.some(draw => ['instructed', 'sent'].includes(draw.status));
  if (!OWED_LOANS.includes(status) || pays || principal + interestDue > 0n) return;
  endLoan(model, loan, 'repaid');
}

export function endLoan(model: ModelState, loan: ModelLoan, status: string): void {
  loan.status = status;
  const order = model.orders.get(loan.order);
  if (order?.loan === loan.id) order.loan = '';
}

/** What the passing of days makes of a loan. */
export function loanAgeFaults(model: ModelState, loan: ModelLoan, nextDay: string): Codes {
  const { status, dueOn, draws } = loan;
  if (!['accepted', 'committed', 'active'].includes(status)) return ['STATE_WRONG'];
  const last = status === 'accepted' ? nextDay : dueOn;
  const pays = draws.some(draw => ['instructed', 'sent'].includes(draw.status));
  return codes(
    [model.today <= last, 'TOO_EARLY'],
    [status !== 'active' && pays && model.today > last, 'STATE_WRONG'],
  );
}

export function ageLoan(model: ModelState, loan: ModelLoan): void {
  if (loan.status === 'active') loan.status = 'overdue';
  else endLoan(model, loan, 'expired');
}

export function loanDefaultFaults({ today }: ModelState, { status, dueOn }: ModelLoan): Codes {
  return codes(
    [status !== 'overdue', 'STATE_WRONG'],
    [status === 'overdue' && daysFrom(dueOn, today) <= DEFAULT_DAYS, 'TOO_EARLY'],
  );
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}
