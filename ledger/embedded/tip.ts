import { concat, uint64 } from './keys.ts';

/** The end of the chain: what the next block builds on. */
export type Tip = {
  /** Number of blocks. */
  readonly height: number;
  readonly hash: Uint8Array;
  readonly commitHash: Uint8Array;
};

export function encodeTip(tip: Tip): Buffer {
  return concat(uint64(tip.height), tip.hash, tip.commitHash);
}

export function decodeTip(bytes: Buffer): Tip {
  const height = Number(bytes.readBigUInt64BE(0));
  return { height, hash: bytes.subarray(8, 40), commitHash: bytes.subarray(40, 72) };
}
