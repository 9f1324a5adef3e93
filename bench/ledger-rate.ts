import type { Ledger, SignedAct } from '../ledger/index.ts';

/** How fast something ran, and what it cost: microseconds of processor time for each act. */
export type Rate = {
  readonly perSecond: number;
  readonly cpuMicroseconds: number;
  /** The part of it on the event loop's own thread. */
  readonly mainMicroseconds: number;
};

export type BenchAct = SignedAct & { readonly transient?: Readonly<Record<string, Uint8Array>> };

const IN_FLIGHT = 128;

export async function measured(count: number, run: () => Promise<unknown>): Promise<Rate> {
  const [cpu, main] = [process.cpuUsage(), process.threadCpuUsage()];
  const begun = performance.now();
  await run();
  const milliseconds = performance.now() - begun;
  const [cpuSpent, mainSpent] = [process.cpuUsage(cpu), process.threadCpuUsage(main)];
  return {
    perSecond: Math.round((count * 1000) / milliseconds),
    cpuMicroseconds: Math.round((cpuSpent.user + cpuSpent.system) / count),
    mainMicroseconds: Math.round((mainSpent.user + mainSpent.system) / count),
  };
}

/** Runs all with 128 in flight. */
export async function runAll<T>(
  all: readonly T[],
  run: (one: T) => Promise<void>,
  inFlight = IN_FLIGHT,
): Promise<void> {
  const queue = [...all].reverse();
  const worker = async (): Promise<void> => {
    for (let one = queue.pop(); one !== undefined; one = queue.pop()) await run(one);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
}

/** Submits all; anything but `committed` is an error. Returns each one's milliseconds. */
export async function submitAll(
  ledger: Pick<Ledger, 'submit'>,
  acts: readonly BenchAct[],
  inFlight = IN_FLIGHT,
): Promise<number[]> {
  const latencies: number[] = [];
  await runAll(
    acts,
    async act => {
      const begun = performance.now();
      const result = await ledger.submit(act, {
        transient: act.transient ?? {},
        record: () => Promise.resolve(),
      });
      if (result.kind !== 'committed')
        throw new Error(`not committed: ${JSON.stringify({ ...result, block: 0 })}`);
      latencies.push(performance.now() - begun);
    },
    inFlight,
  );
  return latencies;
}

export function median(values: readonly number[]): number {
  return percentile(values, 50);
}

export function percentile(values: readonly number[], percent: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? 0;
}
