import { blockHeaderBytes } from '../../domain/evidence/index.ts';
import { fromBase64, readMessage } from './protobuf.ts';

/** What the browser itself found of a block; `data` is `null` where its bytes are not to be seen. */
export type BlockCheck = { readonly header: boolean; readonly data: boolean | null };

type Stated = {
  readonly number: number;
  readonly hash: string;
  readonly previousHash: string | null;
  readonly dataHash: string;
};

/** Computes a block's hash from its header, and its data hash from its bytes when they are at hand. */
export async function checkBlock(stated: Stated, bytes: string | null): Promise<BlockCheck> {
  const header = blockHeaderBytes({
    number: BigInt(stated.number),
    previousHash: bytesOf(stated.previousHash ?? ''),
    dataHash: bytesOf(stated.dataHash),
  });
  return {
    header: (await sha256(header)) === stated.hash,
    data: bytes === null ? null : (await dataHashOf(fromBase64(bytes))) === stated.dataHash,
  };
}

/** `common.Block`: field 2 is the data, whose field 1 are the envelopes, one after the other. */
function dataHashOf(block: Uint8Array): Promise<string> {
  const [data = new Uint8Array()] = readMessage(block, 2);
  const envelopes = readMessage(data, 1);
  const all = new Uint8Array(envelopes.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const envelope of envelopes) {
    all.set(envelope, at);
    at += envelope.length;
  }
  return sha256(all);
}

async function sha256(bytes: Uint8Array): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', Uint8Array.from(bytes)));
  return [...digest].map(byte => byte.toString(16).padStart(2, '0')).join('');
}

function bytesOf(hex: string): Uint8Array {
  return Uint8Array.from((hex.match(/../g) ?? []).map(byte => Number.parseInt(byte, 16)));
}
