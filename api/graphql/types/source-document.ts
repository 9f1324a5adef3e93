import { seenBy, seenValue } from '../../../domain/document/index.ts';
import type { MoneyWire } from '../../../domain/money/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { describeProvenance, type DescribedProvenance } from '../../../ingest/index.ts';
import { ownSight } from '../../governance/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { NodeInterface, type NodeView } from '../node.ts';

export type SourceRow = {
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly number: string;
  readonly issued_on: string;
  readonly due_on: string | null;
  readonly currency: string;
  readonly payable_minor: bigint | null;
  readonly partner_key: string | null;
  readonly load: string;
  readonly canonical_hash: string | null;
  readonly salt_key: Buffer;
  readonly body: Wire;
  readonly raw_sha256: string | null;
};
export type SourceView = NodeView & { readonly type: 'SourceDocument'; readonly row: SourceRow };

export const SOURCE_SELECT = `d.id, d.version, d.kind, d.number, d.issued_on, d.due_on, d.currency,
  d.payable_minor, d.partner_key, d.load, d.canonical_hash, d.salt_key, d.body,
  (select l.sha256 from erp.load l where l.tenant_id = d.tenant_id and l.id = d.load) as raw_sha256`;

export const sourceView = (row: SourceRow): SourceView => ({
  type: 'SourceDocument',
  objectId: row.id,
  row,
});

/** The current version of a document that came in by a file of the caller's. */
export async function findSource({ reading }: Context, id: string): Promise<SourceView | null> {
  const load = reading.loader<SourceRow>('source document', async ids => {
    const rows = await reading.query<SourceRow>(
      `select ${SOURCE_SELECT} from erp.document d
        where d.id = any($1) and d.superseded_at is null`,
      [ids],
    );
    return new Map(rows.map(row => [row.id, row]));
  });
  const row = await load(id);
  return row ? sourceView(row) : null;
}

function openedBody(
  { services, reading, caller }: Context,
  { id, version, body }: SourceRow,
): Promise<Wire> {
  const of = { tenant: caller.party, id, version, body };
  return services.openPersons({ query: reading.query }, of);
}

export function payableOf(row: SourceRow): MoneyWire | null {
  if (row.payable_minor === null) return null;
  return { minor: row.payable_minor.toString(), currency: row.currency as MoneyWire['currency'] };
}

/** `file` is the SHA-256 of the raw file. */
type Provenance = DescribedProvenance & { readonly file: string | null };

const ProvenanceType = builder.objectRef<Provenance>('Provenance').implement({
  fields: t => ({
    field: t.exposeString('field'),
    value: t.exposeString('value', { nullable: true }),
    locator: t.field({
      type: 'JSON',
      description: 'Place in the raw file: line, column, byte range.',
      resolve: ({ locator }) => locator,
    }),
    file: t.exposeString('file', { nullable: true }),
  }),
});

export const SourceDocumentType = builder.objectRef<SourceView>('SourceDocument');
SourceDocumentType.implement({
  description: 'A document that came in by a file.',
  interfaces: [NodeInterface],
  fields: t => ({
    objectId: t.exposeString('objectId'),
    kind: t.string({ resolve: ({ row }) => row.kind }),
    number: t.string({ resolve: ({ row }) => row.number }),
    issuedOn: t.field({
      type: 'BusinessDate',
      nullable: true,
      resolve: ({ row }) => row.issued_on,
    }),
    currency: t.string({ nullable: true, resolve: ({ row }) => row.currency }),
    total: t.field({ type: 'Money', nullable: true, resolve: ({ row }) => payableOf(row) }),
    load: t.string({ nullable: true, resolve: ({ row }) => row.load }),
    canonical: t.field({
      type: 'JSON',
      description: 'Persons in it are masked for roles whose work does not need them.',
      resolve: async ({ row }, _args, context) =>
        seenBy(await openedBody(context, row), ownSight(context.caller)).document,
    }),
    provenance: t.field({
      type: [ProvenanceType],
      resolve: async ({ row }, _args, context) => {
        const { reading, caller } = context;
        const [found] = await reading.query<{ map: Buffer }>(
          'select map from erp.provenance where document = $1 and version = $2',
          [row.id, row.version],
        );
        const body = await openedBody(context, row);
        const entries = found ? describeProvenance(found.map, body) : [];
        const sight = ownSight(caller);
        return entries.map(entry => ({
          ...entry,
          value: seenValue(row.kind, entry, sight),
          file: row.raw_sha256,
        }));
      },
    }),
  }),
});

builder.queryField('sourceDocument', t =>
  t.field({
    type: SourceDocumentType,
    nullable: true,
    args: { id: t.arg.id({ required: true }) },
    resolve: (_root, { id }, context) => {
      const objectId = objectIdOf('SourceDocument', id);
      return objectId === null ? null : findSource(context, objectId);
    },
  }),
);

/** The three-way match behind a document, from the latest run. */
export type MatchRow = {
  readonly document: string;
  readonly result: string;
  readonly exceptions: Wire;
  readonly evidence: Wire;
  readonly content_hash: string;
};

export async function matchOf({ reading }: Context, document: string): Promise<MatchRow | null> {
  const load = reading.loader<MatchRow>('match', async ids => {
    const rows = await reading.query<MatchRow>(
      `select document, result, exceptions, evidence, content_hash from erp.match_run
        where document = any($1) and superseded_at is null`,
      [ids],
    );
    return new Map(rows.map(row => [row.document, row]));
  });
  return (await load(document)) ?? null;
}

export const MatchType = builder.objectRef<MatchRow>('Match').implement({
  description: 'The three-way match of order, receipt and invoice behind a receivable.',
  fields: t => ({
    status: t.exposeString('result'),
    assurance: t.string({ nullable: true, resolve: () => null }),
    exceptions: t.field({
      type: 'JSON',
      description: 'Exceptions first: [{rule, severity, line, billed, received, ordered, …}].',
      resolve: ({ exceptions }) => exceptions,
    }),
    resultHash: t.field({
      type: 'Sha256',
      nullable: true,
      resolve: ({ content_hash: hash }) => (/^[0-9a-f]{64}$/.test(hash) ? hash : null),
    }),
  }),
});
