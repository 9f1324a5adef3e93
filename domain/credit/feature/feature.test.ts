import { AS_OF, months, proof, soundFacts, steadySales } from '../../../test/fixture/credit.ts';
import {
  CREDIT_TABLES,
  FEATURES,
  featureVector,
  notSupplied,
  supplied,
  type CreditFacts,
  type FirmMonth,
  type Observation,
  type Statement,
} from '../index.ts';

function observe(id: string, changes: Partial<CreditFacts> = {}): Observation {
  const seen = featureVector(soundFacts(changes), CREDIT_TABLES)[id];
  if (!seen) throw new Error(`${id} is no feature`);
  return seen;
}

function value(id: string, changes: Partial<CreditFacts> = {}): number | string {
  const seen = observe(id, changes);
  return seen.observed ? seen.value : seen.reason;
}

/** Sales by month, amounts in yuan, ending with 2026-02. */
function sales(yuan: readonly number[], void10 = 0n): CreditFacts['sales'] {
  const names = months(yuan.length);
  const cells: FirmMonth[] = yuan.map((amount, at) => ({
    month: names[at] ?? '',
    issued: amount > 0 ? 2 : 0,
    issuedMinor: BigInt(amount) * 100n + (amount > 0 ? void10 : 0n),
    voided: void10 > 0n ? 1 : 0,
    voidedMinor: amount > 0 ? void10 : 0n,
    redMinor: 0n,
  }));
  const first = names[yuan.findIndex(amount => amount > 0)] ?? '';
  const edges = cells
    .filter(cell => cell.issuedMinor > 0n)
    .map(cell => ({ month: cell.month, counterparty: 'a', invoices: 2, minor: 100n }));
  return supplied({ months: cells, edges, firstOn: `${first}-03`, lastOn: '2026-01-29' });
}

const statement: Statement = {
  endsOn: '2025-12-31',
  salesMinor: 1200n,
  costOfSalesMinor: 960n,
  ebitMinor: 90n,
  netIncomeMinor: 40n,
  currentAssetsMinor: 400n,
  totalAssetsMinor: 1000n,
  currentLiabilitiesMinor: 300n,
  totalLiabilitiesMinor: 650n,
  retainedMinor: 150n,
  equityMinor: 350n,
  fundsFromOperationsMinor: 78n,
  debtMinor: 175n,
  service: { ebitdaMinor: 150n, taxMinor: 20n, maintenanceMinor: 10n, dueMinor: 80n },
};

test('every feature of the table has its function and no function lacks a row', () => {
  const ids = CREDIT_TABLES.scorecard.dimensions.flatMap(row => row.features.map(({ id }) => id));
  expect(Object.keys(FEATURES).sort()).toEqual([...ids].sort());
});

describe('rhythm', () => {
  const season = [50, 60, 70, 80, 90, 100, 110, 120, 130, 140, 150, 100];
  const twelve = [0, 100, 100, 100, 0, 100, 100, 100, 100, 100, 100, 300];
  const rows: [string, Partial<CreditFacts>, number | string][] = [
    // The first sale is in month 2 of 12: 10 active of 11.
    ['D1.1', { sales: sales(twelve) }, 0.909090909091],
    // Largest 300 of 1,200.
    ['D1.3', { sales: sales(twelve) }, 0.25],
    ['D1.3', { sales: sales([100, 100, 100, 100, 100]) }, 'TOO_SHORT'],
    ['D1.3', { sales: sales([100, 100, 100, 100, 100, 100]) }, 0.166666666667],
    // 100, 100, 400: mean 200, population deviation √20,000.
    ['D1.2', { sales: sales([100, 100, 400]) }, 0.707106781187],
    ['D1.2', { sales: sales([100, 100]) }, 'TOO_SHORT'],
    // Two equal years: the seasonal index flattens them, but a month without sales stays one:
    // one zero among twelve equal values is 1 / √11.
    ['D1.2', { sales: sales([...season, ...season]) }, 0],
    [
      'D1.2',
      { sales: sales([100, ...season.slice(1, 11), 0, 100, ...season.slice(1, 11), 0]) },
      0.301511344578,
    ],
    ['D1.4', { sales: sales(twelve) }, 30],
    ['D1.4', { sales: notSupplied('SOURCE_DOWN') }, 'SOURCE_DOWN'],
  ];
  test.each(rows)('%s', (id, changes, expected) => {
    expect(value(id, changes)).toBe(expected);
  });

  test('D1.2 without two years keeps the season', () => {
    const seen = value('D1.2', { sales: sales([50, 100, 150]) });
    expect(seen).toBe(0.408248290464);
  });

  test('D1.4 takes the worse of anyone and the financed anchor', () => {
    const own = steadySales(12);
    const ledger = {
      ...own,
      firstOn: '2025-03-01',
      lastOn: AS_OF,
      lastOnWith: { anchor: '2026-01-29' },
    };
    expect(value('D1.4', { sales: supplied(ledger) })).toBe(30);
    expect(value('D1.4', { sales: supplied(ledger), anchorConfirms: false })).toBe(0);
  });

  test('a running month is no month of rhythm yet', () => {
    const facts = soundFacts({
      asOf: '2026-02-27',
      sales: sales([100, 100, 100, 100, 100, 100, 700]),
    });
    const seen = featureVector(facts, CREDIT_TABLES)['D1.3'];
    expect(seen).toEqual({ observed: true, value: 0.166666666667 });
  });
});

describe('delivery, payment and quality', () => {
  const rows: [string, Partial<CreditFacts>, number | string][] = [
    ['D1.5', {}, 1],
    ['D1.6a', {}, 0.99],
    ['D1.6b', {}, 0.01],
    // Half prompt (80), half five days early (82.5).
    ['D1.7', {}, 81.25],
    ['D1.8', {}, 0],
    ['D1.9', {}, 0],
    ['D1.7', { payables: supplied([]) }, 'TOO_SHORT'],
    ['D1.10', { sales: sales([100, 100], 500n) }, 0.047619047619],
    // 60,000.00 of 6,000,000.00.
    ['D1.11', {}, 0.01],
    ['D1.12', {}, 'NOT_APPLICABLE'],
    ['D1.13', { contracts: supplied([{ closedOn: '2025-06-01', onTerms: true }]) }, 'TOO_SHORT'],
    ['D1.14', {}, 'NOT_APPLICABLE'],
  ];
  test.each(rows)('%s %#', (id, changes, expected) => {
    expect(value(id, changes)).toBe(expected);
  });

  test('D1.9 counts what is 30 days past due, not 29', () => {
    const open = (dueOn: string): CreditFacts['payables'] =>
      supplied([
        {
          counterparty: 'v1',
          dueOn,
          minor: 400n,
          payments: [],
          creditedMinor: 0n,
          disputedMinor: 0n,
        },
        {
          counterparty: 'v2',
          dueOn: '2026-01-05',
          minor: 600n,
          payments: [{ on: '2026-01-05', minor: 600n }],
          creditedMinor: 0n,
          disputedMinor: 0n,
        },
      ]);
    expect(value('D1.9', { payables: open('2026-01-29') })).toBe(0.4);
    expect(value('D1.9', { payables: open('2026-01-30') })).toBe(0);
  });

  test('D1.12 is disputed over owed, with the mean age of the disputes', () => {
    const receivables = supplied([
      {
        counterparty: 'a',
        dueOn: '2026-03-31',
        minor: 1000n,
        payments: [],
        creditedMinor: 0n,
        disputedMinor: 100n,
      },
    ]);
    const disputes = supplied([
      { openedOn: '2026-02-08', minor: 60n },
      { openedOn: '2026-01-09', minor: 40n },
    ]);
    expect(observe('D1.12', { receivables, disputes })).toEqual({
      observed: true,
      value: 0.1,
      also: { meanAgeDays: 35 },
    });
  });

  test('D1.14 is the worst repaid loan, with its count', () => {
    const loans = supplied([
      { repaidOn: '2025-12-01', daysPastDueMax: 3, recourse: false },
      { repaidOn: '2026-01-01', daysPastDueMax: 0, recourse: true },
      { repaidOn: '2023-01-01', daysPastDueMax: 60, recourse: false },
    ]);
    expect(observe('D1.14', { loans })).toEqual({
      observed: true,
      value: 3,
      also: { loans: 2, recourses: 1 },
    });
  });
});

describe('ecosystem and reputation', () => {
  const registry = (entry: object): Partial<CreditFacts> => ({ registry: supplied(entry) });
  const rows: [string, Partial<CreditFacts>, number | string][] = [
    // Shares .4 .2 .2 .2.
    ['D2.1', {}, 0.28],
    ['D2.2', {}, 0.25],
    ['D2.3', {}, 0.004],
    ['D2.4', {}, 78],
    ['D2.5', {}, 24],
    ['D2.6', {}, 1],
    ['D2.7', {}, 1],
    ['D2.8', {}, 'NOT_SUPPLIED'],
    ['D3.1', registry({ courts: { openAsDefendantMinor: 6_000_000n, enforcements: [] } }), 0.01],
    ['D3.2', registry({ penalties: [{ on: '2026-02-28', severity: 3 }] }), 3],
    ['D3.2', registry({ penalties: [{ on: '2025-02-28', severity: 4 }] }), 2],
    ['D3.3', registry({ taxLevel: 'M' }), 2],
    [
      'D3.4',
      registry({
        changes: [
          { on: '2025-06-01', kind: 'address' },
          { on: '2025-07-01', kind: 'capitalReduction' },
          { on: '2024-01-01', kind: 'scope' },
        ],
      }),
      3,
    ],
    ['D3.5', registry({ news: [{ on: '2025-11-30', severity: 4, credibilityPpm: 500_000 }] }), 1],
    ['D3.7', registry({ headcount: { now: 90, yearAgo: 100 } }), -0.1],
    ['D3.6', {}, 'NOT_SUPPLIED'],
  ];
  test.each(rows)('%s %#', (id, changes, expected) => {
    expect(value(id, changes)).toBe(expected);
  });

  test('D3.1 marks an enforcement, halved after a year', () => {
    const courts = { openAsDefendantMinor: 0n, enforcements: ['2025-02-28'] };
    expect(observe('D3.1', registry({ courts }))).toEqual({
      observed: true,
      value: 0,
      also: { enforcementDecayed: 0.5 },
    });
  });
});

describe('strength', () => {
  const statements = supplied([statement]);
  const rows: [string, Partial<CreditFacts>, number | string][] = [
    ['D4.1', {}, 6_000_000],
    ['D4.2', {}, 0],
    ['D4.2', { sales: sales(Array.from({ length: 18 }, () => 100)) }, 'TOO_SHORT'],
    ['D4.3a', {}, 0.2],
    ['D4.3a', { statements: supplied([{ ...statement, salesMinor: 1600n }]) }, 0.4],
    ['D4.4', { statements }, 1.5],
    ['D4.8a', { statements }, 0.5],
    // The golden vector's balance sheet.
    ['D4.8b', { statements }, 2.31518461538],
    ['D4.8c', { statements }, 'TOO_SHORT'],
    ['D4.10', {}, 25],
  ];
  test.each(rows)('%s %#', (id, changes, expected) => {
    expect(value(id, changes)).toBe(expected);
  });

  test('equity of zero is marked, and the table gives it quality 0', () => {
    const broke = supplied([{ ...statement, equityMinor: 0n }]);
    expect(observe('D4.8a', { statements: broke })).toMatchObject({
      also: { equityNotPositive: 1 },
    });
  });

  test('D4.8c needs two years and stays between 0 and 1', () => {
    const prior = { ...statement, endsOn: '2024-12-31', netIncomeMinor: 30n };
    const seen = value('D4.8c', { statements: supplied([prior, statement]) });
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThan(1);
  });
});

describe('authenticity', () => {
  const proofs = (rows: readonly ReturnType<typeof proof>[]): Partial<CreditFacts> => ({
    proofs: supplied(rows),
  });
  const rows: [string, Partial<CreditFacts>, number | string][] = [
    ['D5.1', {}, 1],
    ['D5.1', proofs([proof(1), proof(2, { orderMinor: 989_999n })]), 0.5],
    ['D5.1', proofs([proof(1), proof(2, { orderMinor: 990_000n })]), 1],
    ['D5.1', proofs([proof(1, { receipt: { on: '2026-01-09', minor: 1_000_000n } })]), 0],
    ['D5.1', proofs([proof(1, { receipt: { on: '2026-01-10', minor: 1_000_000n } })]), 1],
    ['D5.1', proofs([proof(1, { receipt: { on: '2026-01-18', minor: 900_000n } })]), 0],
    ['D5.1', proofs([proof(1, { dueOn: '2026-02-17' })]), 0],
    ['D5.1', proofs([proof(1, { dueOn: '2026-02-18' })]), 1],
    [
      'D5.1',
      proofs([proof(1), proof(2, { financed: false, confirmed: false, orderMinor: 1n })]),
      1,
    ],
    ['D5.2', proofs([proof(1), proof(2, { confirmed: false, minor: 3_000_000n })]), 0.25],
    ['D5.1', proofs([proof(1, { issuedOn: '2025-02-28' })]), 'TOO_SHORT'],
    // |50.0 − 49.8| / 49.8.
    ['D5.3', {}, 0.004016064257],
    ['D5.6', { relatedParties: supplied(['b1']) }, 0.2],
    ['D5.7', {}, 0.998],
    ['D5.8', { alerts: supplied({ open: 2, highSeverity: 1 }) }, 2],
  ];
  test.each(rows)('%s %#', (id, changes, expected) => {
    const seen = value(id, changes);
    if (typeof expected === 'string') expect(seen).toBe(expected);
    else expect(seen).toBeCloseTo(expected, 11);
  });

  test('D5.7 carries the lag that nine in ten documents keep', () => {
    expect(observe('D5.7')).toMatchObject({ also: { lagDays: 3 } });
  });

  test('D5.3 without bank totals is partial, with them it takes the larger gap', () => {
    const month = (bank?: { inflowMinor: bigint; settledMinor: bigint }): CreditFacts['totals'] =>
      supplied([
        { month: '2026-01', ledgerMinor: 102n, taxMinor: 100n, ...(bank ? { bank } : {}) },
      ]);
    expect(observe('D5.3', { totals: month() })).toEqual({
      observed: true,
      value: 0.02,
      partial: true,
    });
    const seen = value('D5.3', { totals: month({ inflowMinor: 90n, settledMinor: 100n }) });
    expect(seen).toBe(0.1);
  });
});
