import type { Context } from '../governance/index.ts';
import { dateFaults, tenorFaults, tenorMonths } from './tenor.ts';

const context: Pick<Context, 'businessDate' | 'parameters'> = {
  businessDate: '2026-03-02',
  parameters: new Map(),
};

describe('tenor (R-33)', () => {
  test.each([
    ['2026-08-31', '2027-02-28', 6, 'month ends clamp'],
    ['2026-08-31', '2027-03-01', 7, 'one day over'],
    ['2026-01-15', '2026-01-15', 0, 'the same day'],
    ['2026-01-15', '2026-01-16', 1, 'one day'],
    ['2027-08-31', '2028-02-29', 6, 'a leap year'],
  ])('from %s to %s: %i months (%s)', (start, dueOn, months) => {
    expect(tenorMonths(start, dueOn)).toBe(months);
  });

  test.each([
    ['2026-08-02', null, []],
    ['2026-08-03', null, ['TENOR_REASON_MISSING']],
    ['2026-08-03', 'season', []],
    ['2027-02-02', 'season', []],
    ['2027-02-03', 'season', ['TENOR_OVER_YEAR']],
  ])('an invoice of 2 February due %s with reason %s: %j', (dueOn, tenorReason, codes) => {
    const claim = { invoiceOn: '2026-02-02', acceptedOn: null, dueOn, tenorReason };
    expect(tenorFaults(claim, context).map(({ code }) => code)).toEqual(codes);
  });

  test('the earlier of invoice and acceptance begins the tenor', () => {
    const claim = { invoiceOn: '2026-02-02', acceptedOn: '2026-02-01', tenorReason: null };
    expect(tenorFaults({ ...claim, dueOn: '2026-08-02' }, context)).toMatchObject([
      { code: 'TENOR_REASON_MISSING', facts: { start: '2026-02-01', months: 7 } },
    ]);
  });

  test('a parameter may shorten it', () => {
    const row = { effectiveOn: '2026-01-01', value: 3, version: 1 };
    const parameters = new Map([['tenor.maxMonths', { key: 'tenor.maxMonths', rows: [row] }]]);
    const dates = { invoiceOn: '2026-02-02', acceptedOn: null, tenorReason: 'season' };
    const claim = { ...dates, dueOn: '2026-05-03' };
    expect(tenorFaults(claim, { ...context, parameters })).toMatchObject([
      { code: 'TENOR_OVER_YEAR', facts: { months: 4 } },
    ]);
  });
});

test.each([
  [{ invoiceOn: '2026-03-02', acceptedOn: '2026-03-02', dueOn: '2026-03-02' }, []],
  [{ invoiceOn: '2026-03-03', acceptedOn: null, dueOn: '2026-06-30' }, ['invoiceOn']],
  [{ invoiceOn: '2026-02-01', acceptedOn: '2026-03-03', dueOn: '2026-06-30' }, ['acceptedOn']],
  [{ invoiceOn: '2026-02-01', acceptedOn: null, dueOn: '2026-01-31' }, ['invoiceOn', 'today']],
])('dates %j are disordered at %j', (claim, first) => {
  const faults = dateFaults(claim, '2026-03-02');
  expect(faults.map(({ facts }) => facts['first'])).toEqual(first);
});
