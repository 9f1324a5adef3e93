import { execFileSync } from 'node:child_process';
import { readFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/**
 * Ends the postmaster that a killed start left behind on this data folder. It is ours when the
 * lock file names our folder and the process really is a postgres; a pid that meanwhile belongs to
 * something else is left alone and the stale lock file removed.
 * @returns the pid that was ended, or null
 */
export async function endStalePostmaster(data: string): Promise<number | null> {
  const lockFile = join(data, 'postmaster.pid');
  const lines = await readFile(lockFile, 'utf8').then(
    text => text.split('\n'),
    () => null,
  );
  if (!lines) return null;
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 1 || !isAlive(pid)) return null;
  if (resolve(lines[1] ?? '') !== resolve(data) || !isPostgresOn(pid, data)) {
    await rm(lockFile);
    return null;
  }
  await endProcess(pid, { signal: 'SIGINT', waitMs: 20_000, then: 'SIGQUIT' });
  return pid;
}

/** Asks a process to end, waits, and insists with the second signal. */
export async function endProcess(
  pid: number,
  how: { signal: NodeJS.Signals; waitMs: number; then: NodeJS.Signals },
): Promise<void> {
  signalTo(pid, how.signal);
  if (await isGone(pid, how.waitMs)) return;
  signalTo(pid, how.then);
  if (!(await isGone(pid, 5_000))) throw new Error(`Process ${pid} does not end.`);
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

async function isGone(pid: number, waitMs: number): Promise<boolean> {
  for (let waited = 0; waited < waitMs; waited += 25) {
    if (!isAlive(pid)) return true;
    await sleep(25);
  }
  return !isAlive(pid);
}

function signalTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It ended by itself in between.
  }
}

function isPostgresOn(pid: number, data: string): boolean {
  if (process.platform === 'win32') return true;
  try {
    const line = execFileSync('ps', ['-o', 'args=', '-p', String(pid)], { encoding: 'utf8' });
    return line.includes('postgres') && line.includes(data);
  } catch {
    return isPostgresByProc(pid, data);
  }
}

function isPostgresByProc(pid: number, data: string): boolean {
  try {
    const line = execFileSync('cat', [`/proc/${pid}/cmdline`], { encoding: 'utf8' });
    return line.includes('postgres') && line.includes(data);
  } catch {
    return false;
  }
}
