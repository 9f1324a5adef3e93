/** Says that a start was broken off: nothing new is begun. */
export class BrokenOff extends Error {
  constructor() {
    super('the start was broken off');
    this.name = 'BrokenOff';
  }
}

type Ending = { readonly name: string; readonly end: () => Promise<void> };

/**
 * What was begun and must end, the last first. It is noted when it is begun, not when it stands: a
 * signal may come while PostgreSQL starts, and it is ended then as soon as it can be.
 */
export class Endings {
  readonly #endings: Ending[] = [];
  #over = false;

  /** @throws BrokenOff once all is ending */
  async begin<T>(
    name: string,
    start: () => Promise<T>,
    end: (started: T) => Promise<void>,
  ): Promise<T> {
    this.check();
    const starting = start();
    // One that could not begin has nothing to end, and says so to who began it.
    this.#endings.push({ name, end: () => starting.then(end, () => undefined) });
    const started = await starting;
    this.check();
    return started;
  }

  /** @throws BrokenOff once all is ending */
  check(): void {
    if (this.#over) throw new BrokenOff();
  }

  /** Ends all; what cannot be ended is said, and the rest is ended all the same. */
  async end(say: (line: string) => void): Promise<void> {
    this.#over = true;
    for (const { name, end } of this.#endings.reverse()) {
      await end().catch((error: unknown) => say(`${name}: ${String(error)}`));
    }
  }
}
