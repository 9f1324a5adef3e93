import type { Signature } from '../../domain/act/index.ts';
import { isObject, parseWire, type Wire } from '../../domain/wire/index.ts';
import {
  decodeBlock,
  decodeIdentity,
  decodeTransaction,
  type DecodedBlock,
} from '../../ledger/block.ts';
import type { BlockRecord } from '../../ledger/index.ts';
import type { Context } from './context.ts';
import type { Services } from './services.ts';

/** A transaction as the block holds it: the signed act and who endorsed it. */
export type LedgerTransaction = {
  readonly txId: string;
  readonly index: number;
  readonly code: number;
  /** `{act, signatures}` as ordered; `null` when the bytes are no act. */
  readonly signedText: string | null;
  readonly signatures: readonly Signature[];
  readonly endorsers: readonly string[];
};

export type LedgerBlock = {
  readonly record: BlockRecord;
  readonly transactions: readonly LedgerTransaction[];
};

/** One block from the ledger itself, `null` above its head. Read once an operation. */
export async function ledgerBlock(context: Context, number: bigint): Promise<LedgerBlock | null> {
  const load = context.reading.loader<LedgerBlock>('ledger block', async numbers => {
    const blocks = new Map<string, LedgerBlock>();
    for (const text of numbers) {
      const block = await readBlock(context.services.ledger, BigInt(text));
      if (block) blocks.set(text, block);
    }
    return blocks;
  });
  return (await load(number.toString())) ?? null;
}

/** Signatures of the act at one place; the public part of every act is in clear on the channel. */
export async function signersOf(
  context: Context,
  block: bigint,
  index: number,
): Promise<readonly Signature[]> {
  const found = await ledgerBlock(context, block);
  return found?.transactions.find(tx => tx.index === index)?.signatures ?? [];
}

/** One block with the acts in it; `null` above the head. */
export async function readBlock(
  ledger: Pick<Services['ledger'], 'blocks' | 'info'>,
  number: bigint,
): Promise<LedgerBlock | null> {
  const { height } = await ledger.info();
  if (number < 0n || number >= height) return null;
  for await (const record of ledger.blocks(number)) {
    return { record, transactions: transactionsOf(decodeBlock(record.bytes)) };
  }
  return null;
}

function transactionsOf(block: DecodedBlock): readonly LedgerTransaction[] {
  return block.envelopes.flatMap((envelope, index) => {
    try {
      const decoded = decodeTransaction(envelope);
      const code = block.codes[index] ?? 254;
      const signedText = textOf(decoded.args);
      return [
        {
          txId: decoded.txId,
          index,
          code,
          signedText,
          signatures: signaturesOf(signedText),
          endorsers: decoded.endorsements.map(({ endorser }) => decodeIdentity(endorser).mspId),
        },
      ];
    } catch {
      // A configuration block carries envelopes that are no transactions of ours.
      return [];
    }
  });
}

/** The first argument that is an act: the contract takes `[submit, signed text, hint]`. */
function textOf(args: readonly Uint8Array[]): string | null {
  const texts = args.map(bytes => Buffer.from(bytes).toString('utf8'));
  return texts.find(text => text.startsWith('{"act":')) ?? null;
}

function signaturesOf(signedText: string | null): readonly Signature[] {
  const parsed = signedText === null ? null : parseWire(signedText);
  const value: Wire = parsed?.ok ? parsed.value : null;
  const signatures = isObject(value) ? value['signatures'] : null;
  return Array.isArray(signatures) ? (signatures as Signature[]) : [];
}
