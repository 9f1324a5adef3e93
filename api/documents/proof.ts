import type { Ledger } from '../../ledger/index.ts';
import { proofText, type ProofHeader } from '../../reports/index.ts';

/** Headers that one proof may carry between its blocks and the pinned checkpoint. */
const headersMax = 20_000;

type Blocks = Pick<Ledger, 'blocks' | 'info'>;
export type Checkpoint = { readonly number: number; readonly hash: string };

/**
 * The proof of what these blocks say: the blocks whole, and the headers that lead from them to the
 * checkpoint which readers have pinned.
 */
export async function proofOf(
  ledger: Blocks,
  channel: string,
  given: { readonly blocks: readonly bigint[]; readonly checkpoint: Checkpoint | null },
): Promise<unknown> {
  const wanted = new Set(given.blocks);
  const ends = [...wanted];
  if (given.checkpoint) ends.push(BigInt(given.checkpoint.number));
  const first = ends.reduce((least, one) => (one < least ? one : least));
  const last = ends.reduce((most, one) => (one > most ? one : most));
  const blocks: Uint8Array[] = [];
  const headers: ProofHeader[] = [];
  for await (const block of ledger.blocks(first)) {
    if (wanted.has(block.number)) blocks.push(block.bytes);
    headers.push({
      number: Number(block.number),
      previousHash: hex(block.previousHash),
      dataHash: hex(block.dataHash),
    });
    if (block.number >= last || headers.length >= headersMax) break;
  }
  return JSON.parse(proofText({ channel, blocks, headers: given.checkpoint ? headers : [] }));
}

/** The newest block, as a checkpoint. */
export async function newestBlock(ledger: Blocks): Promise<Checkpoint> {
  const { height } = await ledger.info();
  for await (const { number, hash } of ledger.blocks(height - 1n)) {
    return { number: Number(number), hash: hex(hash) };
  }
  throw new Error('the ledger has no block');
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
