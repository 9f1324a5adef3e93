import { setTimeout as sleep } from 'node:timers/promises';
import { percentile } from './ledger-rate.ts';

/** What one job came to: `VALID`, a validation code's name, a refusal's code, or a cause. */
export type Outcome = string;
export type Job = () => Promise<Outcome>;

export type Load = {
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  /** How often each outcome came. */
  readonly outcomes: Readonly<Record<Outcome, number>>;
  readonly count: number;
};

/** Every job once, so many on their way at a time. Milliseconds from start to outcome. */
export async function closedLoop(jobs: readonly Job[], inFlight: number): Promise<Load> {
  const queue = [...jobs].reverse();
  const seen: Seen = { latencies: [], outcomes: {} };
  const begun = performance.now();
  const worker = async (): Promise<void> => {
    for (let job = queue.pop(); job; job = queue.pop()) await timed(job, performance.now(), seen);
  };
  await Promise.all(Array.from({ length: inFlight }, worker));
  return loadOf(seen, performance.now() - begun);
}

/**
 * Jobs begin at fixed times, whatever became of those before; milliseconds count from the time a
 * job was due, so a stall shows.
 */
export async function openLoop(jobs: readonly Job[], perSecond: number): Promise<Load> {
  const seen: Seen = { latencies: [], outcomes: {} };
  const begun = performance.now();
  const running: Promise<void>[] = [];
  for (const [at, job] of jobs.entries()) {
    const due = begun + (at * 1000) / perSecond;
    const early = due - performance.now();
    if (early > 1) await sleep(early);
    running.push(timed(job, due, seen));
  }
  await Promise.all(running);
  return loadOf(seen, performance.now() - begun);
}

/** One line for people. */
export function said({ perSecond, p50, p95, p99, outcomes }: Load): string {
  const others = Object.entries(outcomes).filter(([name]) => name !== 'VALID');
  const rest = others.map(([name, count]) => `, ${name} ${String(count)}`).join('');
  return `${String(perSecond)}/s ${[p50, p95, p99].join('/')} ms${rest}`;
}

type Seen = { readonly latencies: number[]; readonly outcomes: Record<Outcome, number> };

async function timed(job: Job, fromMs: number, seen: Seen): Promise<void> {
  const outcome = await job();
  seen.latencies.push(performance.now() - fromMs);
  seen.outcomes[outcome] = (seen.outcomes[outcome] ?? 0) + 1;
}

function loadOf({ latencies, outcomes }: Seen, milliseconds: number): Load {
  const rounded = (percent: number): number => Math.round(percentile(latencies, percent));
  return {
    perSecond: Math.round(((outcomes['VALID'] ?? 0) * 1000) / milliseconds),
    p50: rounded(50),
    p95: rounded(95),
    p99: rounded(99),
    outcomes,
    count: latencies.length,
  };
}
