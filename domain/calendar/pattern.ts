import { calendarOf, WEEKEND } from './calendars.ts';
import { advance } from './roll.ts';
import { addDays, addMonths, dateOf, daysInMonth, weekday, type BusinessDate } from './date.ts';

/** Dates by rule (SEC-10). A day of a month that is too short is the month's last day. */
export type DatePattern =
  | { readonly every: 'monthEnd' | 'quarterEnd' | 'yearEnd' | 'monthFirst' }
  | { readonly dayOfMonth: number }
  | { readonly dayOfYear: readonly [month: number, day: number] }
  | { readonly weekday: number }
  | { readonly everyMonths: number; readonly anchor: BusinessDate }
  | { readonly dates: readonly BusinessDate[] }
  | {
      readonly after: DatePattern;
      readonly days: number;
      readonly unit: 'calendar' | 'business';
      readonly calendar?: string;
    }
  | { readonly union: readonly DatePattern[] }
  | { readonly except: readonly [DatePattern, DatePattern] }
  | { readonly of: DatePattern; readonly from?: BusinessDate; readonly until?: BusinessDate };

/** A range whose ends are stated: `open` leaves the day itself out. */
export type DateRange = {
  readonly from: BusinessDate;
  readonly to: BusinessDate;
  readonly open?: 'from' | 'to' | 'both';
};

/** The dates of a pattern within a range, ascending, each once. */
export function datesOf(pattern: DatePattern, range: DateRange): BusinessDate[] {
  const { from, to, open } = range;
  const first = open === 'from' || open === 'both' ? addDays(from, 1) : from;
  const last = open === 'to' || open === 'both' ? addDays(to, -1) : to;
  const found = raw(pattern, first, last).filter(date => date >= first && date <= last);
  return [...new Set(found)].sort();
}

function raw(pattern: DatePattern, from: BusinessDate, to: BusinessDate): BusinessDate[] {
  if ('every' in pattern) return months(from, to).flatMap(([y, m]) => named(pattern.every, y, m));
  if ('dayOfMonth' in pattern) {
    return months(from, to).map(([y, m]) => clipped(y, m, pattern.dayOfMonth));
  }
  if ('dayOfYear' in pattern) {
    const [month, day] = pattern.dayOfYear;
    return months(from, to).flatMap(([y, m]) => (m === month ? [clipped(y, m, day)] : []));
  }
  if ('weekday' in pattern) return weekly(pattern.weekday, from, to);
  if ('everyMonths' in pattern) return stepped(pattern.everyMonths, pattern.anchor, to);
  if ('dates' in pattern) return [...pattern.dates];
  return composed(pattern, from, to);
}

type Composed = Extract<
  DatePattern,
  { after: unknown } | { union: unknown } | { except: unknown } | { of: unknown }
>;

function composed(pattern: Composed, from: BusinessDate, to: BusinessDate): BusinessDate[] {
  if ('union' in pattern) return pattern.union.flatMap(part => raw(part, from, to));
  if ('except' in pattern) {
    const left = new Set(datesOf(pattern.except[1], { from, to }));
    return datesOf(pattern.except[0], { from, to }).filter(date => !left.has(date));
  }
  if ('of' in pattern) {
    const { of, from: begins = from, until = to } = pattern;
    return raw(of, from, to).filter(date => date >= begins && date <= until);
  }
  // Wide enough that an offset cannot carry a date of the range out of what is generated.
  const margin = Math.abs(pattern.days) * 3 + 20;
  const base = datesOf(pattern.after, { from: addDays(from, -margin), to: addDays(to, margin) });
  if (pattern.unit === 'calendar') return base.map(date => addDays(date, pattern.days));
  const calendar = calendarOf(pattern.calendar ?? 'WEEKEND') ?? WEEKEND;
  const step = { count: pattern.days, unit: 'businessDays' } as const;
  return base.flatMap(date => {
    const moved = advance(date, step, 'following', calendar);
    // Beyond the loaded years a projection counts week-ends only (SEC-9).
    const known = moved.ok ? moved : advance(date, step, 'following', WEEKEND);
    return known.ok ? [known.value] : [];
  });
}

function named(every: string, year: number, month: number): BusinessDate[] {
  if (every === 'monthFirst') return [dateOf(year, month, 1)];
  if (every === 'quarterEnd' && month % 3 !== 0) return [];
  if (every === 'yearEnd' && month !== 12) return [];
  return [dateOf(year, month, daysInMonth(year, month))];
}

function weekly(day: number, from: BusinessDate, to: BusinessDate): BusinessDate[] {
  const found: BusinessDate[] = [];
  for (let at = addDays(from, (day - weekday(from) + 7) % 7); at <= to; at = addDays(at, 7)) {
    found.push(at);
  }
  return found;
}

function stepped(count: number, anchor: BusinessDate, to: BusinessDate): BusinessDate[] {
  const found: BusinessDate[] = [];
  // From the anchor each time: a month's end that was clipped comes back in a longer month.
  for (let index = 0; ; index++) {
    const at = addMonths(anchor, index * Math.max(1, count));
    if (at > to) return found;
    found.push(at);
  }
}

function months(from: BusinessDate, to: BusinessDate): [number, number][] {
  const count = (date: BusinessDate): number =>
    Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
  const found: [number, number][] = [];
  for (let at = count(from); at <= count(to); at++)
    found.push([Math.floor(at / 12), (at % 12) + 1]);
  return found;
}

function clipped(year: number, month: number, day: number): BusinessDate {
  return dateOf(year, month, Math.min(day, daysInMonth(year, month)));
}
