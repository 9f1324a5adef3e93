import { canonical, isObject, parseWire, type Wire } from '../../../domain/wire/index.ts';
import { prepareClaim } from '../claim-draft.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { ReceivableType, type ReceivableView } from './refs.ts';
import {
  findSource,
  matchOf,
  MatchType,
  SourceDocumentType,
  type SourceView,
} from './source-document.ts';

type FieldOf = { readonly path: string; readonly salt: string; readonly value: Wire };
type Details = { readonly source: SourceView | null; readonly fields: readonly FieldOf[] };

/** The caller's own copy of the trade behind a claim: by the reference that its invoices carry. */
async function sourceOf(context: Context, { row }: ReceivableView): Promise<SourceView | null> {
  const [first] = row.body.invoices;
  return first ? findSource(context, first.fingerprintRef) : null;
}

/** The supplier has its file; the buyer reads what the supplier showed it with the offer. */
async function detailsOf(context: Context, view: ReceivableView): Promise<Details | null> {
  const source = await sourceOf(context, view);
  const { supplier, buyer, receivable } = view.row.body;
  if (source?.row.kind === 'invoice') {
    return { source, fields: prepareClaim(source.row, { supplier, buyer, receipts: [] }).fields };
  }
  if (context.caller.party !== buyer) return null;
  const fields = await shownFields(context, receivable);
  return fields.length === 0 ? null : { source: null, fields };
}

/** The private fields of a claim that the caller has itself, with the salts that open its root. */
export async function claimFieldsOf(
  context: Context,
  view: ReceivableView,
): Promise<readonly FieldOf[]> {
  return (await detailsOf(context, view))?.fields ?? [];
}

async function shownFields(context: Context, receivable: string): Promise<readonly FieldOf[]> {
  const act = await actOf(context, receivable);
  const reader = context.caller.party;
  const query = { kind: 'receivable.details', receivable, reader, ...(act ? { act } : {}) };
  const answer = await context.services.ledger.evaluate({ text: canonical(query) });
  if (answer.kind !== 'answer') return [];
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  const fields = parsed.ok && isObject(parsed.value) ? parsed.value['fields'] : null;
  return Array.isArray(fields) ? (fields as FieldOf[]) : [];
}

/** The act by which a claim came onto the ledger: its details lie with those of the same act. */
async function actOf({ reading }: Context, receivable: string): Promise<string | null> {
  const [row] = await reading.query<{ act_id: string }>(
    `select e.act_id from book.event_object o join book.event e using (block, tx_index, n)
      where o.object_id = $1 order by e.block, e.tx_index, e.n limit 1`,
    [`receivable~${receivable}`],
  );
  return row?.act_id ?? null;
}

function valueOf({ fields }: Details, ...paths: readonly string[]): string | null {
  const found = fields.find(({ path }) => paths.includes(path));
  return typeof found?.value === 'string' ? found.value : null;
}

const TradeDetailsType = builder.objectRef<Details>('TradeDetails').implement({
  fields: t => ({
    number: t.string({ nullable: true, resolve: of => valueOf(of, 'invoices[0].number') }),
    supplierName: t.string({ nullable: true, resolve: of => valueOf(of, 'seller.name') }),
    buyerName: t.string({ nullable: true, resolve: of => valueOf(of, 'buyer.name') }),
    orderNumber: t.string({
      nullable: true,
      resolve: of => valueOf(of, 'invoices[0].orderNumber', 'orderNumber'),
    }),
    currency: t.string({ nullable: true, resolve: of => valueOf(of, 'invoices[0].currency') }),
    fields: t.field({
      type: 'JSON',
      description: 'Private fields with salts that open `root`: [{path, salt, value}].',
      resolve: ({ fields }) => fields as unknown as Wire,
    }),
    document: t.field({
      type: SourceDocumentType,
      nullable: true,
      resolve: ({ source }) => source,
    }),
  }),
});

builder.objectFields(ReceivableType, t => ({
  details: t.field({
    type: TradeDetailsType,
    nullable: true,
    description:
      'Kept by the party that sees the trade: number, lines, order. `null` without that right.',
    resolve: (view, _args, context) => detailsOf(context, view),
  }),
  match: t.field({
    type: MatchType,
    nullable: true,
    resolve: async (view, _args, context) => {
      const source = await sourceOf(context, view);
      return source ? matchOf(context, source.objectId) : null;
    },
  }),
}));
