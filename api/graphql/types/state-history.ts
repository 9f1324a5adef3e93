import {
  applyEvent,
  ENTITY_TYPES,
  type Entities,
  type EntityType,
  type LedgerEvent,
} from '../../../domain/event/index.ts';
import { differencesOf, type Difference } from '../../../domain/securitisation/audit/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { eventSentence } from '../sentence.ts';
import { DifferenceType } from './distribution.ts';

/** A state of a key, and the transaction that made it. */
type Version = {
  readonly block: number;
  readonly txId: string;
  readonly businessDate: string;
  readonly body: Wire;
  readonly changes: readonly Difference[];
};

type Row = {
  readonly block: bigint;
  readonly tx_id: string;
  readonly business_date: string;
  readonly body: LedgerEvent;
};

const EVENTS_MAX = 200;

const VersionType = builder.objectRef<Version>('StateVersion').implement({
  description: 'What an event made of a key: each value before and after.',
  fields: t => ({
    block: t.exposeInt('block'),
    txId: t.exposeString('txId'),
    businessDate: t.field({ type: 'BusinessDate', resolve: ({ businessDate }) => businessDate }),
    sentence: t.string({ resolve: ({ body }, _args, context) => eventSentence(context, body) }),
    changes: t.field({
      type: [DifferenceType],
      description: '`recorded` before, `recomputed` after; `absent` where there was no value.',
      resolve: ({ changes }) => [...changes],
    }),
  }),
});

/** Every version of `type~id` that the caller may see, oldest first; `null` for an unknown type. */
async function historyOf({ reading }: Context, object: string): Promise<Version[] | null> {
  const at = object.indexOf('~');
  const type = ENTITY_TYPES.find(one => one === object.slice(0, at));
  if (type === undefined) return null;
  const id = object.slice(at + 1);
  const rows = await reading.query<Row>(
    `select e.block, e.business_date, e.body, tx.tx_id
       from book.event_object o
       join book.event e using (block, tx_index, n) join book.tx tx using (block, tx_index)
      where o.object_id = $1 order by e.block, e.tx_index, e.n limit ${EVENTS_MAX}`,
    [object],
  );
  let state: Entities[EntityType] | undefined;
  return rows.map(({ block, tx_id: txId, business_date: businessDate, body }) => {
    const before = state;
    state = applyEvent({ type, id }, before as never, body);
    const [was, is] = [before ?? {}, state ?? {}] as unknown as [Wire, Wire];
    const changes = differencesOf(object, was, is);
    return { block: Number(block), txId, businessDate, body: body, changes };
  });
}

builder.queryField('stateHistory', t =>
  t.field({
    type: [VersionType],
    nullable: true,
    complexity: 50,
    description: `At most ${EVENTS_MAX} versions of a key of the ledger, named \`type~id\`.`,
    args: { object: t.arg.string({ required: true }) },
    resolve: (_root, { object }, context) => historyOf(context, object),
  }),
);
