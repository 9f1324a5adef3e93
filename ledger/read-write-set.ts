import { MessageWriter } from './message-writer.ts';
import { kvrwset, rwset } from './protos.ts';

/** Where a value was written: block and place in the block. */
export type Version = { readonly block: number; readonly index: number };

export type Read = { readonly key: string; readonly version: Version | null };
export type RangeRead = {
  readonly start: string;
  /** The last key fetched, or the end asked for once the iterator was exhausted. */
  readonly end: string;
  readonly exhausted: boolean;
  readonly reads: readonly Read[];
};
export type Write = {
  readonly key: string;
  readonly isDelete: boolean;
  readonly value: Uint8Array;
};
export type MetadataEntry = { readonly name: string; readonly value: Uint8Array };
export type MetadataWrite = { readonly key: string; readonly entries: readonly MetadataEntry[] };
export type HashedWrite = {
  readonly key: string;
  readonly isDelete: boolean;
  readonly isPurge: boolean;
  readonly value: Uint8Array;
};

/** In a collection set every `key` is the SHA-256 of the key in hex, every value a hash. */
export type CollectionSet = {
  readonly collection: string;
  readonly reads: readonly Read[];
  readonly writes: readonly HashedWrite[];
  readonly metadataWrites: readonly MetadataWrite[];
  /** SHA-256 of the private write set; empty when nothing private was written. */
  readonly privateHash: Uint8Array;
};

export type NamespaceSet = {
  readonly namespace: string;
  readonly reads: readonly Read[];
  readonly ranges: readonly RangeRead[];
  readonly writes: readonly Write[];
  readonly metadataWrites: readonly MetadataWrite[];
  readonly collections: readonly CollectionSet[];
};

/** What one transaction read and wrote; namespaces, collections and keys in UTF-8 order. */
export type ReadWriteSet = readonly NamespaceSet[];

const EMPTY = new Uint8Array(0);

/** Order of the UTF-8 bytes, which is the order of code points, not of UTF-16 units. */
export function compareUtf8(a: string, b: string): number {
  const length = Math.min(a.length, b.length);
  for (let at = 0; at < length; at++) {
    const [left, right] = [a.charCodeAt(at), b.charCodeAt(at)];
    if (left === right) continue;
    const [leftHigh, rightHigh] = [isSurrogate(left), isSurrogate(right)];
    if (leftHigh === rightHigh) return left < right ? -1 : 1;
    return leftHigh ? 1 : -1;
  }
  return a.length - b.length;
}

/** Encodes to the bytes of Fabric's `TxReadWriteSet`; its data model, KV, is number 0. */
export function encodeReadWriteSet(set: ReadWriteSet): Uint8Array {
  const writer = new MessageWriter(4096);
  for (const one of set) writer.message(2, () => writeNamespace(writer, one));
  return writer.finish();
}

/** @throws Error when the bytes are no `TxReadWriteSet` */
export function decodeReadWriteSet(bytes: Uint8Array): ReadWriteSet {
  return rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList().map(namespaceSet);
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function writeNamespace(writer: MessageWriter, set: NamespaceSet): void {
  const keys = new MessageWriter(4096);
  for (const read of set.reads) keys.message(1, () => writeRead(keys, read));
  for (const range of set.ranges) keys.message(2, () => writeRange(keys, range));
  for (const { key, isDelete, value } of set.writes) {
    keys.message(3, () => keys.text(1, key).flag(2, isDelete).bytes(3, value));
  }
  for (const { key, entries } of set.metadataWrites) {
    keys.message(4, () => writeEntries(keys.text(1, key), entries));
  }
  writer.text(1, set.namespace).bytes(2, keys.finish());
  for (const one of set.collections) writer.message(3, () => writeCollection(writer, one));
}

function writeRead(writer: MessageWriter, { key, version }: Read): void {
  writeVersion(writer.text(1, key), version);
}

function writeVersion(writer: MessageWriter, version: Version | null): void {
  if (!version) return;
  writer.message(2, () => writer.integer(1, version.block).integer(2, version.index));
}

function writeRange(writer: MessageWriter, range: RangeRead): void {
  writer.text(1, range.start).text(2, range.end).flag(3, range.exhausted);
  writer.message(4, () => {
    for (const read of range.reads) writer.message(1, () => writeRead(writer, read));
  });
}

function writeEntries(writer: MessageWriter, entries: readonly MetadataEntry[]): void {
  for (const { name, value } of entries) {
    writer.message(2, () => writer.text(1, name).bytes(2, value));
  }
}

function writeCollection(writer: MessageWriter, set: CollectionSet): void {
  const keyHash = (key: string): Uint8Array => Buffer.from(key, 'hex');
  const hashed = new MessageWriter();
  for (const { key, version } of set.reads) {
    hashed.message(1, () => writeVersion(hashed.bytes(1, keyHash(key)), version));
  }
  for (const { key, isDelete, isPurge, value } of set.writes) {
    hashed.message(2, () => {
      hashed.bytes(1, keyHash(key)).flag(2, isDelete).bytes(3, value).flag(4, isPurge);
    });
  }
  for (const { key, entries } of set.metadataWrites) {
    hashed.message(3, () => writeEntries(hashed.bytes(1, keyHash(key)), entries));
  }
  writer.text(1, set.collection).bytes(2, hashed.finish()).bytes(3, set.privateHash);
}

function namespaceSet(message: InstanceType<typeof rwset.NsReadWriteSet>): NamespaceSet {
  const keys = kvrwset.KVRWSet.deserializeBinary(message.getRwset_asU8());
  return {
    namespace: message.getNamespace(),
    reads: keys.getReadsList().map(readOf),
    ranges: keys.getRangeQueriesInfoList().map(range => ({
      start: range.getStartKey(),
      end: range.getEndKey(),
      exhausted: range.getItrExhausted(),
      reads: (range.getRawReads()?.getKvReadsList() ?? []).map(readOf),
    })),
    writes: keys.getWritesList().map(write => ({
      key: write.getKey(),
      isDelete: write.getIsDelete(),
      value: write.getValue_asU8(),
    })),
    metadataWrites: keys.getMetadataWritesList().map(write => ({
      key: write.getKey(),
      entries: write.getEntriesList().map(entryOf),
    })),
    collections: message.getCollectionHashedRwsetList().map(collectionSet),
  };
}

function versionOf(message: InstanceType<typeof kvrwset.Version> | undefined): Version | null {
  return message ? { block: message.getBlockNum(), index: message.getTxNum() } : null;
}

function readOf(message: InstanceType<typeof kvrwset.KVRead>): Read {
  return { key: message.getKey(), version: versionOf(message.getVersion()) };
}

function entryOf(message: InstanceType<typeof kvrwset.KVMetadataEntry>): MetadataEntry {
  return { name: message.getName(), value: message.getValue_asU8() };
}

function collectionSet(
  message: InstanceType<typeof rwset.CollectionHashedReadWriteSet>,
): CollectionSet {
  const hashed = kvrwset.HashedRWSet.deserializeBinary(message.getHashedRwset_asU8());
  return {
    collection: message.getCollectionName(),
    reads: hashed.getHashedReadsList().map(read => ({
      key: hex(read.getKeyHash_asU8()),
      version: versionOf(read.getVersion()),
    })),
    writes: hashed.getHashedWritesList().map(write => ({
      key: hex(write.getKeyHash_asU8()),
      isDelete: write.getIsDelete(),
      isPurge: write.getIsPurge(),
      value: write.getIsDelete() ? EMPTY : write.getValueHash_asU8(),
    })),
    metadataWrites: hashed.getMetadataWritesList().map(write => ({
      key: hex(write.getKeyHash_asU8()),
      entries: write.getEntriesList().map(entryOf),
    })),
    privateHash: message.getPvtRwsetHash_asU8(),
  };
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}
