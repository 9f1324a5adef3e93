import { within, type Clock } from '../clock.ts';
import type { Position } from '../port.ts';
import type { ValidationCode } from '../validation-code.ts';
import type { BlockOutcomes } from './transport.ts';

export type Placed = Position & { readonly code: ValidationCode };

type Waiter = {
  readonly outcome: Promise<Placed>;
  readonly settle: (placed: Placed) => void;
  placed: Placed | null;
  /** The peer has said so, or was not asked and will not be. */
  isApplied: boolean;
  isAsking: boolean;
};

/** So many transactions at once also ask the peer; the rest learn from them (L-53). */
const SENTINELS_MAX = 16;
/** Without a word of the peer a block is taken to be in its state after this time. */
const APPLIED_MS = 100;

/**
 * Tells what became of transactions from the stream of blocks, which costs a peer nothing for each
 * transaction. A block is announced a moment before its writes can be read, so an outcome is told
 * only when the peer says that it applied this block or a later one.
 */
export class Outcomes {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, Waiter>();
  #sentinels = 0;
  #applied = -1n;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Waits for a transaction; null at the deadline. `applied` asks the peer for its block. */
  async of(
    txId: string,
    deadlineMs: number,
    applied: () => Promise<bigint | null>,
  ): Promise<Placed | null> {
    const known = this.#waiting.get(txId);
    const waiter = known ?? this.#begin(txId);
    if (!known && waiter.isAsking) void this.#ask(txId, applied);
    try {
      return await within(this.#clock, deadlineMs, waiter.outcome, null);
    } finally {
      // Dropped since then, it may be waited for anew.
      if (this.#waiting.get(txId) === waiter) this.#waiting.delete(txId);
    }
  }

  /** Nobody waits any more: the transaction was not ordered, or is asked for in another way. */
  drop(txId: string): void {
    this.#waiting.delete(txId);
  }

  #begin(txId: string): Waiter {
    const isAsking = this.#sentinels < SENTINELS_MAX;
    let settle: (placed: Placed) => void = () => undefined;
    const outcome = new Promise<Placed>(resolve => (settle = resolve));
    const waiter = { outcome, settle, placed: null, isApplied: false, isAsking };
    this.#waiting.set(txId, waiter);
    return waiter;
  }

  /** Takes the outcomes of the next block. */
  take({ number, outcomes }: BlockOutcomes): void {
    const held: string[] = [];
    for (const [index, { txId, code }] of outcomes.entries()) {
      const waiter = this.#waiting.get(txId);
      if (!waiter || waiter.placed) continue;
      waiter.placed = { block: number, index, code };
      if (waiter.isApplied || number <= this.#applied) waiter.settle(waiter.placed);
      else if (!waiter.isAsking) held.push(txId);
    }
    if (held.length === 0) return;
    this.#clock.after(APPLIED_MS, () => {
      for (const txId of held) this.#settle(txId);
    });
  }

  async #ask(txId: string, applied: () => Promise<bigint | null>): Promise<void> {
    this.#sentinels += 1;
    const block = await applied();
    this.#sentinels -= 1;
    const waiter = this.#waiting.get(txId);
    if (waiter) waiter.isApplied = true;
    this.#settle(txId);
    if (block === null || block <= this.#applied) return;
    this.#applied = block;
    for (const [name, { placed, isAsking }] of this.#waiting) {
      if (placed && placed.block <= block && !isAsking) this.#settle(name);
    }
  }

  #settle(txId: string): void {
    const waiter = this.#waiting.get(txId);
    if (waiter?.placed) waiter.settle(waiter.placed);
  }
}
