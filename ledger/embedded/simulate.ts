import type { MspId } from '../port.ts';
import type { NamespaceSet, Version } from '../read-write-set.ts';
import type { Collection, CollectionBook } from './collections.ts';
import { openRange, type RangePage, type RangeQuery } from './range-query.ts';
import type { PrivateWrite, Row } from './rows.ts';
import type { StoreView } from './store.ts';
import { keyHashOf, WriteCollector } from './write-collector.ts';

/**
 * What a contract may ask of the peer, with the peer's own refusals as thrown texts (at once or by
 * the promise). Every value can be cloned, so that the contract may run in another process.
 */
export interface PeerCalls {
  getState(collection: string, key: string): Promise<Uint8Array>;
  putState(collection: string, key: string, value: Uint8Array): Promise<void>;
  deleteState(collection: string, key: string): Promise<void>;
  purgeState(collection: string, key: string): Promise<void>;
  getMetadata(collection: string, key: string): Promise<Record<string, Uint8Array>>;
  putMetadata(collection: string, key: string, name: string, value: Uint8Array): Promise<void>;
  getPrivateHash(collection: string, key: string): Promise<Uint8Array>;
  openRange(collection: string, query: RangeRequest): Promise<RangePage>;
  nextRange(id: string): Promise<RangePage>;
  closeRange(id: string): Promise<void>;
  history(key: string): Promise<HistoryEntry[]>;
}

export type RangeRequest = {
  readonly start: string;
  readonly end: string;
  readonly page: { readonly size: number; readonly bookmark: string } | null;
};

export type HistoryEntry = {
  readonly txId: string;
  readonly timestampMs: number;
  readonly isDelete: boolean;
  readonly value: Uint8Array;
};

export type SimulationOptions = {
  readonly view: StoreView;
  readonly namespace: string;
  readonly txId: string;
  readonly creator: MspId;
  readonly collections: CollectionBook;
  /** Organisations that may run the contract, in the order of the genesis document. */
  readonly organisations: readonly MspId[];
  /** All organisations, whose places number the private rows. */
  readonly allOrganisations: readonly MspId[];
  /** Named organisations must all be able to run it; else those that cannot drop out. */
  readonly named: boolean;
  readonly queryLimit: number;
  readonly valueAt: (key: string, version: Version) => Omit<HistoryEntry, 'isDelete'>;
};

export type SimulationResult = {
  readonly set: NamespaceSet;
  readonly privateWrites: readonly PrivateWrite[];
  /** Those of the organisations that could read all that was read. */
  readonly organisations: readonly MspId[];
  /** A private value was asked for that no organisation of this run holds. */
  readonly lacked: boolean;
};

const EMPTY = new Uint8Array(0);

/**
 * One run of the contract on a snapshot: a transaction never sees its own writes, each key read
 * is noted with its version, and nothing is written anywhere.
 */
export class Simulation implements PeerCalls {
  readonly #options: SimulationOptions;
  readonly #collector: WriteCollector;
  readonly #queries = new Map<string, RangeQuery>();
  #organisations: readonly MspId[];
  #lacked = false;
  #hasWritten = false;
  #hasPaged = false;
  #hasQueriedPrivate = false;

  constructor(options: SimulationOptions) {
    this.#options = options;
    this.#collector = new WriteCollector(options.namespace);
    this.#organisations = options.organisations;
  }

  async finish(): Promise<SimulationResult> {
    for (const query of this.#queries.values()) await query.close();
    this.#queries.clear();
    return {
      set: this.#collector.namespaceSet(),
      privateWrites: this.#collector.privateWrites(),
      organisations: this.#organisations,
      lacked: this.#lacked,
    };
  }

  getState(collection: string, key: string): Promise<Uint8Array> {
    if (collection !== '') return this.#getPrivate(collection, key);
    const row = this.#options.view.state(this.#options.namespace, key);
    this.#collector.read(key, row?.version ?? null);
    return Promise.resolve(row?.value ?? EMPTY);
  }

  putState(collection: string, key: string, value: Uint8Array): Promise<void> {
    if (collection !== '') return this.#putPrivate(collection, key, value);
    this.#checkWrite();
    this.#collector.write(key, value);
    return Promise.resolve();
  }

  async deleteState(collection: string, key: string): Promise<void> {
    return this.putState(collection, key, EMPTY);
  }

  async purgeState(name: string, key: string): Promise<void> {
    const collection = this.#collection(name);
    this.#checkMemberWrite(collection);
    this.#checkWrite();
    this.#collector.writePrivate({ ...this.#place(name, key), kind: 'purge', value: EMPTY });
    return Promise.resolve();
  }

  async getMetadata(name: string, key: string): Promise<Record<string, Uint8Array>> {
    const { view, namespace } = this.#options;
    if (name === '') {
      const row = view.state(namespace, key);
      this.#collector.read(key, row?.version ?? null);
      return Promise.resolve(metadataOf(row));
    }
    this.#checkMemberRead(this.#collection(name));
    const keyHash = keyHashOf(key);
    const row = view.hashed(namespace, name, keyHash);
    this.#collector.readHash(name, keyHash, row?.version ?? null);
    return Promise.resolve(metadataOf(row));
  }

  async putMetadata(name: string, key: string, metaKey: string, value: Uint8Array): Promise<void> {
    const entries = [{ name: metaKey, value }];
    if (name !== '') this.#checkMemberWrite(this.#collection(name));
    this.#checkWrite();
    if (name === '') this.#collector.writeMetadata(key, entries);
    else this.#collector.writePrivateMetadata(name, keyHashOf(key), entries);
    return Promise.resolve();
  }

  async getPrivateHash(name: string, key: string): Promise<Uint8Array> {
    this.#collection(name);
    const keyHash = keyHashOf(key);
    const row = this.#options.view.hashed(this.#options.namespace, name, keyHash);
    this.#collector.readHash(name, keyHash, row?.version ?? null);
    return Promise.resolve(row?.value ?? EMPTY);
  }

  async openRange(name: string, request: RangeRequest): Promise<RangePage> {
    const id = String(this.#queries.size + 1);
    const query =
      name === '' ? this.#publicRange(id, request) : this.#privateRange(id, name, request);
    this.#queries.set(id, query);
    return query.nextPage();
  }

  async nextRange(id: string): Promise<RangePage> {
    const query = this.#queries.get(id);
    if (!query) throw new Error('query iterator not found');
    return query.nextPage();
  }

  async closeRange(id: string): Promise<void> {
    await this.#queries.get(id)?.close();
  }

  async history(key: string): Promise<HistoryEntry[]> {
    const entries: HistoryEntry[] = [];
    const { view, namespace, valueAt, queryLimit } = this.#options;
    for await (const { version, isDelete } of view.history(namespace, key)) {
      if (entries.length >= queryLimit) break;
      entries.push({ ...valueAt(key, version), isDelete });
    }
    return entries;
  }

  #publicRange(id: string, request: RangeRequest): RangeQuery {
    const { view, namespace, queryLimit, txId } = this.#options;
    if (request.page) {
      if (this.#hasWritten) {
        throw new Error(
          `txid [${txId}]: Paginated queries are supported only in a read-only transaction`,
        );
      }
      this.#hasPaged = true;
    }
    const start = request.page?.bookmark ?? '';
    const bounds = { start: start === '' ? request.start : start, end: request.end };
    const rows = view.range(namespace, { ...bounds, includeEnd: false });
    return openRange({
      id,
      bounds,
      rows,
      limit: queryLimit,
      pageSize: request.page?.size ?? null,
      note: range => this.#collector.ranges.push(range),
    });
  }

  #privateRange(id: string, name: string, request: RangeRequest): RangeQuery {
    const { view, queryLimit, txId } = this.#options;
    const collection = this.#collection(name);
    this.#checkMemberRead(collection);
    if (this.#hasWritten) {
      throw new Error(
        `txid [${txId}]: Queries on pvt data is supported only in a read-only transaction`,
      );
    }
    this.#hasQueriedPrivate = true;
    const [reader] = this.#keepMembers(collection);
    if (!reader) {
      this.#lacked = true;
      throw new Error(`no member of collection ${name} runs this transaction`);
    }
    const { start, end } = request;
    const rows = view.privateRange(this.#privatePlace(reader, name), {
      start,
      end,
      includeEnd: false,
    });
    return openRange({ id, bounds: { start, end }, rows, limit: queryLimit, pageSize: null });
  }

  #getPrivate(name: string, key: string): Promise<Uint8Array> {
    const collection = this.#collection(name);
    this.#checkMemberRead(collection);
    const { view, namespace } = this.#options;
    const keyHash = keyHashOf(key);
    const version = view.hashed(namespace, name, keyHash)?.version ?? null;
    const held = (mspId: MspId): Row | null =>
      collection.members.includes(mspId)
        ? view.privateValue(this.#privatePlace(mspId, name), key)
        : null;
    const able = this.#organisations.filter(mspId => sameVersion(held(mspId)?.version, version));
    const [reader] = able;
    if (!reader || (this.#options.named && able.length < this.#organisations.length)) {
      this.#lacked = true;
      throw new Error(
        'private data matching public hash version is not available. Public hash version = ' +
          `${textOf(version)}, Private data version = <nil>`,
      );
    }
    this.#organisations = able;
    this.#collector.readHash(name, keyHash, version);
    return Promise.resolve(held(reader)?.value ?? EMPTY);
  }

  #putPrivate(name: string, key: string, value: Uint8Array): Promise<void> {
    this.#checkMemberWrite(this.#collection(name));
    this.#checkWrite();
    const kind = value.length === 0 ? 'delete' : 'put';
    this.#collector.writePrivate({ ...this.#place(name, key), kind, value });
    return Promise.resolve();
  }

  #keepMembers(collection: Collection): readonly MspId[] {
    const members = this.#organisations.filter(one => collection.members.includes(one));
    if (this.#options.named && members.length < this.#organisations.length) return [];
    this.#organisations = members;
    return members;
  }

  #collection(name: string): Collection {
    const { collections, namespace } = this.#options;
    const collection = collections(name);
    if (collection) return collection;
    throw new Error(
      `collection [${name}] not defined in the collection config for chaincode [${namespace}]`,
    );
  }

  #checkMemberRead(collection: Collection): void {
    if (collection.memberOnlyRead) this.#checkMember(collection, 'read');
  }

  #checkMemberWrite(collection: Collection): void {
    if (collection.memberOnlyWrite) this.#checkMember(collection, 'write');
  }

  #checkMember(collection: Collection, access: 'read' | 'write'): void {
    const { creator, namespace } = this.#options;
    if (collection.members.includes(creator)) return;
    throw new Error(
      `tx creator does not have ${access} access permission on privatedata in ` +
        `chaincodeName:${namespace} collectionName: ${collection.name}`,
    );
  }

  #checkWrite(): void {
    this.#hasWritten = true;
    const { txId } = this.#options;
    if (this.#hasQueriedPrivate) {
      throw new Error(
        `txid [${txId}]: Transaction has already performed queries on pvt data. ` +
          'Writes are not allowed',
      );
    }
    if (this.#hasPaged) {
      throw new Error(
        `txid [${txId}]: Transaction has already performed a paginated query. ` +
          'Writes are not allowed',
      );
    }
  }

  #place(collection: string, key: string): { namespace: string; collection: string; key: string } {
    return { namespace: this.#options.namespace, collection, key };
  }

  #privatePlace(
    mspId: MspId,
    collection: string,
  ): { organisation: number; namespace: string; collection: string } {
    const { allOrganisations, namespace } = this.#options;
    return { organisation: allOrganisations.indexOf(mspId), namespace, collection };
  }
}

function metadataOf(row: Row | null): Record<string, Uint8Array> {
  return Object.fromEntries((row?.metadata ?? []).map(({ name, value }) => [name, value]));
}

function sameVersion(a: Version | undefined, b: Version | null): boolean {
  if (!a || !b) return !a && !b;
  return a.block === b.block && a.index === b.index;
}

function textOf(version: Version | null): string {
  if (!version) return '<nil>';
  return `{BlockNum: ${String(version.block)}, TxNum: ${String(version.index)}}`;
}
