import type { EntityType } from '../../../domain/event/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { tableOf } from '../../projection/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import { transportError } from '../problem.ts';
import { connectionOf, pageArguments } from './page.ts';

/** Types that have no list of their own; rows are seen as everywhere, by who takes part. */
const LISTED: readonly EntityType[] = [
  'order',
  'orderLoan',
  'engagement',
  'task',
  'room',
  'label',
  'dispute',
  'recourse',
  'repurchase',
];

type Row = { readonly id: string; readonly body: Wire; readonly status: string | null };
type LedgerObject = Row & { readonly type: EntityType };

const LedgerObjectType = builder.objectRef<LedgerObject>('LedgerObject').implement({
  description: 'An object of the ledger as it stands, for types without a page of their own.',
  fields: t => ({
    type: t.exposeString('type'),
    objectId: t.exposeString('id'),
    status: t.exposeString('status', { nullable: true }),
    body: t.field({ type: 'JSON', resolve: ({ body }) => body }),
  }),
});

const LedgerObjectConnection = connectionOf('LedgerObject', LedgerObjectType);

builder.queryField('objects', t =>
  t.field({
    type: LedgerObjectConnection,
    description: `Objects of one type that the caller may see, newest first: ${LISTED.join(', ')}.`,
    complexity: listCost,
    args: {
      type: t.arg.string({ required: true }),
      status: t.arg.string(),
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => {
      const type = LISTED.find(known => known === args.type);
      if (!type) throw transportError('BAD_INPUT', `type is one of ${LISTED.join(', ')}.`);
      const status = args.status ?? null;
      const list: ListQuery = {
        name: `objects ${type}`,
        filter: { status },
        select: `o.id, o.body, o.body->>'status' as status`,
        from: `from book.${tableOf(type)} o where ($1::text is null or o.body->>'status' = $1)`,
        values: [status],
        sort: { sql: 'o.id', cast: 'text', tie: 'o.id' },
        descending: true,
      };
      return readPage<Row, LedgerObject>(context, list, args, row => ({ ...row, type }));
    },
  }),
);
