import type { ApplyEntity } from './entity-ref.ts';
import type { LedgerEvent } from './event.ts';

/** How one type of entity changes, by kind of event; a kind that is not listed leaves it alone. */
export type Changes<S> = {
  readonly [K in LedgerEvent['kind']]?: (
    state: S | undefined,
    event: Extract<LedgerEvent, { kind: K }>,
    id: string,
  ) => S | undefined;
};

/** Folds by a table of changes. */
export function foldBy<S>(changes: Changes<S>): ApplyEntity<S> {
  return (state, event, id) => {
    const change = changes[event.kind] as ApplyEntity<S> | undefined;
    return change ? change(state, event, id) : state;
  };
}

/** As {@link foldBy} for changes of what exists already; an absent state stays absent. */
export function change<S, E>(next: (state: S, event: E, id: string) => S) {
  return (state: S | undefined, event: E, id: string): S | undefined =>
    state === undefined ? undefined : next(state, event, id);
}
