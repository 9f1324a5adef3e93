import { spawn } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

// What a stranger's first command does, with an npm of our own in the place of npm.

let clone: string;
beforeEach(async () => {
  clone = await mkdtemp(join(tmpdir(), 'tally-bootstrap-'));
  await mkdir(join(clone, 'start'));
  await mkdir(join(clone, 'cli'));
  await cp(join(import.meta.dirname, 'bootstrap.js'), join(clone, 'start', 'bootstrap.js'));
  await writeFile(join(clone, 'package.json'), '{ "type": "module" }');
  await writeFile(join(clone, 'package-lock.json'), '{}');
  await writeFile(join(clone, 'cli', 'tally.ts'), 'console.log("ran", ...process.argv.slice(2));');
});
afterEach(() => rm(clone, { recursive: true, force: true }));

/** An npm that notes its words, takes its time, and installs a Node that is this one. */
async function layNpm(ends: { readonly afterMs: number; readonly code: number }): Promise<string> {
  const file = join(clone, 'npm.mjs');
  await writeFile(
    file,
    `import { appendFileSync, mkdirSync, symlinkSync } from 'node:fs';
    appendFileSync(${JSON.stringify(join(clone, 'asked'))}, process.argv.slice(2).join(' ') + '\\n');
    console.error('npm begins');
    await new Promise(done => setTimeout(done, ${String(ends.afterMs)}));
    if (${String(ends.code)} !== 0) process.exit(${String(ends.code)});
    mkdirSync('node_modules/node/bin', { recursive: true });
    symlinkSync(process.execPath, 'node_modules/node/bin/node');`,
  );
  return file;
}

type Ran = { code: number | null; said: string; silentMs: number };

function bootstrap(npm: string, ...words: string[]): Promise<Ran> {
  return new Promise(done => {
    const child = spawn(process.execPath, [join(clone, 'start', 'bootstrap.js'), ...words], {
      env: { ...process.env, npm_execpath: npm, NODE_OPTIONS: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let said = '';
    let last = Date.now();
    let silentMs = 0;
    const hear = (chunk: Buffer): void => {
      silentMs = Math.max(silentMs, Date.now() - last);
      last = Date.now();
      said += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('close', code => done({ code, said, silentMs }));
  });
}

const asked = (): Promise<string> => readFile(join(clone, 'asked'), 'utf8').catch(() => '');

test('says size and time before it installs, is never silent for long, and installs once', async () => {
  const npm = await layNpm({ afterMs: 11_000, code: 0 });
  const first = await bootstrap(npm, 'tally', 'deal', 'run');
  expect(first.code).toBe(0);
  const lines = first.said.split('\n');
  expect(lines[0]).toMatch(/about 0\.7 GB on disk, one to four minutes/);
  expect(lines[1]).toBe('npm begins');
  expect(lines).toContain('ran deal run');
  expect(lines.filter(line => /still installing, \d+ s/.test(line)).length).toBeGreaterThan(1);
  expect(first.silentMs).toBeLessThan(10_000);
  expect(await asked()).toMatch(/^install --no-save --omit=dev .*\n$/);
  // What is installed needs no network again.
  const second = await bootstrap(npm, 'tally', 'rules', 'list');
  expect([second.code, second.said]).toEqual([0, 'ran rules list\n']);
  expect((await asked()).split('\n')).toHaveLength(2);
}, 60_000);

test('another lock file installs anew; a failed installation is said and not taken for one', async () => {
  const good = await layNpm({ afterMs: 0, code: 0 });
  expect((await bootstrap(good, 'tally')).code).toBe(0);
  await writeFile(join(clone, 'package-lock.json'), '{ "name": "other" }');
  const bad = await layNpm({ afterMs: 0, code: 7 });
  const failed = await bootstrap(bad, 'tally');
  expect(failed.code).toBe(7);
  expect(failed.said).toMatch(/The installation failed\. .*run the same command again/);
  expect(failed.said).not.toMatch(/^ran/m);
  expect((await bootstrap(bad, 'tally')).code).toBe(7);
  expect((await asked()).split('\n')).toHaveLength(4);
}, 60_000);

test('what it does not know is refused by name', async () => {
  const npm = await layNpm({ afterMs: 0, code: 0 });
  const { code, said } = await bootstrap(npm, 'begin');
  expect(code).toBe(2);
  expect(said).toMatch(/unknown program "begin"; known: start, tally/);
  expect(await asked()).toBe('');
});
