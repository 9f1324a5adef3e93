import { CN_IB, type Calendar } from './business-days.ts';
import cnSse from './cn-sse.json' with { type: 'json' };
import { addDays, dateOf, type BusinessDate } from './date.ts';

const FIRST = '1900-01-01';
const LAST = '2199-12-31';

/** The exchanges of Shanghai and Shenzhen: holidays of the interbank list, week-ends always shut. */
export const CN_SSE: Calendar = {
  id: 'CN-SSE',
  version: CN_IB.version,
  knownFrom: cnSse.knownFrom,
  knownUntil: CN_IB.knownUntil,
  holidays: new Set([...CN_IB.holidays, ...cnSse.holidays]),
  workingDays: new Set(),
};

/** Week-ends and nothing else. */
export const WEEKEND: Calendar = {
  id: 'WEEKEND',
  version: '1',
  knownFrom: FIRST,
  knownUntil: LAST,
  holidays: new Set(),
  workingDays: new Set(),
};

/** The settlement days of the Eurosystem since 2002: six holidays a year besides week-ends. */
export const T2: Calendar = {
  ...WEEKEND,
  id: 'T2',
  knownFrom: '2002-01-01',
  holidays: new Set(
    Array.from({ length: 198 }, (_, index) => index + 2002).flatMap(year => {
      const easter = easterSunday(year);
      const fixed = [dateOf(year, 1, 1), dateOf(year, 5, 1), dateOf(year, 12, 25)];
      return [...fixed, dateOf(year, 12, 26), addDays(easter, -2), addDays(easter, 1)];
    }),
  ),
};

const CALENDARS: Readonly<Record<string, Calendar>> = {
  'CN-SSE': CN_SSE,
  'CN-IB': CN_IB,
  T2,
  WEEKEND,
};

/** A calendar by its id, or by several ids joined with `+`: open where all of them are open. */
export function calendarOf(id: string): Calendar | null {
  const parts = id
    .split('+')
    .map(part => (Object.hasOwn(CALENDARS, part) ? CALENDARS[part] : null));
  let whole: Calendar | null = null;
  for (const part of parts) {
    if (!part) return null;
    whole = whole ? joined(whole, part) : part;
  }
  return whole;
}

function joined(a: Calendar, b: Calendar): Calendar {
  const bothWork = [...a.workingDays].filter(day => b.workingDays.has(day));
  return {
    id: `${a.id}+${b.id}`,
    version: `${a.version}+${b.version}`,
    knownFrom: a.knownFrom > b.knownFrom ? a.knownFrom : b.knownFrom,
    knownUntil: a.knownUntil < b.knownUntil ? a.knownUntil : b.knownUntil,
    holidays: new Set([...a.holidays, ...b.holidays]),
    workingDays: new Set(bothWork),
  };
}

/** The Gregorian computus (Meeus, Jones, Butcher). */
function easterSunday(year: number): BusinessDate {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const d = b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3);
  const h = (19 * a + d + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const day = h + l - 7 * m + 114;
  return dateOf(year, Math.floor(day / 31), (day % 31) + 1);
}
