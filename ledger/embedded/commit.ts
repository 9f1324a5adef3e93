import { blockDataHash, blockHash, encodeBlock, sha256 } from '../block.ts';
import type { MspId } from '../port.ts';
import { compareUtf8, type CollectionSet, type Version } from '../read-write-set.ts';
import { VALID, type ValidationCode } from '../validation-code.ts';
import type { CollectionBook } from './collections.ts';
import * as keys from './keys.ts';
import { encodePlace, encodeRow, encodeVersion, type PrivateWrite, type Row } from './rows.ts';
import type { Operation } from './store.ts';
import { encodeTip, type Tip } from './tip.ts';
import type { Candidate } from './validate.ts';
import type { Updates } from './view.ts';
import { keyHashOf, privateWritesHash } from './write-collector.ts';

export type ValidatedTransaction = {
  readonly envelope: Uint8Array;
  readonly candidate: Candidate;
  readonly code: ValidationCode;
  /** Private writes in the clear where this ledger has them. */
  readonly privateWrites: readonly PrivateWrite[] | null;
};

export type CommitInput = {
  readonly tip: Tip;
  readonly transactions: readonly ValidatedTransaction[];
  readonly updates: Updates;
  /** Private values whose time has come, with the hash rows already gone from `updates`. */
  readonly expired: readonly Operation[];
  readonly namespace: string;
  readonly organisations: readonly MspId[];
  readonly collections: CollectionBook;
  readonly isOnLedger: (txId: string) => boolean;
  /** False makes a member miss a private value, as a peer may; for tests. */
  readonly disseminate: (collection: string, organisation: MspId) => boolean;
};

export type Commit = {
  readonly bytes: Uint8Array;
  readonly operations: readonly Operation[];
  readonly tip: Tip;
  /** Lowest block at which one of the new private values expires. */
  readonly expiresAt: number;
};

const EMPTY = Buffer.alloc(0);
const FLAG_DELETE = Buffer.of(1);
const FLAG_PUT = Buffer.of(0);

/** Everything a block changes, as one batch. */
export function buildCommit(input: CommitInput): Commit {
  const { tip, transactions, updates } = input;
  const codes = transactions.map(one => one.code);
  const encoded = encodeOnce();
  const commitHash = nextCommitHash(tip.commitHash, codes, updates, encoded);
  const envelopes = transactions.map(one => one.envelope);
  const header = {
    number: BigInt(tip.height),
    previousHash: tip.hash,
    dataHash: blockDataHash(envelopes),
  };
  const bytes = encodeBlock({ ...header, envelopes, codes, commitHash });
  const next = { height: tip.height + 1, hash: blockHash(header), commitHash };
  const hidden = privateOperations(input);
  return {
    bytes,
    tip: next,
    expiresAt: hidden.expiresAt,
    operations: [
      put(keys.blockKey(tip.height), bufferOf(bytes)),
      put(keys.metaKey('tip'), encodeTip(next)),
      ...indexOperations(input),
      ...stateOperations(updates, encoded),
      ...input.expired,
      ...hidden.operations,
    ],
  };
}

/** SHA-256 of the commit hash before, the codes, and the updates sorted by place. */
export function nextCommitHash(
  before: Uint8Array,
  codes: readonly ValidationCode[],
  updates: Updates,
  encoded: typeof encodeRow = encodeRow,
): Buffer {
  const pieces = [before, Uint8Array.from(codes)];
  for (const table of [updates.state, updates.hashed]) {
    for (const [place, rows] of sorted(table)) {
      for (const [key, row] of sorted(rows)) {
        const name = Buffer.from(`${place}\0${key}`);
        const value = row ? encoded(row) : EMPTY;
        pieces.push(keys.uint32(name.length), name, keys.uint32(value.length), value);
      }
    }
  }
  return sha256(Buffer.concat(pieces));
}

export function put(key: Buffer, value: Buffer): Operation {
  return { type: 'put', key, value };
}

export function del(key: Buffer): Operation {
  return { type: 'del', key };
}

function indexOperations(input: CommitInput): Operation[] {
  const block = input.tip.height;
  const operations: Operation[] = [];
  const seen = new Set<string>();
  for (const [index, { candidate, code }] of input.transactions.entries()) {
    if ('fault' in candidate || !/^[0-9a-f]{64}$/.test(candidate.txId)) continue;
    const { txId } = candidate;
    if (!seen.has(txId) && !input.isOnLedger(txId)) {
      operations.push(put(keys.txKey(txId), encodePlace({ block, index, code })));
    }
    seen.add(txId);
    if (code !== VALID) continue;
    for (const { namespace, writes } of candidate.readWriteSet) {
      for (const { key, isDelete } of writes) {
        const at = keys.historyKey(namespace, key, { block, index });
        operations.push(put(at, isDelete ? FLAG_DELETE : FLAG_PUT));
      }
    }
  }
  return operations;
}

/** A row goes into the commit hash and into the store: it is encoded for both together. */
function encodeOnce(): typeof encodeRow {
  const known = new Map<Row, Buffer>();
  return row => {
    const bytes = known.get(row) ?? encodeRow(row);
    known.set(row, bytes);
    return bytes;
  };
}

function stateOperations(updates: Updates, encoded: typeof encodeRow): Operation[] {
  const operation = (key: Buffer, row: Row | null): Operation =>
    row ? put(key, encoded(row)) : del(key);
  const operations: Operation[] = [];
  for (const [namespace, rows] of updates.state) {
    for (const [key, row] of rows) operations.push(operation(keys.stateKey(namespace, key), row));
  }
  for (const [place, rows] of updates.hashed) {
    const [namespace = '', collection = ''] = place.split('\0');
    for (const [keyHash, row] of rows) {
      operations.push(operation(keys.hashKey(namespace, collection, keyHash), row));
    }
  }
  return operations;
}

type HiddenOperations = { readonly operations: Operation[]; expiresAt: number };

function privateOperations(input: CommitInput): HiddenOperations {
  const hidden: HiddenOperations = { operations: [], expiresAt: Infinity };
  for (const [index, { candidate, code, privateWrites }] of input.transactions.entries()) {
    if ('fault' in candidate) continue;
    if (privateWrites) hidden.operations.push(del(keys.pendingKey(candidate.txId)));
    if (code !== VALID) continue;
    const version = { block: input.tip.height, index };
    for (const { namespace, collections } of candidate.readWriteSet) {
      for (const set of collections) {
        const clear = (privateWrites ?? []).filter(one => one.collection === set.collection);
        const isComplete = Buffer.compare(privateWritesHash(clear), set.privateHash) === 0;
        if (isComplete) hidden.operations.push(...memberOperations(input, clear, version));
        addExpiry(input, hidden, { namespace, set, clear, version });
      }
    }
  }
  return hidden;
}

function addExpiry(
  input: CommitInput,
  hidden: HiddenOperations,
  written: {
    readonly namespace: string;
    readonly set: CollectionSet;
    readonly clear: readonly PrivateWrite[];
    readonly version: Version;
  },
): void {
  const { namespace, set, clear, version } = written;
  const due = dueBlock(input.collections(set.collection)?.blockToLive ?? 0, version.block);
  if (due === Infinity) return;
  const known = new Map(clear.map(one => [keyHashOf(one.key), one.key]));
  for (const { key, isDelete } of set.writes) {
    if (isDelete) continue;
    hidden.expiresAt = Math.min(hidden.expiresAt, due);
    const at = keys.expiryKey(due, namespace, set.collection, key);
    const value = keys.concat(encodeVersion(version), Buffer.from(known.get(key) ?? ''));
    hidden.operations.push(put(at, value));
  }
}

/** The first block at whose commit a value of this age goes; Infinity for one that stays. */
function dueBlock(blockToLive: number, block: number): number {
  return blockToLive === 0 ? Infinity : block + blockToLive + 1;
}

function memberOperations(
  input: CommitInput,
  writes: readonly PrivateWrite[],
  version: Version,
): Operation[] {
  return writes.flatMap(write => {
    const members = input.collections(write.collection)?.members ?? [];
    const row = encodeRow({ version, metadata: [], value: write.value });
    return input.organisations.flatMap((mspId, organisation) => {
      if (!members.includes(mspId)) return [];
      const key = keys.privateKey({ ...write, organisation });
      if (write.kind !== 'put') return [del(key)];
      return input.disseminate(write.collection, mspId) ? [put(key, row)] : [];
    });
  });
}

/** The same bytes; a block is written once more by nobody. */
function bufferOf(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => compareUtf8(a, b));
}
