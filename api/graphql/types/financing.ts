import type { Entities } from '../../../domain/event/index.ts';
import type { CheckItem, FeeLine } from '../../../domain/financing/index.ts';
import { builder } from '../builder.ts';
import { openedOf, type Opened } from '../checklist.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface } from '../node.ts';
import { storedOf } from '../reading.ts';
import { HoldingType, holdingsOf } from './holding.ts';
import { connectionOf, pageArguments, sumsOf } from './page.ts';
import { partyOrNull, partyView, PartyType } from './party.ts';
import { findReceivables } from './receivable.ts';
import {
  FinancingType,
  PaymentType,
  RateCardType,
  ReceivableType,
  viewOf,
  type FinancingView,
  type RateCardView,
} from './refs.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

type Body = Entities['financing'];
type Row = { id: string; body: Body; block: bigint; tx_index: number };
type Price = Extract<Body, { status: 'accepted' }>['price'];

const priceOf = (body: Body): Price | null => ('price' in body ? body.price : null);

export const FeeType = builder.objectRef<FeeLine>('Fee').implement({
  fields: t => ({
    kind: t.exposeString('kind'),
    amount: t.expose('amount', { type: 'Money' }),
    payer: t.exposeString('payer'),
    payee: t.exposeString('payee'),
  }),
});

const OpenedType = builder.objectRef<Opened>('OpenedEvidence').implement({
  fields: t => ({
    name: t.exposeString('name', { description: 'Ledger key `type~id`, or `file:<sha256>`.' }),
    opens: t.exposeBoolean('opens', { description: 'The row or the file is there now.' }),
  }),
});

type CheckView = CheckItem & { readonly opened: () => Promise<ReadonlyMap<string, boolean>> };

const CheckItemType = builder.objectRef<CheckView>('CheckItem').implement({
  fields: t => ({
    item: t.exposeString('item', { description: 'C01 to C20.' }),
    result: t.exposeString('result', { description: 'What was decided at the clearing.' }),
    evidence: t.field({
      type: [OpenedType],
      resolve: async ({ opens, opened }) => {
        const found = await opened();
        return opens.map(name => ({ name, opens: found.get(name) === true }));
      },
    }),
  }),
});

/** The items, which look for what they name together and only when asked. */
function checkItems(context: Context, { body, objectId }: { body: Body; objectId: string }) {
  if (!('checklist' in body)) return [];
  let looked: Promise<ReadonlyMap<string, boolean>> | null = null;
  const opened = (): Promise<ReadonlyMap<string, boolean>> =>
    (looked ??= openedOf(context, body.checklist, objectId));
  return body.checklist.map(item => ({ ...item, opened }));
}

export const PayoutType = builder.objectRef<Entities['payout']>('Payout').implement({
  fields: t => ({
    objectId: t.exposeString('payout'),
    status: t.exposeString('status'),
    amount: t.expose('amount', { type: 'Money' }),
    payee: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ payee }, _args, context) => partyView(context, payee),
    }),
    account: t.exposeString('account', { nullable: true }),
    valueOn: t.expose('valueOn', { type: 'BusinessDate', nullable: true }),
    endToEndId: t.exposeString('endToEndId', { nullable: true }),
  }),
});

/** The card with this id, if the caller may see it. */
export async function findRateCard(context: Context, id: string): Promise<RateCardView | null> {
  const row = await context.reading.entity('rateCard', id);
  return row ? viewOf('RateCard', row) : null;
}

RateCardType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    status: t.string({ resolve: ({ row }) => row.body.status }),
    funder: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.funder),
    }),
    programme: t.string({ nullable: true, resolve: ({ row }) => row.body.programme }),
    kind: t.string({ resolve: ({ row }) => row.body.kind }),
    mode: t.string({ resolve: ({ row }) => row.body.mode }),
    ratePpm: t.field({ type: 'Ppm', resolve: ({ row }) => row.body.ratePpm }),
    advancePpm: t.field({ type: 'Ppm', resolve: ({ row }) => row.body.advancePpm }),
    tenorFrom: t.int({ resolve: ({ row }) => row.body.tenorDays.from }),
    tenorTo: t.int({ resolve: ({ row }) => row.body.tenorDays.to }),
    capacity: t.field({ type: 'Money', resolve: ({ row }) => row.body.capacity }),
    used: t.field({
      type: 'Money',
      nullable: true,
      resolve: async ({ row }, _args, { reading }) => {
        const [sum] = await reading.query<{ minor: string }>(
          `select coalesce(sum((body->>'frozen')::numeric + (body->>'used')::numeric), 0)::text
             as minor from book.slice where body->>'line' = $1`,
          [row.body.card],
        );
        return { minor: sum?.minor ?? '0', currency: row.body.capacity.currency };
      },
    }),
    until: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.body.until }),
    gradeMin: t.string({ nullable: true, resolve: ({ row }) => row.body.gradeMin }),
  }),
});

/** The financing with this id, if the caller may see it. */
export async function findFinancing(context: Context, id: string): Promise<FinancingView | null> {
  const row = await context.reading.entity('financing', id);
  return row ? viewOf('Financing', row) : null;
}

FinancingType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    status: t.string({ resolve: ({ row }) => row.body.status }),
    kind: t.string({ resolve: ({ row }) => row.body.kind }),
    mode: t.string({ resolve: ({ row }) => row.body.mode }),
    holder: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.holder),
    }),
    funder: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ row: { body } }, _args, context) =>
        partyOrNull(context, 'funder' in body ? body.funder : null),
    }),
    card: t.field({
      type: RateCardType,
      nullable: true,
      resolve: ({ row: { body } }, _args, context) =>
        'card' in body && body.card !== null ? findRateCard(context, body.card) : null,
    }),
  }),
});

/** The price as it was shown and signed; nothing before acceptance. */
builder.objectFields(FinancingType, t => ({
  outstanding: t.field({
    type: 'Money',
    nullable: true,
    resolve: ({ row: { body } }) =>
      'debt' in body ? { minor: body.debt.principal, currency: body.outstanding.currency } : null,
  }),
  advance: t.field({
    type: 'Money',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.advance ?? null,
  }),
  discount: t.field({
    type: 'Money',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.discount ?? null,
  }),
  fees: t.field({
    type: [FeeType],
    resolve: ({ row }) => [...(priceOf(row.body)?.feeLines ?? [])],
  }),
  cash: t.field({
    type: 'Money',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.cash ?? null,
  }),
  totalCost: t.field({
    type: 'Money',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.totalCost ?? null,
  }),
  aprPpm: t.field({
    type: 'Ppm',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.aprPpm ?? null,
  }),
  ratePpm: t.field({
    type: 'Ppm',
    nullable: true,
    resolve: ({ row }) => priceOf(row.body)?.ratePpm ?? null,
  }),
}));

builder.objectFields(FinancingType, t => ({
  fundOn: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.body.fundOn }),
  payOn: t.field({
    type: 'BusinessDate',
    nullable: true,
    resolve: ({ row }) => row.body.payOn,
  }),
  version: t.int({ resolve: ({ row }) => row.body.version }),
  checklist: t.field({
    type: [CheckItemType],
    resolve: ({ row: { body }, objectId }, _args, context) =>
      checkItems(context, { body, objectId }),
  }),
  payout: t.field({
    type: PayoutType,
    nullable: true,
    resolve: async ({ row: { body } }, _args, { reading }) =>
      'payout' in body ? ((await reading.entity('payout', body.payout))?.body ?? null) : null,
  }),
  holdings: t.field({
    type: [HoldingType],
    resolve: ({ row }, _args, context) =>
      holdingsOf(
        context,
        row.body.holdings.map(({ holding }) => holding),
      ),
  }),
  receivables: t.field({
    type: [ReceivableType],
    resolve: ({ row }, _args, context) => {
      const ids = row.body.holdings.map(({ receivable }) => receivable);
      return findReceivables(context, [...new Set(ids)]);
    },
  }),
  payments: t.field({
    type: [PaymentType],
    resolve: async ({ objectId }, _args, { reading }) => {
      const rows = await reading.query<{
        id: string;
        body: Entities['payment'];
        block: bigint;
        tx_index: number;
      }>(
        `select p.id, p.body, p.block, p.tx_index from book.payment p
          where p.id in (select m.body->>'payment' from book.match m
            where m.body->'divisions' @> jsonb_build_array(jsonb_build_object('financing', $1::text)))
          order by p.id`,
        [objectId],
      );
      return rows.map(row => viewOf('Payment', storedOf(row)));
    },
  }),
  timeline: t.field({
    type: [TimelineEventType],
    resolve: ({ objectId }, _args, context) => timelineOf(context, `financing~${objectId}`),
  }),
}));

const FinancingConnection = connectionOf(
  'Financing',
  FinancingType,
  sumsOf("coalesce(f.body->'price'->'advance', f.body->'want')"),
);

builder.queryFields(t => ({
  rateCards: t.field({
    type: [RateCardType],
    resolve: async (_root, _args, { reading }) => {
      const rows = await reading.query<{
        id: string;
        body: Entities['rateCard'];
        block: bigint;
        tx_index: number;
      }>(
        `select id, body, block, tx_index from book.rate_card
          order by (body->>'status' = 'live') desc, (body->>'ratePpm')::numeric, id limit 100`,
      );
      return rows.map(row => viewOf('RateCard', storedOf(row)));
    },
  }),
  financings: t.field({
    type: FinancingConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      status: t.arg.stringList(),
    },
    resolve: (_root, args, context) => {
      const status = args.status ?? null;
      const list: ListQuery = {
        name: 'financings',
        filter: { status },
        select: 'f.id, f.body, f.block, f.tx_index',
        from: 'from book.financing f where ($1::text[] is null or f.status = any($1))',
        values: [status],
        sort: { sql: "(f.body->>'requestedOn')", cast: 'text', tie: 'f.id' },
        descending: true,
      };
      return readPage<Row, FinancingView>(context, list, args, row =>
        viewOf('Financing', storedOf(row)),
      );
    },
  }),
  financing: t.field({
    type: FinancingType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => {
      const id = objectIdOf('Financing', args.id);
      return id === null ? null : findFinancing(context, id);
    },
  }),
}));
