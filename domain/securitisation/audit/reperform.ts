import type { Act } from '../../act/index.ts';
import type { Refusal } from '../../errors/index.ts';
import { applyEvent, BLIND_TYPES, targets } from '../../event/index.ts';
import type { Entities, EntityRef, EntityType, Envelope, LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import type { Result } from '../../result/index.ts';
import { differencesOf, type Difference } from './difference.ts';
import { AUDITED, type AuditedKind, type Book } from './decisions.ts';
import { startTie, type PoolTie } from './tie.ts';

/** A transaction of the ledger: what was signed, and what was written because of it. */
export type Performed = { readonly act: Act; readonly envelope: Envelope };

export type Reperformance = {
  /** Audited acts by kind. */
  readonly checked: Readonly<Record<string, number>>;
  readonly differences: readonly Difference[];
};

/** Acts go in one after the other, in the ledger's order; what was found may be asked at any time. */
export type Reperforming = {
  readonly take: (performed: Performed) => void;
  readonly found: () => Reperformance;
};

/**
 * Decides every act of pools, deals, issues, notes and payment dates again, from the ledger's own
 * acts in their order and with the published rules, and compares what is found with what was
 * written: pools with the eligibility of each asset, terms under their hash, allocation, every line of
 * every waterfall, every holder's share, every journal entry (SEC-66); and ties each pool's head to
 * its pages and its claims. Keeps the state that the acts made, not the acts.
 */
export function startReperforming(sha256: (bytes: Uint8Array) => string): Reperforming {
  const rows = new Map<string, unknown>();
  const book: Book = {
    one: (type, id) => rowOf(rows, type, id),
    sha256,
  };
  const tie = startTie(book);
  const checked: Record<string, number> = {};
  const differences: Difference[] = [];
  return {
    take: ({ act, envelope }) => {
      if (isAudited(act)) {
        checked[act.kind] = (checked[act.kind] ?? 0) + 1;
        differences.push(...again(act, envelope, book));
      }
      const changed = envelope.events.flatMap(event => fold({ rows, book, tie }, event, envelope));
      differences.push(...tie.check(act, changed));
    },
    found: () => ({ checked, differences }),
  };
}

/** The same over acts that are all at hand. */
export function reperform(
  performed: Iterable<Performed>,
  sha256: (bytes: Uint8Array) => string,
): Reperformance {
  const again = startReperforming(sha256);
  for (const one of performed) again.take(one);
  return again.found();
}

/** What was folded under an entity's name is of its type. */
function rowOf<T extends EntityType>(
  rows: ReadonlyMap<string, unknown>,
  type: T,
  id: string,
): Entities[T] | undefined;
function rowOf(rows: ReadonlyMap<string, unknown>, type: EntityType, id: string): unknown {
  return rows.get(`${type}~${id}`);
}

function isAudited(act: Act): act is Act<AuditedKind> {
  return Object.hasOwn(AUDITED, act.kind);
}

function again(act: Act<AuditedKind>, envelope: Envelope, book: Book): Difference[] {
  const object = `${act.kind} ${act.id}`;
  const heads = [
    ...differencesOf(object, envelope.kind, act.kind, 'kind'),
    ...differencesOf(object, envelope.actor, act.actor, 'actor'),
    ...differencesOf(object, envelope.businessDate, act.businessDate, 'businessDate'),
  ];
  const decided = attempt(act, book);
  if (typeof decided === 'string') {
    return [...heads, { object, field: '', recorded: 'accepted', recomputed: decided }];
  }
  return [...heads, ...differencesOf(object, envelope.events, decided, 'events')];
}

/** The events that the rules give, or why they give none: a refusal, or a law that does not hold. */
function attempt(act: Act<AuditedKind>, book: Book): readonly LedgerEvent[] | string {
  const { businessDate } = act;
  const nobody = {
    channel: '',
    clock: 'test',
    operator: '',
    association: '',
    auditor: '',
  } as const;
  const context: Context = {
    channel: nobody,
    businessDate,
    signers: [],
    parameters: new Map(),
    sha256: book.sha256,
  };
  const decide = AUDITED[act.kind] as (
    act: Act<AuditedKind>,
    book: Book,
    context: Context,
  ) => Result<readonly LedgerEvent[], Refusal>;
  try {
    const decided = decide(act, book, context);
    return decided.ok ? decided.value : decided.error.code;
  } catch (fault) {
    return fault instanceof Error ? fault.message : String(fault);
  }
}

type Folding = {
  readonly rows: Map<string, unknown>;
  readonly book: Book;
  readonly tie: PoolTie;
};

/** Folds an event of a day; answers what it changed. */
function fold(
  { rows, book, tie }: Folding,
  event: LedgerEvent,
  { businessDate }: Envelope,
): readonly EntityRef[] {
  const changed = targets(event).filter(({ type }) => !BLIND_TYPES.has(type));
  for (const ref of changed) {
    const key = `${ref.type}~${ref.id}`;
    const holding = ref.type === 'holding' ? book.one('holding', ref.id) : undefined;
    rows.set(key, applyEvent(ref, rows.get(key) as never, event));
    if (ref.type === 'holding') tie.moved(holding, book.one('holding', ref.id), businessDate);
  }
  return changed;
}
