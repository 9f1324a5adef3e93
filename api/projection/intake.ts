/**
 * Reads a stream ahead into a bounded buffer, so that what has arrived can be taken at once and
 * written together.
 */
export class Intake<T> {
  private readonly buffer: T[] = [];
  private readonly limit: number;
  private ended = false;
  private failure: Error | null = null;
  private wake: () => void = () => undefined;
  private readonly iterator: AsyncIterator<T>;

  constructor(source: AsyncIterable<T>, limit: number) {
    this.limit = limit;
    this.iterator = source[Symbol.asyncIterator]();
    void this.pump();
  }

  /** The next items, at least one and at most `max`; none when the stream has ended. */
  async take(max: number): Promise<T[]> {
    while (this.buffer.length === 0 && !this.ended) await this.change();
    const taken = this.buffer.splice(0, max);
    if (taken.length === 0 && this.failure !== null) throw this.failure;
    this.signal();
    return taken;
  }

  /** Ends the stream; a waiting `take` gets nothing. */
  async close(): Promise<void> {
    this.ended = true;
    this.buffer.length = 0;
    this.signal();
    // The source may be waiting for its next item; it is told, and not waited for.
    void Promise.resolve(this.iterator.return?.()).catch(() => undefined);
  }

  private async pump(): Promise<void> {
    try {
      while (!this.ended) {
        const next = await this.iterator.next();
        if (next.done === true || this.ended) break;
        this.buffer.push(next.value);
        this.signal();
        while (this.buffer.length >= this.limit && !this.ended) await this.change();
      }
    } catch (error) {
      this.failure = error as Error;
    }
    this.ended = true;
    this.signal();
  }

  private waiting: Promise<void> | null = null;

  private change(): Promise<void> {
    this.waiting ??= new Promise(done => {
      this.wake = done;
    });
    return this.waiting;
  }

  private signal(): void {
    this.waiting = null;
    this.wake();
  }
}
