import { openEmbeddedTarget } from './embedded.ts';
import { casesOn, runCase } from './runner.ts';

const cases = casesOn('embedded');

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
