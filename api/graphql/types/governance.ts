import type { DocumentKind } from '../../../domain/document/index.ts';
import { seenBy } from '../../../domain/document/index.ts';
import type { Entities } from '../../../domain/event/index.ts';
import { isLiveConsent, PURPOSES } from '../../../domain/party/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { readAcross } from '../../governance/index.ts';
import { builder } from '../builder.ts';
import { listCost, readPage, type ListQuery, type Page } from '../connection.ts';
import type { Context } from '../context.ts';
import { refused, RefusedType, type Refused } from '../problem.ts';
import { connectionOf, pageArguments } from './page.ts';
import { partyView, PartyType } from './party.ts';

type Consent = Entities['consent'];
const LISTED_MAX = 100;

async function openDay({ reading }: Context): Promise<string> {
  const days = await reading.entity('openDays', 'channel');
  return [...(days?.body.open ?? [])].sort().at(-1) ?? '';
}

const ConsentType = builder.objectRef<Consent>('Consent').implement({
  description: 'What a party lets another read of its files, and for which purpose.',
  fields: t => ({
    party: t.field({ type: PartyType, resolve: (row, _args, ctx) => partyView(ctx, row.party) }),
    to: t.field({ type: PartyType, resolve: (row, _args, ctx) => partyView(ctx, row.to) }),
    purpose: t.exposeString('purpose'),
    dataClasses: t.stringList({ resolve: ({ dataClasses }) => [...dataClasses] }),
    from: t.expose('from', { type: 'BusinessDate' }),
    until: t.expose('until', { type: 'BusinessDate' }),
    withdrawnOn: t.expose('withdrawnOn', { type: 'BusinessDate', nullable: true }),
    stands: t.boolean({
      description: 'Whether it opens anything on the open business day.',
      resolve: async (row, _args, ctx) => isLiveConsent(row, await openDay(ctx)),
    }),
  }),
});

type UseRow = {
  readonly at: string;
  readonly acting_for: string;
  readonly action: string;
  readonly purpose: string;
  readonly consent: string | null;
  readonly outcome: string;
  readonly documents: number;
  readonly fields_read: string[];
  readonly query_hash: string;
};

const DataUseType = builder.objectRef<UseRow>('DataUse').implement({
  description: 'A read of the caller’s files by another party, or an attempt at one.',
  fields: t => ({
    at: t.expose('at', { type: 'Instant' }),
    reader: t.field({
      type: PartyType,
      resolve: (row, _args, ctx) => partyView(ctx, row.acting_for),
    }),
    action: t.exposeString('action'),
    purpose: t.exposeString('purpose'),
    consent: t.exposeString('consent', { nullable: true }),
    outcome: t.exposeString('outcome', { description: 'done, or refused for want of consent.' }),
    documents: t.exposeInt('documents'),
    fields: t.stringList({ resolve: row => row.fields_read }),
    queryHash: t.expose('query_hash', { type: 'Sha256' }),
  }),
});

const DataUseConnection = connectionOf('DataUse', DataUseType);

type SharedRow = {
  readonly id: string;
  readonly kind: DocumentKind;
  readonly version: number;
  readonly issued_on: string;
  readonly body: Wire;
};
type Shared = Omit<SharedRow, 'body' | 'version'> & { readonly document: Wire };

const SharedDocumentType = builder.objectRef<Shared>('SharedDocument').implement({
  description: 'A document of another party, as far as its consent and the purpose show it.',
  fields: t => ({
    objectId: t.exposeString('id'),
    kind: t.exposeString('kind'),
    issuedOn: t.expose('issued_on', { type: 'BusinessDate' }),
    document: t.field({
      type: 'JSON',
      description: 'Masked by class; what the purpose does not show is absent.',
      resolve: ({ document }) => document,
    }),
  }),
});

const SharedConnection = connectionOf('SharedDocument', SharedDocumentType);

type SharedList = { readonly consent: string; readonly documents: Page<Shared> };

const SharedDocumentsType = builder.objectRef<SharedList>('SharedDocuments').implement({
  isTypeOf: value => 'documents' in (value as object),
  fields: t => ({
    consent: t.exposeString('consent', {
      description: 'The consent on the ledger that opens them.',
    }),
    documents: t.field({ type: SharedConnection, resolve: ({ documents }) => documents }),
  }),
});

const SharedResult = builder.unionType('SharedDocumentsResult', {
  types: [SharedDocumentsType, RefusedType],
});

type Asked = {
  readonly party: string;
  readonly purpose: (typeof PURPOSES)[number];
  readonly kind?: string | null | undefined;
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
};

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** One page of another party's documents; the read stands in that party's log. */
async function sharedDocuments(context: Context, asked: Asked): Promise<SharedList | Refused> {
  const { caller, services, requestId } = context;
  const { party: owner, purpose, kind = null, first = null, after = null } = asked;
  if (!UUID.test(owner) || owner === caller.party) {
    const facts = { party: owner, data: `to ${caller.party}`, purpose };
    return refused(context, { code: 'CONSENT_MISSING', facts });
  }
  const question = { purpose, kind, first, after };
  const on = await openDay(context);
  const crossing = {
    owner,
    reader: caller.party,
    purpose,
    on,
    actor: caller.subject,
    action: 'documents.shared',
    question,
    requestId,
  };
  const read = await readAcross(
    services.database,
    crossing,
    async (sql, { consent, kinds, sight }) => {
      const own = { ...context, reading: { ...context.reading, query: sql.query.bind(sql) } };
      const fields = new Set<string>();
      const list: ListQuery = {
        name: 'sharedDocuments',
        filter: { owner, purpose, kind },
        select: 'd.id, d.version, d.kind, d.issued_on, d.body',
        from: `from erp.document d where d.superseded_at is null and not d.suspect
        and d.kind = any ($1) and ($2::text is null or d.kind = $2)`,
        values: [kinds, kind],
        sort: { sql: 'd.issued_on', cast: 'date', tie: 'd.id' },
        descending: true,
      };
      const page = await readPage<SharedRow, SharedRow>(own, list, { first, after }, row => row);
      const edges = [];
      for (const { cursor, node } of page.edges) {
        const { body, version, ...row } = node;
        const opened = await services.openPersons(sql, {
          tenant: owner,
          id: row.id,
          version,
          body,
        });
        const seen = seenBy(opened, sight);
        seen.fields.forEach(field => fields.add(field));
        edges.push({ cursor, node: { ...row, document: seen.document } });
      }
      const used = { documents: edges.length, fields: [...fields].sort() };
      return { value: { consent, documents: { ...page, edges } }, used };
    },
  );
  return read.ok ? read.value : refused(context, read.error);
}

const PurposeType = builder.enumType('Purpose', { values: PURPOSES });

builder.queryFields(t => ({
  consents: t.field({
    type: [ConsentType],
    description: 'What the caller lets others read, and what others let it read; newest first.',
    complexity: 20,
    resolve: async (_root, _args, { reading, caller }) => {
      const rows = await reading.query<{ body: Consent }>(
        `select body from book.consent where body->>'party' = $1 or body->>'to' = $1
          order by block desc, tx_index desc, id limit ${LISTED_MAX}`,
        [caller.party],
      );
      return rows.map(({ body }) => body);
    },
  }),
  dataUse: t.field({
    type: DataUseConnection,
    description: 'Who read what of the caller’s files and why; newest first.',
    complexity: listCost,
    args: {
      ...pageArguments(t.arg),
    },
    resolve: (_root, args, context) => {
      const list: ListQuery = {
        name: 'dataUse',
        filter: null,
        select: `u.at, u.acting_for, u.action, u.purpose, u.consent, u.outcome, u.documents,
          u.fields_read, u.query_hash`,
        from: 'from app.audit u where u.purpose is not null and u.tenant_id = $1',
        values: [context.caller.party],
        sort: { sql: 'u.seq', cast: 'bigint', tie: 'u.seq::text' },
        descending: true,
      };
      return readPage<UseRow, UseRow>(context, list, args, row => row);
    },
  }),
  sharedDocuments: t.field({
    type: SharedResult,
    description: 'Documents that another party lets the caller read for a purpose.',
    complexity: listCost,
    args: {
      party: t.arg.id({ required: true }),
      purpose: t.arg({ type: PurposeType, required: true }),
      kind: t.arg.string(),
      first: t.arg.int({ required: true }),
      after: t.arg({ type: 'Cursor' }),
    },
    resolve: (_root, args, context) => sharedDocuments(context, args),
  }),
}));
