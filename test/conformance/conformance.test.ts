import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openEmbeddedTarget } from './embedded.ts';
import { runCase, type ConformanceCase } from './runner.ts';

const folder = join(import.meta.dirname, 'cases');
const cases = readdirSync(folder)
  .filter(name => name.endsWith('.json'))
  .sort()
  .flatMap(name => JSON.parse(readFileSync(join(folder, name), 'utf8')) as ConformanceCase[])
  .filter(one => one.on.includes('embedded'));

test('every case has an id of its own', () => {
  const ids = cases.map(one => one.id);
  expect(new Set(ids).size).toBe(ids.length);
});

test.each(cases.map(one => [one.id, one.title, one] as const))(
  '%s %s, on the embedded ledger',
  async (_id, _title, one) => {
    const target = await openEmbeddedTarget();
    try {
      const { expected, found } = await runCase(target, one);
      expect(found).toEqual(expected);
    } finally {
      await target.close();
    }
  },
);
