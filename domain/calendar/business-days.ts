import { refuse, type Refusal } from '../errors/refusal.ts';
import { ok, type Result } from '../result/index.ts';
import cnIb from './cn-ib.json' with { type: 'json' };
import { addDays, weekday, type BusinessDate } from './date.ts';

/** Business days as data (SEC-9): nothing is known before `knownFrom` or after `knownUntil`. */
export type Calendar = {
  readonly id: string;
  readonly version: string;
  readonly knownFrom: BusinessDate;
  readonly knownUntil: BusinessDate;
  readonly holidays: ReadonlySet<BusinessDate>;
  /** Listed days on which the market is open: week-ends, and an exchange holiday in 2024. */
  readonly workingDays: ReadonlySet<BusinessDate>;
};

/** China's interbank market: the channel's own calendar unless a parameter names another. */
export const CN_IB: Calendar = {
  id: cnIb.calendar,
  version: cnIb.version,
  knownFrom: cnIb.knownFrom,
  knownUntil: cnIb.knownUntil,
  holidays: new Set(cnIb.holidays),
  workingDays: new Set(cnIb.workingWeekends),
};

/** Whether the market is open; `CALENDAR_UNKNOWN` outside the loaded years, never a guess. */
export function isBusinessDay(
  date: BusinessDate,
  calendar: Calendar = CN_IB,
): Result<boolean, Refusal> {
  if (date < calendar.knownFrom || date > calendar.knownUntil) {
    return refuse('CALENDAR_UNKNOWN', { calendar: calendar.id, date });
  }
  if (calendar.workingDays.has(date)) return ok(true);
  return ok(weekday(date) <= 5 && !calendar.holidays.has(date));
}

/** The first business day after `date`; `CALENDAR_UNKNOWN` when it is not within loaded years. */
export function nextBusinessDay(
  date: BusinessDate,
  calendar: Calendar = CN_IB,
): Result<BusinessDate, Refusal> {
  return businessDayFrom(addDays(date, 1), calendar);
}

/** `date` itself when it is a business day, else the first one after it (roll `following`). */
export function businessDayFrom(
  date: BusinessDate,
  calendar: Calendar = CN_IB,
): Result<BusinessDate, Refusal> {
  let day = date;
  for (;;) {
    const open = isBusinessDay(day, calendar);
    if (!open.ok) return open;
    if (open.value) return ok(day);
    day = addDays(day, 1);
  }
}

/** The business day that lies `count` business days after `date`; `count` from 0. */
export function addBusinessDays(
  date: BusinessDate,
  count: number,
  calendar: Calendar = CN_IB,
): Result<BusinessDate, Refusal> {
  let day = businessDayFrom(date, calendar);
  for (let step = 0; step < count && day.ok; step++) day = nextBusinessDay(day.value, calendar);
  return day;
}
