import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive, removeCluster } from '../../start/postgres/index.ts';

// The start program as a person runs it, in a home of its own, without the story.
const root = join(import.meta.dirname, '..', '..');
let home: string;
const running: ChildProcess[] = [];

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tally-start-'));
});
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL');
  await removeCluster(home);
  await rm(home, { recursive: true, force: true });
});

type Started = { readonly child: ChildProcess; said(): string; ended: Promise<number> };

function start(...words: string[]): Started {
  const child = spawn(process.execPath, [join(root, 'start', 'main.ts'), '--bare', ...words], {
    env: { ...process.env, TALLY_HOME: home, TALLY_PORT: '4790' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  running.push(child);
  let said = '';
  child.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  const ended = new Promise<number>(done => child.once('exit', code => done(code ?? 128)));
  return { child, said: () => said, ended };
}

async function ready(started: Started): Promise<string> {
  for (let tries = 0; tries < 600; tries += 1) {
    const address = /ready on (http:\/\/localhost:\d+)$/m.exec(started.said())?.[1];
    if (address !== undefined) return address;
    await sleep(100);
  }
  throw new Error(`not ready:\n${started.said()}`);
}

async function pids(): Promise<number[]> {
  const children = JSON.parse(await readFile(join(home, 'children.json'), 'utf8')) as {
    pid: number;
  }[];
  const folder = await readFile(join(home, 'postgres-folder'), 'utf8').catch(() => null);
  const lock = join(folder ?? join(home, 'postgres'), 'data', 'postmaster.pid');
  const postmaster = Number((await readFile(lock, 'utf8')).split('\n')[0]);
  return [postmaster, ...children.map(({ pid }) => pid)];
}

const alive = (all: readonly number[]): number[] => all.filter(isAlive);

test('starts, refuses a second start of its home, survives kill -9, and ends with all at Ctrl-C', async () => {
  const first = start();
  const address = await ready(first);
  expect(await (await fetch(`${address}/readyz`)).json()).toMatchObject({ ok: true });
  const begun = await pids();
  expect(alive(begun)).toEqual(begun);

  const second = start();
  expect(await second.ended).toBe(1);
  expect(second.said()).toMatch(/already runs on .* \(process \d+\)/);

  first.child.kill('SIGKILL');
  await first.ended;
  const third = start();
  expect(await ready(third)).toBe(address);
  expect(third.said()).toMatch(/ended PostgreSQL \d+, left over from a killed start/);
  expect(alive(begun)).toEqual([]);

  const running = await pids();
  const [postmaster = 0] = running;
  process.kill(postmaster, 'SIGKILL');
  expect(await third.ended).toBe(1);
  expect(alive(running)).toEqual([]);

  const fourth = start();
  expect(await ready(fourth)).toBe(address);
  const last = await pids();
  fourth.child.kill('SIGINT');
  fourth.child.kill('SIGINT');
  expect(await fourth.ended).toBe(0);
  expect(alive(last)).toEqual([]);
  expect(fourth.said()).toContain('everything has ended');
}, 180_000);

test('ends with 0 when asked to end at once', async () => {
  const once = start('--once');
  expect([await once.ended, once.said()]).toEqual([0, expect.stringContaining('everything has')]);
}, 60_000);

test.each([500, 1_500, 3_000])(
  'Ctrl-C %i ms after its begin ends all that it was about to start',
  async afterMs => {
    const begun = start();
    await sleep(afterMs);
    begun.child.kill('SIGINT');
    const code = await begun.ended;
    // Before it hears signals Node ends by itself, afterwards with the shell's own code for one.
    expect([128, 130]).toContain(code);
    expect(await ofThisHome()).toEqual([]);
    // The home is free again: nothing holds its lock.
    const next = start('--once');
    expect([await next.ended, next.said()]).toEqual([0, expect.stringContaining('everything has')]);
  },
  120_000,
);

/** Processes that name this home among their words. */
async function ofThisHome(): Promise<string[]> {
  const numbers = (await readdir('/proc')).filter(name => /^\d+$/.test(name));
  const found = await Promise.all(
    numbers.map(async pid => {
      const words = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      return words.includes(home) ? [`${pid} ${words.replaceAll('\0', ' ').slice(0, 100)}`] : [];
    }),
  );
  return found.flat();
}
