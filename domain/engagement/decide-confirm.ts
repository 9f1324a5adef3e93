import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { areRelated } from '../party/related.ts';
import type { Party } from '../party/state.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { memberOf, openFor, takesPart } from './decide-engagement.ts';
import { paperFault } from './decide-task.ts';
import { STAGES, type Confirmed, type Engagement, type Figure, type Room } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type ConfirmationState = {
  readonly engagement: Engagement | undefined;
  readonly room: Room | undefined;
  /** Every engagement of the room. */
  readonly others: readonly Engagement[];
};

export type GiveState = ConfirmationState & {
  readonly enterprise: Party | undefined;
  readonly firm: Party | undefined;
  /** What the ledger holds under the sources that the figures name, as `key source`. */
  readonly held: ReadonlyMap<string, string>;
};

/** Figures that the ledger holds: nobody types them. */
export const LEDGER_FIGURES: readonly string[] = [
  'pool.outstanding',
  'receivable.face',
  'receivable.outstanding',
];

/**
 * `confirmation.give`: a professional's statement on current documents and exact figures, in the
 * role that the template asks it of, by a firm that is not related to the enterprise.
 */
export function decideGive(state: GiveState, act: Act<'confirmation.give'>): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const found = openFor(state.engagement, act, one => memberOf(one, actor) !== undefined);
  if (!found.ok) return found;
  const engagement = found.value;
  const { room } = state;
  const needed = engagement.needs.find(({ statement }) => statement === body.statement);
  if (!room || needed?.role !== memberOf(engagement, actor)?.role) {
    return refuse('NOT_FOUND', { id: body.statement });
  }
  const fault =
    relatedFault(state, act) ??
    aliveFault(room, body.statement, kind) ??
    paperFault(room, body.docs, kind) ??
    figureFault(body.figures, state.held);
  if (fault) return fail(fault);
  const { statement, docs, figures } = body;
  const given = { confirmation: act.id, statement, firm: actor, docs, figures };
  return ok([{ kind: 'confirmation.given', room: room.room, ...given, on }]);
}

function relatedFault(
  { enterprise, firm }: GiveState,
  { actor, body }: Act<'confirmation.give'>,
): Refusal | null {
  if (enterprise && firm && !areRelated(enterprise, firm)) return null;
  const object = `engagement ${body.engagement}`;
  return { code: 'APPROVER_CONFLICT', facts: { person: actor, object } };
}

function aliveFault({ confirmations }: Room, statement: string, kind: string): Refusal | null {
  const alive = confirmations.some(one => one.statement === statement && one.status === 'alive');
  if (!alive) return null;
  const object = `confirmation ${statement}`;
  return refuseState(kind, { object, state: 'alive', states: ['none'] }).error;
}

/** A figure of the ledger names its object, and is what stands there. */
function figureFault(
  figures: readonly Figure[],
  held: ReadonlyMap<string, string>,
): Refusal | null {
  const typed = figures.find(({ key, value, source }) => {
    if (!LEDGER_FIGURES.includes(key)) return source !== undefined;
    return source === undefined || held.get(`${key} ${source}`) !== value;
  });
  return typed ? { code: 'FIGURE_HAS_SOURCE', facts: { key: typed.key } } : null;
}

/** `confirmation.withdraw`: by the firm that gave it; the gates that it opened close again. */
export function decideGiveBack(
  state: ConfirmationState,
  act: Act<'confirmation.withdraw'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const { room } = state;
  const isGiver = room?.confirmations.some(({ firm }) => firm === actor) ?? false;
  const found = openFor(state.engagement, act, one => isGiver || takesPart(one, actor));
  if (!found.ok) return found;
  const given = room?.confirmations.find(one => one.confirmation === body.confirmation);
  if (!room || given?.firm !== actor) return refuse('NOT_FOUND', { id: body.confirmation });
  if (given.status !== 'alive') {
    const object = `confirmation ${body.confirmation}`;
    return refuseState(kind, { object, state: given.status, states: ['alive'] });
  }
  return ok([lapsed('confirmation.withdrawn', given, { room, others: state.others, on })]);
}

/** `document.supersede`: by its owner; confirmations on the old one lapse (INV-R23). */
export function decideSupersede(
  state: ConfirmationState,
  act: Act<'document.supersede'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const found = openFor(state.engagement, act, one => takesPart(one, actor));
  if (!found.ok) return found;
  const { room, others } = state;
  const before = room?.documents.find(({ hash }) => hash === body.supersedes);
  if (!room || before?.owner !== actor) return refuse('NOT_FOUND', { id: body.supersedes });
  const { hash } = body.doc;
  const known = room.documents.find(one => one.hash === hash);
  if (before.supersededBy !== null || known) {
    const object = `document ${known ? hash : body.supersedes}`;
    return refuseState(kind, { object, state: 'delivered', states: ['current, and a new one'] });
  }
  const paper = { hash, document: before.kind, owner: actor, readers: before.readers };
  const stale = room.confirmations.filter(one => {
    return one.status === 'alive' && one.docs.includes(body.supersedes);
  });
  const of = { room, others, on };
  return ok([
    {
      kind: 'document.superseded',
      room: room.room,
      ...paper,
      supersedes: body.supersedes,
      on,
    },
    ...stale.map(one => lapsed('confirmation.lapsed', one, of)),
  ]);
}

/** Every open engagement that is past the gate of the statement goes back to that stage. */
function lapsed(
  kind: 'confirmation.lapsed' | 'confirmation.withdrawn',
  { confirmation, statement }: Confirmed,
  of: { readonly room: Room; readonly others: readonly Engagement[]; readonly on: string },
): LedgerEvent {
  const reopened = of.others.flatMap(({ engagement, status, stage, needs }) => {
    const needed = needs.find(one => one.statement === statement);
    const isPast = needed && STAGES.indexOf(needed.stage) < STAGES.indexOf(stage);
    return status === 'open' && isPast ? [{ engagement, stage: needed.stage }] : [];
  });
  return { kind, room: of.room.room, confirmation, statement, reopened, on: of.on };
}
