import type { Refusal } from '../errors/refusal.ts';
import { ok, type Result } from '../result/index.ts';
import { isBusinessDay, type Calendar } from './business-days.ts';
import { addDays, addMonths, dateOf, daysInMonth, type BusinessDate } from './date.ts';

/** What happens to a date on which the market is shut (SEC-9). */
export type Roll =
  | 'unadjusted'
  | 'following'
  | 'modifiedFollowing'
  | 'halfMonthModifiedFollowing'
  | 'preceding'
  | 'modifiedPreceding'
  | 'nearest';

type Rolled = Result<BusinessDate, Refusal>;

/** The business day that stands for `date`; `CALENDAR_UNKNOWN` outside the loaded years. */
export function rollDate(date: BusinessDate, roll: Roll, calendar: Calendar): Rolled {
  switch (roll) {
    case 'unadjusted':
      return ok(date);
    case 'preceding':
      return seek(date, -1, calendar);
    case 'following':
      return seek(date, 1, calendar);
    case 'nearest':
      return nearest(date, calendar);
    default:
      return modified(date, roll, calendar);
  }
}

type Modified = 'modifiedFollowing' | 'halfMonthModifiedFollowing' | 'modifiedPreceding';

/** Turns round where the first direction would leave the month, or its half. */
function modified(date: BusinessDate, roll: Modified, calendar: Calendar): Rolled {
  const step = roll === 'modifiedPreceding' ? -1 : 1;
  const moved = seek(date, step, calendar);
  if (!moved.ok) return moved;
  const halves = roll === 'halfMonthModifiedFollowing' && day(date) <= 15 && day(moved.value) > 15;
  const left = month(moved.value) !== month(date) || halves;
  return left ? seek(date, step === 1 ? -1 : 1, calendar) : moved;
}

export type Step = {
  readonly count: number;
  readonly unit: 'businessDays' | 'weeks' | 'months';
  /** A start on the last business day of its month leads to the end of the month reached. */
  readonly endOfMonth?: boolean;
};

/** Moves a date by a step and rolls it. Business days are counted one by one. */
export function advance(date: BusinessDate, step: Step, roll: Roll, calendar: Calendar): Rolled {
  if (step.unit === 'businessDays') return countBusinessDays(date, step.count, calendar);
  if (step.unit === 'weeks') return rollDate(addDays(date, step.count * 7), roll, calendar);
  const moved = addMonths(date, step.count);
  if (!step.endOfMonth) return rollDate(moved, roll, calendar);
  const ends = endsMonth(date, roll, calendar);
  if (!ends.ok) return ends;
  return rollDate(
    ends.value ? lastOfMonth(moved) : moved,
    ends.value ? endRoll(roll) : roll,
    calendar,
  );
}

/** A month's end never leaves its month, except where `modifiedPreceding` would. */
function endRoll(roll: Roll): Roll {
  return roll === 'unadjusted' ? roll : 'preceding';
}

function endsMonth(date: BusinessDate, roll: Roll, calendar: Calendar): Result<boolean, Refusal> {
  if (roll === 'unadjusted') return ok(date === lastOfMonth(date));
  const last = seek(lastOfMonth(date), -1, calendar);
  return last.ok ? ok(date >= last.value) : last;
}

function countBusinessDays(date: BusinessDate, count: number, calendar: Calendar): Rolled {
  const step = count < 0 ? -1 : 1;
  let at = date;
  for (let left = Math.abs(count); left > 0; left--) {
    const next = seek(addDays(at, step), step, calendar);
    if (!next.ok) return next;
    at = next.value;
  }
  return ok(at);
}

function nearest(date: BusinessDate, calendar: Calendar): Rolled {
  for (let away = 0; ; away++) {
    for (const candidate of [addDays(date, away), addDays(date, -away)]) {
      const open = isBusinessDay(candidate, calendar);
      if (!open.ok) return open;
      if (open.value) return ok(candidate);
    }
  }
}

function seek(date: BusinessDate, step: 1 | -1, calendar: Calendar): Rolled {
  for (let at = date; ; at = addDays(at, step)) {
    const open = isBusinessDay(at, calendar);
    if (!open.ok) return open;
    if (open.value) return ok(at);
  }
}

function lastOfMonth(date: BusinessDate): BusinessDate {
  const [year, at] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
  return dateOf(year, at, daysInMonth(year, at));
}

function month(date: BusinessDate): string {
  return date.slice(0, 7);
}

function day(date: BusinessDate): number {
  return Number(date.slice(8));
}
