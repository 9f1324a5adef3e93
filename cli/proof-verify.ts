import { readFileSync } from 'node:fs';
import { readPins } from '../reports/index.ts';
import { readProofArchive } from './proof-archive.ts';
import { checkProof, type ProofStep } from './proof-checks.ts';

type ProofOptions = {
  readonly json?: boolean;
  /** Path of the pins: roots of the organisations, a checkpoint. */
  readonly pins?: string;
};

/**
 * Checks a `tally-proof/1` bundle and says what became of each check, in their order. Exits 0 when
 * none fails, 3 with the code of the first that does, 2 when it is no bundle.
 */
export function verifyProof(file: string, { pins: path, json }: ProofOptions): number {
  const archive = readProofArchive(file);
  const pins = path === undefined ? null : readPins(readFileSync(path, 'utf8'));
  if (typeof archive === 'string') return notRead(`${file}: ${archive}`);
  if (pins?.ok === false) return notRead(`${path}: ${pins.error}`);
  const steps = checkProof(archive, pins?.value ?? null);
  const { object, head } = archive.manifest;
  if (json) console.log(JSON.stringify({ object, head, pinned: pins !== null, steps }));
  else say(steps, { object, pinned: pins !== null });
  return steps.some(({ state }) => state === 'fails') ? 3 : 0;
}

function notRead(why: string): number {
  console.error(why);
  return 2;
}

function say(
  steps: readonly ProofStep[],
  { object, pinned }: { readonly object: string; readonly pinned: boolean },
): void {
  for (const { code, state, what } of steps) console.log(`${state.padEnd(10)} ${code} ${what}`);
  if (!pinned) console.log('the roots are those of the bundle: name pins to check them');
  const failed = steps.find(({ state }) => state === 'fails');
  console.log(failed ? `${failed.code}: ${failed.what}` : `${object} is proved`);
}
