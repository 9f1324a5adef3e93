import type { Act, ActKind, EndorsementClass } from '../domain/act/index.ts';
import type { Refusal } from '../domain/errors/index.ts';
import type { LedgerEvent } from '../domain/event/index.ts';
import type { Context } from '../domain/governance/index.ts';
import type { Result } from '../domain/result/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import type { EntityRef, Tx } from './tx.ts';

/** What a handler may read beside the state. */
export type Input = {
  /** Private values that came with the act, by name; never written to the block. */
  readonly transient: ReadonlyMap<string, Wire>;
  /** Unsigned slice hint. */
  readonly hint: number;
  /** The first transaction id of this act. */
  readonly txId: string;
};

/** Where a private value lies. */
export type PrivatePlace = { readonly collection: string; readonly key: string };

/** A private value to write with the act. */
export type PrivateEntry = PrivatePlace & { readonly value: Wire };

/**
 * One act kind: which parameters it asks, what it loads, and the pure decision over that. Loading
 * reads; deciding is `domain/`'s; nothing else happens in between (style.md rule 8).
 */
export type Handler<K extends ActKind, S> = {
  readonly parameters?: readonly string[];
  /** Entities that the act names and `load` will ask for: read with the first message. */
  readonly names?: (act: Act<K>) => readonly EntityRef[];
  readonly load: (tx: Tx, act: Act<K>, input: Input, context: Context) => Promise<S>;
  readonly decide: (
    state: S,
    act: Act<K>,
    context: Context,
  ) => Result<readonly LedgerEvent[], Refusal>;
  /** The endorsement class where the kind's own depends on what is loaded (receivables.md §14). */
  readonly endorsed?: (state: S) => EndorsementClass;
  /** Private values to keep after a decision that stands. */
  readonly keep?: (state: S, act: Act<K>) => readonly PrivateEntry[];
  /** Private values to take away, with their history, after a decision that stands. */
  readonly purge?: (state: S, act: Act<K>) => readonly PrivatePlace[];
};

/** Hides the state type, so that handlers of all kinds stand in one table. */
export type AnyHandler = Handler<never, never>;

export function handler<K extends ActKind, S>(spec: Handler<K, S>): AnyHandler {
  return spec as unknown as AnyHandler;
}
