import { wait, type Clock } from '../clock.ts';
import { LedgerError } from '../port.ts';
import type { ValidationCode } from '../validation-code.ts';
import type { Candidate } from './validate.ts';

/** Where a transaction came to stand, and what validation said. */
export type Ordered = {
  readonly block: number;
  readonly index: number;
  readonly code: ValidationCode;
};

export type Waiting = {
  readonly envelope: Uint8Array;
  readonly candidate: Candidate;
  readonly done: (ordered: Ordered) => void;
  readonly failed: (fault: unknown) => void;
};

/** A block decided but perhaps not on the disk yet. */
export type Written = { readonly codes: readonly ValidationCode[]; readonly stored: Promise<void> };

export type OrdererOptions = {
  readonly clock: Clock;
  /** `manual` cuts only when told to. */
  readonly cutting: 'automatic' | 'manual';
  /** How long a transaction may wait for company; 0 cuts as soon as the writer is idle. */
  readonly batchTimeoutMs: number;
  /** Decides the block with this number and starts to write it. */
  readonly write: (batch: readonly Waiting[]) => Promise<Written & { readonly block: number }>;
};

const MESSAGES_MAX = 500;
const BYTES_MAX = 2_000_000;
/** With so many waiting, the next block is decided while the one before is still being written. */
const PIPELINE_FROM = 32;

/** One queue: order of arrival is order in the block. */
export class Orderer {
  readonly #options: OrdererOptions;
  readonly #queue: Waiting[] = [];
  #deciding: Promise<void> | null = null;
  #storing: Promise<void> | null = null;
  #fault: LedgerError | null = null;
  #timed = false;

  constructor(options: OrdererOptions) {
    this.#options = options;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  /** Resolves when the transaction is on the disk, whatever its code. */
  order(envelope: Uint8Array, candidate: Candidate): Promise<Ordered> {
    if (this.#fault) return Promise.reject(this.#fault);
    return new Promise((done, failed) => {
      this.#queue.push({ envelope, candidate, done, failed });
      if (this.#options.cutting === 'automatic') this.#schedule();
    });
  }

  /** Makes one block of all that waits now (500 at most) and resolves when it is on the disk. */
  async cut(): Promise<void> {
    await this.#idle();
    if (this.#queue.length === 0) return;
    this.#start();
    await this.#idle();
  }

  /** Resolves when nothing waits and nothing is being written. */
  async drained(): Promise<void> {
    await this.#idle();
    if (this.#queue.length > 0 && !this.#fault) {
      await this.cut();
      await this.drained();
    }
  }

  async #idle(): Promise<void> {
    for (;;) {
      const busy = this.#deciding ?? this.#storing;
      if (!busy) return;
      await busy;
    }
  }

  #schedule(): void {
    const { batchTimeoutMs, clock } = this.#options;
    if (batchTimeoutMs === 0 || this.#queue.length >= MESSAGES_MAX) {
      this.#next();
      return;
    }
    if (this.#timed) return;
    this.#timed = true;
    void wait(clock, batchTimeoutMs).then(() => {
      this.#timed = false;
      this.#next();
    });
  }

  #next(): void {
    if (this.#deciding || this.#queue.length === 0 || this.#fault) return;
    if (this.#storing && this.#queue.length < PIPELINE_FROM) return;
    this.#start();
  }

  #start(): void {
    const batch = this.#take();
    this.#deciding = this.#decide(batch).finally(() => {
      this.#deciding = null;
      if (this.#options.cutting === 'automatic') this.#next();
    });
  }

  #take(): Waiting[] {
    let bytes = 0;
    let count = 0;
    for (const { envelope } of this.#queue) {
      if (count === MESSAGES_MAX || (count > 0 && bytes + envelope.length > BYTES_MAX)) break;
      bytes += envelope.length;
      count += 1;
    }
    return this.#queue.splice(0, count);
  }

  async #decide(batch: readonly Waiting[]): Promise<void> {
    try {
      const before = this.#storing;
      const { block, codes, stored } = await this.#options.write(batch);
      await before;
      const storing = stored
        .then(() => {
          batch.forEach(({ done }, index) => {
            done({ block, index, code: codes[index] ?? 254 });
          });
        })
        .catch((fault: unknown) => {
          this.#fail(batch, fault);
        })
        .finally(() => {
          if (this.#storing === storing) this.#storing = null;
          if (this.#options.cutting === 'automatic') this.#next();
        });
      this.#storing = storing;
    } catch (fault) {
      this.#fail(batch, fault);
    }
  }

  /** After a failed write nobody knows what the disk holds: nothing more is written. */
  #fail(batch: readonly Waiting[], fault: unknown): void {
    this.#fault ??=
      fault instanceof LedgerError ? fault : new LedgerError('LEDGER_CORRUPT', String(fault));
    for (const { failed } of [...batch, ...this.#queue.splice(0)]) failed(this.#fault);
  }
}
