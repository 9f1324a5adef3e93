import { execFileSync } from 'node:child_process';
import { cpus } from 'node:os';

/** What one benchmark measured; `reference` stands beside it, taken in the same run. */
export type Measured = {
  readonly figures: Readonly<Record<string, number>>;
  readonly reference: Readonly<Record<string, number>>;
  readonly ratio: Readonly<Record<string, number>>;
};

type Bench = { readonly run: (words: readonly string[]) => Measured | Promise<Measured> };

const BENCHES: Readonly<Record<string, () => Promise<Bench>>> = {
  acts: () => import('./acts.ts'),
  ledger: () => import('./ledger.ts'),
  life: () => import('./life.ts'),
  projector: () => import('./projector.ts'),
  documents: () => import('./documents.ts'),
  ingest: () => import('./ingest.ts'),
  journey: () => import('./journey.ts'),
  securitisation: () => import('./securitisation.ts'),
};

const SEED = 42;

/** `npm run bench -- NAME [--json]`: talk to stderr, one JSON object as the last line of stdout. */
async function main([name = '', ...words]: readonly string[]): Promise<void> {
  const load = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
  if (!load) {
    console.error(`unknown benchmark "${name}"; known: ${Object.keys(BENCHES).join(', ')}`);
    process.exitCode = 2;
    return;
  }
  const { run } = await load();
  const measured = await run(words);
  const [first] = cpus();
  const machine = `${first?.model ?? 'unknown'} × ${cpus().length}, Node ${process.version}`;
  const result = { name, ...measured, machine, commit: commit(), seed: SEED };
  if (words.includes('--json')) console.log(JSON.stringify(result));
  else console.log(JSON.stringify(result, null, 2));
}

function commit(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short', 'HEAD'], { encoding: 'utf8' }).trim();
  } catch {
    return 'unknown';
  }
}

await main(process.argv.slice(2));
