import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

export const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** A program of ours that was started as a person would start it. */
export type Running = {
  readonly child: ChildProcess;
  /** All that it has said, both streams. */
  readonly said: () => string;
  readonly ended: Promise<Ended>;
};

/** `code` is 128 when a signal ended it; `silentSeconds` is the longest time without a word. */
export type Ended = {
  readonly code: number;
  readonly seconds: number;
  readonly silentSeconds: number;
  readonly peakMiB: number;
  readonly out: string;
  readonly said: string;
};

const SAMPLE_EVERY_MS = 500;

/** Starts `file`, of this folder or of another by its whole path, with Node; memory of its whole process tree is sampled while it runs. */
export function run(
  file: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>>,
  through: readonly string[] = [],
): Running {
  const quiet = '--disable-warning=ExperimentalWarning';
  const line = [...through, process.execPath, quiet, resolve(ROOT, file), ...words];
  const [program = process.execPath, ...rest] = line;
  const child = spawn(program, rest, {
    cwd: ROOT,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const begun = Date.now();
  let lastWord = begun;
  let silent = 0;
  let peak = 0;
  let out = '';
  let said = '';
  const hear = (chunk: Buffer): void => {
    silent = Math.max(silent, Date.now() - lastWord);
    lastWord = Date.now();
    said += chunk.toString();
  };
  child.stdout.on('data', (chunk: Buffer) => {
    out += chunk.toString();
    hear(chunk);
  });
  child.stderr.on('data', hear);
  const sampler = setInterval(() => {
    peak = Math.max(peak, treeMiB(child.pid ?? 0));
  }, SAMPLE_EVERY_MS);
  const ended = new Promise<Ended>(done => {
    child.once('close', code => {
      clearInterval(sampler);
      const seconds = (Date.now() - begun) / 1000;
      const silentSeconds = Math.max(silent, Date.now() - lastWord) / 1000;
      done({ code: code ?? 128, seconds, silentSeconds, peakMiB: peak, out, said });
    });
  });
  return { child, said: () => said, ended };
}

/**
 * Waits until the program says what `pattern` matches.
 * @throws Error with its last lines when it ends or `seconds` pass before
 */
export async function hears(
  running: Running,
  pattern: RegExp,
  seconds: number,
): Promise<RegExpExecArray> {
  let over = false;
  void running.ended.then(() => (over = true));
  for (let tries = 0; tries < seconds * 5; tries += 1) {
    const match = pattern.exec(running.said());
    if (match) return match;
    if (over) break;
    await sleep(200);
  }
  throw new Error(`did not say ${pattern.source}: ${lastLines(running.said())}`);
}

/** The end of what a program said, on one line. */
export function lastLines(text: string, count = 3): string {
  return text.trim().split('\n').slice(-count).join(' | ');
}

/** Process ids of a process and all that it started, itself first; Linux only. */
export function treeOf(pid: number): readonly number[] {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc').filter(name => /^\d+$/.test(name))) {
    const stat = readText(`/proc/${name}/stat`);
    const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const found = [pid];
  for (const one of found) found.push(...(children.get(one) ?? []));
  return found;
}

/** Memory of a process tree, each page counted once (proportional set size), in MiB. */
export function treeMiB(pid: number): number {
  if (process.platform !== 'linux') return 0;
  const kib = treeOf(pid).map(one => {
    const match = /^Pss:\s+(\d+) kB/m.exec(readText(`/proc/${one}/smaps_rollup`));
    return Number(match?.[1] ?? 0);
  });
  return Math.round(kib.reduce((sum, one) => sum + one, 0) / 1024);
}

/** A process may end between its listing and the reading of its file. */
function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
