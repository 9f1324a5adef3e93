import type { Instalment } from '../facts/facts.ts';
import { CREDIT_TABLES } from '../table/index.ts';
import {
  decayedPaydex,
  experiencesOf,
  paydexFigure,
  paydexOf,
  paydexValue,
  standardNeeds,
  withinWindow,
} from './paydex.ts';
import { paydexView } from './paydex-views.ts';

const table = CREDIT_TABLES.paydex;
const AS_OF = '2026-02-28';

function item(changes: Partial<Instalment> = {}): Instalment {
  return {
    counterparty: 'v1',
    dueOn: '2026-01-31',
    minor: 1000n,
    payments: [],
    creditedMinor: 0n,
    disputedMinor: 0n,
    ...changes,
  };
}

describe('value of days beyond terms (CR-20)', () => {
  test.each([
    [-45, 100],
    [-30, 100],
    [-20, 90],
    [-15, 87.5],
    [-10, 85],
    [0, 80],
    [15, 70],
    [22, 60],
    [26, 55],
    [30, 50],
    [45, 45],
    [60, 40],
    [90, 30],
    [120, 20],
    [132, 19],
    [348, 1],
    [5000, 1],
  ])('%d days is %d', (days, value) => {
    expect(paydexValue(table, days)).toBeCloseTo(value, 9);
  });
});

describe('what counts as an experience', () => {
  const days = (entry: Instalment): [number, bigint][] =>
    experiencesOf([entry], AS_OF).map(row => [row.days, row.minor]);

  test('partial payments split, the open overdue rest counts with its days so far', () => {
    const payments = [
      { on: '2026-02-10', minor: 300n },
      { on: '2026-01-31', minor: 200n },
    ];
    expect(days(item({ payments }))).toEqual([
      [0, 200n],
      [10, 300n],
      [28, 500n],
    ]);
  });

  test('not yet due stays out', () => {
    expect(days(item({ dueOn: AS_OF }))).toEqual([]);
    expect(days(item({ dueOn: '2026-03-31' }))).toEqual([]);
  });

  test('paid before it is due counts as early', () => {
    const payments = [{ on: '2026-02-20', minor: 1000n }];
    expect(days(item({ dueOn: '2026-03-02', payments }))).toEqual([[-10, 1000n]]);
  });

  test('credited and disputed amounts stay out', () => {
    expect(days(item({ creditedMinor: 400n, disputedMinor: 600n }))).toEqual([]);
    expect(days(item({ disputedMinor: 600n }))).toEqual([[28, 400n]]);
  });

  test('what is paid after the day of the score is not known yet', () => {
    expect(days(item({ payments: [{ on: '2026-03-01', minor: 1000n }] }))).toEqual([[28, 1000n]]);
  });
});

test('worked example: 60k prompt, 30k at 15 days, 10k at 60 days is 73', () => {
  const rows = [
    { days: 0, minor: 60_000n },
    { days: 15, minor: 30_000n },
    { days: 60, minor: 10_000n },
  ];
  expect(paydexOf(table, rows)).toBe(73);
  expect(paydexOf(table, [...rows].reverse())).toBe(73);
  expect(paydexOf(table, [])).toBeUndefined();
});

test('shown floored with basis and risk; TOO_SHORT under three experiences or two counterparties', () => {
  const rows = ['v1', 'v1', 'v2', 'v2'].map((counterparty, at) => ({
    counterparty,
    days: at === 3 ? 30 : 0,
    minor: 100n,
  }));
  const needs = standardNeeds(table);
  expect(paydexFigure(table, rows, needs)).toEqual({
    value: 72.5,
    shown: 72,
    risk: 'medium',
    experiences: 4,
    counterparties: 2,
  });
  const short = { observed: false, reason: 'TOO_SHORT' };
  expect(paydexFigure(table, rows.slice(0, 2), needs)).toEqual(short);
  expect(paydexFigure(table, rows.slice(0, 2).concat(rows.slice(0, 2)), needs)).toEqual(short);
});

test('a window keeps what was settled in it and what is open', () => {
  const entries = [
    item({ payments: [{ on: '2025-11-28', minor: 1000n }], dueOn: '2025-11-28' }),
    item({ payments: [{ on: '2025-11-29', minor: 1000n }], dueOn: '2025-11-28' }),
    item({ dueOn: '2025-01-31' }),
  ];
  const all = experiencesOf(entries, AS_OF);
  expect(withinWindow(all, AS_OF, 3).map(row => row.days)).toEqual([1, 393]);
  expect(withinWindow(all, AS_OF, 6)).toHaveLength(3);
});

test('the half-life variant weighs a six months older payment by half', () => {
  const rows = [
    { counterparty: 'v1', days: 0, minor: 100n, settledOn: '2026-02-10' },
    { counterparty: 'v1', days: 30, minor: 100n, settledOn: '2025-08-10' },
  ];
  // (1 · 80 + ½ · 50) / 1.5
  expect(decayedPaydex(table, rows, AS_OF)).toBeCloseTo(70, 9);
});

test('the view holds windows, trend and each counterparty', () => {
  const entries = ['2025-06', '2025-07', '2025-08', '2025-12', '2026-01', '2026-02'].flatMap(
    (month, at) =>
      ['v1', 'v2'].map(counterparty =>
        item({
          counterparty,
          dueOn: `${month}-05`,
          payments: [{ on: at < 3 ? `${month}-05` : `${month}-20`, minor: 1000n }],
        }),
      ),
  );
  const view = paydexView(table, entries, AS_OF);
  expect(view.windows.map(row => [row.months, 'value' in row.figure && row.figure.value])).toEqual([
    [3, 70],
    [6, 70],
    [12, 75],
  ]);
  expect(view.trend).toBe(-5);
  expect(view.byCounterparty.map(row => row.counterparty)).toEqual(['v1', 'v2']);
});
