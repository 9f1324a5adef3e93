import { daysBetween } from '../../../domain/calendar/index.ts';
import type { Entities } from '../../../domain/event/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { NodeInterface } from '../node.ts';
import { storedOf } from '../reading.ts';
import { AmountPartsType } from './amount-parts.ts';
import { confirmItem } from './confirm-item.ts';
import { FlagType, HoldingType, holdingsOf } from './holding.ts';
import { partyView, PartyType } from './party.ts';
import { FinancingType, ReceivableType, viewOf, type ReceivableView } from './refs.ts';
import { timelineOf, TimelineEventType } from './timeline.ts';

type Body = Entities['receivable'];

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

function confirmationOf(body: Body): Extract<Body, { status: 'confirmed' }>['confirmation'] | null {
  return 'confirmation' in body ? body.confirmation : null;
}

/** The latest open business day: what "today" is on this channel. */
export async function openDay(context: Context): Promise<string | null> {
  const days = await context.reading.entity('openDays', 'channel');
  return [...(days?.body.open ?? [])].sort().at(-1) ?? null;
}

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
  }),
});

builder.objectFields(ReceivableType, t => ({
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
}));
