import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedTarget } from './embedded.ts';
import { casesOn, runCase } from './runner.ts';

const cases = casesOn('embedded');

const DEVIATIONS_MAX = 4;
const LOWERED = { queryLimit: 50, callMs: 2_000 };

test('the accepted deviations are listed with a reason, and do not grow', () => {
  const file = join(import.meta.dirname, 'deviations.json');
  const deviations = JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>[];
  expect(deviations.length).toBeLessThanOrEqual(DEVIATIONS_MAX);
  for (const one of deviations) expect(Object.keys(one)).toEqual(['what', 'where', 'why']);
});

test('every case has an id of its own', () => {
  const ids = cases.map(one => one.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(cases.map(one => [one.id, one.title, one] as const))(
  '%s %s, on the embedded ledger',
  async (_id, _title, one) => {
    const target = await openEmbeddedTarget(one.lowered ? LOWERED : {});
    try {
      const { expected, found } = await runCase(target, one);
      expect(found).toEqual(expected);
    } finally {
      await target.close();
    }
  },
);
