/** The one way to time in `ledger/`: what the time is, and doing something later. */
export type Clock = {
  /** Milliseconds since 1970, UTC. */
  nowMs(): number;
  /** Runs once after the delay, unless the returned function is called before. */
  after(milliseconds: number, run: () => void): () => void;
};

export const systemClock: Clock = {
  nowMs: () => Date.now(),
  after(milliseconds, run) {
    const timer = setTimeout(run, milliseconds);
    return () => {
      clearTimeout(timer);
    };
  },
};

export function wait(clock: Clock, milliseconds: number): Promise<void> {
  return new Promise(resolve => {
    clock.after(milliseconds, resolve);
  });
}

/** The promise's value, or `late` when it takes longer than the deadline. */
export function within<T, L>(
  clock: Clock,
  milliseconds: number,
  promise: Promise<T>,
  late: L,
): Promise<T | L> {
  return new Promise((resolve, reject) => {
    const cancel = clock.after(milliseconds, () => {
      resolve(late);
    });
    promise.then(resolve, reject).finally(cancel);
  });
}
