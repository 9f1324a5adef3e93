import { kvrwset } from '../protos.ts';
import type { MetadataEntry, Version } from '../read-write-set.ts';
import { concat, uint32, uint64 } from './keys.ts';

/** A value with the place where it was written. In a hash row the value is a SHA-256. */
export type Row = {
  readonly version: Version;
  readonly metadata: readonly MetadataEntry[];
  readonly value: Uint8Array;
};

/** One private write in the clear, on its way to the members' rows. */
export type PrivateWrite = {
  readonly namespace: string;
  readonly collection: string;
  readonly key: string;
  readonly kind: 'put' | 'delete' | 'purge';
  readonly value: Uint8Array;
};

export type TxPlace = { readonly block: number; readonly index: number; readonly code: number };

const NO_METADATA: readonly MetadataEntry[] = [];

/** version(8+4), metadata length(4), metadata, value */
export function encodeRow(row: Row): Buffer {
  const metadata = encodeMetadata(row.metadata);
  const head = Buffer.allocUnsafe(16);
  head.writeBigUInt64BE(BigInt(row.version.block));
  head.writeUInt32BE(row.version.index, 8);
  head.writeUInt32BE(metadata.length, 12);
  return Buffer.concat([head, metadata, row.value]);
}

export function decodeRow(bytes: Buffer): Row {
  const metadataEnd = 16 + bytes.readUInt32BE(12);
  return {
    version: decodeVersion(bytes),
    metadata: metadataEnd === 16 ? NO_METADATA : decodeMetadata(bytes.subarray(16, metadataEnd)),
    value: bytes.subarray(metadataEnd),
  };
}

export function encodeVersion(version: Version): Buffer {
  return concat(uint64(version.block), uint32(version.index));
}

export function decodeVersion(bytes: Buffer): Version {
  return { block: Number(bytes.readBigUInt64BE(0)), index: bytes.readUInt32BE(8) };
}

export function encodePlace(place: TxPlace): Buffer {
  return concat(uint64(place.block), uint32(place.index), Buffer.of(place.code));
}

export function decodePlace(bytes: Buffer): TxPlace {
  return { ...decodeVersion(bytes), code: bytes[12] ?? 254 };
}

/** One write goes into its collection's hash, into the kept row and into the check of the hash. */
const encodedWrites = new WeakMap<PrivateWrite, string>();

/** Private writes as text, values in base64; the bytes that the private write set's hash covers. */
export function encodePrivateWrites(writes: readonly PrivateWrite[]): Buffer {
  return Buffer.from(`[${writes.map(encodePrivateWrite).join(',')}]`);
}

function encodePrivateWrite(write: PrivateWrite): string {
  const known = encodedWrites.get(write);
  if (known !== undefined) return known;
  const { namespace, collection, key, kind, value } = write;
  const base64 = Buffer.from(value.buffer, value.byteOffset, value.length).toString('base64');
  const text = JSON.stringify({ namespace, collection, key, kind, value: base64 });
  encodedWrites.set(write, text);
  return text;
}

export function decodePrivateWrites(bytes: Buffer): PrivateWrite[] {
  const rows = JSON.parse(bytes.toString()) as (Omit<PrivateWrite, 'value'> & { value: string })[];
  return rows.map(row => ({ ...row, value: Buffer.from(row.value, 'base64') }));
}

function encodeMetadata(entries: readonly MetadataEntry[]): Uint8Array {
  if (entries.length === 0) return new Uint8Array(0);
  const message = new kvrwset.KVMetadataWrite();
  message.setEntriesList(
    entries.map(({ name, value }) => {
      const entry = new kvrwset.KVMetadataEntry();
      entry.setName(name);
      entry.setValue(value);
      return entry;
    }),
  );
  return message.serializeBinary();
}

function decodeMetadata(bytes: Uint8Array): MetadataEntry[] {
  return kvrwset.KVMetadataWrite.deserializeBinary(bytes)
    .getEntriesList()
    .map(entry => ({ name: entry.getName(), value: entry.getValue_asU8() }));
}
