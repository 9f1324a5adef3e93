import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '..');
const MODEL_RUNS = 100_000;
const CHAOS_RUNS = 20;

type Part = {
  readonly runs: number;
  readonly suites: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
};

/** Long campaigns by name; each is a suite of the test run with more of the same. */
function partOf(name: string, seed: number): Part | undefined {
  if (name === 'property') {
    const environment = { TALLY_MODEL_RUNS: String(MODEL_RUNS), TALLY_MODEL_SEED: String(seed) };
    return { runs: MODEL_RUNS, suites: ['test/model/model.test.ts'], environment };
  }
  if (name !== 'chaos') return undefined;
  const environment = { TALLY_CHAOS_RUNS: String(CHAOS_RUNS), TALLY_REQUIRE: 'fabric' };
  return { runs: CHAOS_RUNS, suites: ['test/chaos/acts.test.ts'], environment };
}

/** `npm run slow -- property|chaos [--seed N]`: what takes too long for every test run. */
async function main([name = '', , seedText = '1']: readonly string[]): Promise<void> {
  const seed = Number(seedText) || 1;
  const part = partOf(name, seed);
  if (!part) {
    console.error(`unknown part "${name}"; known: property, chaos`);
    process.exitCode = 2;
    return;
  }
  const began = process.hrtime.bigint();
  const code = await jest(part);
  const seconds = Number((process.hrtime.bigint() - began) / 1_000_000_000n);
  const commit = execFileSync('git', ['rev-parse', '--short', 'HEAD'], { cwd: ROOT });
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`;
  const measured = { part: name, passed: code === 0, runs: part.runs, seconds, seed, machine };
  const folder = join(ROOT, 'docs', 'measured');
  mkdirSync(folder, { recursive: true });
  const text = JSON.stringify({ ...measured, commit: commit.toString().trim() }, null, 2);
  writeFileSync(join(folder, `${name}.json`), `${text}\n`);
  console.log(text);
  process.exitCode = code;
}

function jest({ suites, environment }: Part): Promise<number> {
  const program = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program];
  const env = { ...process.env, ...environment };
  return new Promise(resolve => {
    const words = [...node, '--runInBand', '--runTestsByPath', ...suites];
    const child = spawn(process.execPath, words, { cwd: ROOT, env, stdio: 'inherit' });
    child.once('exit', code => resolve(code ?? 1));
  });
}

await main(process.argv.slice(2));
