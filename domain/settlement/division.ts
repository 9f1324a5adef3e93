import { daysBetween } from '../calendar/index.ts';
import type { Debt, Owing } from '../financing/index.ts';
import { allocate, divide, money, type Money } from '../money/index.ts';
import { interestOf, lateInterestOf } from '../rate/index.ts';
import type { Holding } from '../receivable/index.ts';
import { invariant } from '../result/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import type { Division } from './state.ts';

/** Parameters of the day that late interest asks (§6.2). */
export type LateRules = { readonly graceDays: number; readonly multiplePpm: number };

/** Where one amount on an active financing goes, and what is owed after it. Minor units. */
export type Step = {
  readonly late: bigint;
  readonly interest: bigint;
  readonly principal: bigint;
  readonly rebate: bigint;
  readonly earned: bigint;
  /** What restores principal that was written off. */
  readonly restored: bigint;
  readonly residual: bigint;
  readonly debt: Debt;
};

/**
 * Divides an amount on a claim over its live holdings in proportion to outstanding, by largest
 * remainder, ties by holding id. `amount` is at most what is outstanding.
 */
export function sharesOf(
  holdings: readonly Holding[],
  amount: Money,
): readonly { readonly holding: Holding; readonly minor: bigint }[] {
  const ordered = [...holdings].sort((a, b) => byCodeUnit(a.holding, b.holding));
  const weights = ordered.map(({ outstanding }) => BigInt(outstanding.minor));
  const shares = allocate(amount.minor, weights);
  return ordered.map((holding, at) => ({ holding, minor: shares[at] ?? 0n }));
}

/** What is owed on a day: interest and late interest accrued to it, half up per period. */
export function accrued(financing: Owing, on: string, rules: LateRules): Debt {
  const { debt, payOn, mode, price } = financing;
  const { currency } = price.advance;
  const principal = money(BigInt(debt.principal), currency);
  const { ratePpm } = price;
  const interestTo = earlier(on, payOn);
  const term = mode === 'interest' ? days(debt.interestTo, interestTo) : 0;
  const interest = interestOf({ principal, ratePpm, days: term }).minor;
  const late = { principal, ratePpm, days: days(debt.lateTo, on) };
  const lateInterest = lateInterestOf(late, rules.multiplePpm).minor;
  return {
    principal: debt.principal,
    unearned: debt.unearned,
    interestDue: (BigInt(debt.interestDue) + interest).toString(),
    interestTo: later(debt.interestTo, interestTo),
    lateDue: (BigInt(debt.lateDue) + lateInterest).toString(),
    lateTo: later(debt.lateTo, on),
    writtenOff: debt.writtenOff,
  };
}

/**
 * The waterfall of one amount on an active financing (§7.3): late interest once past the grace,
 * interest, principal, what was written off, then the holder. Principal that comes early gives back its part of the
 * discount for the days left, rounded down.
 * @example 1,000,000.00 on 900,000.00 ten days late at 60,000 ppm: late 2,250.00, principal
 * 900,000.00, residual 97,750.00
 */
export function stepOf(financing: Owing, amount: bigint, on: string, rules: LateRules): Step {
  const owed = accrued(financing, on, rules);
  const isLate = days(financing.payOn, on) > rules.graceDays;
  const late = isLate ? least(amount, BigInt(owed.lateDue)) : 0n;
  const interest = least(amount - late, BigInt(owed.interestDue));
  const principal = least(amount - late - interest, BigInt(owed.principal));
  const restored = least(amount - late - interest - principal, BigInt(owed.writtenOff));
  const { rebate, earned } = discountOf(financing, { principal, restored }, on);
  const residual = amount - late - interest - principal - restored + rebate;
  const debt = {
    ...owed,
    principal: (BigInt(owed.principal) - principal).toString(),
    unearned: (BigInt(owed.unearned) - rebate - earned).toString(),
    interestDue: (BigInt(owed.interestDue) - interest).toString(),
    lateDue: (BigInt(owed.lateDue) - late).toString(),
    writtenOff: (BigInt(owed.writtenOff) - restored).toString(),
  };
  return { late, interest, principal, rebate, earned, restored, residual, debt };
}

/** Nothing is owed to the funder any more; late interest within the grace is not charged. */
export function isRepaid(debt: Debt): boolean {
  return debt.principal === '0' && debt.interestDue === '0' && debt.writtenOff === '0';
}

const NOTHING = { late: 0n, interest: 0n, principal: 0n, rebate: 0n, earned: 0n, restored: 0n };

/**
 * One holding's share as it is recorded; asserts INV-R11 for it. `recovered` of the amount is money
 * for what was written off.
 */
export function divisionOf(
  holding: Holding,
  { amount, recovered }: { readonly amount: bigint; readonly recovered: bigint },
  step: Step | null,
  owed: {
    readonly funder: string | null;
    readonly loan: string | null;
    /** Of what is restored, the part that the risk reserve bore. */
    readonly toReserve: bigint;
  },
): Division {
  const { receivable, holding: id } = holding;
  const unlent = { ...NOTHING, residual: amount };
  const { late, interest, principal, rebate, earned, restored, residual } = step ?? unlent;
  const { funder, loan, toReserve } = owed;
  const toFunder = late + interest + principal + restored - rebate - toReserve;
  const isWhole = toFunder + toReserve + residual === amount && toReserve <= restored;
  invariant('INV-R11', isWhole && residual >= 0n && toFunder >= 0n, () => {
    return `${toFunder} to the funder + ${residual} to the holder is not ${amount}`;
  });
  return {
    receivable,
    holding: id,
    financing: financingOf(holding),
    loan,
    holder: holding.state === 'sold' ? holding.residualTo : holding.holder,
    amount: amount.toString(),
    late: late.toString(),
    interest: interest.toString(),
    principal: principal.toString(),
    rebate: rebate.toString(),
    earned: earned.toString(),
    restored: restored.toString(),
    recovered: recovered.toString(),
    funder,
    toFunder: toFunder.toString(),
    toReserve: toReserve.toString(),
    toHolder: residual.toString(),
  };
}

/** The financing that has a claim on a holding's money; a reservation has none yet. */
export function financingOf(holding: Holding): string | null {
  return holding.state === 'sold' || holding.state === 'pledged' ? holding.financing : null;
}

/** The order loan that a holding is kept for: its funder is paid before the holder. */
export function loanOf(holding: Holding): string | null {
  const isKept = holding.state === 'reserved' && holding.lockedFor.kind === 'orderLoan';
  return isKept ? holding.lockedFor.id : null;
}

/**
 * discount · principal · days left / (advance · days), down; the rest of its part is earned, also on
 * what restores principal that was written off.
 */
function discountOf(
  { price, debt, payOn }: Owing,
  paid: { readonly principal: bigint; readonly restored: bigint },
  on: string,
): { readonly rebate: bigint; readonly earned: bigint } {
  const unearned = BigInt(debt.unearned);
  const { principal } = paid;
  const repaid = principal + paid.restored;
  if (unearned === 0n || repaid === 0n) return { rebate: 0n, earned: 0n };
  const [discount, advance] = [BigInt(price.discount.minor), BigInt(price.advance.minor)];
  const left = BigInt(Math.min(days(on, payOn), price.days));
  const rebate = divide(discount * principal * left, advance * BigInt(price.days), 'down');
  const isLast = repaid === BigInt(debt.principal) + BigInt(debt.writtenOff);
  const part = isLast ? unearned : divide(discount * repaid, advance, 'down');
  return { rebate, earned: part - rebate };
}

/** Days from one day to a later one; zero when it is not later. */
function days(from: string, to: string): number {
  return Math.max(0, daysBetween(from, to));
}

function least(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function earlier(a: string, b: string): string {
  return a < b ? a : b;
}

function later(a: string, b: string): string {
  return a > b ? a : b;
}
