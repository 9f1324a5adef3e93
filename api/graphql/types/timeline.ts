import type { Signature } from '../../../domain/act/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { signersOf } from '../ledger-act.ts';
import { eventSentence } from '../sentence.ts';
import { SignerType } from './act.ts';
import { partyView, PartyType } from './party.ts';

type TimelineEvent = {
  readonly block: bigint;
  readonly tx_index: number;
  readonly kind: string;
  readonly act_id: string;
  readonly actor: string;
  readonly business_date: string;
  readonly body: Readonly<Record<string, Wire>>;
  readonly tx_id: string;
  readonly act_kind: string;
};

const EVENTS_MAX = 200;

/** What happened to one object, oldest first. `object` is `type~id`. */
export async function timelineOf({ reading }: Context, object: string): Promise<TimelineEvent[]> {
  return reading.query<TimelineEvent>(
    `select e.block, e.tx_index, e.kind, e.act_id, e.actor, e.business_date, e.body,
        tx.tx_id, tx.kind as act_kind
       from book.event_object o
       join book.event e using (block, tx_index, n)
       join book.tx tx using (block, tx_index)
      where o.object_id = $1
      order by e.block, e.tx_index, e.n limit ${EVENTS_MAX}`,
    [object],
  );
}

export const TimelineEventType = builder.objectRef<TimelineEvent>('TimelineEvent').implement({
  fields: t => ({
    at: t.field({
      type: 'Instant',
      nullable: true,
      resolve: async (event, _args, context) =>
        (await signers(context, event))
          .map(({ at }) => at)
          .sort()
          .at(-1) ?? null,
    }),
    businessDate: t.field({ type: 'BusinessDate', resolve: event => event.business_date }),
    kind: t.exposeString('kind', { description: 'Event kind: `receivable.confirmed`.' }),
    sentence: t.string({
      description: "One sentence in the caller's language.",
      resolve: (event, _args, context) => eventSentence(context, event.body),
    }),
    act: t.exposeString('act_id'),
    actKind: t.exposeString('act_kind'),
    actor: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ actor }, _args, context) => partyView(context, actor),
    }),
    signers: t.field({
      type: [SignerType],
      resolve: async (event, _args, context) => [...(await signers(context, event))],
    }),
    txId: t.exposeString('tx_id'),
    block: t.int({ resolve: ({ block }) => Number(block) }),
    data: t.expose('body', { type: 'JSON' }),
  }),
});

function signers(context: Context, event: TimelineEvent): Promise<readonly Signature[]> {
  return signersOf(context, event.block, event.tx_index);
}
