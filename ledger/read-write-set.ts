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

/** Encodes to the bytes of Fabric's `TxReadWriteSet`. */
export function encodeReadWriteSet(set: ReadWriteSet): Uint8Array {
  const message = new rwset.TxReadWriteSet();
  message.setDataModel(rwset.TxReadWriteSet.DataModel.KV);
  message.setNsRwsetList(set.map(namespaceMessage));
  return message.serializeBinary();
}

/** @throws Error when the bytes are no `TxReadWriteSet` */
export function decodeReadWriteSet(bytes: Uint8Array): ReadWriteSet {
  return rwset.TxReadWriteSet.deserializeBinary(bytes).getNsRwsetList().map(namespaceSet);
}

function isSurrogate(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdfff;
}

function namespaceMessage(set: NamespaceSet): InstanceType<typeof rwset.NsReadWriteSet> {
  const keys = new kvrwset.KVRWSet();
  keys.setReadsList(set.reads.map(readMessage));
  keys.setRangeQueriesInfoList(set.ranges.map(rangeMessage));
  keys.setWritesList(set.writes.map(writeMessage));
  keys.setMetadataWritesList(set.metadataWrites.map(metadataMessage));
  const message = new rwset.NsReadWriteSet();
  message.setNamespace(set.namespace);
  message.setRwset(keys.serializeBinary());
  message.setCollectionHashedRwsetList(set.collections.map(collectionMessage));
  return message;
}

function versionMessage(version: Version): InstanceType<typeof kvrwset.Version> {
  const message = new kvrwset.Version();
  message.setBlockNum(version.block);
  message.setTxNum(version.index);
  return message;
}

function readMessage(read: Read): InstanceType<typeof kvrwset.KVRead> {
  const message = new kvrwset.KVRead();
  message.setKey(read.key);
  if (read.version) message.setVersion(versionMessage(read.version));
  return message;
}

function rangeMessage(range: RangeRead): InstanceType<typeof kvrwset.RangeQueryInfo> {
  const reads = new kvrwset.QueryReads();
  reads.setKvReadsList(range.reads.map(readMessage));
  const message = new kvrwset.RangeQueryInfo();
  message.setStartKey(range.start);
  message.setEndKey(range.end);
  message.setItrExhausted(range.exhausted);
  message.setRawReads(reads);
  return message;
}

function writeMessage(write: Write): InstanceType<typeof kvrwset.KVWrite> {
  const message = new kvrwset.KVWrite();
  message.setKey(write.key);
  message.setIsDelete(write.isDelete);
  message.setValue(write.value);
  return message;
}

function entryMessages(write: MetadataWrite): InstanceType<typeof kvrwset.KVMetadataEntry>[] {
  return write.entries.map(({ name, value }) => {
    const message = new kvrwset.KVMetadataEntry();
    message.setName(name);
    message.setValue(value);
    return message;
  });
}

function metadataMessage(write: MetadataWrite): InstanceType<typeof kvrwset.KVMetadataWrite> {
  const message = new kvrwset.KVMetadataWrite();
  message.setKey(write.key);
  message.setEntriesList(entryMessages(write));
  return message;
}

function collectionMessage(
  set: CollectionSet,
): InstanceType<typeof rwset.CollectionHashedReadWriteSet> {
  const hashed = new kvrwset.HashedRWSet();
  hashed.setHashedReadsList(
    set.reads.map(read => {
      const message = new kvrwset.KVReadHash();
      message.setKeyHash(Buffer.from(read.key, 'hex'));
      if (read.version) message.setVersion(versionMessage(read.version));
      return message;
    }),
  );
  hashed.setHashedWritesList(
    set.writes.map(write => {
      const message = new kvrwset.KVWriteHash();
      message.setKeyHash(Buffer.from(write.key, 'hex'));
      message.setIsDelete(write.isDelete);
      message.setIsPurge(write.isPurge);
      message.setValueHash(write.value);
      return message;
    }),
  );
  hashed.setMetadataWritesList(
    set.metadataWrites.map(write => {
      const message = new kvrwset.KVMetadataWriteHash();
      message.setKeyHash(Buffer.from(write.key, 'hex'));
      message.setEntriesList(entryMessages(write));
      return message;
    }),
  );
  const message = new rwset.CollectionHashedReadWriteSet();
  message.setCollectionName(set.collection);
  message.setHashedRwset(hashed.serializeBinary());
  message.setPvtRwsetHash(set.privateHash);
  return message;
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
