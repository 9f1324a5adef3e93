import { createHash } from 'node:crypto';
import { daysBetween } from '../../../domain/calendar/index.ts';
import type { Entities } from '../../../domain/event/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery, type PageArguments } from '../connection.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface } from '../node.ts';
import { storedOf } from '../reading.ts';
import { FlagType, HoldingType, holdingsOf } from './holding.ts';
import { connectionOf, sumsOf } from './page.ts';
import { partyView, PartyType } from './party.ts';
import { FinancingType, ReceivableType, viewOf, type ReceivableView } from './refs.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

type Body = Entities['receivable'];
type Row = { id: string; body: Body; block: bigint; tx_index: number };

/** The claim with this id, if the caller may see it. */
export async function findReceivable(context: Context, id: string): Promise<ReceivableView | null> {
  const row = await context.reading.entity('receivable', id);
  return row ? viewOf('Receivable', row) : null;
}

/** Those of the claims that the caller may see, in the order asked. */
export async function findReceivables(
  context: Context,
  ids: readonly string[],
): Promise<ReceivableView[]> {
  const found = await Promise.all(ids.map(id => findReceivable(context, id)));
  return found.filter(view => view !== null);
}

type AmountParts = { readonly face: MoneyWire; readonly parts: Body['parts'] };
const PARTS = [
  'free',
  'reserved',
  'pledged',
  'sold',
  'pooled',
  'paid',
  'diluted',
  'writtenOff',
] as const;

const AmountPartsType = builder.objectRef<AmountParts>('AmountParts').implement({
  description:
    'face = free + reserved + pledged + sold + pooled + paid + diluted + writtenOff (INV-R3).',
  fields: t => {
    const part = (name: (typeof PARTS)[number]) =>
      t.field({
        type: 'Money',
        resolve: ({ face, parts }) => ({ minor: parts[name], currency: face.currency }),
      });
    return {
      face: t.expose('face', { type: 'Money' }),
      free: part('free'),
      reserved: part('reserved'),
      pledged: part('pledged'),
      sold: part('sold'),
      pooled: part('pooled'),
      paid: part('paid'),
      diluted: part('diluted'),
      writtenOff: part('writtenOff'),
      adds: t.boolean({
        description: 'False must be shown as an alarm in place of the bar.',
        resolve: ({ face, parts }) =>
          PARTS.reduce((sum, name) => sum + BigInt(parts[name]), 0n) === BigInt(face.minor),
      }),
    };
  },
});

function confirmationOf(body: Body): Extract<Body, { status: 'confirmed' }>['confirmation'] | null {
  return 'confirmation' in body ? body.confirmation : null;
}

/** The latest open business day: what "today" is on this channel. */
export async function openDay(context: Context): Promise<string | null> {
  const days = await context.reading.entity('openDays', 'channel');
  return [...(days?.body.open ?? [])].sort().at(-1) ?? null;
}

/** Item of `receivable.confirm` for the buyer; the debt confirmation's hash is its own to add. */
const STATEMENT_TEXT =
  'We owe this amount on this day, will pay it to this account, and raise no defence or set-off.';

/** What the debtor declares with its signature, by hash. */
const CONFIRMATION_STATEMENT = {
  hash: createHash('sha256').update(STATEMENT_TEXT).digest('hex'),
  kind: 'debtConfirmation',
  bytes: Buffer.byteLength(STATEMENT_TEXT),
} as const;

async function confirmItem(context: Context, { row }: ReceivableView): Promise<Wire> {
  const { body } = row;
  const isBuyer = body.buyer === context.caller.party;
  if (!isBuyer || (body.status !== 'offered' && body.status !== 'recorded')) return null;
  const [account] = await context.reading.query<{ id: string }>(COLLECT_ACCOUNT, [
    context.services.channel,
    body.supplier,
    body.face.currency,
  ]);
  return {
    receivable: body.receivable,
    expect: body.version,
    root: body.root,
    face: { ...body.face },
    dueOn: body.dueOn,
    payTo: account?.id ?? null,
    undertaking: 'irrevocable',
    statement: { ...CONFIRMATION_STATEMENT },
  };
}

/** The platform's collect account, so that the repayment is seen; else the supplier's own. */
const COLLECT_ACCOUNT = `select a.id from book.account a
  left join book.channel c on c.id = $1 and c.body->>'operator' = a.body->>'party'
  where a.body->>'purpose' = 'collect' and a.body->>'state' = 'verified'
    and a.body->'currency' = to_jsonb($3::text) and (c.id is not null or a.body->>'party' = $2)
  order by c.id nulls last, a.id limit 1`;

ReceivableType.implement({
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    status: t.string({ resolve: ({ row }) => row.body.status }),
    assurance: t.string({
      nullable: true,
      description: 'L1, L2 or L3; absent before it is recorded or confirmed.',
      resolve: ({ row: { body } }) => ('assurance' in body ? body.assurance : null),
    }),
    supplier: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.supplier),
    }),
    buyer: t.field({
      type: PartyType,
      resolve: ({ row }, _args, context) => partyView(context, row.body.buyer),
    }),
    face: t.field({ type: 'Money', resolve: ({ row }) => row.body.face }),
    outstanding: t.field({ type: 'Money', resolve: ({ row }) => row.body.outstanding }),
    invoiceOn: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.body.invoiceOn }),
    acceptedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row.body.acceptedOn,
    }),
    dueOn: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.body.dueOn }),
    daysToDue: t.int({
      nullable: true,
      description: "Days from the ledger's open business day to `dueOn`; negative once past due.",
      resolve: async ({ row }, _args, context) => {
        const today = await openDay(context);
        return today === null ? null : daysBetween(today, row.body.dueOn);
      },
    }),
    tenorReason: t.string({ nullable: true, resolve: ({ row }) => row.body.tenorReason }),
    root: t.field({
      type: 'Sha256',
      description: 'Commitment to the private trade details.',
      resolve: ({ row }) => row.body.root,
    }),
    invoices: t.field({ type: 'JSON', resolve: ({ row }) => row.body.invoices }),
    version: t.int({
      description: '`expect` of the next act on it.',
      resolve: ({ row }) => row.body.version,
    }),
    undertaking: t.string({
      nullable: true,
      resolve: ({ row }) => confirmationOf(row.body)?.undertaking ?? null,
    }),
    payTo: t.string({
      nullable: true,
      resolve: ({ row }) => confirmationOf(row.body)?.payTo ?? null,
    }),
    offeredOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row.body.offeredOn,
    }),
    confirmedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => confirmationOf(row.body)?.on ?? null,
    }),
    amountParts: t.field({
      type: AmountPartsType,
      resolve: ({ row: { body } }) => ({ face: body.face, parts: body.parts }),
    }),
    holdings: t.field({
      type: [HoldingType],
      resolve: ({ row }, _args, context) => holdingsOf(context, row.body.holdings),
    }),
    flags: t.field({
      type: [FlagType],
      resolve: async ({ row }, _args, { reading }) => {
        const flags = await Promise.all(row.body.flags.map(id => reading.entity('flag', id)));
        return flags.filter(flag => flag !== null).map(({ body }) => body);
      },
    }),
    financings: t.field({
      type: [FinancingType],
      resolve: async ({ objectId }, _args, { reading }) => {
        const rows = await reading.query<{
          id: string;
          body: Entities['financing'];
          block: bigint;
          tx_index: number;
        }>(
          `select id, body, block, tx_index from book.financing
            where body->'holdings' @> jsonb_build_array(jsonb_build_object('receivable', $1::text))
            order by id`,
          [objectId],
        );
        return rows.map(row => viewOf('Financing', storedOf(row)));
      },
    }),
    timeline: t.field({
      type: [TimelineEventType],
      resolve: ({ objectId }, _args, context) => timelineOf(context, `receivable~${objectId}`),
    }),
    confirmItem: t.field({
      type: 'JSON',
      nullable: true,
      description:
        'Item of `receivable.confirm` ready to be read and signed by the buyer; else `null`.',
      resolve: (view, _args, context) => confirmItem(context, view),
    }),
  }),
});

export const ReceivableConnection = connectionOf(
  'Receivable',
  ReceivableType,
  sumsOf("r.body->'face'"),
);

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
      first: t.arg.int(),
      after: t.arg({ type: 'Cursor' }),
      last: t.arg.int(),
      before: t.arg({ type: 'Cursor' }),
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
      first: t.arg.int(),
      after: t.arg({ type: 'Cursor' }),
      last: t.arg.int(),
      before: t.arg({ type: 'Cursor' }),
    },
    resolve: (_root, args, context) => {
      const nothing = { supplier: null, dueFrom: null, dueTo: null };
      const filter = { ...nothing, status: ['offered', 'recorded'], buyer: context.caller.party };
      return pageOf(context, { ...listOf(filter, 'dueOn'), name: 'confirmations' }, args);
    },
  }),
}));
