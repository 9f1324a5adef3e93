import type { Entities, EntityType } from '../state/index.ts';
import type { LedgerEvent } from './event.ts';

/** One thing on the ledger that changes: key `type~id`. */
export type EntityRef = { readonly type: EntityType; readonly id: string };

/** The next state of one entity; an event that does not concern it gives the state back. */
export type ApplyEntity<S> = (
  state: S | undefined,
  event: LedgerEvent,
  id: string,
) => S | undefined;

export type { Entities, EntityType };
