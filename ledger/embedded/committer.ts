import type { MspId } from '../port.ts';
import { decodeTransaction, DecodeFault } from '../transaction.ts';
import { buildCommit } from './commit.ts';
import type { Tip } from './tip.ts';
import type { CollectionBook } from './collections.ts';
import { expire, firstExpiry } from './expiry.ts';
import type { Waiting, Written } from './order.ts';
import type { PrivateWrite } from './rows.ts';
import type { Operation, Store } from './store.ts';
import {
  FABRIC_STEPS,
  validateBlock,
  type Candidate,
  type ValidationContext,
  type ValidationSteps,
} from './validate.ts';
import { LayeredView, type Updates } from './view.ts';

export type CommitterOptions = {
  readonly store: Store;
  readonly tip: Tip;
  readonly namespace: string;
  readonly organisations: readonly MspId[];
  readonly collections: CollectionBook;
  readonly validation: Omit<ValidationContext, 'isOnLedger'>;
  readonly steps?: Partial<ValidationSteps>;
  readonly disseminate?: (collection: string, organisation: MspId) => boolean;
  /** Private writes endorsed here and not yet committed. */
  readonly pending: (txId: string) => readonly PrivateWrite[] | null;
  /** Told of each block once it is on the disk. */
  readonly stored: (number: number, bytes: Uint8Array) => void;
};

type InFlight = {
  readonly updates: Updates;
  readonly txIds: ReadonlySet<string>;
  readonly expiresAt: number;
};

/** Decides blocks one after the other and writes each in one synced batch. */
export class Committer {
  readonly #options: CommitterOptions;
  #tip: Tip;
  #inFlight: InFlight | null = null;
  #writing: Promise<void> = Promise.resolve();
  #nextExpiry: number | null = null;

  constructor(options: CommitterOptions) {
    this.#options = options;
    this.#tip = options.tip;
  }

  /** Resolves when the block is decided; its `stored` when it is on the disk. */
  async write(
    batch: readonly Pick<Waiting, 'envelope' | 'candidate'>[],
  ): Promise<Written & { readonly block: number }> {
    const { store, namespace, organisations, collections } = this.#options;
    const before = this.#inFlight;
    const block = this.#tip.height;
    const view = new LayeredView(store.committed, before ? [before.updates] : []);
    const isOnLedger = remembered(
      txId => (before?.txIds.has(txId) ?? false) || store.place(txId) !== null,
    );
    const { codes, updates } = await validateBlock(
      block,
      batch.map(one => one.candidate),
      view,
      { ...this.#options.validation, isOnLedger },
      { ...FABRIC_STEPS, ...this.#options.steps },
    );
    const expired = await this.#expired(block, view, updates);
    const commit = buildCommit({
      tip: this.#tip,
      transactions: batch.map(({ envelope, candidate }, index) => ({
        envelope,
        candidate,
        code: codes[index] ?? 254,
        privateWrites: 'fault' in candidate ? null : this.#privateWrites(candidate),
      })),
      updates,
      expired,
      namespace,
      organisations,
      collections,
      isOnLedger,
      disseminate: this.#options.disseminate ?? (() => true),
    });
    this.#tip = commit.tip;
    // One batch is written at a time: the layer before this one is on the disk by then.
    await this.#writing;
    const inFlight = { updates, txIds: txIdsOf(batch), expiresAt: commit.expiresAt };
    this.#inFlight = inFlight;
    if (this.#nextExpiry !== null) {
      this.#nextExpiry = Math.min(this.#nextExpiry, commit.expiresAt);
    }
    const stored = store.commit(commit.operations, updates).then(() => {
      if (this.#inFlight === inFlight) this.#inFlight = null;
      this.#options.stored(block, commit.bytes);
    });
    this.#writing = stored;
    return { block, codes, stored };
  }

  async #expired(block: number, view: LayeredView, updates: Updates): Promise<Operation[]> {
    const inFlight = this.#inFlight?.expiresAt ?? Infinity;
    this.#nextExpiry ??= Math.min(inFlight, await firstExpiry(this.#options.store));
    if (this.#nextExpiry > block) return [];
    const current = new LayeredView(view, [updates]);
    const operations = await expire(block, this.#options, current, updates);
    this.#nextExpiry = null;
    return operations;
  }

  #privateWrites(
    candidate: Exclude<Candidate, { fault: unknown }>,
  ): readonly PrivateWrite[] | null {
    const hides = candidate.readWriteSet.some(set =>
      set.collections.some(one => one.privateHash.length > 0),
    );
    return hides ? this.#options.pending(candidate.txId) : null;
  }
}

/** Takes an envelope apart for validation; what cannot be read gets its code. */
export function candidateOf(envelope: Uint8Array): Candidate {
  try {
    return decodeTransaction(envelope);
  } catch (fault) {
    if (fault instanceof DecodeFault) return { fault: fault.code };
    throw fault;
  }
}

/** Asked once for each transaction: to validate it, and again to index it. */
function remembered(ask: (txId: string) => boolean): (txId: string) => boolean {
  const answers = new Map<string, boolean>();
  return txId => {
    const answer = answers.get(txId) ?? ask(txId);
    answers.set(txId, answer);
    return answer;
  };
}

function txIdsOf(batch: readonly Pick<Waiting, 'candidate'>[]): Set<string> {
  return new Set(batch.flatMap(({ candidate }) => ('fault' in candidate ? [] : [candidate.txId])));
}
