import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery } from '../connection.ts';
import type { Context } from '../context.ts';
import { fileLink } from '../file-link.ts';
import { objectIdOf, readGlobalId } from '../global-id.ts';
import { NodeInterface, type NodeView } from '../node.ts';
import { refused, RefusedType } from '../problem.ts';
import { connectionOf, pageArguments } from './page.ts';
import { partyOrNull, PartyType } from './party.ts';
import { FinancingType, ReceivableType } from './refs.ts';

type Row = {
  readonly id: string;
  readonly tenant_id: string;
  readonly kind: string;
  readonly number: string;
  readonly subject_id: string;
  readonly language: string;
  readonly sha256: string;
  readonly bytes: bigint;
  readonly issued_at: string;
  readonly anchored_act: string | null;
  readonly tx_id: string | null;
  readonly block: bigint | null;
};

type DocumentView = NodeView & { readonly type: 'Document'; readonly row: Row };

const FROM = `from app.document d
  left join app.outbox o on o.tenant_id = d.tenant_id and o.act_id = d.anchored_act`;
const SELECT = `d.id, d.tenant_id, d.kind, d.number, d.subject_id, d.language, d.sha256, d.bytes,
  d.issued_at, d.anchored_act, o.tx_id, o.block`;

const view = (row: Row): DocumentView => ({ type: 'Document', objectId: row.id, row });

/** The issued document with this id, if it is the caller's. */
export async function findDocument(context: Context, id: string): Promise<DocumentView | null> {
  if (!/^[0-9a-f-]{36}$/.test(id)) return null;
  const [row] = await context.reading.query<Row>(`select ${SELECT} ${FROM} where d.id = $1`, [id]);
  return row ? view(row) : null;
}

async function documentsOf({ reading }: Context, subject: string): Promise<DocumentView[]> {
  const rows = await reading.query<Row>(
    `select ${SELECT} ${FROM} where d.subject_id = $1 order by d.issued_at, d.id limit 50`,
    [subject],
  );
  return rows.map(view);
}

export const DocumentType = builder.objectRef<DocumentView>('Document');
DocumentType.implement({
  description: 'A document the platform issued: its hash is on the ledger.',
  interfaces: [NodeInterface],
  isTypeOf: value => (value as NodeView).type === 'Document',
  fields: t => ({
    objectId: t.exposeString('objectId'),
    kind: t.string({ resolve: ({ row }) => row.kind }),
    number: t.string({ resolve: ({ row }) => row.number }),
    version: t.int({ resolve: () => 1 }),
    subject: t.string({ resolve: ({ row }) => row.subject_id }),
    status: t.string({ resolve: ({ row }) => (row.block === null ? 'signed' : 'anchored') }),
    issuer: t.field({
      type: PartyType,
      nullable: true,
      resolve: ({ row }, _args, context) => partyOrNull(context, row.tenant_id),
    }),
    locale: t.string({ nullable: true, resolve: ({ row }) => row.language }),
    fileHash: t.field({ type: 'Sha256', nullable: true, resolve: ({ row }) => row.sha256 }),
    bytes: t.int({ nullable: true, resolve: ({ row }) => Number(row.bytes) }),
    issuedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row.issued_at.slice(0, 10),
    }),
    block: t.int({
      nullable: true,
      resolve: ({ row }) => (row.block === null ? null : Number(row.block)),
    }),
    txId: t.string({ nullable: true, resolve: ({ row }) => row.tx_id }),
    url: t.string({
      nullable: true,
      description: 'Link for this caller alone, five minutes: `/v1/files/{id}?…`.',
      resolve: ({ objectId }, _args, { services, caller }) => {
        const link = { id: objectId, tenant: caller.party, subject: caller.subject };
        return fileLink(services.secret, link, services.now());
      },
    }),
    verifyUrl: t.string({
      description: 'Public page behind the QR.',
      resolve: ({ objectId }, _args, { services }) => `${services.origin}/v/${objectId}`,
    }),
  }),
});

builder.objectField(ReceivableType, 'documents', t =>
  t.field({
    type: [DocumentType],
    resolve: ({ objectId }, _args, context) => documentsOf(context, objectId),
  }),
);
builder.objectField(FinancingType, 'documents', t =>
  t.field({
    type: [DocumentType],
    resolve: ({ objectId }, _args, context) => documentsOf(context, objectId),
  }),
);

const DocumentConnection = connectionOf('Document', DocumentType);

builder.queryFields(t => ({
  documents: t.field({
    type: DocumentConnection,
    description: 'Issued documents, newest first.',
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
      subject: t.arg.string(),
      kind: t.arg.string(),
    },
    resolve: (_root, args, context) => {
      const filter = { subject: args.subject ?? null, kind: args.kind ?? null };
      const list: ListQuery = {
        name: 'documents',
        filter,
        select: SELECT,
        from: `${FROM} where ($1::text is null or d.subject_id = $1)
          and ($2::text is null or d.kind = $2)`,
        values: [filter.subject, filter.kind],
        sort: { sql: 'd.issued_at', cast: 'timestamptz', tie: 'd.id::text' },
        descending: true,
      };
      return readPage<Row, DocumentView>(context, list, args, view);
    },
  }),
  document: t.field({
    type: DocumentType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, args, context) => {
      const id = objectIdOf('Document', args.id);
      return id === null ? null : findDocument(context, id);
    },
  }),
}));

const LOCALES = ['zh', 'en', 'zh+en'] as const;

const DocumentIssueResult = builder.unionType('DocumentIssueResult', {
  types: [DocumentType, RefusedType],
});

builder.mutationField('documentIssue', t =>
  t.field({
    type: DocumentIssueResult,
    complexity: 20,
    args: {
      kind: t.arg.string({ required: true }),
      subject: t.arg.id({ required: true }),
      locale: t.arg.string({ description: '`zh`, `en` or `zh+en`.' }),
    },
    resolve: async (_root, args, context) => {
      const { services, caller, reading } = context;
      const subject = readGlobalId(args.subject)?.objectId ?? args.subject;
      const issued = await services.documents.issue({
        tenant: caller.party,
        by: caller.subject,
        kind: args.kind,
        subject,
        locale: LOCALES.find(known => known === args.locale) ?? 'zh',
      });
      if (!issued.ok) return refused(context, issued.error);
      await reading.renew();
      const document = await findDocument(context, issued.value);
      return document ?? refused(context, { code: 'NOT_FOUND', facts: { id: issued.value } });
    },
  }),
);
