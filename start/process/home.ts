import { execFileSync } from 'node:child_process';
import { mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { endProcess, isAlive } from '../postgres/index.ts';

/** A process of ours, and text that its command line contains: a pid alone may be another's. */
export type Noted = { readonly name: string; readonly pid: number; readonly marker: string };

export type Home = {
  readonly folder: string;
  /** Keeps the children of this start, so that the next can end what a kill left behind. */
  note(children: readonly Noted[]): Promise<void>;
  release(): Promise<void>;
};

const marker = 'start/main.ts';

/**
 * Takes the data folder for this start. Two starts of one folder would write the same ledger, so
 * the second is refused; what a killed start left running is ended first.
 * @throws Error naming the process that holds the folder
 */
export async function takeHome(folder: string, say: (line: string) => void): Promise<Home> {
  await mkdir(folder, { recursive: true });
  const lock = join(folder, 'start.lock');
  const children = join(folder, 'children.json');
  await acquire(lock, folder);
  for (const child of await readNoted(children)) {
    if (!runs(child)) continue;
    say(`ended ${child.name} ${child.pid}, left over from a killed start`);
    await endProcess(child.pid, { signal: 'SIGTERM', waitMs: 5_000, then: 'SIGKILL' });
  }
  await rm(children, { force: true });
  return {
    folder,
    note: noted => writeFile(children, JSON.stringify(noted), { mode: 0o600 }),
    release: async () => {
      await rm(children, { force: true });
      await rm(lock, { force: true });
    },
  };
}

async function acquire(lock: string, folder: string): Promise<void> {
  for (let tries = 0; tries < 2; tries += 1) {
    try {
      const file = await open(lock, 'wx', 0o600);
      await file.writeFile(JSON.stringify({ name: 'start', pid: process.pid, marker }));
      await file.close();
      return;
    } catch (error) {
      if (!isExisting(error)) throw error;
    }
    const [holder] = await readNoted(lock);
    if (holder && holder.pid !== process.pid && runs(holder)) {
      throw new Error(
        `Tallystick already runs on ${folder} (process ${holder.pid}). End it with Ctrl-C there, ` +
          'or set TALLY_HOME to another folder to run a second one.',
      );
    }
    await rm(lock, { force: true });
  }
  throw new Error(`${lock} cannot be taken.`);
}

function isExisting(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EEXIST';
}

async function readNoted(file: string): Promise<readonly Noted[]> {
  const text = await readFile(file, 'utf8').catch(() => '[]');
  try {
    const value: unknown = JSON.parse(text === '' ? '[]' : text);
    return (Array.isArray(value) ? value : [value]) as Noted[];
  } catch {
    return [];
  }
}

function runs({ pid, marker: expected }: Noted): boolean {
  return isAlive(pid) && commandLine(pid).includes(expected);
}

function commandLine(pid: number): string {
  for (const [program, ...words] of [
    ['ps', '-o', 'args=', '-p', String(pid)],
    ['cat', `/proc/${pid}/cmdline`],
  ] as const) {
    try {
      const line = execFileSync(program, words, { encoding: 'utf8', stdio: 'pipe' });
      return line.replaceAll('\0', ' ');
    } catch {
      // The next way of asking.
    }
  }
  return '';
}
