import fc from 'fast-check';
import { DEFECTS } from './defects.ts';
import { nothingReached, runBoth, stepOf } from './run.ts';

const RUNS_OF_A_DEFECT = 100;
const MINUTES = 60_000;

describe('a planted defect parts them', () => {
  test.each(DEFECTS.map(({ name, campaign, plant }) => [name, campaign, plant] as const))(
    '%s',
    async (_, campaign, plant) => {
      const sequences = fc.array(stepOf(campaign), { minLength: 100, maxLength: 100 });
      const property = fc.asyncProperty(sequences, list =>
        runBoth(campaign, list, nothingReached(), plant),
      );
      const options = { numRuns: RUNS_OF_A_DEFECT, seed: 7, endOnFailure: true };
      expect((await fc.check(property, options)).failed).toBe(true);
    },
    10 * MINUTES,
  );
});
