import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { areRelated } from '../party/related.ts';
import type { Party } from '../party/state.ts';
import type { Context } from '../governance/context.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { Engagement, Member, Room, Stage, Task } from './state.ts';
import { STAGES } from './state.ts';
import { tasksOf, templateOf } from './templates.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type OpenState = {
  readonly engagement: Engagement | undefined;
  /** The package whose room it shares. */
  readonly joins: Engagement | undefined;
};

/** `engagement.open`: the enterprise and the broker begin; the template's tasks are there at once. */
export function decideOpen(
  { engagement, joins }: OpenState,
  act: Act<'engagement.open'>,
): Decision {
  const { body, actor, kind, businessDate: on } = act;
  if (engagement) {
    const object = `engagement ${body.engagement}`;
    return refuseState(kind, { object, state: engagement.status, states: ['unknown'] });
  }
  const template = templateOf(body.template, body.kind);
  if (!template) return refuse('NOT_FOUND', { id: body.template });
  const apart = joinFault(joins, act) ?? unitsFault(act);
  if (apart) return fail(apart);
  const tasks = tasksOf(template, body.engagement, on);
  const { engagement: id, size, baselineDays, units } = body;
  const made: Engagement = {
    ...{ engagement: id, status: 'open', kind: body.kind, template: body.template },
    ...{ enterprise: actor, size, baselineDays, room: body.joins ?? id, stage: 'intake' },
    ...{ stages: [{ stage: 'intake', on }], members: [], needs: template.needs },
    tasks: tasks.map(({ task, stage }) => ({ task, stage })),
    esop: units === undefined ? null : { pool: units.toString(), granted: '0' },
    ...{ openedOn: on, endedOn: null, reason: null },
  };
  return ok([{ kind: 'engagement.opened', made, tasks }]);
}

/** Only an open package of the same enterprise has a room for others. */
function joinFault(
  joins: Engagement | undefined,
  { body, actor, kind }: Act<'engagement.open'>,
): Refusal | null {
  if (body.joins === undefined) return null;
  if (joins?.enterprise !== actor || joins.kind !== 'package') {
    return { code: 'NOT_FOUND', facts: { id: body.joins } };
  }
  if (joins.status === 'open') return null;
  const object = `engagement ${body.joins}`;
  return refuseState(kind, { object, state: joins.status, states: ['open'] }).error;
}

function unitsFault({ body }: Act<'engagement.open'>): Refusal | null {
  if ((body.kind === 'esop') === (body.units !== undefined)) return null;
  const faults = ['act.body.units: the pool of an ESOP, and of nothing else'];
  return { code: 'ACT_MALFORMED', facts: { n: 1, faults } };
}

type OnEngagement = Act & { readonly body: { readonly engagement: string } };

/** The engagement while it is open, for whoever `sees` it; else why not. */
export function openFor(
  engagement: Engagement | undefined,
  act: OnEngagement,
  sees: (engagement: Engagement) => boolean,
): Result<Engagement, Refusal> {
  if (!engagement || !sees(engagement)) return refuse('NOT_FOUND', { id: act.body.engagement });
  if (engagement.status === 'open') return ok(engagement);
  const object = `engagement ${act.body.engagement}`;
  return refuseState(act.kind, { object, state: engagement.status, states: ['open'] });
}

/** The firm's place in it, once it has joined and while it has not left. */
export function memberOf({ members }: Engagement, firm: string): Member | undefined {
  return members.find(one => one.firm === firm && one.joinedOn !== null && one.leftOn === null);
}

/** The enterprise, or a firm that has joined. */
export function takesPart(engagement: Engagement, party: string): boolean {
  return engagement.enterprise === party || memberOf(engagement, party) !== undefined;
}

export type InviteState = {
  readonly engagement: Engagement | undefined;
  readonly enterprise: Party | undefined;
  readonly firm: Party | undefined;
};

/** `engagement.invite`: the broker asks a firm that is independent of the enterprise. */
export function decideInvite(state: InviteState, act: Act<'engagement.invite'>): Decision {
  const { body, businessDate: on } = act;
  const found = openFor(state.engagement, act, () => true);
  if (!found.ok) return found;
  const { firm, enterprise } = state;
  if (firm?.state !== 'active' || !enterprise) {
    return refuse('PARTY_NOT_ACTIVE', { party: body.firm, state: firm?.state ?? 'unknown' });
  }
  const stays = found.value.members.find(one => one.firm === body.firm && one.leftOn === null);
  const object = `engagement ${body.engagement}`;
  if (stays) {
    const place = `${body.firm} as ${stays.role}`;
    return refuseState(act.kind, { object: place, state: 'invited', states: ['no member'] });
  }
  if (areRelated(enterprise, firm)) {
    return refuse('APPROVER_CONFLICT', { person: body.firm, object });
  }
  const { engagement, role, firm: id, scope, fee } = body;
  const invited = { engagement, role, firm: id, scope: scope.hash, fee };
  return ok([{ kind: 'engagement.invited', ...invited, on }]);
}

export type OneEngagement = { readonly engagement: Engagement | undefined };

/** `engagement.join`: the firm takes the place that it was offered. */
export function decideJoin({ engagement }: OneEngagement, act: Act<'engagement.join'>): Decision {
  const { body, actor, businessDate: on } = act;
  const offered = (one: Member): boolean => {
    return one.firm === actor && one.role === body.role && one.leftOn === null;
  };
  const found = openFor(engagement, act, ({ members }) => members.some(offered));
  if (!found.ok) return found;
  const place = found.value.members.find(offered);
  if (place?.joinedOn != null) {
    const object = `${actor} as ${body.role}`;
    return refuseState(act.kind, { object, state: 'joined', states: ['invited'] });
  }
  const { room } = found.value;
  const joined = { engagement: body.engagement, room, role: body.role, firm: actor };
  return ok([{ kind: 'engagement.joined', ...joined, on }]);
}

/** `engagement.leave`: the firm or the broker ends its place, with a paper that hands over. */
export function decideLeave(
  { engagement }: OneEngagement,
  act: Act<'engagement.leave'>,
  context: Context,
): Decision {
  const { body, actor, businessDate: on } = act;
  const isBroker = actor === context.channel.operator;
  const found = openFor(engagement, act, () => isBroker || body.firm === actor);
  if (!found.ok) return found;
  const place = found.value.members.find(one => one.firm === body.firm && one.leftOn === null);
  if (!place) return refuse('NOT_FOUND', { id: body.firm });
  const left = { engagement: body.engagement, role: place.role, firm: body.firm };
  return ok([{ kind: 'engagement.left', ...left, handover: body.handover.hash, on }]);
}

export type GateState = OneEngagement & {
  readonly room: Room | undefined;
  readonly tasks: readonly Task[];
};

/** What a stage still waits for: tasks that are not accepted, statements that are not alive. */
export function missingOf(engagement: Engagement, state: Omit<GateState, 'engagement'>): string[] {
  const { stage } = engagement;
  const accepted = new Set(
    state.tasks.filter(({ status }) => status === 'accepted').map(({ task }) => task),
  );
  const alive = new Set(
    state.room?.confirmations
      .filter(({ status }) => status === 'alive')
      .map(({ statement }) => statement),
  );
  return [
    ...engagement.tasks.filter(one => one.stage === stage && !accepted.has(one.task)),
    ...engagement.needs.filter(one => one.stage === stage && !alive.has(one.statement)),
  ].map(one => ('task' in one ? `task ${one.task}` : `confirmation ${one.statement}`));
}

/** `gate.pass`: the stage ends when its tasks are accepted and its statements alive. */
export function decideGate(state: GateState, act: Act<'gate.pass'>): Decision {
  const { body, businessDate: on, kind } = act;
  const found = openFor(state.engagement, act, () => true);
  if (!found.ok) return found;
  const { stage } = found.value;
  const next: Stage | undefined = STAGES[STAGES.indexOf(stage) + 1];
  if (body.gate !== stage || !next) {
    return refuseState(kind, { object: 'the stage', state: stage, states: [body.gate] });
  }
  const missing = missingOf(found.value, state);
  if (missing.length > 0) return refuse('GATE_CLOSED', { list: missing });
  return ok([{ kind: 'gate.passed', engagement: body.engagement, gate: stage, next, on }]);
}

/** `engagement.close`: the last stage is done; enterprise and broker say so. */
export function decideClose(state: GateState, act: Act<'engagement.close'>): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const found = openFor(state.engagement, act, ({ enterprise }) => enterprise === actor);
  if (!found.ok) return found;
  const { stage } = found.value;
  if (stage !== 'postIssue') {
    return refuseState(kind, { object: 'the stage', state: stage, states: ['postIssue'] });
  }
  const missing = missingOf(found.value, state);
  if (missing.length > 0) return refuse('GATE_CLOSED', { list: missing });
  return ok([{ kind: 'engagement.closed', engagement: body.engagement, on }]);
}

/** `engagement.abandon`: enterprise and broker end it where it is. */
export function decideAbandon(
  { engagement }: OneEngagement,
  act: Act<'engagement.abandon'>,
): Decision {
  const { body, actor, businessDate: on } = act;
  const found = openFor(engagement, act, ({ enterprise }) => enterprise === actor);
  if (!found.ok) return found;
  return ok([
    { kind: 'engagement.abandoned', engagement: body.engagement, reason: body.reason, on },
  ]);
}
