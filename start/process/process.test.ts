import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from '../postgres/index.ts';
import { Children, createProgress, type Noted, takeHome } from './index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-home-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const quiet = (): void => undefined;

async function script(text: string): Promise<string> {
  const file = join(folder, 'program.mjs');
  await writeFile(file, text);
  return file;
}

test('a step is said once it is done, with the time since the start', async () => {
  let now = 1_000;
  const lines: string[] = [];
  const progress = createProgress(
    line => lines.push(line),
    () => now,
  );
  now = 3_500;
  expect(await progress.step('ledger opened', () => Promise.resolve(7))).toBe(7);
  await expect(progress.step('story played', () => Promise.reject(new Error('x')))).rejects.toThrow(
    'x',
  );
  expect(lines).toEqual(['   2.5 s  ledger opened', '   2.5 s  story played: failed']);
});

test('a folder that a running start holds is refused by name', async () => {
  const holder = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', 'start/main.ts']);
  const lock = { name: 'start', pid: holder.pid, marker: 'start/main.ts' };
  await writeFile(join(folder, 'start.lock'), JSON.stringify(lock));
  await expect(takeHome(folder, quiet)).rejects.toThrow(
    new RegExp(`already runs on .* \\(process ${holder.pid}\\)`),
  );
  holder.kill('SIGKILL');
  await new Promise(done => holder.once('exit', done));
  const home = await takeHome(folder, quiet);
  await home.release();
});

test('a lock whose process id now belongs to another program does not hold', async () => {
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const lock = { name: 'start', pid: other.pid, marker: 'start/main.ts' };
  await writeFile(join(folder, 'start.lock'), JSON.stringify(lock));
  const home = await takeHome(folder, quiet);
  await home.release();
  expect(isAlive(other.pid ?? 0)).toBe(true);
  other.kill('SIGKILL');
});

test('children of a killed start are ended; a program that took over a pid is not', async () => {
  const child = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)', 'api/server.ts']);
  const other = spawn(process.execPath, ['-e', 'setTimeout(() => {}, 60000)']);
  const noted: Noted[] = [
    { name: 'api', pid: child.pid ?? 0, marker: 'api/server.ts' },
    { name: 'story', pid: other.pid ?? 0, marker: 'demo/main.ts' },
  ];
  await writeFile(join(folder, 'children.json'), JSON.stringify(noted));
  const said: string[] = [];
  const home = await takeHome(folder, line => said.push(line));
  expect(said).toEqual([`ended api ${child.pid}, left over from a killed start`]);
  expect(isAlive(other.pid ?? 0)).toBe(true);
  other.kill('SIGKILL');
  await home.release();
});

test('a program that fails is started again, and given up after five times', async () => {
  const file = await script(
    `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(join(folder, 'runs'))}, 'x'); process.exit(3);`,
  );
  const said: string[] = [];
  const children = new Children(
    () => Promise.resolve(),
    line => said.push(line),
    { restartPauseMs: 1 },
  );
  const child = children.start({ name: 'api', file, env: {}, restart: 'always', youngMiB: 8 });
  await expect(child.ready).rejects.toThrow('api ended with 3 before it was ready');
  expect(await child.ended).toBe(3);
  expect(await readFile(join(folder, 'runs'), 'utf8')).toBe('xxxxxx');
  expect(said).toHaveLength(5);
});

test('a ready program is told to end, and the list of children follows', async () => {
  const file = await script(
    `process.on('SIGTERM', () => process.exit(0)); process.send('ready'); setTimeout(() => {}, 60000);`,
  );
  const lists: (readonly Noted[])[] = [];
  const children = new Children(async list => void lists.push(list), quiet);
  const child = children.start({ name: 'api', file, env: {}, restart: 'always', youngMiB: 8 });
  await child.ready;
  await children.stop();
  expect(await child.ended).toBe(0);
  expect(lists.map(list => list.length)).toEqual([1, 0]);
});

test('a program that does not listen to reason is killed', async () => {
  const file = await script(
    `process.on('SIGTERM', () => {}); process.send('ready'); setTimeout(() => {}, 60000);`,
  );
  const children = new Children(() => Promise.resolve(), quiet, { stopWaitMs: 200 });
  const child = children.start({ name: 'api', file, env: {}, restart: 'never', youngMiB: 8 });
  await child.ready;
  await children.stop();
  expect(await child.ended).toBe(128);
  await sleep(0);
});
