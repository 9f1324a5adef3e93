import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { decodeBlock } from '../block.ts';
import { LedgerError } from '../port.ts';
import type { Version } from '../read-write-set.ts';
import { decodeTransaction, type DecodedTransaction } from '../transaction.ts';
import { decodeTip, type Tip } from './tip.ts';
import * as keys from './keys.ts';
import { decodePlace, decodePrivateWrites, decodeRow, type PrivateWrite } from './rows.ts';
import type { Row, TxPlace } from './rows.ts';
import { CommittedRows } from './committed-rows.ts';
import { Updates, type KeyedRow, type RangeBounds, type StateView } from './view.ts';

export type Operation =
  | { readonly type: 'put'; readonly key: Buffer; readonly value: Buffer }
  | { readonly type: 'del'; readonly key: Buffer };

type Level = ClassicLevel<Buffer, Buffer>;
type Snapshot = ReturnType<Level['snapshot']>;
type KeyRange = { readonly gte: Buffer; readonly lt: Buffer };

/** The part of LevelDB that writes; tests put a disk in between that forgets or tears. */
export type WriteBatch = (
  operations: readonly Operation[],
  options: { readonly sync: boolean },
) => Promise<void>;

export type StoreOptions = {
  readonly folder: string;
  /** Wraps the write of a batch; for tests of durability. */
  readonly wrapBatch?: (write: WriteBatch) => WriteBatch;
};

/** What a view reads at: a snapshot (else whatever is newest), and the rows known by its height. */
type ReadAt = {
  readonly snapshot?: Snapshot;
  readonly known?: { readonly rows: CommittedRows; readonly height: () => number };
};

/** Committed rows, read at a snapshot or at whatever is newest. */
export class StoreView implements StateView {
  readonly #database: Level;
  readonly #snapshot: Snapshot | undefined;
  readonly #known: ReadAt['known'];
  /** Private values of a snapshot, which never changes. */
  readonly #private = new Map<string, Row | null>();

  constructor(database: Level, { snapshot, known }: ReadAt = {}) {
    this.#database = database;
    this.#snapshot = snapshot;
    this.#known = known;
  }

  state(namespace: string, key: string): Row | null {
    return this.#remembered(namespace, key, () => keys.stateKey(namespace, key));
  }

  hashed(namespace: string, collection: string, keyHash: string): Row | null {
    return this.#remembered(`${namespace}\0${collection}`, keyHash, () =>
      keys.hashKey(namespace, collection, keyHash),
    );
  }

  privateValue(place: keys.PrivatePlace, key: string): Row | null {
    if (!this.#snapshot) return this.#row(keys.privateKey({ ...place, key }));
    const name = `${String(place.organisation)}\0${place.namespace}\0${place.collection}\0${key}`;
    const row = this.#private.get(name) ?? this.#row(keys.privateKey({ ...place, key }));
    this.#private.set(name, row);
    return row;
  }

  range(namespace: string, bounds: RangeBounds): AsyncGenerator<KeyedRow, void, undefined> {
    return this.#rows(keys.concat('s', `${namespace}\0`), bounds);
  }

  privateRange(
    place: keys.PrivatePlace,
    bounds: RangeBounds,
  ): AsyncGenerator<KeyedRow, void, undefined> {
    return this.#rows(keys.privateKey({ ...place, key: '' }), bounds);
  }

  /** Where a key was written or deleted, newest first. */
  async *history(
    namespace: string,
    key: string,
  ): AsyncGenerator<{ version: Version; isDelete: boolean }, void, undefined> {
    const prefix = keys.historyPrefix(namespace, key);
    const range = { gte: prefix, lt: Buffer.concat([prefix, Buffer.alloc(12, 0xff)]) };
    for await (const [at, value] of this.#database.iterator(this.#options(range))) {
      yield { version: keys.versionOfHistoryKey(at), isDelete: value[0] === 1 };
    }
  }

  #remembered(place: string, key: string, at: () => Buffer): Row | null {
    if (!this.#known) return this.#row(at());
    const { rows, height } = this.#known;
    const known = rows.find(place, key, height());
    if (known !== undefined) return known;
    const row = this.#row(at());
    rows.keep(place, key, row, height());
    return row;
  }

  #row(key: Buffer): Row | null {
    const bytes = this.#database.getSync(key, this.#snapshot ? { snapshot: this.#snapshot } : {});
    return bytes ? decodeRow(bytes) : null;
  }

  async *#rows(prefix: Buffer, bounds: RangeBounds): AsyncGenerator<KeyedRow, void, undefined> {
    const range = rangeOf(prefix, bounds);
    for await (const [key, value] of this.#database.iterator(this.#options(range))) {
      yield { key: key.subarray(prefix.length).toString(), row: decodeRow(value) };
    }
  }

  #options(range: KeyRange): KeyRange & { snapshot?: Snapshot } {
    return this.#snapshot ? { ...range, snapshot: this.#snapshot } : range;
  }
}

/** One LevelDB folder: the whole of a channel on disk. */
export class Store {
  readonly folder: string;
  readonly #database: Level;
  readonly #write: WriteBatch;
  readonly newest: StoreView;
  /** As `newest`, with a memory. While a block is written, not for keys that it changes. */
  readonly committed: StoreView;
  readonly #rows = new CommittedRows();
  #kept: Operation[] = [];
  #keeping: Promise<void> | null = null;
  #current: { readonly snapshot: Snapshot; readonly view: StoreView; users: number } | null = null;

  private constructor(database: Level, options: StoreOptions) {
    this.folder = options.folder;
    this.#database = database;
    const write: WriteBatch = (operations, sync) => database.batch([...operations], sync);
    this.#write = options.wrapBatch ? options.wrapBatch(write) : write;
    this.newest = new StoreView(database);
    const known = { rows: this.#rows, height: () => this.#rows.height };
    this.committed = new StoreView(database, { known });
  }

  /**
   * Opens a folder that must be there already.
   * @throws LedgerError `CONFIG` when there is no ledger, `LEDGER_LOCKED`
   */
  static async openExisting(folder: string): Promise<Store> {
    if (!existsSync(join(folder, 'state'))) {
      throw new LedgerError('CONFIG', `there is no ledger in ${folder}`);
    }
    return Store.open({ folder });
  }

  /** @throws LedgerError `LEDGER_LOCKED` with the holder's process id */
  static async open(options: StoreOptions): Promise<Store> {
    mkdirSync(join(options.folder, 'state'), { recursive: true, mode: 0o700 });
    const database: Level = new ClassicLevel(join(options.folder, 'state'), {
      keyEncoding: 'buffer',
      valueEncoding: 'buffer',
      cacheSize: 32 * 1024 * 1024,
      writeBufferSize: 16 * 1024 * 1024,
    });
    const holderFile = join(options.folder, 'holder');
    try {
      await database.open();
    } catch (fault) {
      throw openFault(fault, holderFile);
    }
    writeFileSync(holderFile, `${String(process.pid)}\n`);
    return new Store(database, options);
  }

  /**
   * One block, or nothing: the bytes are on the disk when this resolves. One at a time, as a
   * snapshot is taken before and after; `updates` is what the operations change of the state.
   */
  async commit(operations: readonly Operation[], updates = new Updates()): Promise<void> {
    const stale = (this.#current ??= this.#newSnapshot());
    await this.#writeSynced(operations);
    this.#rows.advance(updates);
    this.#current = this.#newSnapshot();
    if (stale.users === 0) void stale.snapshot.close();
  }

  /**
   * Puts a row on the disk that no contract can see, together with those that come meanwhile.
   * It needs no new snapshot.
   */
  async keep(row: Operation): Promise<void> {
    this.#kept.push(row);
    while (this.#keeping) await this.#keeping;
    if (!this.#kept.includes(row)) return;
    this.#keeping = this.#writeSynced(this.#kept.splice(0)).finally(() => {
      this.#keeping = null;
    });
    await this.#keeping;
  }

  /** Runs with the rows as they are at the newest block boundary, whatever commits meanwhile. */
  async withSnapshot<T>(run: (view: StoreView) => Promise<T>): Promise<T> {
    this.#current ??= this.#newSnapshot();
    const used = this.#current;
    used.users += 1;
    try {
      return await run(used.view);
    } finally {
      used.users -= 1;
      if (used.users === 0 && used !== this.#current) await used.snapshot.close();
    }
  }

  block(number: number): Buffer | undefined {
    return this.#database.getSync(keys.blockKey(number));
  }

  /** One transaction of a stored block. @throws LedgerError `LEDGER_CORRUPT` when it is missing */
  transaction(block: number, index: number): DecodedTransaction {
    const bytes = this.block(block);
    const envelope = bytes && decodeBlock(bytes).envelopes[index];
    if (envelope) return decodeTransaction(envelope);
    const facts = { block, index };
    throw new LedgerError('LEDGER_CORRUPT', `block ${String(block)} lacks a transaction`, facts);
  }

  place(txId: string): TxPlace | null {
    const bytes = this.#database.getSync(keys.txKey(txId));
    return bytes ? decodePlace(bytes) : null;
  }

  pending(txId: string): PrivateWrite[] | null {
    const bytes = this.#database.getSync(keys.pendingKey(txId));
    return bytes ? decodePrivateWrites(bytes) : null;
  }

  /** The end of the chain as it is on the disk. */
  tip(): Tip {
    const bytes = this.meta('tip');
    if (!bytes) throw new LedgerError('LEDGER_CORRUPT', 'the tip is missing');
    return decodeTip(bytes);
  }

  meta(name: string): Buffer | undefined {
    return this.#database.getSync(keys.metaKey(name));
  }

  /** Raw rows from `gte` up to `lt`, in byte order. */
  rows(range: KeyRange): AsyncIterable<[Buffer, Buffer]> {
    return this.#database.iterator(range);
  }

  async close(): Promise<void> {
    this.#current = null;
    await this.#database.close();
  }

  async #writeSynced(operations: readonly Operation[]): Promise<void> {
    try {
      await this.#write(operations, { sync: true });
    } catch (fault) {
      const text = fault instanceof Error ? fault.message : String(fault);
      if (/space|quota|ENOSPC/i.test(text)) throw new LedgerError('STORAGE_FULL', text);
      throw new LedgerError('LEDGER_CORRUPT', `the store could not write: ${text}`);
    }
  }

  #newSnapshot(): { readonly snapshot: Snapshot; readonly view: StoreView; users: number } {
    const snapshot = this.#database.snapshot();
    const { height } = this.#rows;
    const known = { rows: this.#rows, height: () => height };
    return { snapshot, view: new StoreView(this.#database, { snapshot, known }), users: 0 };
  }
}

function rangeOf(prefix: Buffer, { start, end, includeEnd }: RangeBounds): KeyRange {
  const gte = Buffer.concat([prefix, Buffer.from(start)]);
  if (end === '') {
    // Every prefix ends in 00, so the same bytes ending in 01 are the first that lie behind it.
    return { gte, lt: Buffer.concat([prefix.subarray(0, -1), Buffer.of(1)]) };
  }
  const last = Buffer.concat([prefix, Buffer.from(end)]);
  return { gte, lt: includeEnd ? Buffer.concat([last, Buffer.of(0)]) : last };
}

function openFault(fault: unknown, holderFile: string): LedgerError {
  const cause = (fault as { cause?: { code?: string; message?: string } }).cause;
  if (cause?.code !== 'LEVEL_LOCKED') {
    return new LedgerError('LEDGER_CORRUPT', cause?.message ?? String(fault));
  }
  let pid = 'unknown';
  try {
    pid = readFileSync(holderFile, 'utf8').trim();
  } catch {
    // The holder has the lock but has not written its id yet.
  }
  return new LedgerError('LEDGER_LOCKED', `held by process ${pid}`, { pid });
}
