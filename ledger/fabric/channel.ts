import { decodeBlock, decodeEmitted, type DecodedBlock } from '../block.ts';
import { LedgerError, type NotSent, type TxStatus } from '../port.ts';
import { common } from '../protos.ts';
import { VALID } from '../validation-code.ts';
import type { Placed } from './outcomes.ts';
import { repeated, type Repeating } from './repeat.ts';
import type { Streams } from './streams.ts';
import type { Call, Refused, Stream, Transport } from './transport.ts';

const DEADLINE_MS = 10_000;
/** A peer that has no such transaction says one of these. */
const ABSENT = /no such transaction ID|entry not found in index/i;

/** A transaction found on the ledger, and its envelope. */
export type Found = { readonly placed: Placed; readonly envelope: Uint8Array };
export type ReadBlock = { readonly bytes: Uint8Array; readonly block: DecodedBlock };

export type ChannelParts = Repeating & {
  readonly transport: Transport;
  readonly name: string;
  readonly streams: Streams;
};

/** Reads of the channel itself: its height, its blocks, and where a transaction is. */
export class Channel {
  readonly #parts: ChannelParts;

  constructor(parts: ChannelParts) {
    this.#parts = parts;
  }

  async info(): Promise<{ readonly height: bigint; readonly blockHash: Uint8Array }> {
    const answer = await this.#ask('GetChainInfo');
    if ('kind' in answer) throw unanswered(answer);
    const info = common.BlockchainInfo.deserializeBinary(answer);
    return { height: BigInt(info.getHeight()), blockHash: info.getCurrentblockhash_asU8() };
  }

  /** Where a transaction is; null when no block has it so far. */
  async find(txId: string): Promise<Found | null> {
    const answer = await this.#ask('GetBlockByTxID', txId);
    if ('kind' in answer) {
      const said = answer.kind === 'refused' ? answer.message : (answer.detail ?? '');
      if (ABSENT.test(said)) return null;
      throw unanswered(answer);
    }
    const block = decodeBlock(answer);
    const index = block.envelopes.findIndex(envelope => txIdOf(envelope) === txId);
    const envelope = block.envelopes[index];
    if (!envelope) return null;
    return { placed: { block: block.number, index, code: block.codes[index] ?? 254 }, envelope };
  }

  async status(txId: string): Promise<TxStatus> {
    const found = /^[0-9a-f]{64}$/.test(txId) ? await this.find(txId) : null;
    if (!found) return { kind: 'absent', height: (await this.info()).height };
    const { block, index, code } = found.placed;
    return { kind: code === VALID ? 'valid' : 'invalid', code, block, index };
  }

  /**
   * Blocks from a number on, each building on the one before, and then the ones to come.
   * @throws LedgerError `LEDGER_CORRUPT`
   */
  async *blocks(from: bigint): AsyncGenerator<ReadBlock, void, undefined> {
    const { transport, streams } = this.#parts;
    let previous: Uint8Array | null = null;
    const all = streams.follow(
      from,
      async at => decoded(await transport.blocks(at)),
      ({ block }) => block.number,
    );
    for await (const { bytes, block } of all) {
      if (previous && Buffer.compare(previous, block.previousHash) !== 0) {
        const text = `block ${String(block.number)} does not build on the block before`;
        throw new LedgerError('LEDGER_CORRUPT', text, { block: block.number });
      }
      previous = block.hash;
      yield { bytes, block };
    }
  }

  #ask(name: string, ...args: readonly string[]): Promise<Uint8Array | Refused | NotSent> {
    const call: Call = {
      chaincode: 'qscc',
      function: name,
      args: [this.#parts.name, ...args],
      transient: {},
    };
    const { transport } = this.#parts;
    return repeated(this.#parts, () => transport.evaluate(call, DEADLINE_MS));
  }
}

/** No peer answered a question about the channel. Asking sends nothing to be ordered. */
export class Unanswered extends Error {
  readonly fault: NotSent;
  constructor(fault: NotSent) {
    super(`the peer did not answer: ${fault.detail ?? fault.cause}`);
    this.fault = fault;
  }
}

function unanswered(fault: NotSent | Refused): Error {
  if (fault.kind === 'notSent') return new Unanswered(fault);
  return new Error(`the peer did not answer: ${fault.message}`);
}

function txIdOf(envelope: Uint8Array): string {
  try {
    return decodeEmitted(envelope).txId;
  } catch {
    return '';
  }
}

function decoded(stream: Stream<Uint8Array>): Stream<ReadBlock> {
  return {
    async *[Symbol.asyncIterator]() {
      for await (const bytes of stream) yield { bytes, block: decodeBlock(bytes) };
    },
    close: () => {
      stream.close();
    },
  };
}
