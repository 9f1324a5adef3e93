import { wait, type Clock } from '../clock.ts';
import type { NotSent } from '../port.ts';

/** Only what is certain not to have been ordered is repeated here, and so often (L-2). */
const REPEAT_AFTER_MS: readonly number[] = [50, 150, 400];
const REPEATED: ReadonlySet<string> = new Set(['UNREACHABLE', 'BUSY', 'MISMATCH']);

export type Repeating = {
  readonly clock: Clock;
  /** At least 0, below 1: spreads repeated calls. */
  readonly random: () => number;
};

/** Calls again, at most three times, while the answer is that a peer could not be asked. */
export async function repeated<T>(
  { clock, random }: Repeating,
  call: () => Promise<T>,
): Promise<T> {
  let result = await call();
  for (const afterMs of REPEAT_AFTER_MS) {
    if (!isNotSent(result) || !REPEATED.has(result.cause)) return result;
    await wait(clock, Math.round(afterMs * (0.5 + random())));
    result = await call();
  }
  return result;
}

function isNotSent(result: unknown): result is NotSent {
  return (result as NotSent | null)?.kind === 'notSent';
}
