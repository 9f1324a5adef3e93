import { createHash } from 'node:crypto';
import {
  applyEvent,
  BLIND_TYPES,
  type EntityRef,
  type EntityType,
  isEventKind,
  type LedgerEvent,
  targets,
} from '../../domain/event/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import type { EnvelopeRecord, Position } from '../../ledger/index.ts';
import {
  isTraced,
  journalOf,
  rightsKeyOf,
  SHRINKING_TYPES,
  type Viewer,
  viewersOf,
} from './viewers.ts';

/** Why a projector stops for good; nothing is skipped (T-23). */
export type StopCode = 'EVENT_UNKNOWN' | 'GAP' | 'SUPERSEDED' | 'BOOK_AHEAD';

/** Thrown when the read model cannot go on; a person must look. */
export class ProjectorStopped extends Error {
  readonly code: StopCode;
  readonly facts: Readonly<Record<string, unknown>>;
  constructor(code: StopCode, facts: Readonly<Record<string, unknown>>) {
    super(`${code} ${JSON.stringify(facts)}`);
    this.name = 'ProjectorStopped';
    this.code = code;
    this.facts = facts;
  }
}

/** Where the read model stands: the last transaction applied and the hash over all before. */
export type Checkpoint = Position & { readonly foldHash: string; readonly envelopes: bigint };

export type EntityRow = EntityRef & {
  /** `undefined` when the entity ended. */
  readonly state: unknown;
  /** Rights key under which it is read. */
  readonly object: string;
  readonly at: Position;
};
export type TxRow = Position & {
  readonly txId: string;
  readonly code: number;
  readonly envelope: {
    readonly actId: string;
    readonly kind: string;
    readonly actor: string;
    readonly businessDate: string;
  } | null;
  readonly object: string | null;
};
export type EventRow = Position & {
  readonly n: number;
  readonly kind: string;
  readonly actId: string;
  readonly actor: string;
  readonly businessDate: string;
  readonly object: string;
  readonly body: string;
  readonly objects: readonly string[];
};

/** One side of a journal entry, for statements of account and trial balances. */
export type JournalRow = Position & {
  readonly n: number;
  readonly line: number;
  readonly act: string;
  readonly period: string;
  readonly bookedOn: string;
  readonly book: string;
  readonly account: string;
  readonly sub: string | null;
  readonly side: 'debit' | 'credit';
  readonly minor: string;
  readonly currency: string;
  readonly object: string;
};

/** The rows that a run of envelopes adds or changes, and the checkpoint after it. */
export type FoldedBatch = {
  readonly after: Checkpoint;
  readonly txs: readonly TxRow[];
  readonly events: readonly EventRow[];
  readonly journal: readonly JournalRow[];
  readonly entities: readonly EntityRow[];
  readonly viewers: readonly Viewer[];
  /** Sources whose rights are replaced by these. */
  readonly replaced: readonly string[];
  /** Checkpoints at the end of each thousand of blocks that these envelopes left behind. */
  readonly folds: readonly Checkpoint[];
};

/** Key of an entity's state in the cache: `type~id`. */
export function entityKey({ type, id }: EntityRef): string {
  return `${type}~${id}`;
}

/** The entities whose state must be known before these envelopes can be folded. */
export function needed(records: readonly EnvelopeRecord[]): ReadonlyMap<string, EntityRef> {
  const refs = new Map<string, EntityRef>();
  for (const { envelope } of records) {
    for (const event of envelope?.events ?? []) {
      for (const ref of targets(known(event))) {
        if (!BLIND_TYPES.has(ref.type)) refs.set(entityKey(ref), ref);
      }
    }
  }
  return refs;
}

/**
 * Folds envelopes with the contract's own `applyEvent`. `states` holds what {@link needed} named
 * and is brought forward in place.
 * @throws ProjectorStopped `GAP`, `EVENT_UNKNOWN`
 */
export function foldBatch(
  before: Checkpoint,
  records: readonly EnvelopeRecord[],
  states: Map<string, unknown>,
): FoldedBatch {
  const entities = new Map<string, EntityRow>();
  const grown = new Map<string, Viewer>();
  const txs: TxRow[] = [];
  const events: EventRow[] = [];
  const journal: JournalRow[] = [];
  const folds: Checkpoint[] = [];
  let at = before;
  for (const record of records) {
    if (at.block >= 0n && record.block / 1_000n > at.block / 1_000n) folds.push(at);
    at = advance(at, record);
    const folded = foldRecord(record, { states, entities, grown });
    txs.push(folded.tx);
    events.push(...folded.events);
    journal.push(...journalRows(record));
  }
  const rows = [...entities.values()];
  const shrinking = rows.filter(({ type }) => SHRINKING_TYPES.has(type));
  return {
    after: at,
    txs,
    events,
    journal,
    entities: rows,
    viewers: [...grown.values(), ...viewersOfRows(shrinking)],
    replaced: shrinking.map(entityKey),
    folds,
  };
}

/** Each transaction follows the last: the next in its block, or the first of a later block. */
function advance(at: Checkpoint, record: EnvelopeRecord): Checkpoint {
  const { block, index } = record;
  const follows = block === at.block ? index === at.index + 1 : block > at.block && index === 0;
  if (!follows) {
    throw new ProjectorStopped('GAP', {
      after: `${at.block}/${at.index}`,
      found: `${block}/${index}`,
    });
  }
  const text = canonical({
    block: String(block),
    index,
    txId: record.txId,
    code: record.code,
    envelope: record.envelope as unknown as Wire,
  });
  const foldHash = createHash('sha256').update(at.foldHash).update(text).digest('hex');
  return { block, index, foldHash, envelopes: at.envelopes + 1n };
}

/** What a batch has come to so far. */
type Folding = {
  readonly states: Map<string, unknown>;
  readonly entities: Map<string, EntityRow>;
  /** Rights that only grow, by tenant and object. */
  readonly grown: Map<string, Viewer>;
};

function foldRecord(record: EnvelopeRecord, into: Folding): { tx: TxRow; events: EventRow[] } {
  const { block, index, txId, code, envelope } = record;
  const position = { block, index };
  if (envelope === null) {
    return { tx: { ...position, txId, code, envelope: null, object: null }, events: [] };
  }
  if (envelope.v !== 1) throw unknownEvent(`envelope version ${envelope.v}`, record);
  const { actId, kind, actor, businessDate } = envelope;
  const events = envelope.events.map((raw, n): EventRow => {
    const event = known(raw);
    const refs = targets(event);
    for (const ref of refs) foldEntity(ref, event, position, into);
    const objects = [...new Set(refs.filter(({ type }) => isTraced(type)).map(entityKey))];
    const object = subjectOf(event.kind, refs, into.entities);
    const body = JSON.stringify(event);
    return { ...position, n, kind: event.kind, actId, actor, businessDate, object, body, objects };
  });
  const object = events[0]?.object ?? null;
  return {
    tx: { ...position, txId, code, envelope: { actId, kind, actor, businessDate }, object },
    events,
  };
}

function journalRows({ block, index, envelope }: EnvelopeRecord): JournalRow[] {
  const rows: JournalRow[] = [];
  for (const [n, raw] of (envelope?.events ?? []).entries()) {
    const event = known(raw);
    if (event.kind !== 'journal.posted') continue;
    const { act, period, on: bookedOn } = event;
    for (const [line, { book, account, sub, side, amount }] of event.lines.entries()) {
      const { minor, currency } = amount;
      const place = { book, account, sub, side, minor, currency, object: journalOf(sub ?? '') };
      rows.push({ block, index, n, line, act, period, bookedOn, ...place });
    }
  }
  return rows;
}

/**
 * Changes an entity. Whoever may see a state goes on to see what comes after it, also when the next
 * change stands in the same batch: the rows are the same in whatever batches the envelopes came.
 */
function foldEntity(
  ref: EntityRef,
  event: LedgerEvent,
  at: Position,
  { states, entities, grown }: Folding,
): void {
  const { type, id } = ref;
  const key = entityKey(ref);
  const before = states.get(key);
  const state = applyEvent(ref, before as never, event);
  if (!BLIND_TYPES.has(type)) states.set(key, state);
  const shown = state ?? before;
  const object = shown === undefined ? key : rightsKeyOf(type, id, shown as never);
  entities.set(key, { ...ref, state, object, at });
  if (state === undefined || SHRINKING_TYPES.has(type)) return;
  for (const viewer of viewersOf(type, id, state as never)) {
    grown.set(`${viewer.tenant} ${viewer.object}`, viewer);
  }
}

/** Events that are about another of their entities than their noun says. */
const ABOUT: Readonly<Record<string, EntityType>> = {
  // The shares of a payment are not the payer's to see.
  'payment.matched': 'match',
  'payment.unmatched': 'match',
  'fingerprint.registered': 'invoice',
};

/**
 * The rights key under which an event is read: that of what it is about, the entity of the event's
 * own noun (`financing.committed` → the financing), else the first that it changes.
 */
function subjectOf(
  kind: string,
  refs: readonly EntityRef[],
  entities: ReadonlyMap<string, EntityRow>,
): string {
  const noun = ABOUT[kind] ?? kind.split('.')[0];
  const ref = refs.find(({ type }) => type === noun) ?? refs[0];
  return ref ? (entities.get(entityKey(ref))?.object ?? entityKey(ref)) : `none~${kind}`;
}

function known(event: unknown): LedgerEvent {
  const kind = typeof event === 'object' && event !== null && 'kind' in event ? event.kind : null;
  if (typeof kind !== 'string' || !isEventKind(kind)) {
    throw new ProjectorStopped('EVENT_UNKNOWN', { kind: String(kind) });
  }
  return event as LedgerEvent;
}

function unknownEvent(what: string, record: EnvelopeRecord): ProjectorStopped {
  return new ProjectorStopped('EVENT_UNKNOWN', { what, at: `${record.block}/${record.index}` });
}

function viewersOfRows(rows: readonly EntityRow[]): readonly Viewer[] {
  return rows.flatMap(({ type, id, state }) =>
    state === undefined ? [] : viewersOf(type, id, state as never),
  );
}
