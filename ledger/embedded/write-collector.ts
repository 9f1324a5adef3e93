import { hash } from 'node:crypto';
import {
  compareUtf8,
  type CollectionSet,
  type MetadataEntry,
  type NamespaceSet,
  type RangeRead,
  type Read,
  type Version,
} from '../read-write-set.ts';
import { sha256 } from '../transaction.ts';
import { encodePrivateWrites, type PrivateWrite } from './rows.ts';

type PublicWrite = { readonly isDelete: boolean; readonly value: Uint8Array };
type Hidden = {
  readonly reads: Map<string, Version | null>;
  readonly writes: Map<string, PrivateWrite>;
  readonly metadata: Map<string, readonly MetadataEntry[]>;
};

const EMPTY = new Uint8Array(0);

/** Gathers what one simulation reads and writes in one namespace; the last write of a key wins. */
export class WriteCollector {
  readonly #namespace: string;
  readonly #reads = new Map<string, Version | null>();
  readonly #writes = new Map<string, PublicWrite>();
  readonly #metadata = new Map<string, readonly MetadataEntry[]>();
  readonly #hidden = new Map<string, Hidden>();
  readonly ranges: RangeRead[] = [];

  constructor(namespace: string) {
    this.#namespace = namespace;
  }

  read(key: string, version: Version | null): void {
    this.#reads.set(key, version);
  }

  write(key: string, value: Uint8Array): void {
    this.#writes.set(key, { isDelete: value.length === 0, value });
  }

  writeMetadata(key: string, entries: readonly MetadataEntry[]): void {
    this.#metadata.set(key, entries);
  }

  /** `keyHash` in hex, as for all reads of a collection. */
  readHash(collection: string, keyHash: string, version: Version | null): void {
    this.#of(collection).reads.set(keyHash, version);
  }

  writePrivate(write: PrivateWrite): void {
    this.#of(write.collection).writes.set(write.key, write);
  }

  writePrivateMetadata(
    collection: string,
    keyHash: string,
    entries: readonly MetadataEntry[],
  ): void {
    this.#of(collection).metadata.set(keyHash, entries);
  }

  /** Private writes in the clear, in the order of collections and keys. */
  privateWrites(): PrivateWrite[] {
    return sorted(this.#hidden).flatMap(([, hidden]) =>
      sorted(hidden.writes).map(([, write]) => write),
    );
  }

  namespaceSet(): NamespaceSet {
    return {
      namespace: this.#namespace,
      reads: readsOf(this.#reads),
      ranges: this.ranges,
      writes: sorted(this.#writes).map(([key, write]) => ({ key, ...write })),
      metadataWrites: sorted(this.#metadata).map(([key, entries]) => ({ key, entries })),
      collections: sorted(this.#hidden).map(([name, hidden]) => collectionSet(name, hidden)),
    };
  }

  #of(collection: string): Hidden {
    const known = this.#hidden.get(collection);
    if (known) return known;
    const made: Hidden = { reads: new Map(), writes: new Map(), metadata: new Map() };
    this.#hidden.set(collection, made);
    return made;
  }
}

/** SHA-256 of a private key, in hex: how a collection's keys appear in blocks. */
export function keyHashOf(key: string): string {
  return hash('sha256', key, 'hex');
}

/** The hash that a collection's set carries over its private writes in the clear. */
export function privateWritesHash(writes: readonly PrivateWrite[]): Uint8Array {
  return writes.length === 0 ? EMPTY : sha256(encodePrivateWrites(writes));
}

function collectionSet(collection: string, hidden: Hidden): CollectionSet {
  const writes = sorted(hidden.writes).map(([, write]) => write);
  const hashed = new Map(
    writes.map(write => {
      const isDelete = write.kind !== 'put';
      const value = isDelete ? EMPTY : sha256(write.value);
      return [keyHashOf(write.key), { isDelete, isPurge: write.kind === 'purge', value }];
    }),
  );
  return {
    collection,
    reads: readsOf(hidden.reads),
    writes: sorted(hashed).map(([key, write]) => ({ key, ...write })),
    metadataWrites: sorted(hidden.metadata).map(([key, entries]) => ({ key, entries })),
    privateHash: privateWritesHash(writes),
  };
}

function readsOf(reads: ReadonlyMap<string, Version | null>): Read[] {
  return sorted(reads).map(([key, version]) => ({ key, version }));
}

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return map.size < 2 ? [...map] : [...map].sort(([a], [b]) => compareUtf8(a, b));
}
