import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type {
  Confirmed,
  Engagement,
  EngagementEntities,
  EsopGrant,
  Member,
  Room,
  RoomDocument,
  Stage,
  Task,
} from './state.ts';

const plus = (a: string, b: string): string => (BigInt(a) + BigInt(b)).toString();
const minus = (a: string, b: string): string => (BigInt(a) - BigInt(b)).toString();

type Firm = { readonly role: string; readonly firm: string };
type Lapse = {
  readonly confirmation: string;
  readonly on: string;
  readonly reopened: readonly { readonly engagement: string; readonly stage: Stage }[];
};

const reopened = change((state: Engagement, { reopened: list, on }: Lapse, id) => {
  const back = list.find(({ engagement }) => engagement === id);
  return back ? atStage(state, back.stage, on) : state;
});

const confirmationIs = (status: Confirmed['status']) =>
  change((state: Room, { confirmation }: Lapse) => ({
    ...state,
    confirmations: state.confirmations.map(one =>
      one.confirmation === confirmation ? { ...one, status } : one,
    ),
  }));

/** How engagements, their tasks, papers and grants change by events. */
export const applyEngagement: {
  readonly [T in keyof EngagementEntities]: ApplyEntity<EngagementEntities[T]>;
} = {
  engagement: foldBy<Engagement>({
    'engagement.opened': (_, { made }) => made,
    'engagement.invited': change((state, { role, firm, scope, fee, on }) => {
      const dates = { invitedOn: on, joinedOn: null, leftOn: null };
      return { ...state, members: [...state.members, { role, firm, scope, fee, ...dates }] };
    }),
    'engagement.joined': change((state, event) => {
      return withMember(state, event, member => ({ ...member, joinedOn: event.on }));
    }),
    'engagement.left': change((state, event) => {
      return withMember(state, event, member => ({ ...member, leftOn: event.on }));
    }),
    'engagement.closed': change((state, { on }) => ({ ...state, status: 'closed', endedOn: on })),
    'engagement.abandoned': change((state, { on, reason }) => {
      return { ...state, status: 'abandoned', endedOn: on, reason };
    }),
    'task.added': change((state, { made: { task, stage } }) => {
      return { ...state, tasks: [...state.tasks, { task, stage }] };
    }),
    'gate.passed': change((state, { next, on }) => atStage(state, next, on)),
    'confirmation.lapsed': reopened,
    'confirmation.withdrawn': reopened,
    'esop.granted': change((state, { units }) => withGranted(state, g => plus(g, units))),
    'esop.lapsed': change((state, { units }) => withGranted(state, g => minus(g, units))),
  }),
  task: foldBy<Task>({
    'engagement.opened': (state, { tasks, made }, id) =>
      tasks.find(({ task }) => `${made.engagement}~${task}` === id) ?? state,
    'task.added': (_, { made }) => made,
    'task.assigned': change((state, { firm }) => ({ ...state, status: 'assigned', firm })),
    'task.submitted': change((state, { docs }) => ({ ...state, status: 'submitted', docs })),
    'task.accepted': change(state => ({ ...state, status: 'accepted' })),
    'task.returned': change((state, { reason }) => {
      return { ...state, status: 'assigned', reason, returns: state.returns + 1 };
    }),
  }),
  room: foldBy<Room>({
    'engagement.opened': (state, { made: { engagement, enterprise, room } }) => ({
      ...(state ?? { room, parties: [enterprise], requests: [], documents: [], confirmations: [] }),
      engagements: [...(state?.engagements ?? []), engagement],
    }),
    'engagement.joined': change((state, { firm }) => {
      return { ...state, parties: [...new Set([...state.parties, firm])] };
    }),
    'document.requested': change((state, { document: kind, of, by, on }) => {
      return { ...state, requests: [...state.requests, { kind, of, by, on }] };
    }),
    'document.delivered': change((state, event) => withDocument(state, event)),
    'document.superseded': change((state, event) => {
      const documents = state.documents.map(one =>
        one.hash === event.supersedes ? { ...one, supersededBy: event.hash } : one,
      );
      return withDocument({ ...state, documents }, event);
    }),
    'confirmation.given': change((state, { kind: _kind, room: _room, ...given }) => {
      const confirmed: Confirmed = { ...given, status: 'alive' };
      return { ...state, confirmations: [...state.confirmations, confirmed] };
    }),
    'confirmation.lapsed': confirmationIs('lapsed'),
    'confirmation.withdrawn': confirmationIs('withdrawn'),
  }),
  esopGrant: foldBy<EsopGrant>({
    'esop.granted': (_, { engagement, enterprise, grant, units, commitment, schedule, on }) => {
      const none = { vested: '0', lapsed: '0', grantedOn: on };
      return { engagement, enterprise, grant, commitment, schedule, units, ...none };
    },
    'esop.vested': change((state, { units }) => {
      return { ...state, vested: plus(state.vested, units) };
    }),
    'esop.lapsed': change((state, { units }) => {
      return { ...state, lapsed: plus(state.lapsed, units) };
    }),
  }),
};

function atStage(state: Engagement, stage: Stage, on: string): Engagement {
  return { ...state, stage, stages: [...state.stages, { stage, on }] };
}

function withMember(
  state: Engagement,
  { role, firm }: Firm,
  next: (member: Member) => Member,
): Engagement {
  const members = state.members.map(member =>
    member.firm === firm && member.role === role && member.leftOn === null ? next(member) : member,
  );
  return { ...state, members };
}

function withGranted(state: Engagement, next: (granted: string) => string): Engagement {
  const { esop } = state;
  return esop ? { ...state, esop: { ...esop, granted: next(esop.granted) } } : state;
}

function withDocument(
  state: Room,
  event: Pick<RoomDocument, 'hash' | 'owner' | 'readers'> & {
    readonly document: string;
    readonly on: string;
  },
): Room {
  const { hash, document: kind, owner, readers, on: deliveredOn } = event;
  const document = { hash, kind, owner, readers, deliveredOn, supersededBy: null };
  return { ...state, documents: [...state.documents, document] };
}
