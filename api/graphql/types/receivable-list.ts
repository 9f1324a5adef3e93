import type { Entities } from '../../../domain/event/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery, type PageArguments } from '../connection.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { storedOf } from '../reading.ts';
import { connectionOf, pageArguments, sumsOf } from './page.ts';
import { findReceivable } from './receivable.ts';
import { ReceivableType, viewOf, type ReceivableView } from './refs.ts';

type Row = { id: string; body: Entities['receivable']; block: bigint; tx_index: number };

const ReceivableConnection = connectionOf('Receivable', ReceivableType, sumsOf("r.body->'face'"));

const ReceivableSort = builder.enumType('ReceivableSort', {
  values: ['dueOn', 'face', 'offeredOn'] as const,
});

const SORTS = {
  dueOn: { sql: "(r.body->>'dueOn')", cast: 'text', tie: 'r.id' },
  offeredOn: { sql: "(r.body->>'offeredOn')", cast: 'text', tie: 'r.id' },
  face: { sql: "((r.body->'face'->>'minor')::numeric)", cast: 'numeric', tie: 'r.id' },
} as const;

type Filter = {
  readonly status: readonly string[] | null;
  readonly buyer: string | null;
  readonly supplier: string | null;
  readonly dueFrom: string | null;
  readonly dueTo: string | null;
};

function listOf(filter: Filter, sort: keyof typeof SORTS): ListQuery {
  return {
    name: 'receivables',
    filter,
    select: 'r.id, r.body, r.block, r.tx_index',
    from: `from book.receivable r
      where ($1::text[] is null or r.status = any($1))
        and ($2::text is null or r.body->>'buyer' = $2)
        and ($3::text is null or r.body->>'supplier' = $3)
        and ($4::text is null or r.body->>'dueOn' >= $4)
        and ($5::text is null or r.body->>'dueOn' <= $5)`,
    values: [filter.status, filter.buyer, filter.supplier, filter.dueFrom, filter.dueTo],
    sort: SORTS[sort],
  };
}

function pageOf(context: Context, list: ListQuery, args: PageArguments) {
  return readPage<Row, ReceivableView>(context, list, args, row =>
    viewOf('Receivable', storedOf(row)),
  );
}

const partyArgument = (id: string | null | undefined): string | null =>
  id == null ? null : (objectIdOf('Party', id) ?? '');

builder.queryFields(t => ({
  receivables: t.field({
    type: ReceivableConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      status: t.arg.stringList(),
      buyer: t.arg.id(),
      supplier: t.arg.id(),
      dueFrom: t.arg({ type: 'BusinessDate' }),
      dueTo: t.arg({ type: 'BusinessDate' }),
      sort: t.arg({ type: ReceivableSort, defaultValue: 'dueOn' }),
    },
    resolve: (_root, args, context) => {
      const filter = {
        status: args.status ?? null,
        buyer: partyArgument(args.buyer),
        supplier: partyArgument(args.supplier),
        dueFrom: args.dueFrom ?? null,
        dueTo: args.dueTo ?? null,
      };
      return pageOf(context, listOf(filter, args.sort ?? 'dueOn'), args);
    },
  }),
  receivable: t.field({
    type: ReceivableType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => {
      const id = objectIdOf('Receivable', args.id);
      return id === null ? null : findReceivable(context, id);
    },
  }),
  confirmations: t.field({
    type: ReceivableConnection,
    description: 'Offered to the calling buyer and unanswered, exceptions first.',
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => {
      const nothing = { supplier: null, dueFrom: null, dueTo: null };
      const filter = { ...nothing, status: ['offered', 'recorded'], buyer: context.caller.party };
      return pageOf(context, { ...listOf(filter, 'dueOn'), name: 'confirmations' }, args);
    },
  }),
}));
