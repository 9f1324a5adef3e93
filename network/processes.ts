import { execFileSync, spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  openSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Layout } from './layout.ts';

/** How to start one process of the network. */
export type Start = {
  /** Name of its pid file and log. */
  readonly name: string;
  readonly program: string;
  readonly words: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  readonly cwd: string;
};

/** A process that was started by us; `started` tells it from a later one of the same id. */
type Noted = { readonly pid: number; readonly started: string };

const stopWaitMs = 10_000;

/** Starts a process of its own group, which lives on after this program; its words go to a log. */
export function start(layout: Layout, { name, program, words, env, cwd }: Start): number {
  const log = openSync(join(layout.logs, `${name}.log`), 'a', 0o600);
  const child = spawn(program, [...words], {
    cwd,
    detached: true,
    stdio: ['ignore', log, log],
    env: { ...inherited(), ...env },
  });
  closeSync(log);
  child.on('error', () => undefined);
  child.unref();
  const pid = child.pid ?? 0;
  if (pid > 0) note(layout, name, pid);
  return pid;
}

/** Keeps the id of a process of ours. */
export function note(layout: Layout, name: string, pid: number): void {
  const noted: Noted = { pid, started: startOf(pid) };
  writeFileSync(join(layout.pids, `${name}.json`), JSON.stringify(noted), { mode: 0o600 });
}

/** Process id of a running process of ours, or null. */
export function running(layout: Layout, name: string): number | null {
  const file = join(layout.pids, `${name}.json`);
  if (!existsSync(file)) return null;
  const { pid, started } = JSON.parse(readFileSync(file, 'utf8')) as Noted;
  return started !== '' && startOf(pid) === started ? pid : null;
}

/** Names of all processes that were started and not stopped. */
export function notedNames(layout: Layout): readonly string[] {
  if (!existsSync(layout.pids)) return [];
  return readdirSync(layout.pids).map(file => file.replace(/\.json$/, ''));
}

/** Ends a process of ours: asks, waits ten seconds, then kills. */
export async function stop(layout: Layout, name: string): Promise<void> {
  const pid = running(layout, name);
  if (pid !== null) {
    process.kill(pid, 'SIGTERM');
    // A paused process hears nothing before it goes on.
    process.kill(pid, 'SIGCONT');
    for (let waited = 0; waited < stopWaitMs && running(layout, name) !== null; waited += 50) {
      await sleep(50);
    }
    if (running(layout, name) !== null) process.kill(pid, 'SIGKILL');
  }
  rmSync(join(layout.pids, `${name}.json`), { force: true });
}

/** When a process started, in a form that is good for comparing only; empty when there is none. */
function startOf(pid: number): string {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const [state = '', ...rest] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return state === 'Z' ? '' : (rest[18] ?? '');
    } catch {
      return '';
    }
  }
  try {
    const words = ['-o', 'lstart=', '-p', String(pid)];
    return execFileSync('ps', words, { encoding: 'utf8', stdio: 'pipe' }).trim();
  } catch {
    return '';
  }
}

/** What a process of Fabric gets from ours: no setting of another network may leak in. */
function inherited(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(CORE_|ORDERER_|FABRIC_|NODE_)/.test(name)),
  );
}
