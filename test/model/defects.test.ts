import fc from 'fast-check';
import { DEFECTS } from './defects.ts';
import { anyStep, nothingReached, runBoth } from './run.ts';

const RUNS_OF_A_DEFECT = 100;
const MINUTES = 60_000;
const sequences = fc.array(anyStep, { minLength: 100, maxLength: 100 });

describe('a planted defect parts them', () => {
  test.each(DEFECTS.map(({ name, plant }) => [name, plant] as const))(
    '%s',
    async (_, plant) => {
      const property = fc.asyncProperty(sequences, list => runBoth(list, nothingReached(), plant));
      const options = { numRuns: RUNS_OF_A_DEFECT, seed: 7, endOnFailure: true };
      expect((await fc.check(property, options)).failed).toBe(true);
    },
    10 * MINUTES,
  );
});
