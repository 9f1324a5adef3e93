import {
  decideAbandon,
  decideClose,
  decideDocumentDeliver,
  decideDocumentRequest,
  decideEsopChange,
  decideEsopGrant,
  decideGate,
  decideGive,
  decideGiveBack,
  decideInvite,
  decideJoin,
  decideLeave,
  decideOpen,
  decideSupersede,
  decideTaskAdd,
  decideTaskAssign,
  decideTaskReceive,
  decideTaskSubmit,
  LEDGER_FIGURES,
  type ConfirmationState,
  type Engagement,
  type GateState,
  type GiveState,
  type GrantState,
  type InviteState,
  type OneEngagement,
  type OpenState,
  type RoomState,
  type SubmitState,
  type Task,
  type TaskState,
} from '../../domain/engagement/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';

type Named = { readonly body: { readonly engagement: string } };
type OnTask = { readonly body: { readonly engagement: string; readonly task: string } };
type OnGrant = { readonly body: { readonly engagement: string; readonly grant: string } };

const one = async (tx: Tx, { body }: Named): Promise<OneEngagement> => ({
  engagement: await tx.entity('engagement', body.engagement),
});

async function tasksOf(
  tx: Tx,
  engagement: string,
  codes: readonly string[],
): Promise<readonly Task[]> {
  const ids = codes.map(code => `${engagement}~${code}`);
  return [...(await tx.entities('task', ids)).values()];
}

async function roomOf(tx: Tx, act: Named): Promise<RoomState> {
  const { engagement } = await one(tx, act);
  return { engagement, room: await tx.entity('room', engagement?.room ?? '') };
}

async function gateOf(tx: Tx, act: Named): Promise<GateState> {
  const loaded = await roomOf(tx, act);
  const codes = loaded.engagement?.tasks.map(({ task }) => task) ?? [];
  return { ...loaded, tasks: await tasksOf(tx, act.body.engagement, codes) };
}

const taskOf = async (tx: Tx, act: OnTask): Promise<TaskState> => ({
  ...(await one(tx, act)),
  task: await tx.entity('task', `${act.body.engagement}~${act.body.task}`),
});

/** The room with every engagement that shares it. */
async function sharedOf(tx: Tx, act: Named): Promise<ConfirmationState> {
  const loaded = await roomOf(tx, act);
  const others = await tx.entities('engagement', loaded.room?.engagements ?? []);
  return { ...loaded, others: [...others.values()] };
}

/** What the ledger holds under the sources that figures name. */
async function heldBy(
  tx: Tx,
  figures: readonly { readonly key: string; readonly source?: string | undefined }[],
): Promise<ReadonlyMap<string, string>> {
  const held = new Map<string, string>();
  for (const { key, source = '' } of figures) {
    if (!LEDGER_FIGURES.includes(key)) continue;
    const money = await figureOf(tx, key, source);
    if (money) held.set(`${key} ${source}`, money.minor);
  }
  return held;
}

async function figureOf(tx: Tx, key: string, source: string) {
  if (key === 'pool.outstanding') return (await tx.entity('pool', source))?.outstanding;
  const claim = await tx.entity('receivable', source);
  return key === 'receivable.face' ? claim?.face : claim?.outstanding;
}

const partyPair = async (
  tx: Tx,
  engagement: Engagement | undefined,
  firm: string,
): Promise<Pick<InviteState, 'enterprise' | 'firm'>> => ({
  enterprise: await tx.entity('party', engagement?.enterprise ?? ''),
  firm: await tx.entity('party', firm),
});

const engagementActs = {
  'engagement.open': handler<'engagement.open', OpenState>({
    load: async (tx, act) => ({
      ...(await one(tx, act)),
      joins: await tx.entity('engagement', act.body.joins ?? ''),
    }),
    decide: decideOpen,
  }),
  'engagement.invite': handler<'engagement.invite', InviteState>({
    load: async (tx, act) => {
      const { engagement } = await one(tx, act);
      return { engagement, ...(await partyPair(tx, engagement, act.body.firm)) };
    },
    decide: decideInvite,
  }),
  'engagement.join': handler<'engagement.join', OneEngagement>({ load: one, decide: decideJoin }),
  'engagement.leave': handler<'engagement.leave', OneEngagement>({
    load: one,
    decide: decideLeave,
  }),
  'engagement.close': handler<'engagement.close', GateState>({ load: gateOf, decide: decideClose }),
  'engagement.abandon': handler<'engagement.abandon', OneEngagement>({
    load: one,
    decide: decideAbandon,
  }),
  'gate.pass': handler<'gate.pass', GateState>({
    load: gateOf,
    decide: decideGate,
    // Of an abs issue, Broker and Auditors (receivables.md §13).
    endorsed: ({ engagement }) => (engagement?.kind === 'abs' ? 'E2' : 'E0'),
  }),
};

const taskActs = {
  'task.add': handler<'task.add', TaskState>({ load: taskOf, decide: decideTaskAdd }),
  'task.assign': handler<'task.assign', TaskState>({ load: taskOf, decide: decideTaskAssign }),
  'task.submit': handler<'task.submit', SubmitState>({
    load: async (tx, act) => {
      const { engagement, task } = await taskOf(tx, act);
      const { room } = await roomOf(tx, act);
      const before = await tasksOf(tx, act.body.engagement, task?.after ?? []);
      return { engagement, task, room, before };
    },
    decide: decideTaskSubmit,
  }),
  'task.accept': handler<'task.accept', TaskState>({ load: taskOf, decide: decideTaskReceive }),
  'task.return': handler<'task.return', TaskState>({ load: taskOf, decide: decideTaskReceive }),
};

const paperActs = {
  'document.request': handler<'document.request', RoomState>({
    load: roomOf,
    decide: decideDocumentRequest,
  }),
  'document.deliver': handler<'document.deliver', RoomState>({
    load: roomOf,
    decide: decideDocumentDeliver,
  }),
  'document.supersede': handler<'document.supersede', ConfirmationState>({
    load: sharedOf,
    decide: decideSupersede,
  }),
  'confirmation.give': handler<'confirmation.give', GiveState>({
    load: async (tx, act) => {
      const shared = await sharedOf(tx, act);
      const pair = await partyPair(tx, shared.engagement, act.actor);
      return { ...shared, ...pair, held: await heldBy(tx, act.body.figures) };
    },
    decide: decideGive,
  }),
  'confirmation.withdraw': handler<'confirmation.withdraw', ConfirmationState>({
    load: sharedOf,
    decide: decideGiveBack,
  }),
};

const grantOf = async (tx: Tx, act: OnGrant): Promise<GrantState> => ({
  ...(await one(tx, act)),
  grant: await tx.entity('esopGrant', `${act.body.engagement}~${act.body.grant}`),
});

/** Handlers of engagements and ESOP grants (receivables.md §13). */
export const engagementHandlers = {
  ...engagementActs,
  ...taskActs,
  ...paperActs,
  'esop.grant': handler<'esop.grant', GrantState>({ load: grantOf, decide: decideEsopGrant }),
  'esop.vest': handler<'esop.vest', GrantState>({ load: grantOf, decide: decideEsopChange }),
  'esop.lapse': handler<'esop.lapse', GrantState>({ load: grantOf, decide: decideEsopChange }),
};
