import type { EmbeddedLedgerOptions } from '../../ledger/embedded/index.ts';
import { openEmbeddedTarget } from '../conformance/embedded.ts';
import { casesOn, runCase } from '../conformance/runner.ts';

// Control C-10: with a check of the validation switched off, the cases that hold it must turn red.

type Defect = NonNullable<NonNullable<EmbeddedLedgerOptions['test']>['steps']>;

async function redCases(ids: readonly string[], steps: Defect): Promise<string[]> {
  const red: string[] = [];
  for (const one of casesOn('embedded').filter(({ id }) => ids.includes(id))) {
    const target = await openEmbeddedTarget({ test: { steps } });
    try {
      const { expected, found } = await runCase(target, one);
      if (JSON.stringify(expected) !== JSON.stringify(sameOrder(expected, found))) red.push(one.id);
    } catch {
      red.push(one.id);
    } finally {
      await target.close();
    }
  }
  return red;
}

function sameOrder(expected: object, found: object): object {
  return Object.fromEntries(
    Object.keys(expected).map(name => [name, found[name as keyof typeof found]]),
  );
}

const CASES = [
  'LC-1',
  'LC-8',
  'LC-9',
  'LC-10',
  'LC-16',
  'LC-17',
  'LC-18',
  'LC-24',
  'LC-26',
  'LC-27',
];

test('C-10 with every check on, no case is red', async () => {
  expect(await redCases(CASES, {})).toEqual([]);
});

test('C-10 without the check of point reads LC-8, LC-9 and LC-10 are red', async () => {
  const red = await redCases(CASES, { isReadCurrent: () => true });
  expect(red).toEqual(expect.arrayContaining(['LC-8', 'LC-9', 'LC-10']));
  expect(red).not.toContain('LC-26');
});

test('C-10 without the phantom check LC-16, LC-17 and LC-18 are red', async () => {
  const red = await redCases(CASES, { isRangeCurrent: () => Promise.resolve(true) });
  expect(red).toEqual(['LC-16', 'LC-17', 'LC-18']);
});

test('C-10 without the check of endorsement policies LC-24, LC-26 and LC-27 are red', async () => {
  const red = await redCases(CASES, { isEndorsed: () => true });
  expect(red).toEqual(['LC-24', 'LC-26', 'LC-27']);
});

test('C-10 with key-level policies ignored LC-24 is red', async () => {
  const red = await redCases(CASES, {
    isEndorsed: (set, endorsers) => endorsers.length >= 2 || set.writes.length === 0,
  });
  expect(red).toContain('LC-24');
});
