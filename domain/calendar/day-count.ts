import { refuse, type Refusal } from '../errors/refusal.ts';
import { fraction, NOTHING, plus, type Fraction } from '../rate/fraction.ts';
import { ok, type Result } from '../result/index.ts';
import { addMonths, dateOf, dayNumber, daysBetween, daysInMonth } from './date.ts';
import type { BusinessDate } from './date.ts';

/** How the days of a period count towards a year (SEC-7). */
export type DayCount = keyof typeof RULES;

/** What a few conventions need besides the two dates. */
export type PeriodFacts = {
  /** ACT/ACT-ICMA: the coupon period that the dates lie in, or adjoin. */
  readonly reference?: { readonly from: BusinessDate; readonly to: BusinessDate };
  /** ACT/ACT-ICMA: coupon dates that follow stay at the month's end. */
  readonly endOfMonth?: boolean;
  /** 30E/360-ISDA: the last day of February that ends the contract stays as it is. */
  readonly termination?: BusinessDate;
};

type Day = { readonly y: number; readonly m: number; readonly d: number };
type Rule = (from: BusinessDate, to: BusinessDate, facts: PeriodFacts) => Fraction;

const RULES = {
  'ACT/360': actual(() => 360),
  'ACT/365F': actual(() => 365),
  'ACT/365L': actual((_from, to) => (isLeap(to) ? 366 : 365)),
  'ACT/365A': actual((from, to) => (leapDays(from, to) > 0 ? 366 : 365)),
  'NL/365': (from, to) => fraction(BigInt(daysBetween(from, to) - leapDays(from, to)), 365n),
  'ACT/ACT-ISDA': yearByYear,
  'ACT/ACT-ICMA': byCouponPeriod,
  'ACT/ACT-AFB': yearsBackwards,
  'ACT/ACT-START': actual(from => (isLeap(from) ? 366 : 365)),
  '30/360-BOND': thirty(360n, bond),
  '30/360-US': thirty(360n, us),
  '30/360-ISDA': thirty(360n, bond),
  '30E/360': thirty(360n, euro),
  '30E/360-ISDA': thirty(360n, euroFebruary),
  '30E+/360': thirty(360n, euroPlus),
  '30/365': thirty(365n, euro),
  '1/12': thirty(360n, (a, b) => [
    { ...a, d: 1 },
    { ...b, d: 1 },
  ]),
} as const satisfies Record<string, Rule>;

export function isDayCount(text: string): text is DayCount {
  return Object.hasOwn(RULES, text);
}

/**
 * The part of a year from `from` to `to`, exact.
 * @example yearFraction('ACT/365F', '2022-03-21', '2022-06-21') // 92 / 365
 */
export function yearFraction(
  dayCount: DayCount,
  from: BusinessDate,
  to: BusinessDate,
  facts: PeriodFacts = {},
): Fraction {
  return RULES[dayCount](from, to, facts);
}

/**
 * The convention behind a label of the Chinese market (SEC-8). "A/365F" means two things, so it
 * needs its source; without one `DAYCOUNT_AMBIGUOUS`.
 */
export function chineseDayCount(
  label: string,
  source?: 'chinabond' | 'isda',
): Result<DayCount, Refusal> {
  if (label === 'A/365F' && source === 'chinabond') return ok('NL/365');
  if (label === 'A/365F' && source === 'isda') return ok('ACT/365F');
  const known: Readonly<Record<string, DayCount>> = {
    'A/365': 'ACT/365F',
    'A/360': 'ACT/360',
    'A/A': 'ACT/ACT-ISDA',
    'A/A-START': 'ACT/ACT-START',
    '30/360': '30E/360',
  };
  const found = Object.hasOwn(known, label) ? known[label] : undefined;
  return found ? ok(found) : refuse('DAYCOUNT_AMBIGUOUS', { label });
}

function actual(base: (from: BusinessDate, to: BusinessDate) => number): Rule {
  return (from, to) => fraction(BigInt(daysBetween(from, to)), BigInt(base(from, to)));
}

/** Days of each calendar year over the days of that year (ISDA 2006, 4.16(b)). */
function yearByYear(from: BusinessDate, to: BusinessDate): Fraction {
  if (to < from) return negative(yearByYear(to, from));
  let sum = NOTHING;
  for (let year = partsOf(from).y; year <= partsOf(to).y; year++) {
    const opens = dateOf(year, 1, 1);
    const begin = opens < from ? from : opens;
    const closes = dateOf(year + 1, 1, 1);
    const end = closes > to ? to : closes;
    sum = plus(sum, fraction(BigInt(daysBetween(begin, end)), isLeap(opens) ? 366n : 365n));
  }
  return sum;
}

/** Whole years counted back from the end, the rest over 365, or 366 with a 29 February in it. */
function yearsBackwards(from: BusinessDate, to: BusinessDate): Fraction {
  if (to < from) return negative(yearsBackwards(to, from));
  let [years, end] = [0, to];
  for (;;) {
    const before = yearEarlier(end);
    if (before < from) break;
    years++;
    end = before;
  }
  const base = leapDays(from, end) > 0 ? 366n : 365n;
  return plus(fraction(BigInt(years)), fraction(BigInt(daysBetween(from, end)), base));
}

/** One year back; from 28 February of a year after a leap year to the 29th (the AFB's rule). */
function yearEarlier(date: BusinessDate): BusinessDate {
  const { y, m, d } = partsOf(date);
  if (m === 2 && d >= 28) return dateOf(y - 1, 2, daysInMonth(y - 1, 2));
  return dateOf(y - 1, m, d);
}

/**
 * ICMA rule 251: days over (days of the coupon period × periods a year). Days outside the named
 * period are counted in notional periods of the same length before or after it.
 */
function byCouponPeriod(from: BusinessDate, to: BusinessDate, facts: PeriodFacts): Fraction {
  const first = facts.reference ?? { from, to };
  const months = Math.max(1, Math.round((daysBetween(first.from, first.to) * 12) / 365));
  const step = (date: BusinessDate, by: number): BusinessDate => {
    const moved = addMonths(date, by);
    return facts.endOfMonth ? monthEnd(moved) : moved;
  };
  let sum = NOTHING;
  let [begin, end] = [first.from, first.to];
  while (from < begin) [begin, end] = [step(begin, -months), begin];
  while (begin < to) {
    const counted = daysBetween(begin > from ? begin : from, end < to ? end : to);
    const base = BigInt(daysBetween(begin, end)) * 12n;
    if (counted > 0) sum = plus(sum, fraction(BigInt(counted * months), base));
    [begin, end] = [end, step(end, months)];
  }
  return sum;
}

function thirty(base: bigint, set: (a: Day, b: Day, facts: PeriodFacts) => [Day, Day]): Rule {
  return (from, to, facts) => {
    const [a, b] = set(partsOf(from), partsOf(to), facts);
    return fraction(BigInt(360 * (b.y - a.y) + 30 * (b.m - a.m) + (b.d - a.d)), base);
  };
}

function bond(a: Day, b: Day): [Day, Day] {
  const start = upTo30(a);
  return [start, start.d === 30 && b.d === 31 ? { ...b, d: 30 } : b];
}

function us(a: Day, b: Day): [Day, Day] {
  const end = endsFebruary(a) && endsFebruary(b) ? { ...b, d: 30 } : b;
  const start = endsFebruary(a) ? { ...a, d: 30 } : a;
  return bond(start, end);
}

function euro(a: Day, b: Day): [Day, Day] {
  return [upTo30(a), upTo30(b)];
}

function euroFebruary(a: Day, b: Day, { termination }: PeriodFacts): [Day, Day] {
  const ends = termination !== undefined && dateOf(b.y, b.m, b.d) === termination;
  const start = endsFebruary(a) ? { ...a, d: 30 } : upTo30(a);
  return [start, endsFebruary(b) && !ends ? { ...b, d: 30 } : upTo30(b)];
}

function euroPlus(a: Day, b: Day): [Day, Day] {
  return [upTo30(a), b.d === 31 ? { ...b, m: b.m + 1, d: 1 } : b];
}

function upTo30(day: Day): Day {
  return day.d === 31 ? { ...day, d: 30 } : day;
}

function endsFebruary({ y, m, d }: Day): boolean {
  return m === 2 && d === daysInMonth(y, 2);
}

function isLeap(date: BusinessDate): boolean {
  return daysInMonth(partsOf(date).y, 2) === 29;
}

/** How many 29 Februaries lie after `from` and up to `to`. */
function leapDays(from: BusinessDate, to: BusinessDate): number {
  let count = 0;
  for (let year = partsOf(from).y; year <= partsOf(to).y; year++) {
    if (daysInMonth(year, 2) !== 29) continue;
    const leap = dayNumber(dateOf(year, 2, 29));
    if (leap > dayNumber(from) && leap <= dayNumber(to)) count++;
  }
  return count;
}

function monthEnd(date: BusinessDate): BusinessDate {
  const { y, m } = partsOf(date);
  return dateOf(y, m, daysInMonth(y, m));
}

function negative({ n, d }: Fraction): Fraction {
  return { n: -n, d };
}

function partsOf(date: BusinessDate): Day {
  return { y: Number(date.slice(0, 4)), m: Number(date.slice(5, 7)), d: Number(date.slice(8)) };
}
