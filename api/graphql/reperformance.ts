import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { Reperformance } from '../../domain/securitisation/audit/index.ts';
import type { Services } from './services.ts';

/** Every audited act decided again, and what is wrong with the chain of blocks, a sentence each. */
export type Again = Reperformance & { readonly blocks: number; readonly faults: readonly string[] };

/** Blocks on their way to the thread; the next is read when one of them is done with. */
const ON_THE_WAY_MAX = 16;
const MEMORY_MB = 1_024;

/** What the thread says: a block is done with, or all are and this was found. */
export type ReperformanceReply =
  { readonly taken: true } | { readonly found: Omit<Again, 'blocks'> };

type Blocks = Services['ledger'];

const underWay = new WeakMap<Blocks, Promise<Again>>();

/**
 * Reads every block of the ledger and decides its audited acts again by the published rules, in a
 * thread of its own: the API answers others meanwhile. Who asks while one is under way gets its answer.
 */
export function performAgain({ ledger }: Pick<Services, 'ledger'>): Promise<Again> {
  const going = underWay.get(ledger);
  if (going) return going;
  const begun = perform(ledger).finally(() => underWay.delete(ledger));
  underWay.set(ledger, begun);
  return begun;
}

async function perform(ledger: Blocks): Promise<Again> {
  const { height } = await ledger.info();
  const worker = new Worker(new URL('./reperformance-worker.ts', import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
  });
  try {
    // An error of the thread rejects this too.
    const ended = once(worker, 'exit').then(() => {
      throw new Error('the thread that decides again has ended');
    });
    const found = await Promise.race([feed(worker, ledger, height), ended]);
    return { ...found, blocks: Number(height) };
  } finally {
    await worker.terminate();
  }
}

type Found = Omit<Again, 'blocks'>;

async function feed(worker: Worker, ledger: Blocks, height: bigint): Promise<Found> {
  let onTheWay = 0;
  let goOn: (() => void) | null = null;
  const found = new Promise<Found>(resolve => {
    worker.on('message', (said: ReperformanceReply) => {
      if ('found' in said) return resolve(said.found);
      onTheWay -= 1;
      goOn?.();
    });
  });
  if (height > 0n) {
    for await (const { number, bytes } of ledger.blocks(0n)) {
      while (onTheWay >= ON_THE_WAY_MAX) await new Promise<void>(resolve => (goOn = resolve));
      onTheWay += 1;
      worker.postMessage(bytes);
      if (number >= height - 1n) break;
    }
  }
  worker.postMessage(null);
  return found;
}
