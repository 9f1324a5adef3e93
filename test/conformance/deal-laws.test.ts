import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { fraction } from '../../domain/rate/index.ts';
import { projectDeal, type Model, type Projection } from '../../domain/securitisation/index.ts';
import { NEW_POSITION, TRADE_DEAL } from '../../domain/securitisation/test-deal.ts';
import { importAbsbox } from '../../ingest/index.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const DECKS = 'abs/absbox/benchmark-china';

/** What must hold of every run that may lose nothing. */
function expectConserved(model: Model, run: Projection): void {
  for (const { rows } of Object.values(run.pools)) expectPool(rows);
  for (const key of Object.keys(model.deal.accounts)) expectAccount(model, run, key);
  for (const key of Object.keys(model.deal.bonds)) expectClass(model, run, key);
  const { accounts, bonds, fees } = run.journal;
  const collected = total(
    accounts.map(({ change, memo }) => (memo.kind === 'poolInflow' ? change : 0n)),
  );
  const spent = total(bonds.map(({ cash }) => cash)) + total(fees.map(({ paid }) => paid));
  const left = total(Object.values(run.state.accounts).map(({ balance }) => balance));
  expect(collected).toBe(spent + left);
}

const total = (values: readonly bigint[]): bigint => values.reduce((a, b) => a + b, 0n);

/** Opening − what left = closing in every period, and recoveries + loss = default. */
function expectPool(rows: Projection['pools'][string]['rows']): void {
  rows.forEach((row, index) => {
    const reduced = row.principal + row.prepayment + row.fee + row.dilution + row.default;
    const before = rows[index - 1];
    if (before && reduced !== 0n) expect(row.balance).toBe(before.balance - reduced);
  });
  const sum = (of: 'default' | 'recovery' | 'loss') => total(rows.map(row => row[of]));
  expect(sum('recovery') + sum('loss')).toBe(sum('default'));
}

function expectAccount(model: Model, run: Projection, key: string): void {
  let balance = model.position.accounts[key] ?? BigInt(model.deal.accounts[key]!.opening);
  for (const entry of run.journal.accounts.filter(({ account }) => account === key)) {
    balance += entry.change;
    expect(entry.balance).toBe(balance);
    expect(balance >= 0n).toBe(true);
  }
}

function expectClass(model: Model, run: Projection, key: string): void {
  const opening = model.position.bonds[key]?.balance ?? BigInt(model.deal.bonds[key]!.original);
  const entries = run.journal.bonds.filter(({ bond }) => bond === key);
  expect(run.state.bonds[key]!.balance).toBe(
    opening - total(entries.map(({ principal }) => principal)),
  );
}

describeSamples(DECKS, 'the decks of AbsBox, conserving', () => {
  test.each(['test01', 'test02', 'test03', 'test05'])('%s loses nothing in any period', name => {
    const imported = importAbsbox(readFileSync(samplePath(DECKS, `${name}.json`), 'utf8'));
    if (!imported.ok) throw new Error('not imported');
    const { model } = imported.value;
    const deal = { ...model.deal, mode: 'conserving' as const };
    const run = projectDeal({ ...model, deal });
    if (!run.ok) throw new Error(run.error.code);
    expectConserved({ ...model, deal }, run.value);
  });
});

const tradeModel = (faces: readonly bigint[], cdr: number, recovered: number): Model => ({
  deal: TRADE_DEAL,
  position: NEW_POSITION,
  pools: {
    trade: {
      asOf: '2026-01-01',
      shape: 'receivable',
      assets: faces.map((face, index) => ({
        type: 'receivable',
        id: `r${index}`,
        face,
        advance: 0n,
        start: '2026-01-02',
        due: `2026-0${2 + (index % 7)}-1${index % 10}`,
        status: { kind: 'current' },
      })),
    },
  },
  assumptions: {
    pools: {
      trade: {
        default: { kind: 'cdr', annual: fraction(BigInt(cdr), 1000n) },
        dilution: fraction(BigInt(cdr), 3000n),
        recovery: {
          kind: 'byDays',
          share: fraction(BigInt(recovered), 100n),
          pieces: [
            [10, fraction(1n, 3n)],
            [40, fraction(2n, 3n)],
          ],
        },
      },
    },
    curves: {},
  },
});

const faces = fc.array(fc.bigInt(1n, 40_000n), { minLength: 1, maxLength: 20 });

describe('laws of a trade-receivable deal', () => {
  test('nothing is lost, whatever defaults, comes back or is diluted', () => {
    fc.assert(
      fc.property(
        faces,
        fc.integer({ min: 0, max: 900 }),
        fc.integer({ min: 0, max: 100 }),
        (some, cdr, recovered) => {
          const model = tradeModel(some, cdr, recovered);
          const run = projectDeal(model);
          if (!run.ok) throw new Error(run.error.code);
          expectConserved(model, run.value);
        },
      ),
      { numRuns: 60 },
    );
  });

  test('no junior class is paid while a senior line of the date is short', () => {
    fc.assert(
      fc.property(faces, fc.integer({ min: 0, max: 900 }), (some, cdr) => {
        const run = projectDeal(tradeModel(some, cdr, 0));
        if (!run.ok) throw new Error(run.error.code);
        const dates = new Set(run.value.lines.map(({ date }) => date));
        for (const date of dates) {
          const lines = run.value.lines.filter(line => line.date === date);
          const short = lines.findIndex(({ carried }) => carried > 0n);
          const after = short < 0 ? [] : lines.slice(short + 1);
          expect(after.reduce((total, { paid }) => total + paid, 0n)).toBe(0n);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('the same model gives the same run', () => {
    const model = tradeModel([12_345n, 1n, 999n], 250, 40);
    expect(projectDeal(model)).toEqual(projectDeal(model));
  });
});
