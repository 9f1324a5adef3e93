import {
  documentFromWire,
  type CanonicalDocument,
  type Invoice,
} from '../../domain/document/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import type { FinancingIn } from '../../domain/financing/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import type { Database, Sql } from '../database/index.ts';
import { readAcross, type Crossing, type Used } from '../governance/index.ts';

export type Named = { readonly name: string; readonly code: string | null };
type Receivable = Entities['receivable'];
type Examined = FinancingIn<'committed' | 'cleared'>;

/** The goods of an invoice as its latest match found them received, and the files that say so. */
export type Delivery = {
  readonly invoice: string;
  readonly isWhole: boolean;
  /** SHA-256 of the raw files that hold the receipts. */
  readonly files: readonly string[];
};

/** An issued paper: its file's SHA-256. */
type Paper = { readonly kind: string; readonly subject: string; readonly hash: string };

/** A financing before its disbursement, with what its holder's own documents say. */
export type Case = {
  readonly financing: Examined;
  readonly receivables: readonly Receivable[];
  /** By document id: invoices of the claims, as they now stand. */
  readonly invoices: ReadonlyMap<string, Invoice>;
  /** By document id of the invoice. */
  readonly deliveries: ReadonlyMap<string, Delivery>;
  /** Papers that the funder has of the claims, and of the agreement since the commitment. */
  readonly papers: readonly Paper[];
  /** Registered names by party. */
  readonly names: ReadonlyMap<string, Named>;
  readonly operator: string;
  /** The holder's account that may be paid to; `null` while there is none. */
  readonly account: string | null;
};

/** The receipts that the latest match of each invoice counts, and their raw files. */
const DELIVERIES = `select m.document as invoice, (m.evidence->>'isWhole')::boolean as whole,
    coalesce(array_agg(distinct l.sha256) filter (where l.sha256 is not null), '{}') as files
  from erp.match_run m
  left join lateral jsonb_array_elements(m.evidence->'lines') line on true
  left join lateral jsonb_array_elements(line->'receipts') used on true
  left join erp.document r on r.id = used->>'receipt' and r.superseded_at is null
  left join erp.load l on l.id = r.load
  where m.document = any($1) and m.superseded_at is null
  group by m.document, m.evidence->>'isWhole'`;

/** A paper made before the commitment does not carry the funder's signature. */
const PAPERS = `select d.kind, d.subject_id as subject, d.sha256 as hash from app.document d
  where d.subject_id = any($1)
    or d.subject_id = $2 and d.as_of_block >= (select max(t.block)
      from book.event_object o join book.tx t using (block, tx_index)
      where o.object_id = $3 and t.kind = 'financing.commit')
  order by d.issued_at, d.id`;

/**
 * Reads a committed or cleared financing as the operator, and the documents behind it as its holder
 * while the holder's consent to its funder stands; `null` when there is no such financing.
 */
export async function readCase(
  database: Database,
  of: { readonly operator: string; readonly financing: string; readonly on: string },
): Promise<Case | null> {
  const { operator } = of;
  const ledger = await database.withTenant({ tenant: operator, actor: 'examiner' }, sql =>
    readLedger(sql, of.financing),
  );
  if (!ledger) return null;
  const { financing, receivables } = ledger;
  const refs = receivables.flatMap(claim => claim.invoices.map(row => row.fingerprintRef));
  const none = { invoices: new Map(), deliveries: new Map() };
  const crossing: Crossing = {
    owner: financing.holder,
    reader: financing.funder,
    purpose: 'financing',
    on: of.on,
    actor: 'examiner',
    action: 'financing.examine',
    question: { financing: of.financing, documents: refs },
  };
  const trade = await readAcross(database, crossing, (sql, opened) =>
    readTrade(sql, refs, opened.kinds),
  );
  const papers = await database.withTenant({ tenant: financing.funder, actor: 'examiner' }, sql =>
    sql.query<Paper>(PAPERS, [
      receivables.map(claim => claim.receivable),
      financing.financing,
      `financing~${financing.financing}`,
    ]),
  );
  return { ...ledger, ...(trade.ok ? trade.value : none), papers, operator };
}

type LedgerPart = Pick<Case, 'financing' | 'receivables' | 'names' | 'account'>;

async function readLedger(sql: Sql, id: string): Promise<LedgerPart | null> {
  const [row] = await sql.query<{ body: Entities['financing'] }>(
    'select body from book.financing where id = $1',
    [id],
  );
  const financing = row?.body;
  if (financing?.status !== 'committed' && financing?.status !== 'cleared') return null;
  const { holder, holdings } = financing;
  const claims = await sql.query<{ body: Receivable }>(
    'select body from book.receivable where id = any($1) order by id',
    [[...new Set(holdings.map(({ receivable }) => receivable))]],
  );
  const names = await sql.query<{ party: string; name: string; code: string | null }>(
    'select party, name_zh as name, code from app.party_name',
  );
  const [account] = await sql.query<{ id: string }>(
    `select id from book.account where body->>'party' = $1 and body->>'purpose' = 'settle'
       and body->>'state' = 'verified' order by id limit 1`,
    [holder],
  );
  return {
    financing,
    receivables: claims.map(({ body }) => body),
    names: new Map(names.map(({ party, name, code }) => [party, { name, code }])),
    account: account?.id ?? null,
  };
}

type Trade = Pick<Case, 'invoices' | 'deliveries'>;

/** Parts of invoices and receipts that the examination looks at. */
const EXAMINED = ['number', 'dates', 'parties', 'totals', 'lines', 'files'];

async function readTrade(
  sql: Sql,
  refs: readonly string[],
  kinds: readonly string[],
): Promise<{ readonly value: Trade; readonly used: Used }> {
  const documents = await sql.query<{ body: Wire }>(
    `select body from erp.document
      where id = any($1) and superseded_at is null and kind = any ($2)`,
    [refs, kinds],
  );
  const rows = kinds.includes('receipt')
    ? await sql.query<{ invoice: string; whole: boolean; files: string[] }>(DELIVERIES, [refs])
    : [];
  const invoices = documents.map(({ body }) => documentFromWire(body)).filter(isInvoice);
  const value = {
    invoices: new Map(invoices.map(invoice => [invoice.id, invoice])),
    deliveries: new Map(
      rows.map(({ invoice, whole: isWhole, files }) => [invoice, { invoice, isWhole, files }]),
    ),
  };
  return { value, used: { documents: documents.length, fields: EXAMINED } };
}

function isInvoice(document: CanonicalDocument): document is Invoice {
  return 'seller' in document && 'totals' in document;
}
