import { wait, type Clock } from '../clock.ts';
import { LedgerError } from '../port.ts';
import type { Stream } from './transport.ts';

const REOPEN_MS_MIN = 100;
const REOPEN_MS_MAX = 5_000;

/**
 * Streams that open again by themselves. None is lost: each is opened at the number behind the last
 * one that was taken.
 */
export class Streams {
  readonly #clock: Clock;
  readonly #open = new Set<Stream<unknown>>();
  #closed = false;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Items from a number on, each once and in order, until {@link close}. */
  async *follow<T>(
    from: bigint,
    open: (from: bigint) => Promise<Stream<T>>,
    numberOf: (item: T) => bigint,
  ): AsyncGenerator<T, void, undefined> {
    let next = from;
    let pauseMs = REOPEN_MS_MIN;
    while (!this.#closed) {
      try {
        for await (const item of this.#once(await open(next))) {
          const number = numberOf(item);
          if (number < next) continue;
          if (number > next) {
            const text = `block ${String(number)} came where block ${String(next)} was due`;
            throw new LedgerError('LEDGER_CORRUPT', text, { block: number });
          }
          yield item;
          next = number + 1n;
          pauseMs = REOPEN_MS_MIN;
        }
      } catch (fault) {
        if (fault instanceof LedgerError) throw fault;
      }
      if (this.#closed) return;
      await wait(this.#clock, pauseMs);
      pauseMs = Math.min(pauseMs * 2, REOPEN_MS_MAX);
    }
  }

  close(): void {
    this.#closed = true;
    for (const stream of this.#open) stream.close();
  }

  async *#once<T>(stream: Stream<T>): AsyncGenerator<T, void, undefined> {
    this.#open.add(stream);
    try {
      for await (const item of stream) {
        if (this.#closed) return;
        yield item;
      }
    } finally {
      this.#open.delete(stream);
      stream.close();
    }
  }
}
