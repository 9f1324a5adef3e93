import { type ChildProcess, spawn } from 'node:child_process';
import { endProcess } from '../postgres/index.ts';
import type { Noted } from './home.ts';

/** A program of ours that runs beside the start program. */
export type ChildPlan = {
  readonly name: string;
  /** Script and its words; also how the process is known again after a kill. */
  readonly file: string;
  readonly words?: readonly string[];
  readonly env: Readonly<Record<string, string>>;
  /** `always`: started again when it ends by itself. */
  readonly restart: 'always' | 'never';
  /** Where its words go; they are inherited when left out. */
  readonly log?: number;
  /** What of the file system it may open at all; everything when left out. */
  readonly reach?: Reach;
  /**
   * MiB for each half of what was made a moment ago. Left to itself Node lets it grow with the
   * machine's memory, up to 64 twice, and takes long to give any back. A program with a hundred acts
   * in flight needs many: else most of them are looked through again and again.
   */
  readonly youngMiB: number;
};

/** Paths, each with everything below or beginning with it where it ends with `*`. */
export type Reach = { readonly read: readonly string[]; readonly write: readonly string[] };

/**
 * Node's flags for a reach: the process cannot open any other path. Native modules (LevelDB) and
 * worker threads go on to work; no further program can be started.
 */
export function reachFlags({ read, write }: Reach): readonly string[] {
  return [
    '--permission',
    '--allow-addons',
    '--allow-worker',
    // They say that the two flags above weaken the model: a native module could open any file.
    '--disable-warning=PERM0001',
    '--disable-warning=PERM0006',
    ...[...read, ...write].map(path => `--allow-fs-read=${path}`),
    ...write.map(path => `--allow-fs-write=${path}`),
  ];
}

export type Child = {
  readonly name: string;
  /** Resolves when the program says that it is ready; rejects when it ends before. */
  readonly ready: Promise<void>;
  /** Exit code of a program that is not restarted, or of the last try of one that is. */
  readonly ended: Promise<number>;
  stop(): Promise<void>;
};

const restartsMax = 5;
const restartWindowMs = 60_000;
const patience = { stopWaitMs: 15_000, restartPauseMs: 250 };

/** Starts and watches programs, and keeps the list of those that run. */
export class Children {
  private readonly running = new Map<string, Noted>();
  private readonly children: Child[] = [];
  private readonly note: (children: readonly Noted[]) => Promise<void>;
  private readonly say: (line: string) => void;
  private readonly patience: typeof patience;

  constructor(
    note: (children: readonly Noted[]) => Promise<void>,
    say: (line: string) => void,
    waits: Partial<typeof patience> = {},
  ) {
    this.note = note;
    this.say = say;
    this.patience = { ...patience, ...waits };
  }

  start(plan: ChildPlan): Child {
    const child = new Supervised(plan, {
      say: this.say,
      patience: this.patience,
      changed: pid => {
        if (pid === null) this.running.delete(plan.name);
        else this.running.set(plan.name, { name: plan.name, pid, marker: plan.file });
        void this.note([...this.running.values()]).catch(() => undefined);
      },
    });
    this.children.push(child);
    return child;
  }

  /** Ends all, the last started first. */
  async stop(): Promise<void> {
    for (const child of this.children.reverse()) await child.stop();
    this.children.length = 0;
  }
}

type Watch = {
  readonly patience: { readonly stopWaitMs: number; readonly restartPauseMs: number };
  readonly say: (line: string) => void;
  readonly changed: (pid: number | null) => void;
};

class Supervised implements Child {
  readonly name: string;
  readonly ready: Promise<void>;
  readonly ended: Promise<number>;
  private readonly plan: ChildPlan;
  private readonly watch: Watch;
  private process: ChildProcess | null = null;
  private stopping = false;
  private readonly restarts: number[] = [];
  private onReady: () => void = () => undefined;
  private onFailed: (error: Error) => void = () => undefined;
  private onEnded: (code: number) => void = () => undefined;

  constructor(plan: ChildPlan, watch: Watch) {
    this.name = plan.name;
    this.plan = plan;
    this.watch = watch;
    this.ready = new Promise((done, failed) => {
      this.onReady = done;
      this.onFailed = failed;
    });
    // Not everybody waits for readiness; whoever does is told.
    this.ready.catch(() => undefined);
    this.ended = new Promise(done => {
      this.onEnded = done;
    });
    this.launch();
  }

  async stop(): Promise<void> {
    this.stopping = true;
    const running = this.process;
    if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) {
      return;
    }
    const { stopWaitMs: waitMs } = this.watch.patience;
    await endProcess(running.pid, { signal: 'SIGTERM', waitMs, then: 'SIGKILL' });
    await this.ended;
  }

  private launch(): void {
    const { file, words = [], env, log, reach, youngMiB } = this.plan;
    const flags = [...(reach ? reachFlags(reach) : []), `--max-semi-space-size=${youngMiB}`];
    const out = log ?? 'inherit';
    // Its own process group: Ctrl-C reaches the start program alone, which ends all in order. The
    // channel closes when the start program dies, and the child then ends by itself.
    const child = spawn(
      process.execPath,
      ['--disable-warning=ExperimentalWarning', ...flags, file, ...words],
      { detached: true, stdio: ['ignore', out, out, 'ipc'], env: { ...process.env, ...env } },
    );
    this.process = child;
    this.watch.changed(child.pid ?? null);
    child.on('message', message => {
      if (message === 'ready') this.onReady();
    });
    child.on('error', error => this.onFailed(error));
    child.on('exit', (code, signal) => this.exited(code ?? (signal ? 128 : 1)));
  }

  private exited(code: number): void {
    this.watch.changed(null);
    const { name, restart } = this.plan;
    const again = restart === 'always' && !this.stopping && this.mayRestart();
    if (!again) {
      this.onFailed(new Error(`${name} ended with ${code} before it was ready`));
      this.onEnded(code);
      return;
    }
    const pauseMs = this.watch.patience.restartPauseMs * 2 ** this.restarts.length;
    this.watch.say(`${name} ended with ${code}, starts again in ${pauseMs} ms`);
    setTimeout(() => {
      if (this.stopping) this.onEnded(code);
      else this.launch();
    }, pauseMs);
  }

  private mayRestart(): boolean {
    const now = Date.now();
    while ((this.restarts[0] ?? now) < now - restartWindowMs) this.restarts.shift();
    this.restarts.push(now);
    return this.restarts.length <= restartsMax;
  }
}
