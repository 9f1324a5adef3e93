import fc from 'fast-check';
import { EFFECTS, REFUSALS, STATES } from './reach.ts';
import { anyStep, nothingReached, runBoth, type Reached, type Step } from './run.ts';

const RUNS = Number(process.env['TALLY_MODEL_RUNS'] ?? 1_000);
const ACTS = 100;
const MINUTES = 60_000;

const sequences = fc.array(anyStep, { minLength: ACTS, maxLength: ACTS });

/** The first acts up to the one where both sides part: the rest of a run says nothing more. */
async function shortest(list: readonly Step[], plant?: Parameters<typeof runBoth>[2]) {
  for (let length = 1; length < list.length; length++) {
    const part = list.slice(0, length);
    if (
      await runBoth(part, nothingReached(), plant).then(
        () => false,
        () => true,
      )
    )
      return part;
  }
  return list;
}

const missing = (wanted: readonly string[], found: ReadonlySet<string>): readonly string[] =>
  wanted.filter(name => !found.has(name));

describe('a second, simpler model and the contract', () => {
  const reached: Reached = nothingReached();

  test(
    `agree over ${RUNS} random sequences of ${ACTS} acts`,
    async () => {
      const property = fc.asyncProperty(sequences, list => runBoth(list, reached));
      const seed = Number(process.env['TALLY_MODEL_SEED'] ?? 20_260_303);
      const checked = await fc.check(property, { numRuns: RUNS, seed, endOnFailure: true });
      if (!checked.failed) return;
      const [list = []] = checked.counterexample ?? [];
      const part = await shortest(list);
      const why = await runBoth(part, nothingReached()).catch((error: unknown) => String(error));
      throw new Error(`seed ${seed}, ${part.length} acts: ${String(why)}`);
    },
    100 * MINUTES,
  );

  test('every state, refusal and effect of the acts that they know is reached', () => {
    expect({
      states: missing(STATES, reached.states),
      refusals: missing(REFUSALS, reached.refusals),
      effects: missing(EFFECTS, reached.effects),
    }).toEqual({ states: [], refusals: [], effects: [] });
    expect(reached.stood).toBeGreaterThan(RUNS * ACTS * 0.25);
  });

  test('nothing is reached that the lists do not name', () => {
    expect({
      states: missing([...reached.states], new Set(STATES)),
      refusals: missing([...reached.refusals], new Set(REFUSALS)),
      effects: missing([...reached.effects], new Set(EFFECTS)),
    }).toEqual({ states: [], refusals: [], effects: [] });
  });
});
