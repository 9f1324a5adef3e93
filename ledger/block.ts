import { blockHeaderBytes, type BlockHeader } from '../domain/evidence/index.ts';
import { MessageWriter } from './message-writer.ts';
import type { BlockRecord, EnvelopeRecord, Position, TxRecord } from './port.ts';
import { common } from './protos.ts';
import {
  decodeEmitted,
  DecodeFault,
  decodeIdentity,
  decodeTransaction,
  envelopeOf,
  keyWrites,
  sha256,
  type DecodedTransaction,
} from './transaction.ts';
import { VALID, type ValidationCode } from './validation-code.ts';

export {
  decodeEmitted,
  DecodeFault,
  decodeIdentity,
  decodeTransaction,
  encodeIdentity,
  envelopeOf,
  sha256,
  transactionId,
  type DecodedTransaction,
  type Endorsement,
  type IdentityBytes,
} from './transaction.ts';

export type DecodedBlock = {
  readonly number: bigint;
  readonly previousHash: Uint8Array;
  readonly dataHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly envelopes: readonly Uint8Array[];
  readonly codes: readonly ValidationCode[];
  /** What the peer recorded over codes and updates; empty where it did not. */
  readonly commitHash: Uint8Array;
};

const CONFIG: number = common.HeaderType.CONFIG;

/** Fabric's header hash. */
export function blockHash(header: BlockHeader): Buffer {
  return sha256(blockHeaderBytes(header));
}

/** SHA-256 of the envelopes one after the other. */
export function blockDataHash(envelopes: readonly Uint8Array[]): Buffer {
  return sha256(...envelopes);
}

export function encodeBlock(block: Omit<DecodedBlock, 'hash'>): Uint8Array {
  const { number, previousHash, dataHash, envelopes, codes, commitHash } = block;
  const size = envelopes.reduce((total, one) => total + one.length + 8, 512 + codes.length);
  const writer = new MessageWriter(size);
  writer.message(1, () => {
    writer.integer(1, Number(number)).bytes(2, previousHash).bytes(3, dataHash);
  });
  writer.message(2, () => {
    for (const envelope of envelopes) writer.item(1, envelope);
  });
  const none = new Uint8Array(0);
  const commit = new MessageWriter().bytes(1, commitHash).finish();
  writer.message(3, () => {
    for (const one of [none, none, Uint8Array.from(codes), none, commit]) writer.item(1, one);
  });
  return writer.finish();
}

/** Takes a block apart without looking into its envelopes. @throws Error on other bytes */
export function decodeBlock(bytes: Uint8Array): DecodedBlock {
  const message = common.Block.deserializeBinary(bytes);
  const header = message.getHeader();
  const data = message.getData();
  if (!header || !data) throw new DecodeFault(255, 'a block without header or data');
  const metadata = message.getMetadata()?.getMetadataList_asU8() ?? [];
  const fields = {
    number: BigInt(header.getNumber()),
    previousHash: header.getPreviousHash_asU8(),
    dataHash: header.getDataHash_asU8(),
  };
  const commit = metadata[4];
  return {
    ...fields,
    hash: blockHash(fields),
    envelopes: data.getDataList_asU8(),
    codes: [...(metadata[2] ?? [])],
    commitHash: commit?.length
      ? common.Metadata.deserializeBinary(commit).getValue_asU8()
      : new Uint8Array(0),
  };
}

/** An envelope taken apart; null for a configuration, which is no act; or what cannot be read. */
export function readEnvelope(bytes: Uint8Array): DecodedTransaction | DecodeFault | null {
  try {
    return decodeTransaction(bytes);
  } catch (fault) {
    if (!(fault instanceof DecodeFault)) throw fault;
    return fault.headerType === CONFIG ? null : fault;
  }
}

/** A block as the port hands it out. Transactions that cannot be read have an empty creator. */
export function blockRecord(bytes: Uint8Array): BlockRecord {
  const { number, previousHash, dataHash, hash, envelopes, codes } = decodeBlock(bytes);
  const txs = envelopes.flatMap((envelope, index) => {
    const transaction = readEnvelope(envelope);
    return transaction ? [txRecord(transaction, codes[index] ?? 254)] : [];
  });
  return { number, previousHash, dataHash, hash, bytes, txs };
}

/** Endorsed transactions of a block behind a position, in order, invalid ones too. */
export function envelopeRecords(block: DecodedBlock, behind: Position | null): EnvelopeRecord[] {
  return block.envelopes.flatMap((bytes, index) => {
    if (behind?.block === block.number && index <= behind.index) return [];
    const code = block.codes[index] ?? 254;
    const content = contentOf(bytes, code);
    return content ? [{ block: block.number, index, code, ...content }] : [];
  });
}

function contentOf(
  bytes: Uint8Array,
  code: ValidationCode,
): Pick<EnvelopeRecord, 'txId' | 'envelope'> | null {
  try {
    const transaction = decodeEmitted(bytes);
    return { txId: transaction.txId, envelope: code === VALID ? envelopeOf(transaction) : null };
  } catch (fault) {
    if (!(fault instanceof DecodeFault)) throw fault;
    return fault.headerType === CONFIG ? null : { txId: '', envelope: null };
  }
}

function txRecord(transaction: DecodedTransaction | DecodeFault, code: ValidationCode): TxRecord {
  if (transaction instanceof DecodeFault) {
    return { txId: '', code, creator: '', endorsers: [], writes: [] };
  }
  return {
    txId: transaction.txId,
    code,
    creator: decodeIdentity(transaction.creator).mspId,
    endorsers: transaction.endorsements.map(one => decodeIdentity(one.endorser).mspId),
    writes: keyWrites(transaction.readWriteSet),
  };
}
