import {
  isPersonal,
  partyKey,
  type CanonicalDocument,
  type Ref,
} from '../domain/document/index.ts';
import { preimages, skeleton } from '../domain/evidence/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { documentRoot, wireOf } from './commitment.ts';
import { fingerprintFieldsOf } from './draft.ts';
import { insertRows, type RowValues } from './insert.ts';
import { isInvoice, issuerOf } from './issuer.ts';
import type { Provenance } from './canonical/index.ts';
import type { JudgedRecord } from './outcome.ts';
import { sealPersons, writePersons } from './person/index.ts';
import { packProvenance } from './provenance.ts';
import { DETAIL_TABLES, detailRows } from './write-detail.ts';
import type { LoadContext } from './store.ts';

/** What a write needs to know of its load. */
export type WriteOf = {
  readonly load: string;
  readonly at: string;
  readonly sha256: string;
  readonly canonicalHash?: string;
};

export type WrittenDocument = {
  readonly id: string;
  readonly version: number;
  readonly root: string;
  readonly document: CanonicalDocument;
};

type Written = JudgedRecord & { readonly document: CanonicalDocument };

/** Writes the canonical rows of a load: documents, lines, provenance, links, fingerprints. */
export async function writeDocuments(
  context: LoadContext,
  judged: readonly JudgedRecord[],
  of: WriteOf,
): Promise<WrittenDocument[]> {
  const written = judged.filter((j): j is Written => j.outcome === 'written' && !!j.document);
  if (written.length === 0) return [];
  const { sql, tenant } = context;
  await sql.query(
    `update erp.document set superseded_at = $2
     where id = any ($1::text[]) and superseded_at is null`,
    [written.map(w => w.document.id), of.at],
  );
  const last = new Map(written.map(w => [w.document.id, w.document.version]));
  const rows = [];
  const sealed = [];
  for (const one of written) {
    const { id, version } = one.document;
    const saltKey = context.random(32);
    const root = documentRoot(one.document, saltKey);
    const isLive = last.get(id) === version;
    const named = await sealPersons(context, { id, version, body: wireOf(one.document) });
    const proof = { saltKey, root, supersededAt: isLive ? null : of.at };
    rows.push({ one, root, row: documentRow(one, of, { ...proof, body: named.body }) });
    if (named.persons.length > 0) sealed.push({ ...named, id, version });
  }
  await insertRows(
    sql,
    { table: 'erp.document', tenant, columns: DOCUMENT },
    rows.map(r => r.row),
  );
  await writePersons(context, sealed, of.at);
  await writeDetails(context, written);
  await writeBesides(context, written, of);
  return rows.map(({ one: { document }, root }) => {
    return { id: document.id, version: document.version, root, document };
  });
}

const DOCUMENT = {
  id: 'text',
  version: 'integer',
  kind: 'text',
  number: 'text',
  skeleton: 'text',
  natural_key: 'text',
  issuer_key: 'text',
  partner_key: 'text',
  issued_on: 'date',
  due_on: 'date',
  currency: 'text',
  payable_minor: 'bigint',
  suspect: 'boolean',
  load: 'uuid',
  seq: 'integer',
  content_hash: 'text',
  canonical_hash: 'text',
  body: 'jsonb',
  salt_key: 'bytea',
  root: 'text',
  written_at: 'timestamptz',
  superseded_at: 'timestamptz',
};

function documentRow(
  one: Written,
  of: WriteOf,
  proof: { saltKey: Uint8Array; root: string; supersededAt: string | null; body: Wire },
): RowValues {
  const { document } = one;
  return {
    id: document.id,
    version: document.version,
    kind: document.kind,
    number: document.number,
    skeleton: skeleton(document.number),
    natural_key: one.naturalKey,
    issuer_key: issuerOf(document),
    partner_key: partnerOf(document),
    issued_on: document.issuedOn,
    due_on: 'dueOn' in document ? document.dueOn : undefined,
    currency: document.currency,
    payable_minor: payableOf(document),
    suspect: one.record.suspect,
    load: of.load,
    seq: one.seq,
    content_hash: one.contentHash,
    canonical_hash: of.canonicalHash,
    body: proof.body,
    salt_key: proof.saltKey,
    root: proof.root,
    written_at: of.at,
    superseded_at: proof.supersededAt,
  };
}

function partnerOf(document: CanonicalDocument): string | undefined {
  if (document.kind === 'openItem') return partyKey(document.counterparty);
  if ('issuer' in document) return document.recipient && partyKey(document.recipient);
  if (!('seller' in document)) return undefined;
  const isBuyers = document.kind === 'order' || document.kind === 'receipt';
  return partyKey(isBuyers ? document.seller : document.buyer);
}

function payableOf(document: CanonicalDocument): bigint | undefined {
  if ('totals' in document) return document.totals.payable.minor;
  return document.kind === 'openItem' ? document.amount.minor : undefined;
}

async function writeDetails(context: LoadContext, written: readonly Written[]): Promise<void> {
  const tables = new Map<string, RowValues[]>();
  for (const { document, record } of written) {
    const { table, rows } = detailRows(document, record.suspect);
    const known = tables.get(table);
    if (known) known.push(...rows);
    else tables.set(table, [...rows]);
  }
  const { sql, tenant } = context;
  for (const [table, rows] of tables) {
    await insertRows(sql, { table, tenant, columns: DETAIL_TABLES[table] ?? {} }, rows);
  }
}

const PROVENANCE = { document: 'text', version: 'integer', map: 'bytea' };
const LINK = {
  document: 'text',
  version: 'integer',
  ordinal: 'integer',
  kind: 'text',
  number: 'text',
  state: 'text',
};

async function writeBesides(
  context: LoadContext,
  written: readonly Written[],
  of: WriteOf,
): Promise<void> {
  const { sql, tenant } = context;
  const maps = written.map(({ document, record }) => ({
    document: document.id,
    version: document.version,
    map: packProvenance(record.provenance.map(entry => veiled(document.kind, entry))),
  }));
  await insertRows(sql, { table: 'erp.provenance', tenant, columns: PROVENANCE }, maps);
  const links = written.flatMap(({ document }) =>
    refsOf(document).map((ref, ordinal) => ({
      document: document.id,
      version: document.version,
      ordinal,
      kind: ref.kind,
      number: ref.number,
      state: 'pending',
    })),
  );
  await insertRows(sql, { table: 'erp.doc_link', tenant, columns: LINK }, links);
  await writeFingerprints(context, written, of);
}

/** What a person's value was before somebody corrected it stands in the sealed correction alone. */
function veiled(kind: string, entry: Provenance): Provenance {
  const { at, path } = entry;
  if (at.kind !== 'manual' || !isPersonal(kind, path)) return entry;
  return { ...entry, at: { ...at, before: null } };
}

/** References of the header and of all lines, each once. */
export function refsOf(document: CanonicalDocument): Ref[] {
  const all = [...document.refs];
  if (document.kind === 'receipt' && document.shipment) all.push(document.shipment);
  if ('lines' in document) {
    for (const line of document.lines) {
      if ('orderLine' in line && line.orderLine) all.push(line.orderLine);
    }
  }
  const seen = new Set<string>();
  return all.filter(ref => {
    const key = `${ref.kind} ${ref.number}`;
    return seen.has(key) ? false : seen.add(key);
  });
}

const FINGERPRINT = {
  kind: 'text',
  value: 'text',
  document: 'text',
  state: 'text',
  amount_minor: 'bigint',
};

async function writeFingerprints(
  context: LoadContext,
  written: readonly Written[],
  of: WriteOf,
): Promise<void> {
  const values = written.flatMap(({ document }) => {
    if (!isInvoice(document) || !('totals' in document)) return [];
    const hashes = {
      ...(of.canonicalHash === undefined ? {} : { canonicalHash: of.canonicalHash }),
    };
    return preimages(fingerprintFieldsOf(document, hashes)).map(p => ({
      kind: p.kind,
      value: context.keyed(`${p.kind}\u001f${p.text}`),
      document: document.id,
      state: 'seen',
      amount_minor: document.totals.payable.minor,
    }));
  });
  const { sql, tenant } = context;
  const into = { table: 'erp.fingerprint', tenant, columns: FINGERPRINT, isOnce: true };
  // In the order of the index: keyed hashes in the order of documents would touch every page of it.
  values.sort((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  await insertRows(sql, into, values);
}
