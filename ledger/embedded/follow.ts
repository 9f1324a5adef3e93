import { blockRecord, decodeBlock, envelopeRecords, type DecodedBlock } from '../block.ts';
import { LedgerError, type BlockRecord, type EnvelopeRecord, type Position } from '../port.ts';

/** Lets readers wait for blocks that are not there yet. */
export class Heights {
  #height: number;
  #closed = false;
  #waiting: (() => void)[] = [];

  constructor(height: number) {
    this.#height = height;
  }

  get height(): number {
    return this.#height;
  }

  reached(height: number): void {
    this.#height = height;
    this.#wake();
  }

  close(): void {
    this.#closed = true;
    this.#wake();
  }

  /** True once the block with this number is on the disk; false when the ledger closes first. */
  async has(number: number): Promise<boolean> {
    while (number >= this.#height && !this.#closed) {
      await new Promise<void>(resolve => this.#waiting.push(resolve));
    }
    return number < this.#height;
  }

  #wake(): void {
    for (const resolve of this.#waiting.splice(0)) resolve();
  }
}

export type BlockSource = {
  readonly heights: Heights;
  readonly block: (number: number) => Uint8Array | undefined;
};

/** Blocks from a number on, then the ones to come; ends when the ledger closes. */
export async function* followBlocks(
  source: BlockSource,
  from: number,
): AsyncGenerator<BlockRecord, void, undefined> {
  for await (const { bytes } of chain(source, from)) yield blockRecord(bytes);
}

/** Endorsed transactions behind a position, then the ones to come. */
export async function* followEnvelopes(
  source: BlockSource,
  from: Position | null,
): AsyncGenerator<EnvelopeRecord, void, undefined> {
  const start = from ? Number(from.block) : 0;
  for await (const { block } of chain(source, start)) {
    yield* envelopeRecords(block, from);
  }
}

/** @throws LedgerError `LEDGER_CORRUPT` at a missing block or one that does not build on the last */
async function* chain(
  { heights, block: read }: BlockSource,
  from: number,
): AsyncGenerator<{ bytes: Uint8Array; block: DecodedBlock }, void, undefined> {
  let previous: Uint8Array | null = null;
  for (let number = from; await heights.has(number); number++) {
    const bytes = read(number);
    if (!bytes) throw new LedgerError('LEDGER_CORRUPT', `block ${String(number)} is missing`);
    const block = decodeBlock(bytes);
    if (previous && Buffer.compare(previous, block.previousHash) !== 0) {
      const text = `block ${String(number)} does not build on the block before`;
      throw new LedgerError('LEDGER_CORRUPT', text, { block: number });
    }
    previous = block.hash;
    yield { bytes, block };
  }
}
