import { addMonths, daysInMonth, type BusinessDate } from '../../calendar/index.ts';
import type { Month } from '../facts/facts.ts';

export function monthOf(date: BusinessDate): Month {
  return date.slice(0, 7);
}

/** `2026-01` − 1 is `2025-12`. */
export function shiftMonth(month: Month, by: number): Month {
  return monthOf(addMonths(`${month}-01`, by));
}

/** Months from `from` to `to`; 0 when equal. */
export function monthsBetween(from: Month, to: Month): number {
  const count = (month: Month): number =>
    Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7));
  return count(to) - count(from);
}

/** The last month that is over on `asOf`: its own month on the month's last day. */
export function lastCompleteMonth(asOf: BusinessDate): Month {
  const month = monthOf(asOf);
  const days = daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5, 7)));
  return Number(asOf.slice(8, 10)) === days ? month : shiftMonth(month, -1);
}

/** `count` complete months ending at `asOf`, oldest first. Rhythm is measured on these. */
export function completeMonths(asOf: BusinessDate, count: number): readonly Month[] {
  return monthsUpTo(lastCompleteMonth(asOf), count);
}

/** `count` months ending with the running one, oldest first. Shares and rates use these. */
export function runningMonths(asOf: BusinessDate, count: number): readonly Month[] {
  return monthsUpTo(monthOf(asOf), count);
}

/** The first day after which something lies in the last `months` months. */
export function windowStart(asOf: BusinessDate, months: number): BusinessDate {
  return addMonths(asOf, -months);
}

function monthsUpTo(last: Month, count: number): readonly Month[] {
  return Array.from({ length: count }, (_, at) => shiftMonth(last, at - count + 1));
}
