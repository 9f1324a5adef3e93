import fc from 'fast-check';
import { CAMPAIGNS } from './campaigns.ts';
import { nothingReached, runBoth, stepOf, type Campaign, type Reached, type Step } from './run.ts';

const RUNS = Number(process.env['TALLY_MODEL_RUNS'] ?? 1_000);
const ACTS = 100;
const MINUTES = 60_000;
/** Parting runs that are looked at for the shortest one. */
const SHORTENED = 30;

/** The first acts up to the one where both sides part: the rest of a run says nothing more. */
async function shortest(campaign: Campaign, list: readonly Step[]): Promise<readonly Step[]> {
  const parts = (length: number): Promise<boolean> =>
    runBoth(campaign, list.slice(0, length), nothingReached()).then(
      () => false,
      () => true,
    );
  let [agree, part] = [0, list.length];
  for (let tries = 0; tries < SHORTENED && part - agree > 1; tries++) {
    const middle = Math.floor((agree + part) / 2);
    if (await parts(middle)) part = middle;
    else agree = middle;
  }
  return list.slice(0, part);
}

const missing = (wanted: readonly string[], found: ReadonlySet<string>): readonly string[] =>
  wanted.filter(name => !found.has(name));

describe.each(CAMPAIGNS)('a second, simpler model and the contract: $name', given => {
  const { campaign, reach, percent } = given;
  const reached: Reached = nothingReached();
  const runs = Math.ceil((RUNS * percent) / 100);
  const sequences = fc.array(stepOf(campaign), { minLength: ACTS, maxLength: ACTS });

  test(
    `agree over ${runs} random sequences of ${ACTS} acts`,
    async () => {
      const property = fc.asyncProperty(sequences, list => runBoth(campaign, list, reached));
      const seed = Number(process.env['TALLY_MODEL_SEED'] ?? 20_260_303);
      const checked = await fc.check(property, { numRuns: runs, seed, endOnFailure: true });
      if (!checked.failed) return;
      const [list = []] = checked.counterexample ?? [];
      const part = await shortest(campaign, list);
      const why = await runBoth(campaign, part, nothingReached()).catch((error: unknown) =>
        String(error),
      );
      throw new Error(`seed ${seed}, ${part.length} acts: ${String(why)}`);
    },
    100 * MINUTES,
  );

  test('every state, refusal and effect of the acts that they know is reached', () => {
    expect({
      states: missing(reach.states, reached.states),
      refusals: missing(reach.refusals, reached.refusals),
      effects: missing(reach.effects, reached.effects),
    }).toEqual({ states: [], refusals: [], effects: [] });
    expect(reached.stood).toBeGreaterThan(runs * ACTS * 0.25);
  });

  test('nothing is reached that the lists do not name', () => {
    expect({
      states: missing([...reached.states], new Set(reach.states)),
      refusals: missing([...reached.refusals], new Set(reach.refusals)),
      effects: missing([...reached.effects], new Set(reach.effects)),
    }).toEqual({ states: [], refusals: [], effects: [] });
  });
});
