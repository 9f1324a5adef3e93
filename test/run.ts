import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { missingFabric } from '../network/programs.ts';
import { lint } from './lint.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

type JestReport = {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numPendingTests: number;
  readonly numRuntimeErrorTestSuites: number;
};

/**
 * `npm test [-- PATTERN… --require fabric]`: the checks of the tree, then every jest suite. The last
 * line counts both. With patterns only the matching suites run; what is required fails where it
 * would be skipped.
 */
async function main(words: readonly string[]): Promise<void> {
  const { values, positionals: patterns } = parseArgs({
    args: [...words],
    allowPositionals: true,
    options: { require: { type: 'string' } },
  });
  if (values.require !== undefined) process.env['TALLY_REQUIRE'] = values.require;
  const tree = patterns.length === 0 ? lint() : { passed: 0, failed: 0 };
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-test-'));
  const report = join(folder, 'report.json');
  await jest([...patterns, '--json', '--outputFile', report]);
  const jestCounts = read(report);
  rmSync(folder, { recursive: true, force: true });
  const passed = tree.passed + jestCounts.passed;
  const failed = tree.failed + jestCounts.failed;
  const missing = missingFabric();
  const why = missing === null ? '' : ` (fabric: ${missing})`;
  const skipped = jestCounts.skipped === 0 ? '' : `, ${jestCounts.skipped} skipped${why}`;
  console.log(`${passed} passed, ${failed} failed${skipped}`);
  process.exitCode = failed === 0 ? 0 : 1;
}

function jest(words: readonly string[]): Promise<void> {
  const program = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', program];
  return new Promise(resolve => {
    const stdio = ['ignore', 'ignore', 'inherit'] as const;
    const child = spawn(process.execPath, [...node, '--maxWorkers=2', ...words], {
      cwd: ROOT,
      stdio: [...stdio],
    });
    child.on('exit', () => resolve());
  });
}

function read(file: string): { passed: number; failed: number; skipped: number } {
  try {
    const report = JSON.parse(readFileSync(file, 'utf8')) as JestReport;
    const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
    return { passed: report.numPassedTests, failed, skipped: report.numPendingTests };
  } catch {
    console.log('jest ended without a report');
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

await main(process.argv.slice(2));
