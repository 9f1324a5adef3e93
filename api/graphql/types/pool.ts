import type { Entities } from '../../../domain/event/index.ts';
import {
  examinePool,
  LEDGER_RULES,
  type Examined,
} from '../../../domain/securitisation/eligibility/index.ts';
import { phaseOf } from '../../../domain/securitisation/ledger/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { LEDGER_RULES_HASH, readPool, type PoolBook } from '../../pools/index.ts';
import { operatorOf } from '../../service/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface } from '../node.ts';
import { storedOf } from '../reading.ts';
import { connectionOf, pageArguments } from './page.ts';
import { partyView, PartyType } from './party.ts';
import { ExaminationType, type ExaminationView } from './pool-examination.ts';
import { openDay } from './receivable.ts';
import { PoolType, viewOf, type PoolView } from './refs.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

const POOL_COST = 30;

/** The pool with this id, if the caller may see it. */
export async function findPool({ reading }: Context, id: string): Promise<PoolView | null> {
  const row = await reading.entity('pool', id);
  return row ? viewOf('Pool', row) : null;
}

/** A visible pool with its assets; their terms are read for whoever may see the pool. */
async function bookOf(context: Context, id: string): Promise<PoolBook | null> {
  const { services } = context;
  const operator = await operatorOf(services.database, services.channel);
  const today = await openDay(context);
  if (operator === null || today === null) return null;
  return services.database.withTenant({ tenant: operator, actor: 'pool' }, sql =>
    readPool(sql, id, today),
  );
}

function examinationOf(book: PoolBook, today: string): ExaminationView {
  const { pool, examination, judgedOn, pagesRoot } = book;
  const seal = { cutOff: today, rules: LEDGER_RULES_HASH, pagesRoot };
  return {
    examination,
    assets: book.members.map(member => ({ ...member, reference: member.asset.ref })),
    judgedOn,
    currency: pool.amount.currency,
    body: pool.state === 'draft' ? seal : null,
  };
}

type Body = Entities['pool'];
const sealedOf = (body: Body): Extract<Body, { cutOff: string }> | null =>
  'cutOff' in body ? body : null;

PoolType.implement({
  description: 'Claims that back a deal: put together, sealed, sold to the vehicle.',
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    status: t.string({
      description: '`released` once it was given up.',
      resolve: ({ row }) => phaseOf(row.body),
    }),
    originator: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.originator),
    }),
    manager: t.field({
      type: PartyType,
      nullable: true,
      description: 'Who may seal it, or sealed it.',
      resolve: ({ row }, _args, context) => partyView(context, row.body.manager),
    }),
    assetCount: t.int({ resolve: ({ row }) => row.body.assets }),
    amount: t.field({ type: 'Money', resolve: ({ row }) => row.body.amount }),
    cutOff: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => sealedOf(row.body)?.cutOff ?? null,
    }),
    sale: t.field({
      type: 'JSON',
      nullable: true,
      description: 'What the true sale recorded.',
      resolve: ({ row }): Wire => (row.body.state === 'sold' ? { ...row.body.sale } : null),
    }),
    collections: t.field({
      type: 'JSON',
      description: 'What the pool received, by collection day.',
      resolve: async ({ objectId }, _args, { reading }): Promise<Wire> => {
        const rows = await reading.query<{ body: Entities['poolCollection'] }>(
          `select body from book.pool_collection where body->>'pool' = $1 order by id limit 200`,
          [objectId],
        );
        return rows.map(({ body }) => body);
      },
    }),
    examination: t.field({
      type: ExaminationType,
      nullable: true,
      complexity: POOL_COST,
      resolve: async ({ objectId }, _args, context) => {
        const [book, today] = [await bookOf(context, objectId), await openDay(context)];
        return book && examinationOf(book, today ?? '');
      },
    }),
    timeline: t.field({
      type: [TimelineEventType],
      resolve: ({ objectId }, _args, context) => timelineOf(context, `pool~${objectId}`),
    }),
  }),
});

const PREVIEW_MAX = 200;
type Candidate = { holding: Entities['holding']; receivable: Entities['receivable'] };

/** The caller's own live holdings, judged as if they were offered to a new pool today. */
async function previewOf(
  context: Context,
  chosen: readonly string[] | null,
): Promise<ExaminationView | null> {
  const { reading, caller } = context;
  const today = await openDay(context);
  const rows = await reading.query<Candidate>(
    `select h.body as holding, r.body as receivable
       from book.holding h join book.receivable r on r.id = h.receivable
      where h.holder = $1 and h.status in ('free', 'reserved', 'pledged', 'sold')
        and r.body->'face'->>'currency' = 'CNY'
        and ($2::text[] is null or h.id = any($2))
      order by r.due_on, h.id limit ${PREVIEW_MAX}`,
    [caller.party, chosen],
  );
  if (today === null) return null;
  const assets = rows.map(({ holding, receivable }): Examined & { reference: string } => {
    const { buyer: obligor } = receivable;
    const amount = BigInt(holding.outstanding.minor);
    const words = { obligor, group: obligor, reference: holding.holding.slice(-12) };
    return { holding, receivable, pool: null, amount, ...words };
  });
  const examination = examinePool(assets, LEDGER_RULES, today);
  if (!examination.ok) return null;
  const good = new Set(
    examination.value.verdicts.flatMap(({ result, asset }) => (result === 'rejected' ? [] : asset)),
  );
  const offered = assets
    .filter(({ holding }) => good.has(holding.holding))
    .map(({ holding, receivable, obligor, group, reference: ref }) => {
      const words = { type: 'receivable', ref, obligor, group, termsRoot: receivable.root };
      return { asset: holding.holding, ...words };
    });
  const body = offered.length === 0 ? null : { assets: offered };
  return { examination: examination.value, assets, judgedOn: today, currency: 'CNY', body };
}

const PoolConnection = connectionOf('Pool', PoolType);

type Row = { id: string; body: Body; block: bigint; tx_index: number };

builder.queryFields(t => ({
  pools: t.field({
    type: PoolConnection,
    description: 'Pools that the caller is a party of, newest first.',
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => {
      const list: ListQuery = {
        name: 'pools',
        filter: null,
        select: 'p.id, p.body, p.block, p.tx_index',
        from: 'from book.pool p where true',
        values: [],
        sort: { sql: 'p.id', cast: 'text', tie: 'p.id' },
        descending: true,
      };
      return readPage<Row, PoolView>(context, list, args, row => viewOf('Pool', storedOf(row)));
    },
  }),
  pool: t.field({
    type: PoolType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => {
      const id = objectIdOf('Pool', args.id);
      return id === null ? null : findPool(context, id);
    },
  }),
  poolPreview: t.field({
    type: ExaminationType,
    nullable: true,
    complexity: POOL_COST,
    description: `The caller's own holdings judged for a new pool today; at most ${PREVIEW_MAX}.`,
    args: {
      holdings: t.arg.stringList({ description: 'Only these of them; all when left out.' }),
    },
    resolve: (_root, { holdings }, context) => previewOf(context, holdings ?? null),
  }),
}));
