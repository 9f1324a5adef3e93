import type { ChaincodeStub, Iterators } from 'fabric-shim';
import { applyEvent, BLIND_TYPES, PROJECTED_TYPES, targets } from '../domain/event/index.ts';
import type { Entities, EntityType, LedgerEvent } from '../domain/event/index.ts';
import { invariant } from '../domain/result/index.ts';
import { byCodeUnit, canonical, type Wire } from '../domain/wire/index.ts';
import { readMany, writeMany, type Write } from './batches.ts';
import { entityKey } from './state-keys.ts';

const STATE_VERSION = 1;
const RANGE_ROWS_MAX = 200;
const PAGE_ROWS = 1_000;
/** Rows of one answer of a peer as Fabric sets it (`totalQueryLimit`). */
const PEER_ROWS_MAX = 100_000;

/**
 * One transaction's view of the state: reads are kept, writes are held back and read back, and all
 * are put once, sorted by key, when the decision stands (L-30).
 */
export class Tx {
  readonly stub: ChaincodeStub;
  private readonly states = new Map<string, unknown>();
  private readonly entityKeys = new Map<EntityType, Map<string, string>>();
  /** Values read but not yet asked for. */
  private readonly fetched = new Map<string, Uint8Array>();
  /** `null` deletes: only rows that were written blind and are folded now. */
  private readonly writes = new Map<string, Uint8Array | null>();
  private readonly entitiesChanged = new Map<EntityType, Map<string, Wire>>();
  private readonly policies = new Map<string, Uint8Array>();
  private readonly privateWrites = new Map<string, PrivateWrite>();

  constructor(stub: ChaincodeStub) {
    this.stub = stub;
  }

  /** One entity, or `undefined` when it never existed; an id with an empty part names none. */
  async entity<T extends EntityType>(type: T, id: string): Promise<Entities[T] | undefined> {
    if (hasEmptyPart(id)) return undefined;
    const key = this.entityKey(type, id);
    if (!this.states.has(key)) this.states.set(key, decode(await this.value(key)));
    return entityOf(type, this.states.get(key));
  }

  /** An act asks for the same entity many times. */
  private entityKey(type: EntityType, id: string): string {
    let keys = this.entityKeys.get(type);
    if (!keys) this.entityKeys.set(type, (keys = new Map<string, string>()));
    let key = keys.get(id);
    if (key === undefined) keys.set(id, (key = entityKey(this.stub, type, id)));
    return key;
  }

  /** The bytes under a key, empty when absent. */
  async value(key: string): Promise<Uint8Array> {
    const fetched = this.fetched.get(key);
    this.fetched.delete(key);
    return fetched ?? this.stub.getState(key);
  }

  /**
   * Reads keys of entities, and others, together: what an act surely asks for next. Only what it
   * names and would read anyway, as every read can conflict.
   */
  async fetch(refs: readonly EntityRef[], others: readonly string[] = []): Promise<void> {
    const named = refs.filter(([, id]) => !hasEmptyPart(id));
    const keys = [...others, ...named.map(([type, id]) => this.entityKey(type, id))];
    const absent = [...new Set(keys)].filter(
      key => !this.states.has(key) && !this.fetched.has(key),
    );
    if (absent.length === 0) return;
    const values = await readMany(this.stub, '', absent);
    for (const [at, key] of absent.entries()) {
      this.fetched.set(key, values[at] ?? new Uint8Array());
    }
  }

  /** Several entities by id, in the order of the ids; absent ones are `undefined`. */
  async entities<T extends EntityType>(
    type: T,
    ids: readonly string[],
  ): Promise<ReadonlyMap<string, Entities[T]>> {
    const found = new Map<string, Entities[T]>();
    await this.fetch(ids.map(id => [type, id]));
    for (const id of ids) {
      const state = await this.entity(type, id);
      if (state !== undefined) found.set(id, state);
    }
    return found;
  }

  /** Entities whose id begins with the parts of `prefix`; at most 200 rows (L-31). */
  async range<T extends EntityType>(type: T, prefix: string): Promise<readonly Entities[T][]> {
    const parts = prefix.split('~');
    const found = await this.stub.getStateByPartialCompositeKey(type, parts);
    return rowsOf(type, found, RANGE_ROWS_MAX);
  }

  /**
   * Every entity of a range that no act changes any more, as the moves of a past day: a sum of them
   * is whole, or there is none. A peer cuts an answer without a word at its own limit.
   */
  async settledRange<T extends EntityType>(
    type: T,
    prefix: string,
  ): Promise<readonly Entities[T][]> {
    const parts = prefix.split('~');
    const found = await this.stub.getStateByPartialCompositeKey(type, parts);
    const rows = await rowsOf(type, found, PEER_ROWS_MAX);
    invariant('STATE', rows.length < PEER_ROWS_MAX, () => `more rows of ${prefix} than are read`);
    return rows;
  }

  /** The first entities of a range, in the order of their keys, up to one that is no more wanted. */
  async rangeWhile<T extends EntityType>(
    type: T,
    prefix: string,
    isWanted: (state: Entities[T]) => boolean,
  ): Promise<readonly Entities[T][]> {
    const parts = prefix.split('~');
    const found = await this.stub.getStateByPartialCompositeKey(type, parts);
    return rowsOf(type, found, RANGE_ROWS_MAX, isWanted);
  }

  /**
   * Every entity of a type, for queries only: an act reads what it names (L-45). Page by page: a
   * peer cuts one answer without a word at its own limit.
   */
  async all<T extends EntityType>(type: T): Promise<readonly Entities[T][]> {
    const rows: Entities[T][] = [];
    let bookmark = '';
    let found: number;
    do {
      const page = await this.stub.getStateByPartialCompositeKeyWithPagination(
        type,
        [],
        PAGE_ROWS,
        bookmark,
      );
      rows.push(...(await rowsOf(type, page.iterator, Number.POSITIVE_INFINITY)));
      ({ bookmark, fetchedRecordsCount: found } = page.metadata);
    } while (bookmark !== '' && found > 0);
    return rows;
  }

  /** A private value that this peer's organisation holds; `undefined` when absent. */
  async privateValue(collection: string, key: string): Promise<Wire | undefined> {
    return decode(await this.stub.getPrivateData(collection, key));
  }

  /** The public hash of a private value, as hexadecimal; empty when absent. */
  async privateHash(collection: string, key: string): Promise<string> {
    return Buffer.from(await this.stub.getPrivateDataHash(collection, key)).toString('hex');
  }

  /** Folds events into the entities that they name. */
  async apply(events: readonly LedgerEvent[]): Promise<void> {
    const touched = events.flatMap(writtenBy);
    const read = touched.filter(({ type }) => !BLIND_TYPES.has(type));
    await this.fetch(read.map(({ type, id }) => [type, id]));
    for (const event of events) {
      for (const { type, id } of writtenBy(event)) {
        const key = this.entityKey(type, id);
        const before = BLIND_TYPES.has(type) ? undefined : await this.entity(type, id);
        const after = applyEvent({ type, id }, before, event);
        invariant('STATE', after !== undefined || BLIND_TYPES.has(type), () => {
          return `${event.kind} leaves ${type}~${id} absent`;
        });
        this.states.set(key, after);
        if (after === undefined) this.writes.set(key, null);
        else {
          this.remember(type, id, after);
          this.put(key, encode(after));
        }
      }
    }
  }

  /** Entities of a type as this transaction leaves them, by id. */
  changed<T extends EntityType>(type: T): ReadonlyMap<string, Entities[T]> {
    return entitiesOf(type, this.entitiesChanged.get(type) ?? new Map());
  }

  private remember(type: EntityType, id: string, state: Wire): void {
    const states = this.entitiesChanged.get(type) ?? new Map<string, Wire>();
    this.entitiesChanged.set(type, states.set(id, state));
  }

  put(key: string, value: Uint8Array): void {
    invariant('STATE', value.length > 0, () => `empty value for ${key}`);
    this.writes.set(key, value);
  }

  /** Key-level endorsement policy; set after the put of the same key (L-37). */
  policy(key: string, policy: Uint8Array): void {
    this.policies.set(key, policy);
  }

  putPrivate(collection: string, key: string, value: Wire): void {
    this.privateWrites.set(`${collection} ${key}`, { collection, key, value: encode(value) });
  }

  /** Takes a private value away for good: from every member's peer, with its history. */
  purgePrivate(collection: string, key: string): void {
    this.privateWrites.set(`${collection} ${key}`, { collection, key, value: null });
  }

  /** Writes everything, sorted by key; called once, after all checks. */
  async flush(): Promise<void> {
    const writes: Write[] = [];
    for (const [key, value] of sorted(this.writes)) {
      const at = { collection: '', key };
      writes.push(value ? { kind: 'put', ...at, value } : { kind: 'delete', ...at });
    }
    for (const [key, value] of sorted(this.policies)) {
      writes.push({ kind: 'policy', collection: '', key, value });
    }
    for (const [, { value, ...at }] of sorted(this.privateWrites)) {
      writes.push(value ? { kind: 'put', ...at, value } : { kind: 'purge', ...at });
    }
    await writeMany(this.stub, writes);
  }
}

/** What an iterator gives, up to so many rows. */
async function rowsOf<T extends EntityType>(
  type: T,
  iterator: Iterators.StateQueryIterator,
  most: number,
  isWanted: (state: Entities[T]) => boolean = () => true,
): Promise<Entities[T][]> {
  const rows: Entities[T][] = [];
  try {
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      const state = entityOf(type, decode(next.value.value));
      if (state !== undefined && !isWanted(state)) break;
      if (state !== undefined) rows.push(state);
      if (rows.length >= most) break;
    }
  } finally {
    await iterator.close();
  }
  return rows;
}

/** Type and id of an entity. */
export type EntityRef = readonly [type: EntityType, id: string];

function sorted<T>(map: ReadonlyMap<string, T>): [string, T][] {
  return [...map].sort(([a], [b]) => byCodeUnit(a, b));
}

type PrivateWrite = {
  readonly collection: string;
  readonly key: string;
  /** `null` purges. */
  readonly value: Uint8Array | null;
};

function encode(state: Wire): Uint8Array {
  return Buffer.from(canonical({ v: STATE_VERSION, s: state }), 'utf8');
}

/** What stands under a type's key is of the type: the pack of its own noun wrote it. */
function entityOf<T extends EntityType>(type: T, state: unknown): Entities[T] | undefined;
function entityOf(_type: EntityType, state: unknown): unknown {
  return state;
}

function entitiesOf<T extends EntityType>(
  type: T,
  states: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, Entities[T]>;
function entitiesOf(
  _type: EntityType,
  states: ReadonlyMap<string, unknown>,
): ReadonlyMap<string, unknown> {
  return states;
}

function decode(bytes: Uint8Array | undefined): Wire | undefined {
  if (!bytes || bytes.length === 0) return undefined;
  const { v, s } = JSON.parse(Buffer.from(bytes).toString('utf8')) as { v: number; s: Wire };
  invariant('STATE', v === STATE_VERSION, () => `state version ${v}`);
  return s;
}

/** An id that is made of what an object that is not there would have said. */
function hasEmptyPart(id: string): boolean {
  return id === '' || id.startsWith('~') || id.endsWith('~') || id.includes('~~');
}

/** What the contract writes of an event; the rest is projected from it. */
function writtenBy(event: LedgerEvent): ReturnType<typeof targets> {
  return targets(event).filter(({ type }) => !PROJECTED_TYPES.has(type));
}
