import type { Row } from './rows.ts';
import type { Updates } from './view.ts';

/** A row, or its absence, and the height from which on it is the newest one. */
type Entry = { readonly row: Row | null; readonly since: number };
type Generations = { young: Map<string, Entry>; old: Map<string, Entry> };

const YOUNG_MAX = 5_000;

/**
 * Newest committed rows by place (a namespace, or namespace NUL collection) and key, so that a key
 * is read from the disk again only when a block wrote it or nobody asked for long. Every block
 * brings what it changed; a reader at an earlier height gets only what was so at its height.
 */
export class CommittedRows {
  readonly #places = new Map<string, Generations>();
  #height = 0;

  /** How many blocks were stored since the store was opened. */
  get height(): number {
    return this.#height;
  }

  /** `undefined` where it is not known how the row was at this height. */
  find(place: string, key: string, height: number): Row | null | undefined {
    const generations = this.#places.get(place);
    if (!generations) return undefined;
    const young = generations.young.get(key);
    if (young) return young.since <= height ? young.row : undefined;
    const old = generations.old.get(key);
    if (!old) return undefined;
    enter(generations, key, old);
    return old.since <= height ? old.row : undefined;
  }

  /** Takes what was read at a height; of an older one it may not be so any more. */
  keep(place: string, key: string, row: Row | null, height: number): void {
    if (height === this.#height) enter(this.#of(place), key, { row, since: height });
  }

  /** A block is on the disk: what it changed is the newest from now on. */
  advance({ state, hashed }: Updates): void {
    this.#height += 1;
    for (const table of [state, hashed]) {
      for (const [place, rows] of table) {
        const generations = this.#of(place);
        for (const [key, row] of rows) enter(generations, key, { row, since: this.#height });
      }
    }
  }

  #of(place: string): Generations {
    const known = this.#places.get(place);
    if (known) return known;
    const made: Generations = { young: new Map(), old: new Map() };
    this.#places.set(place, made);
    return made;
  }
}

/** Once full, the young become the old, and the old that nobody asked for go. */
function enter(generations: Generations, key: string, entry: Entry): void {
  generations.young.set(key, entry);
  if (generations.young.size <= YOUNG_MAX) return;
  generations.old = generations.young;
  generations.young = new Map();
}
