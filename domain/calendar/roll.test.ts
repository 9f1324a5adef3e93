import { describeSamples, sampleJson } from '../../test/fixture/samples.ts';
import {
  addDays,
  advance,
  calendarOf,
  CN_IB,
  CN_SSE,
  datesOf,
  isBusinessDay,
  T2,
  weekday,
  WEEKEND,
  type Calendar,
  type Roll,
  type Step,
} from './index.ts';

const SAMPLES = 'abs/quantlib';
const read = (name: string): any => sampleJson(`${SAMPLES}/${name}`);

const SOUTH_AFRICA: Calendar = {
  ...WEEKEND,
  id: 'ZA',
  holidays: new Set(['2015-04-03', '2015-04-06', '2015-04-27', '2015-05-01']),
};

type Case = {
  convention: string;
  start: string;
  period: [number, string];
  endOfMonth: boolean;
  result: string;
};

describeSamples(SAMPLES, 'rolls as QuantLib publishes them', () => {
  const cases: Case[] = read('business-day-conventions.json').cases;
  const units: Record<string, Step['unit']> = {
    Days: 'businessDays',
    Weeks: 'weeks',
    Months: 'months',
  };

  test('the sample holds 37 of them', () => expect(cases).toHaveLength(37));

  test.each(cases)('$convention: $start moved by $period is $result', sample => {
    const [count, unit] = sample.period;
    const roll = (sample.convention[0]!.toLowerCase() + sample.convention.slice(1)) as Roll;
    const step = { count, unit: units[unit]!, endOfMonth: sample.endOfMonth };
    const found = advance(sample.start, step, roll, SOUTH_AFRICA);
    expect(found).toEqual({ ok: true, value: sample.result });
  });
});

describeSamples(SAMPLES, 'China, 2004 to 2026', () => {
  const file = read('china-calendar.json');
  const shut = new Set<string>(Object.values<string[]>(file.sseHolidays).flat());
  const working = new Set<string>(Object.values<string[]>(file.ibWorkingWeekends).flat());

  test.each([
    ['CN-SSE', CN_SSE, '2004-01-01'],
    ['CN-IB', CN_IB, '2005-01-01'],
  ] as const)('%s is open on every day that the list does not shut', (id, calendar, from) => {
    const wrong: string[] = [];
    for (let day: string = from; day <= '2026-12-31'; day = addDays(day, 1)) {
      const weekend = weekday(day) > 5;
      const open = id === 'CN-IB' && working.has(day) ? true : !weekend && !shut.has(day);
      const found = isBusinessDay(day, calendar);
      if (!found.ok || found.value !== open) wrong.push(day);
    }
    expect(wrong).toEqual([]);
  });
});

describe('calendars by id', () => {
  test('TARGET is shut on Good Friday, Easter Monday and 1 May', () => {
    const open = (day: string) => isBusinessDay(day, T2);
    expect([
      open('2024-03-29'),
      open('2024-04-01'),
      open('2024-05-01'),
      open('2024-04-02'),
    ]).toEqual([false, false, false, true].map(value => ({ ok: true, value })));
  });

  test('a union is open where all are, and an unknown name is no calendar', () => {
    const both = calendarOf('CN-SSE+T2');
    expect(both && isBusinessDay('2024-05-01', both)).toEqual({ ok: true, value: false });
    expect(both && isBusinessDay('2024-02-12', both)).toEqual({ ok: true, value: false });
    expect(calendarOf('CN-XX')).toBeNull();
  });
});

describe('date patterns', () => {
  const range = { from: '2024-01-15', to: '2024-04-30' };
  test.each([
    [{ every: 'monthEnd' }, ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']],
    [{ every: 'quarterEnd' }, ['2024-03-31']],
    [{ every: 'monthFirst' }, ['2024-02-01', '2024-03-01', '2024-04-01']],
    [{ dayOfMonth: 31 }, ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30']],
    [{ dayOfYear: [3, 1] }, ['2024-03-01']],
    [
      { everyMonths: 1, anchor: '2023-12-31' },
      ['2024-01-31', '2024-02-29', '2024-03-31', '2024-04-30'],
    ],
    [
      { after: { dayOfMonth: 26 }, days: 2, unit: 'business' },
      ['2024-01-30', '2024-02-28', '2024-03-28', '2024-04-30'],
    ],
    [
      { except: [{ every: 'monthEnd' }, { every: 'quarterEnd' }] },
      ['2024-01-31', '2024-02-29', '2024-04-30'],
    ],
    [{ of: { every: 'monthEnd' }, from: '2024-03-01' }, ['2024-03-31', '2024-04-30']],
  ] as const)('%j', (pattern, expected) => {
    expect(datesOf(pattern, range)).toEqual(expected);
  });

  test('an open end leaves its own day out', () => {
    expect(datesOf({ every: 'monthEnd' }, { ...range, open: 'to' })).not.toContain('2024-04-30');
    expect(datesOf({ weekday: 1 }, { from: '2024-01-15', to: '2024-01-22', open: 'from' })).toEqual(
      ['2024-01-22'],
    );
  });
});
