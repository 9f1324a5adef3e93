import { compareUtf8 } from '../read-write-set.ts';
import type { Row } from './rows.ts';

export type KeyedRow = { readonly key: string; readonly row: Row };

export type RangeBounds = {
  readonly start: string;
  /** '' means up to the end of the namespace. */
  readonly end: string;
  readonly includeEnd: boolean;
};

/** Committed public state and hashes at one moment. */
export interface StateView {
  state(namespace: string, key: string): Row | null;
  /** `keyHash` is SHA-256 of the key in hex. */
  hashed(namespace: string, collection: string, keyHash: string): Row | null;
  /** Rows in UTF-8 order of their keys; close it with `return` when left early. */
  range(namespace: string, bounds: RangeBounds): AsyncGenerator<KeyedRow, void, undefined>;
}

type Table = Map<string, Map<string, Row | null>>;

/** What blocks changed and the store may not show yet; null marks a deleted key. */
export class Updates {
  readonly state: Table = new Map();
  /** By `namespace NUL collection`. */
  readonly hashed: Table = new Map();

  setState(namespace: string, key: string, row: Row | null): void {
    tableOf(this.state, namespace).set(key, row);
  }

  setHashed(namespace: string, collection: string, keyHash: string, row: Row | null): void {
    tableOf(this.hashed, `${namespace}\0${collection}`).set(keyHash, row);
  }
}

/** Sees `layers` (newest first) over a base. */
export class LayeredView implements StateView {
  readonly #base: StateView;
  readonly #layers: readonly Updates[];

  constructor(base: StateView, layers: readonly Updates[]) {
    this.#base = base;
    this.#layers = layers;
  }

  state(namespace: string, key: string): Row | null {
    for (const layer of this.#layers) {
      const row = layer.state.get(namespace)?.get(key);
      if (row !== undefined) return row;
    }
    return this.#base.state(namespace, key);
  }

  hashed(namespace: string, collection: string, keyHash: string): Row | null {
    for (const layer of this.#layers) {
      const row = layer.hashed.get(`${namespace}\0${collection}`)?.get(keyHash);
      if (row !== undefined) return row;
    }
    return this.#base.hashed(namespace, collection, keyHash);
  }

  async *range(namespace: string, bounds: RangeBounds): AsyncGenerator<KeyedRow, void, undefined> {
    const changed = this.#changedIn(namespace, bounds);
    let at = 0;
    for await (const stored of this.#base.range(namespace, bounds)) {
      const end = changed.findIndex(({ key }, index) => index >= at && !isBefore(key, stored.key));
      const until = end === -1 ? changed.length : end;
      yield* present(changed.slice(at, until));
      at = until;
      if (changed[at]?.key === stored.key) yield* present(changed.slice(at, ++at));
      else yield stored;
    }
    yield* present(changed.slice(at));
  }

  #changedIn(namespace: string, bounds: RangeBounds): Changed[] {
    const merged = new Map<string, Row | null>();
    for (const layer of [...this.#layers].reverse()) {
      for (const [key, row] of layer.state.get(namespace) ?? []) {
        if (isWithin(key, bounds)) merged.set(key, row);
      }
    }
    return [...merged]
      .map(([key, row]) => ({ key, row }))
      .sort((a, b) => compareUtf8(a.key, b.key));
  }
}

type Changed = { readonly key: string; readonly row: Row | null };

function isBefore(a: string, b: string): boolean {
  return compareUtf8(a, b) < 0;
}

function present(changed: readonly Changed[]): KeyedRow[] {
  return changed.flatMap(({ key, row }) => (row ? [{ key, row }] : []));
}

function isWithin(key: string, { start, end, includeEnd }: RangeBounds): boolean {
  if (compareUtf8(key, start) < 0) return false;
  if (end === '') return true;
  const order = compareUtf8(key, end);
  return order < 0 || (includeEnd && order === 0);
}

function tableOf(table: Table, name: string): Map<string, Row | null> {
  const known = table.get(name);
  if (known) return known;
  const made = new Map<string, Row | null>();
  table.set(name, made);
  return made;
}
