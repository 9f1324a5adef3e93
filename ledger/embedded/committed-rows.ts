import type { Row } from './rows.ts';
import type { Updates } from './view.ts';

/** A row, or its absence, and the height from which on it is the newest one. */
type Version = { readonly row: Row | null; readonly since: number };
/** With what stood there before the last block that wrote it, for readers of an earlier height. */
type Entry = Version & { readonly before?: Version };
type Generations = {
  young: Map<string, Entry>;
  old: Map<string, Entry>;
  youngBytes: number;
  /** What blocks behind these heights wrote is in the young, or in either of the two. */
  youngFrom: number;
  oldFrom: number;
};

const YOUNG_MAX = 5_000;
const YOUNG_BYTES_MAX = 8 * 1024 * 1024;
const SLAB_BYTES = 64 * 1024;

/**
 * Newest committed rows by place (a namespace, or namespace NUL collection) and key, so that a key
 * is read from the disk again only when a block wrote it or nobody asked for long. Every block
 * brings what it changed; a reader at an earlier height gets only what was so at its height. Rows
 * are copied: a value of 300 bytes would else keep the whole transaction that it lies in.
 */
export class CommittedRows {
  readonly #places = new Map<string, Generations>();
  #height = 0;
  #slab = Buffer.alloc(0);
  #slabUsed = 0;

  /** How many blocks were stored since the store was opened. */
  get height(): number {
    return this.#height;
  }

  /** `undefined` where it is not known how the row was at this height. */
  find(place: string, key: string, height: number): Row | null | undefined {
    const generations = this.#places.get(place);
    if (!generations) return undefined;
    const young = generations.young.get(key);
    if (young) return rowAt(young, height);
    const old = generations.old.get(key);
    if (!old) return undefined;
    this.#enter(generations, key, old);
    return rowAt(old, height);
  }

  /**
   * Takes what was read at a height, if it is so still: when every write of a later block would
   * be known here, and none is.
   */
  keep(place: string, key: string, row: Row | null, height: number): void {
    const generations = this.#of(place);
    if (height < generations.oldFrom) return;
    if (generations.young.has(key) || generations.old.has(key)) return;
    this.#enter(generations, key, { row: row && this.#owned(row), since: height });
  }

  /** A block is on the disk: what it changed is the newest from now on. */
  advance({ state, hashed }: Updates): void {
    this.#height += 1;
    for (const table of [state, hashed]) {
      for (const [place, rows] of table) {
        const generations = this.#of(place);
        for (const [key, row] of rows) {
          const known = generations.young.get(key) ?? generations.old.get(key);
          const before = known && { row: known.row, since: known.since };
          const newest = { row: row && this.#owned(row), since: this.#height };
          this.#enter(generations, key, before ? { ...newest, before } : newest);
        }
      }
    }
  }

  #of(place: string): Generations {
    const known = this.#places.get(place);
    if (known) return known;
    // A place that was never asked for has forgotten nothing since the store was opened.
    const empty = { young: new Map<string, Entry>(), old: new Map<string, Entry>() };
    const made: Generations = { ...empty, youngBytes: 0, youngFrom: 0, oldFrom: 0 };
    this.#places.set(place, made);
    return made;
  }

  /** Once full, the young become the old, and the old that nobody asked for go. */
  #enter(generations: Generations, key: string, entry: Entry): void {
    generations.young.set(key, entry);
    generations.youngBytes += sizeOf(entry) + (entry.before ? sizeOf(entry.before) : 0);
    if (generations.young.size <= YOUNG_MAX && generations.youngBytes <= YOUNG_BYTES_MAX) return;
    generations.old = generations.young;
    generations.young = new Map();
    generations.youngBytes = 0;
    generations.oldFrom = generations.youngFrom;
    generations.youngFrom = this.#height;
  }

  #owned({ version, metadata, value }: Row): Row {
    const entries = metadata.map(one => ({ name: one.name, value: this.#copy(one.value) }));
    return { version, metadata: entries, value: this.#copy(value) };
  }

  /** Bytes of rows that came together lie together; nothing else of the program lies between. */
  #copy(bytes: Uint8Array): Buffer {
    if (this.#slabUsed + bytes.length > this.#slab.length) {
      this.#slab = Buffer.allocUnsafeSlow(Math.max(SLAB_BYTES, bytes.length));
      this.#slabUsed = 0;
    }
    const from = this.#slabUsed;
    this.#slabUsed += bytes.length;
    this.#slab.set(bytes, from);
    return this.#slab.subarray(from, this.#slabUsed);
  }
}

function rowAt({ row, since, before }: Entry, height: number): Row | null | undefined {
  if (since <= height) return row;
  return before && before.since <= height ? before.row : undefined;
}

function sizeOf({ row }: Version): number {
  return row?.value.length ?? 0;
}
