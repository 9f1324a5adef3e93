import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import { prepareClaim, type PreparedClaim } from '../claim-draft.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { connectionOf, pageArguments, sumsOf } from './page.ts';
import { partyOrNull, PartyType } from './party.ts';
import { findReceivable } from './receivable.ts';
import { ReceivableType } from './refs.ts';
import {
  matchOf,
  MatchType,
  payableOf,
  SOURCE_SELECT,
  SourceDocumentType,
  sourceView,
  type SourceRow,
} from './source-document.ts';

type Row = SourceRow & {
  readonly buyer: string | null;
  readonly receivable: string | null;
  /** Bodies of the receipts that cover its lines. */
  readonly receipts: readonly Wire[] | null;
};
type Draft = { readonly row: Row; readonly prepared: PreparedClaim };

/** Ends of a claim that free its invoice for another offer. */
const ENDED = ['declined', 'withdrawn', 'cancelled'];

function draftOf(context: Context, row: Row): Draft {
  return {
    row,
    prepared: prepareClaim(row, {
      supplier: context.caller.party,
      buyer: row.buyer,
      receipts: row.receipts ?? [],
    }),
  };
}

function reasonsOf({ row, prepared }: Draft): string[] {
  return [...prepared.blockers, ...(row.buyer === null ? ['PARTY_NOT_ACTIVE'] : [])];
}

const ClaimDraftType = builder.objectRef<Draft>('ClaimDraft').implement({
  description: 'What a supplier may offer now: prepared by ingest, signed by the supplier.',
  fields: t => ({
    objectId: t.string({ resolve: ({ row }) => row.id }),
    state: t.string({
      description: 'ready, offered or held.',
      resolve: draft => {
        if (draft.row.receivable !== null) return 'offered';
        return reasonsOf(draft).length > 0 ? 'held' : 'ready';
      },
    }),
    reasons: t.stringList({ description: 'Why it is held: codes.', resolve: reasonsOf }),
    number: t.string({ nullable: true, resolve: ({ row }) => row.number }),
    buyer: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ row }, _args, context) => partyOrNull(context, row.buyer),
    }),
    buyerName: t.string({ nullable: true, resolve: ({ prepared }) => prepared.buyerName }),
    face: t.field({
      type: 'Money',
      resolve: ({ row, prepared }) =>
        (prepared.claim['face'] as never) ?? payableOf(row) ?? { minor: '0', currency: 'CNY' },
    }),
    invoiceOn: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.issued_on }),
    dueOn: t.field({ type: 'BusinessDate', resolve: ({ row }) => row.due_on ?? row.issued_on }),
    document: t.field({
      type: SourceDocumentType,
      nullable: true,
      resolve: ({ row }) => sourceView(row),
    }),
    match: t.field({
      type: MatchType,
      nullable: true,
      resolve: ({ row }, _args, context) => matchOf(context, row.id),
    }),
    claim: t.field({
      type: 'JSON',
      description: 'One item of `receivable.offer`; the client adds its fresh id as `receivable`.',
      resolve: ({ prepared }) => prepared.claim,
    }),
    transient: t.field({
      type: 'JSON',
      description:
        'Private fields with salts: goes into `transient` as `details.<receivable id>` of the act.',
      resolve: ({ prepared }) => prepared.fields as unknown as Wire,
    }),
    receivable: t.field({
      type: ReceivableType,
      nullable: true,
      resolve: ({ row }, _args, context) =>
        row.receivable === null ? null : findReceivable(context, row.receivable),
    }),
  }),
});

const ClaimDraftConnection = connectionOf(
  'ClaimDraft',
  ClaimDraftType,
  sumsOf("jsonb_build_object('minor', d.payable_minor, 'currency', d.currency)"),
);

/** The claim that uses an invoice now: the reference is the document's id. */
const RECEIVABLE = `(select r.id from book.receivable r
  where r.body->>'supplier' = d.tenant_id::text and not (r.status = any($2))
    and r.body->'invoices' @> jsonb_build_array(jsonb_build_object('fingerprintRef', d.id))
  order by r.block desc limit 1)`;
const BUYER = '(select n.party::text from app.party_name n where n.code = d.partner_key)';

/** Goods received on the lines of an invoice, by its latest three-way match. */
const RECEIPTS = `(select jsonb_agg(distinct r.body) from erp.match_run m
  join erp.match_line l on l.tenant_id = m.tenant_id and l.run = m.id
  cross join jsonb_array_elements(l.associations) as used
  join erp.document r on r.tenant_id = m.tenant_id and r.id = used->>'receipt'
    and r.superseded_at is null
  where m.tenant_id = d.tenant_id and m.document = d.id and m.superseded_at is null)`;

builder.queryField('claimDrafts', t =>
  t.field({
    type: ClaimDraftConnection,
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      state: t.arg.stringList(),
    },
    resolve: (_root, args, context) => {
      const state = args.state ?? null;
      const list: ListQuery = {
        name: 'claimDrafts',
        filter: { state },
        select: `${SOURCE_SELECT}, ${BUYER} as buyer, ${RECEIVABLE} as receivable, ${RECEIPTS} as receipts`,
        from: `from erp.document d
          where d.superseded_at is null and d.kind = 'invoice' and coalesce(d.payable_minor, 0) > 0
            and d.issuer_key = (select own.code from app.party_name own where own.party = $3)
            and ($1::text[] is null
              or 'offered' = any($1) and ${RECEIVABLE} is not null
              or 'ready' = any($1) and ${RECEIVABLE} is null and ${BUYER} is not null
                and d.due_on is not null
              or 'held' = any($1) and ${RECEIVABLE} is null
                and (${BUYER} is null or d.due_on is null))`,
        values: [state, ENDED, context.caller.party],
        sort: { sql: 'd.issued_on', cast: 'date', tie: 'd.id' },
      };
      return readPage<Row, Draft>(context, list, args, row => draftOf(context, row));
    },
  }),
);
