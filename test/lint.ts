import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { join } from 'node:path';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** One check of the tree: a program of `node_modules/.bin` that must end with 0. */
type Check = { readonly name: string; readonly program: string; readonly words: readonly string[] };

const CHECKS: readonly Check[] = [
  { name: 'types', program: 'tsc', words: ['--noEmit', '-p', '.'] },
  { name: 'lint', program: 'eslint', words: ['.', '--max-warnings', '0'] },
  { name: 'layout', program: 'prettier', words: ['--check', '--log-level', 'warn', '.'] },
  { name: 'direction', program: 'depcruise', words: ['--config', '.dependency-cruiser.cjs', '.'] },
  { name: 'dead code', program: 'knip', words: [] },
];

/** Runs every check and prints what each says; counts how many held. */
export function lint(): { passed: number; failed: number } {
  const counts = { passed: 0, failed: 0 };
  for (const { name, program, words } of CHECKS) {
    const path = join(ROOT, 'node_modules', '.bin', program);
    const { status, stdout, stderr } = spawnSync(path, words, { cwd: ROOT, encoding: 'utf8' });
    const held = status === 0;
    counts[held ? 'passed' : 'failed']++;
    console.log(`${held ? 'ok  ' : 'FAIL'} ${name}`);
    if (!held) console.log(`${stdout}${stderr}`.trim().split('\n').slice(-80).join('\n'));
  }
  return counts;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { passed, failed } = lint();
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
