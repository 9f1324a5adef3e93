import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { ROOT } from './product.ts';

type Assertion = {
  readonly fullName: string;
  readonly status: string;
  readonly failureMessages: readonly string[];
};
type Report = {
  readonly testResults: readonly {
    readonly name: string;
    readonly message: string;
    readonly assertionResults: readonly Assertion[];
  }[];
};

/** What became of each test, by file relative to the root. */
export type Tried = ReadonlyMap<string, readonly Assertion[]>;

/** Runs the suites in these files once, one at a time, and reads jest's own report. */
export async function runSuites(files: readonly string[]): Promise<Tried> {
  const folder = mkdtempSync(join(tmpdir(), 'tallystick-accept-'));
  const report = join(folder, 'report.json');
  const there = files.filter(file => existsSync(join(ROOT, file)));
  const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning', jest];
  const words = ['--runInBand', '--json', '--outputFile', report, '--runTestsByPath', ...there];
  await new Promise<void>(done => {
    const child = spawn(process.execPath, [...node, ...words], {
      cwd: ROOT,
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    child.once('exit', () => done());
  });
  const { testResults } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  rmSync(folder, { recursive: true, force: true });
  return new Map(
    testResults.map(({ name, message, assertionResults }) => [
      relative(ROOT, name),
      assertionResults.length > 0
        ? assertionResults
        : [{ fullName: 'the suite itself', status: 'failed', failureMessages: [message] }],
    ]),
  );
}
