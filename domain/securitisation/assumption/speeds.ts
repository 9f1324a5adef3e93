import { daysBetween, type BusinessDate } from '../../calendar/index.ts';
import { fraction, times, type Fraction } from '../../rate/index.ts';
import { monthlySpeed, speedForDays, type Mode } from '../arithmetic.ts';
import { absMonthly, psaAnnual, sdaAnnual } from './assumption.ts';
import type { Assumption, DefaultSpeed, PrepaymentSpeed } from './assumption.ts';

const NONE: Fraction = { n: 0n, d: 1n };
const ALL: Fraction = { n: 1n, d: 1n };

/** The periods of an asset: `dates[0]` opens the first one. `age` counts the periods gone by. */
export type Periods = { readonly dates: readonly BusinessDate[]; readonly age: number };

/** The part that defaults in each period. Amounts are not rates: see `projectLoan`. */
export function defaultRates(
  speed: Assumption['default'],
  periods: Periods,
  mode: Mode,
): Fraction[] {
  const days = intervals(periods.dates);
  if (!speed || speed.kind === 'amounts') return days.map(() => NONE);
  return days.map((length, index) => bounded(oneDefault(speed, periods, index, length, mode)));
}

function oneDefault(
  speed: Exclude<DefaultSpeed, { kind: 'amounts' }>,
  periods: Periods,
  index: number,
  length: number,
  mode: Mode,
): Fraction {
  switch (speed.kind) {
    case 'cdr':
      return speedForDays(speed.annual, length, mode);
    case 'perPeriod':
      return speed.rate;
    case 'vector':
      return speedForDays(entry(speed, index), length, mode);
    case 'atEnd':
      return isLast(periods, index) ? ALL : NONE;
    case 'cdrThenEnd':
      return isLast(periods, index)
        ? speedForDays(speed.atEnd, wholeTerm(periods), mode)
        : speedForDays(speed.annual, length, mode);
    case 'sda':
      return monthlySpeed(times(sdaAnnual(periods.age + index + 1), speed.speed));
  }
}

function isLast({ dates }: Periods, index: number): boolean {
  return index === dates.length - 2;
}

function wholeTerm({ dates }: Periods): number {
  const [first, last] = [dates[0], dates.at(-1)];
  return first && last ? daysBetween(first, last) : 0;
}

/** The part of what did not default that is paid early in each period. */
export function prepaymentRates(
  speed: Assumption['prepayment'],
  periods: Periods,
  mode: Mode,
): Fraction[] {
  const days = intervals(periods.dates);
  if (!speed) return days.map(() => NONE);
  return days.map((length, index) =>
    bounded(onePrepayment(speed, periods.age + index, index, length, mode)),
  );
}

function onePrepayment(
  speed: PrepaymentSpeed,
  age: number,
  index: number,
  length: number,
  mode: Mode,
): Fraction {
  switch (speed.kind) {
    case 'cpr':
      return speedForDays(speed.annual, length, mode);
    case 'perPeriod':
      return speed.rate;
    case 'vector':
      return speedForDays(entry(speed, index), length, mode);
    case 'psa':
      return monthlySpeed(times(psaAnnual(age + 1), speed.speed));
    case 'abs':
      return absMonthly(speed.speed, age + 1);
  }
}

type Vector = { readonly annual: readonly Fraction[]; readonly pad: 'zero' | 'last' };

function entry({ annual, pad }: Vector, index: number): Fraction {
  return annual[index] ?? (pad === 'last' ? annual.at(-1) : undefined) ?? NONE;
}

function bounded(rate: Fraction): Fraction {
  if (rate.n < 0n) return NONE;
  return rate.n > rate.d ? ALL : rate;
}

export function intervals(dates: readonly BusinessDate[]): number[] {
  return dates.slice(1).map((date, index) => daysBetween(dates[index] ?? date, date));
}

const FORTY_DIGITS = 10n ** 40n;

/** 1 − rate. */
export function survivalOf(rate: Fraction): Fraction {
  return fraction(rate.d - rate.n, rate.d);
}

/** What of `survived` lives through two more rates, to forty digits: an exact product would not end. */
export function survivedAfter(survived: Fraction, fails: Fraction, prepays: Fraction): Fraction {
  const { n, d } = times(times(survived, survivalOf(fails)), survivalOf(prepays));
  return { n: (n * FORTY_DIGITS) / d, d: FORTY_DIGITS };
}
