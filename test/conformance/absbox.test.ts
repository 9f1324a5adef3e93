import { readFileSync } from 'node:fs';
import { projectDeal } from '../../domain/securitisation/index.ts';
import { importAbsbox, reportRun } from '../../ingest/index.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const DECKS = 'abs/absbox/benchmark-china';

type Table = { columns: string[]; rows: unknown[][]; finalBalance?: number };
type Report = Record<'pool' | 'bonds' | 'fees' | 'accounts', Record<string, Table>> & {
  events: unknown[];
};

const textOf = (name: string): string => readFileSync(samplePath(DECKS, `${name}.json`), 'utf8');

function runOf(name: string): Report {
  const imported = importAbsbox(textOf(name));
  if (!imported.ok) throw new Error(JSON.stringify(imported.error));
  const run = projectDeal(imported.value.model);
  if (!run.ok) throw new Error(JSON.stringify(run.error));
  return JSON.parse(reportRun(imported.value.model, run.value)) as Report;
}

const rowsOf = (tables: Record<string, Table>): number =>
  Object.values(tables).reduce((sum, { rows }) => sum + rows.length, 0);

/** Whole deals, every row to the cent, as the engine that published them (SEC-5). */
describeSamples(DECKS, 'the decks of AbsBox, compatible', () => {
  const names = ['test01', 'test02', 'test03', 'test05'];

  test('hold 269 rows of pools, 532 of classes, 637 of fees and 1,908 of accounts', () => {
    const counts = { pool: 0, bonds: 0, fees: 0, accounts: 0 };
    for (const name of names) {
      const { expected } = JSON.parse(textOf(name)) as { expected: Report };
      for (const part of ['pool', 'bonds', 'fees', 'accounts'] as const) {
        counts[part] += rowsOf(expected[part]);
      }
    }
    expect(counts).toEqual({ pool: 269, bonds: 532, fees: 637, accounts: 1908 });
  });

  test.each(names)('%s: every pool, class, fee and account row, and every event', name => {
    const { expected } = JSON.parse(textOf(name)) as { expected: Report };
    const found = runOf(name);
    for (const part of ['pool', 'bonds', 'fees', 'accounts'] as const) {
      expect(Object.keys(found[part])).toEqual(Object.keys(expected[part]));
      for (const [key, table] of Object.entries(expected[part])) {
        expect({ part, key, ...found[part][key] }).toEqual({ part, key, ...table });
      }
    }
    expect(found.events).toEqual(expected.events);
  });

  test('a cent that is changed is seen', () => {
    const { expected } = JSON.parse(textOf('test01')) as { expected: Report };
    const rows = expected.bonds['A1']!.rows;
    rows[3]![2] = Number(rows[3]![2]) + 0.01;
    expect(runOf('test01').bonds['A1']!.rows).not.toEqual(rows);
  });
});
