import type { EntityRef } from '../event/entity-ref.ts';
import type { Confirmed, Engagement, EsopGrant, Figure, Member, Stage, Task } from './state.ts';

type Named = { readonly engagement: string; readonly on: string };
type InRoom = { readonly room: string; readonly on: string };
type Firm = { readonly role: Member['role']; readonly firm: string };

type Paper = InRoom & {
  readonly hash: string;
  readonly document: string;
  readonly owner: string;
  readonly readers: readonly string[];
  /** What it takes the place of. */
  readonly supersedes: string | null;
};
type Lapse = InRoom & {
  readonly confirmation: Confirmed['confirmation'];
  readonly statement: string;
  /** Engagements whose gate closes again, with the stage to which they return. */
  readonly reopened: readonly { readonly engagement: string; readonly stage: Stage }[];
};

export type EngagementEvent =
  | ({ readonly kind: 'engagement.opened'; readonly tasks: readonly Task[] } & {
      readonly made: Engagement;
    })
  | ({ readonly kind: 'engagement.invited' } & Named &
      Pick<Member, 'role' | 'firm' | 'scope' | 'fee'>)
  | ({ readonly kind: 'engagement.joined'; readonly room: string } & Named & Firm)
  | ({ readonly kind: 'engagement.left'; readonly handover: string } & Named & Firm)
  | ({ readonly kind: 'engagement.closed' } & Named)
  | ({ readonly kind: 'engagement.abandoned'; readonly reason: string } & Named)
  | { readonly kind: 'task.added'; readonly made: Task; readonly on: string }
  | ({ readonly kind: 'task.assigned'; readonly task: string; readonly firm: string } & Named)
  | ({
      readonly kind: 'task.submitted';
      readonly task: string;
      readonly docs: readonly string[];
    } & Named)
  | ({ readonly kind: 'task.accepted'; readonly task: string } & Named)
  | ({ readonly kind: 'task.returned'; readonly task: string; readonly reason: string } & Named)
  | ({
      readonly kind: 'document.requested';
      readonly document: string;
      readonly of: string;
      readonly by: string;
    } & InRoom)
  | ({ readonly kind: 'document.delivered' } & Paper)
  | ({ readonly kind: 'document.superseded' } & Paper)
  | ({
      readonly kind: 'confirmation.given';
      readonly confirmation: string;
      readonly statement: string;
      readonly firm: string;
      readonly docs: readonly string[];
      readonly figures: readonly Figure[];
    } & InRoom)
  | ({ readonly kind: 'confirmation.withdrawn' } & Lapse)
  | ({ readonly kind: 'confirmation.lapsed' } & Lapse)
  | ({ readonly kind: 'gate.passed'; readonly gate: Stage; readonly next: Stage } & Named)
  | ({ readonly kind: 'esop.granted' } & Named &
      Pick<EsopGrant, 'enterprise' | 'grant' | 'units' | 'commitment' | 'schedule'>)
  | ({ readonly kind: 'esop.vested' | 'esop.lapsed' } & Named & Pick<EsopGrant, 'grant' | 'units'>);

type Of<K extends EngagementEvent['kind']> = Extract<EngagementEvent, { kind: K }>;

const own = ({ engagement }: { readonly engagement: string }): readonly EntityRef[] => [
  { type: 'engagement', id: engagement },
];
const room = (event: { readonly room: string }): readonly EntityRef[] => [
  { type: 'room', id: event.room },
];
const task = (of: { readonly engagement: string; readonly task: string }): readonly EntityRef[] => [
  { type: 'task', id: `${of.engagement}~${of.task}` },
];
const grant = (of: {
  readonly engagement: string;
  readonly grant: string;
}): readonly EntityRef[] => [
  { type: 'esopGrant', id: `${of.engagement}~${of.grant}` },
  { type: 'engagement', id: of.engagement },
];
const lapse = (event: Lapse): readonly EntityRef[] => [
  ...room(event),
  ...event.reopened.map(({ engagement }) => ({ type: 'engagement' as const, id: engagement })),
];

/** Which entities an event changes. */
export const engagementTargets: {
  readonly [K in EngagementEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'engagement.opened': ({ made, tasks }) => [...own(made), ...room(made), ...tasks.flatMap(task)],
  'engagement.invited': own,
  'engagement.joined': event => [...own(event), ...room(event)],
  'engagement.left': own,
  'engagement.closed': own,
  'engagement.abandoned': own,
  'task.added': ({ made }) => [...task(made), ...own(made)],
  'task.assigned': task,
  'task.submitted': task,
  'task.accepted': task,
  'task.returned': task,
  'document.requested': room,
  'document.delivered': room,
  'document.superseded': room,
  'confirmation.given': room,
  'confirmation.withdrawn': lapse,
  'confirmation.lapsed': lapse,
  'gate.passed': own,
  'esop.granted': grant,
  'esop.vested': grant,
  'esop.lapsed': grant,
};
