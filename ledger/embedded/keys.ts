import type { Version } from '../read-write-set.ts';

const UINT64_MAX = 0xffff_ffff_ffff_ffffn;
const UINT32_MAX = 0xffff_ffff;

/**
 * The layout of the ledger's LevelDB folder: one letter, then big-endian numbers and UTF-8 texts.
 *
 * `b` number → block · `t` txId → block, index, code · `s` ns 00 key → state row ·
 * `c` ns 00 collection 00 SHA-256(key) → hash row · `p` organisation ns 00 collection 00 key →
 * private row · `x` expiry block, ns 00 collection 00 key hash → block-to-live entry ·
 * `y` ns 00 key, newest first → history · `r` txId → private writes endorsed but not yet
 * committed · `m` name → format, genesis facts and tip.
 */
export const blockKey = (number: number): Buffer => concat('b', uint64(number));

export const txKey = (txId: string): Buffer => concat('t', Buffer.from(txId, 'hex'));

export const stateKey = (ns: string, key: string): Buffer => Buffer.from(`s${ns}\0${key}`);

export const hashKey = (ns: string, collection: string, keyHash: string): Buffer =>
  concat('c', `${ns}\0${collection}\0`, Buffer.from(keyHash, 'hex'));

export const privateKey = (at: PrivatePlace & { readonly key: string }): Buffer =>
  concat('p', Buffer.of(at.organisation), `${at.namespace}\0${at.collection}\0${at.key}`);

export const expiryKey = (block: number, ns: string, collection: string, keyHash: string): Buffer =>
  concat('x', uint64(block), `${ns}\0${collection}\0`, Buffer.from(keyHash, 'hex'));

export const historyPrefix = (ns: string, key: string): Buffer => {
  const bytes = Buffer.from(key);
  return concat(`y${ns}\0`, uint32(bytes.length), bytes);
};

export const historyKey = (ns: string, key: string, { block, index }: Version): Buffer => {
  // One for every write of a block: made in one piece.
  const [head, size] = [`y${ns}\0`, Buffer.byteLength(key)];
  const at = Buffer.byteLength(head);
  const bytes = Buffer.allocUnsafe(at + size + 16);
  bytes.write(head);
  bytes.writeUInt32BE(size, at);
  bytes.write(key, at + 4);
  // The rest of the block's and the index's range, so that the newest comes first.
  bytes.writeUInt32BE(UINT32_MAX - Math.floor(block / 2 ** 32), at + 4 + size);
  bytes.writeUInt32BE(UINT32_MAX - (block >>> 0), at + 8 + size);
  bytes.writeUInt32BE(UINT32_MAX - index, at + 12 + size);
  return bytes;
};

export const pendingKey = (txId: string): Buffer => concat('r', Buffer.from(txId, 'hex'));

export const metaKey = (name: string): Buffer => concat('m', name);

/** `organisation` is the place of the organisation in the genesis document. */
export type PrivatePlace = {
  readonly organisation: number;
  readonly namespace: string;
  readonly collection: string;
};

/** Block and index of a history key. */
export function versionOfHistoryKey(key: Uint8Array): Version {
  const tail = Buffer.from(key.subarray(key.length - 12));
  const block = Number(UINT64_MAX - tail.readBigUInt64BE(0));
  return { block, index: UINT32_MAX - tail.readUInt32BE(8) };
}

export function uint64(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigUInt64BE(BigInt(value));
  return bytes;
}

export function uint32(value: number): Buffer {
  const bytes = Buffer.allocUnsafe(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

export function concat(...parts: readonly (string | Uint8Array)[]): Buffer {
  return Buffer.concat(parts.map(part => (typeof part === 'string' ? Buffer.from(part) : part)));
}

/** All rows of one letter. */
export function rowsOf(letter: string): { readonly gte: Buffer; readonly lt: Buffer } {
  return { gte: Buffer.from(letter), lt: Buffer.of(letter.charCodeAt(0) + 1) };
}
