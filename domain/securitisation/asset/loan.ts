import { datesOf, yearFraction, type BusinessDate } from '../../calendar/index.ts';
import { refuse, type Refusal } from '../../errors/index.ts';
import { fraction, roundFraction, times, type Fraction } from '../../rate/index.ts';
import { ok, type Result } from '../../result/index.ts';
import { ppb, smaller, toMinor, toPpb, type Mode } from '../arithmetic.ts';
import { levelOn, type Assumption, type Curves } from '../assumption/assumption.ts';
import {
  defaultRates,
  prepaymentRates,
  survivedAfter,
  type Periods,
} from '../assumption/speeds.ts';
import { ONE_FIXED, powFixed } from '../power.ts';
import type { LoanAsset, Plan } from './asset.ts';
import { openDates, paymentDates } from './dates.ts';
import { emptyRow, type FlowRow } from './flow.ts';
import { recoveryPeriods, recoveryRows, withRecoveries } from './loss.ts';
import { withPenalties } from './penalty.ts';

/** Periods of a year, as a fraction of it. */
const PART_OF_YEAR: Readonly<Record<LoanAsset['frequency'], Fraction>> = {
  weekly: { n: 1000n, d: 52_143n },
  biweekly: { n: 2000n, d: 52_143n },
  monthly: { n: 1n, d: 12n },
  quarterly: { n: 1n, d: 4n },
  semiAnnually: { n: 1n, d: 2n },
  annually: { n: 1n, d: 1n },
};

const NONE: Fraction = { n: 0n, d: 1n };

type Step = {
  readonly date: BusinessDate;
  readonly from: BusinessDate;
  readonly left: number;
  readonly fails: Fraction;
  readonly prepays: Fraction;
  readonly ratePpb: bigint;
};

/**
 * The rows of a performing loan in the order `defaultFirst` (SEC-25): default on the opening balance,
 * prepayment on the rest, interest on what is left, then the scheduled principal. The first row is
 * the opening balance on the date of the last payment. `FIXING_MISSING` without a curve of its index.
 */
export function projectLoan(
  asset: LoanAsset,
  assumption: Assumption,
  curves: Curves,
  mode: Mode,
): Result<FlowRow[], Refusal> {
  const steps = stepsOf(asset, assumption, curves, mode);
  if (!steps.ok) return steps;
  const amounts = defaultAmounts(assumption, steps.value.length, mode);
  const scaled = asset.plan.kind === 'schedule' || asset.plan.kind === 'flatFee';
  const opening = emptyRow(steps.value[0]?.from ?? asset.start, asset.balance, asset.ratePpb);
  const rows = [{ ...opening, borrowers: asset.borrowers ?? null }];
  let balance = asset.balance;
  let survived: Fraction = scheduleFactor(asset);
  steps.value.forEach((step, index) => {
    if (scaled) survived = survivedAfter(survived, step.fails, step.prepays);
    const row = oneRow(asset, { balance, survived, step, amount: amounts?.[index] }, mode);
    rows.push(row);
    balance = row.balance;
  });
  const extra = recoveryPeriods(assumption.recovery);
  const after = extra > 0 ? openDates(asset, extra).slice(-extra) : [];
  const known = [...rows, ...recoveryRows(after)];
  return ok(withPenalties(asset, withRecoveries(known, assumption.recovery, mode), mode));
}

/** The open periods of a loan with their rates. */
function stepsOf(
  asset: LoanAsset,
  assumption: Assumption,
  curves: Curves,
  mode: Mode,
): Result<Step[], Refusal> {
  const dates = openDates(asset, 0);
  const rates = assetRates(asset, dates.slice(1), curves, mode);
  if (!rates.ok) return rates;
  const periods: Periods = { dates, age: asset.term - asset.remaining };
  const fails = defaultRates(assumption.default, periods, mode);
  const prepays = prepaymentRates(assumption.prepayment, periods, mode);
  return ok(
    dates.slice(1).map((date, index) => ({
      date,
      from: dates[index] ?? date,
      left: asset.remaining - index,
      fails: fails[index] ?? NONE,
      prepays: prepays[index] ?? NONE,
      ratePpb: rates.value[index] ?? asset.ratePpb,
    })),
  );
}

type Before = {
  readonly balance: bigint;
  readonly survived: Fraction;
  readonly step: Step;
  readonly amount: bigint | undefined;
};

function oneRow(asset: LoanAsset, before: Before, mode: Mode): FlowRow {
  const { balance, survived, step, amount } = before;
  const part = (whole: bigint, rate: Fraction): bigint =>
    toMinor(times({ n: whole, d: 1n }, rate), mode);
  const failed = amount === undefined ? part(balance, step.fails) : smaller(balance, amount);
  const prepaid = part(balance - failed, step.prepays);
  const held = balance - failed - prepaid;
  const periodRate = rateOfPeriod(asset, step, mode);
  const interest = part(held, periodRate);
  const paid = scheduled(asset.plan, { asset, held, periodRate, interest, step, survived }, mode);
  return {
    ...emptyRow(step.date, held - paid.principal, step.ratePpb),
    principal: paid.principal,
    interest: paid.interest,
    prepayment: prepaid,
    default: failed,
    borrowers: borrowersLeft(asset, balance, held - paid.principal),
  };
}

type Due = {
  readonly asset: LoanAsset;
  readonly held: bigint;
  readonly periodRate: Fraction;
  readonly interest: bigint;
  readonly step: Step;
  readonly survived: Fraction;
};

type Paid = { readonly principal: bigint; readonly interest: bigint };

/** Interest and principal of one period by plan; the last period takes the balance. */
function scheduled(plan: Plan, due: Due, mode: Mode): Paid {
  const { held, interest, step } = due;
  if (plan.kind === 'flatFee') return flatFee(due, mode);
  if (step.left <= 1) return { principal: held, interest };
  switch (plan.kind) {
    case 'level':
      return {
        principal: levelPayment(held, due.periodRate, step.left, mode) - interest,
        interest,
      };
    case 'linear':
      return { principal: toMinor(fraction(held, BigInt(step.left)), mode), interest };
    case 'bullet':
      return { principal: 0n, interest };
    case 'balloon': {
      const count = plan.amortTerm - passed(due);
      return { principal: levelPayment(held, due.periodRate, count, mode) - interest, interest };
    }
    case 'schedule':
      return { principal: ofSchedule(plan, due, mode), interest };
    default:
      return waiting(plan, due, mode);
  }
}

function passed({ asset, step }: Due): number {
  return asset.term - step.left;
}

/** Periods at the beginning without principal, or without any payment. */
function waiting(
  plan: Extract<Plan, { kind: 'interestOnly' } | { kind: 'noPayment' }>,
  due: Due,
  mode: Mode,
): Paid {
  if (passed(due) >= plan.periods) return scheduled(plan.then, due, mode);
  return plan.kind === 'interestOnly'
    ? { principal: 0n, interest: due.interest }
    : { principal: -due.interest, interest: 0n };
}

function flatFee({ asset, held, step, survived }: Due, mode: Mode): Paid {
  const fee = times(times({ n: asset.original, d: 1n }, ppb(asset.ratePpb)), survived);
  const even = times(fraction(held, BigInt(Math.max(1, step.left))), survived);
  return { principal: step.left === 1 ? held : toMinor(even, mode), interest: toMinor(fee, mode) };
}

function ofSchedule(plan: Extract<Plan, { kind: 'schedule' }>, due: Due, mode: Mode): bigint {
  const planned = plan.amounts.filter(([on]) => on <= due.step.date).at(-1)?.[1] ?? 0n;
  return smaller(toMinor(times({ n: planned, d: 1n }, due.survived), mode), due.held);
}

/** B · q · (1 + q)ⁿ / ((1 + q)ⁿ − 1); B / n at q = 0 (SEC-17). */
export function levelPayment(balance: bigint, rate: Fraction, count: number, mode: Mode): bigint {
  const periods = BigInt(Math.max(1, count));
  if (rate.n === 0n) return toMinor(fraction(balance, periods), mode);
  const growth = powFixed(fraction(rate.d + rate.n, rate.d), fraction(periods));
  return toMinor(fraction(balance * rate.n * growth, rate.d * (growth - ONE_FIXED)), mode);
}

function rateOfPeriod(asset: LoanAsset, step: Step, mode: Mode): Fraction {
  if (asset.interestBy === 'days') {
    return times(ppb(step.ratePpb), yearFraction(asset.dayCount, step.from, step.date));
  }
  const exact = times(ppb(step.ratePpb), PART_OF_YEAR[asset.frequency]);
  return mode === 'conserving' ? exact : ppb(toPpb(exact, mode));
}

/** The rate of each payment date: the current one until the first reset at or after the first. */
function assetRates(
  asset: LoanAsset,
  dates: readonly BusinessDate[],
  curves: Curves,
  mode: Mode,
): Result<bigint[], Refusal> {
  const { rate } = asset;
  if (rate.kind === 'fixed') return ok(dates.map(() => asset.ratePpb));
  const curve = Object.hasOwn(curves, rate.index) ? curves[rate.index] : undefined;
  if (!curve) return refuse('FIXING_MISSING', { index: rate.index, asset: asset.id });
  const [first, last] = [dates[0], dates.at(-1)];
  const resets = first && last ? datesOf(rate.resets, { from: first, to: last }) : [];
  const within = (level: bigint): bigint => {
    const floored = rate.floorPpb !== undefined && level < rate.floorPpb ? rate.floorPpb : level;
    return rate.capPpb !== undefined && floored > rate.capPpb ? rate.capPpb : floored;
  };
  return ok(
    dates.map(date => {
      const reset = resets.filter(on => on <= date).at(-1);
      const level = reset ? levelOn(curve, reset, 'at') + rate.spreadPpb : asset.ratePpb;
      return toPpb(ppb(within(level)), mode);
    }),
  );
}

function defaultAmounts(assumption: Assumption, periods: number, mode: Mode): bigint[] | null {
  if (assumption.default?.kind !== 'amounts') return null;
  const { total, shares } = assumption.default;
  return Array.from({ length: periods }, (_, index) =>
    toMinor(times({ n: total, d: 1n }, shares[index] ?? NONE), mode),
  );
}

/** A loan with a schedule pays in proportion to what it still holds of it. */
function scheduleFactor({ plan, original, balance, term, remaining }: LoanAsset): Fraction {
  if (plan.kind !== 'schedule') return { n: 1n, d: 1n };
  const paid = plan.amounts
    .slice(0, term - remaining)
    .reduce((sum, [, amount]) => sum + amount, 0n);
  return original === paid ? { n: 1n, d: 1n } : fraction(balance, original - paid);
}

function borrowersLeft(asset: LoanAsset, before: bigint, after: bigint): number | null {
  if (asset.borrowers === undefined || after === 0n || before === 0n) return null;
  const left = fraction(BigInt(asset.borrowers) * after, asset.balance === 0n ? 1n : asset.balance);
  return Number(roundFraction(left, 'halfUp'));
}

/** The rows of a loan that has already failed: what comes back of it, period by period. */
export function projectFailedLoan(asset: LoanAsset, assumption: Assumption, mode: Mode): FlowRow[] {
  const { status } = asset;
  const { recovery } = assumption;
  if (status.kind !== 'defaulted' || !status.on || recovery?.kind !== 'timing') return [];
  const dates = paymentDates(status.on, asset.frequency, recovery.shares.length);
  const whole = toMinor(times({ n: asset.balance, d: 1n }, recovery.share), mode);
  return dates.map((date, index) => ({
    ...emptyRow(date, 0n, asset.ratePpb),
    recovery: toMinor(times({ n: whole, d: 1n }, recovery.shares[index] ?? NONE), mode),
  }));
}
