/** Calls on their way at once; a peer's gateway refuses the 501st (default limit). */
const IN_FLIGHT_MAX = 400;
const WAITING_MAX = 5000;

/** Lets a bounded number of calls through, in the order of arrival. */
export class Gate {
  readonly #max: number;
  #inside = 0;
  #waiting: (() => void)[] = [];
  #becameIdle: () => void = () => undefined;

  constructor(max = IN_FLIGHT_MAX) {
    this.#max = max;
  }

  /** Runs when there is room; `busy` at once when too many wait already. */
  async run<T, B>(work: () => Promise<T>, busy: B): Promise<T | B> {
    if (this.#inside >= this.#max) {
      if (this.#waiting.length >= WAITING_MAX) return busy;
      // Whoever leaves hands its place over, so the count does not change.
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    } else this.#inside += 1;
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next) next();
      else if (--this.#inside === 0) this.#becameIdle();
    }
  }

  async drained(): Promise<void> {
    while (this.#inside > 0) await new Promise<void>(resolve => (this.#becameIdle = resolve));
  }
}
