import type { Act } from '../act/index.ts';
import { refuse, refuseState, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { Context } from '../governance/context.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { memberOf, openFor, takesPart } from './decide-engagement.ts';
import type { Engagement, Room, Task } from './state.ts';
import { newTask } from './templates.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type TaskState = {
  readonly engagement: Engagement | undefined;
  readonly task: Task | undefined;
};

type OnTask = Act & { readonly body: { readonly engagement: string; readonly task: string } };

/** The task of an open engagement in one of the states. */
function taskIn(
  { engagement, task }: TaskState,
  act: OnTask,
  states: readonly Task['status'][],
): Result<{ readonly engagement: Engagement; readonly task: Task }, Refusal> {
  const found = openFor(engagement, act, () => true);
  if (!found.ok) return found;
  if (!task) return refuse('NOT_FOUND', { id: act.body.task });
  if (states.includes(task.status)) return ok({ engagement: found.value, task });
  return refuseState(act.kind, { object: `task ${task.task}`, state: task.status, states });
}

/** `task.add`: work beyond what the template asks. */
export function decideTaskAdd(state: TaskState, act: Act<'task.add'>): Decision {
  const { body, businessDate: on, kind } = act;
  const found = openFor(state.engagement, act, () => true);
  if (!found.ok) return found;
  if (state.task) {
    const object = `task ${body.task}`;
    return refuseState(kind, { object, state: state.task.status, states: ['unknown'] });
  }
  if (body.dueOn < on) return refuse('DATES_DISORDERED', { a: on, b: body.dueOn });
  const known = new Set(found.value.tasks.map(({ task }) => task));
  const unknown = body.after.find(task => !known.has(task));
  if (unknown !== undefined) return refuse('NOT_FOUND', { id: unknown });
  return ok([{ kind: 'task.added', made: newTask(body), on }]);
}

/** `task.assign`: to a firm that has joined in the role that the task asks. */
export function decideTaskAssign(state: TaskState, act: Act<'task.assign'>): Decision {
  const { body, businessDate: on } = act;
  const found = taskIn(state, act, ['open', 'assigned']);
  if (!found.ok) return found;
  const { engagement, task } = found.value;
  if (memberOf(engagement, body.firm)?.role !== task.role) {
    return refuse('NOT_FOUND', { id: body.firm });
  }
  const { engagement: id, task: code, firm } = body;
  return ok([{ kind: 'task.assigned', engagement: id, task: code, firm, on }]);
}

export type SubmitState = TaskState & {
  readonly room: Room | undefined;
  /** The tasks that come before it. */
  readonly before: readonly Task[];
};

/** `task.submit`: the assignee's papers, which lie in the room, after what comes before is accepted. */
export function decideTaskSubmit(state: SubmitState, act: Act<'task.submit'>): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const seen = openFor(state.engagement, act, one => takesPart(one, actor));
  if (!seen.ok) return seen;
  const found = taskIn(state, act, ['assigned']);
  if (!found.ok) return found;
  if (found.value.task.firm !== actor) return refuse('NOT_FOUND', { id: body.task });
  const waits = state.before.find(({ status }) => status !== 'accepted');
  if (waits) {
    const object = `task ${waits.task}`;
    return refuseState(kind, { object, state: waits.status, states: ['accepted'] });
  }
  const paper = paperFault(state.room, body.docs, kind);
  if (paper) return fail(paper);
  const { engagement, task, docs } = body;
  return ok([{ kind: 'task.submitted', engagement, task, docs, on }]);
}

/** Every document lies in the room and is the current one. */
export function paperFault(
  room: Room | undefined,
  docs: readonly string[],
  kind: string,
): Refusal | null {
  for (const hash of docs) {
    const document = room?.documents.find(one => one.hash === hash);
    if (!document) return { code: 'NOT_FOUND', facts: { id: hash } };
    if (document.supersededBy !== null) {
      const object = `document ${hash}`;
      return refuseState(kind, { object, state: 'superseded', states: ['current'] }).error;
    }
  }
  return null;
}

/** Whether a party sees an engagement: one that takes part, or the broker. */
function memberIn({ operator }: Context['channel'], party: string) {
  return (one: Engagement): boolean => party === operator || takesPart(one, party);
}

/** `task.accept`, `task.return`: by whom the work is for, the enterprise or the broker. */
export function decideTaskReceive(
  state: TaskState,
  act: Act<'task.accept' | 'task.return'>,
  { channel }: Context,
): Decision {
  const { body, actor, businessDate: on } = act;
  const seen = openFor(state.engagement, act, memberIn(channel, actor));
  if (!seen.ok) return seen;
  const found = taskIn(state, act, ['submitted']);
  if (!found.ok) return found;
  const { engagement, task } = found.value;
  const receiver = task.receiver === 'broker' ? channel.operator : engagement.enterprise;
  if (receiver !== actor) return refuse('NOT_FOUND', { id: body.task });
  const named = { engagement: body.engagement, task: body.task };
  if (act.kind === 'task.accept') return ok([{ kind: 'task.accepted', ...named, on }]);
  return ok([{ kind: 'task.returned', ...named, reason: act.body.reason, on }]);
}

export type RoomState = {
  readonly engagement: Engagement | undefined;
  readonly room: Room | undefined;
};

/** `document.request`: somebody who takes part asks another for a paper. */
export function decideDocumentRequest(
  { engagement, room }: RoomState,
  act: Act<'document.request'>,
  { channel }: Context,
): Decision {
  const { body, actor, businessDate: on } = act;
  const found = openFor(engagement, act, memberIn(channel, actor));
  if (!found.ok || !room) return found.ok ? refuse('NOT_FOUND', { id: body.engagement }) : found;
  if (!takesPart(found.value, body.of)) return refuse('NOT_FOUND', { id: body.of });
  const asked = { room: room.room, document: body.kind, of: body.of, by: actor };
  return ok([{ kind: 'document.requested', ...asked, on }]);
}

/** `document.deliver`: a paper is there once for every engagement of the room. */
export function decideDocumentDeliver(
  { engagement, room }: RoomState,
  act: Act<'document.deliver'>,
): Decision {
  const { body, actor, businessDate: on, kind } = act;
  const found = openFor(engagement, act, one => takesPart(one, actor));
  if (!found.ok || !room) return found.ok ? refuse('NOT_FOUND', { id: body.engagement }) : found;
  const stranger = body.readers.find(reader => !room.parties.includes(reader));
  if (stranger !== undefined) return refuse('NOT_FOUND', { id: stranger });
  const { hash } = body.doc;
  if (room.documents.some(one => one.hash === hash)) {
    const object = `document ${hash}`;
    return refuseState(kind, { object, state: 'delivered', states: ['unknown'] });
  }
  const paper = { hash, document: body.kind, owner: actor, readers: body.readers };
  return ok([{ kind: 'document.delivered', room: room.room, ...paper, supersedes: null, on }]);
}
