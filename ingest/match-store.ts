import {
  documentFromWire,
  documentToWire,
  formatExact,
  type CanonicalDocument,
} from '../domain/document/index.ts';
import { assuranceEvidence, type MatchResult } from '../domain/order/index.ts';
import { canonical, type Wire } from '../domain/wire/index.ts';
import { sha256Hex } from './commitment.ts';
import { insertRows, type RowValues } from './insert.ts';
import { isInvoice } from './issuer.ts';
import { orderNumbers, poolOf, runMatches, type Run } from './match-run.ts';
import type { WrittenDocument } from './write.ts';
import type { LoadContext, Sql } from './store.ts';

/** Links references to the documents they name, in both directions of arrival (ING-21). */
export async function linkReferences(sql: Sql, written: readonly WrittenDocument[]): Promise<void> {
  if (written.length === 0) return;
  const ids = written.map(w => w.id);
  const numbers = written.map(w => w.document.number);
  await sql.query(
    `update erp.doc_link l set target = d.id, state = 'linked'
     from erp.document d
     where l.state = 'pending' and d.kind = l.kind and d.number = l.number
       and d.superseded_at is null and d.id <> l.document
       and (l.document = any ($1::text[]) or l.number = any ($2::text[]))`,
    [ids, numbers],
  );
}

/**
 * Matches every invoice that the written documents touch: invoices themselves, those of an order
 * that came or changed, those of goods that were received, those a credit note names. All invoices
 * of one order are matched anew in the order of their dates, so that the order of arrival does not
 * show. Answers the number of runs whose result is new.
 */
export async function matchWritten(
  context: LoadContext,
  written: readonly Pick<WrittenDocument, 'document'>[],
  of: { readonly load: string; readonly at: string },
): Promise<number> {
  const own = written.map(w => w.document).filter(d => isInvoice(d));
  const named = own.flatMap(d => [d.number, ...invoiceNumbers(d)]);
  const earlier = await loadNamed(context.sql, { numbers: named, except: own.map(d => d.id) });
  const touched = [...own, ...earlier];
  const documents = [...written.map(w => w.document), ...earlier];
  const numbers = [...new Set(documents.flatMap(orderNumbers))];
  if (numbers.length === 0 && touched.length === 0) return 0;
  const rest = await loadRest(context.sql, { numbers, named, except: touched.map(d => d.id) });
  const pool = poolOf([...touched, ...rest]);
  const runs = runMatches(pool);
  return saveRuns(context, runs, of);
}

/** A written document that is yet to be matched. */
export type Unmatched = { readonly id: string; readonly order: string };

const MATCHED_AT_ONCE = 1_000;

/** What of written documents takes part in matches, with the order that it names first. */
export function unmatchedOf(written: readonly WrittenDocument[]): Unmatched[] {
  return written.flatMap(({ id, document }) => {
    const [order] = orderNumbers(document);
    if (order === undefined && !isInvoice(document)) return [];
    return [{ id, order: order ?? '' }];
  });
}

/**
 * Matches what a long load has written, documents of one order together: bodies stand in memory for
 * some orders at a time. Whatever else those orders have is found in the tables, so that the parts
 * make no difference to the results.
 */
export async function matchUnmatched(
  context: LoadContext,
  unmatched: readonly Unmatched[],
  of: { readonly load: string; readonly at: string },
): Promise<number> {
  const sorted = [...unmatched].sort((a, b) =>
    a.order < b.order ? -1 : a.order > b.order ? 1 : 0,
  );
  let matched = 0;
  for (let from = 0; from < sorted.length; from += MATCHED_AT_ONCE) {
    const ids = sorted.slice(from, from + MATCHED_AT_ONCE).map(one => one.id);
    const rows = await context.sql.query<{ body: Wire }>(
      'select body from erp.document where id = any ($1::text[]) and superseded_at is null',
      [ids],
    );
    const documents = rows.map(row => ({ document: documentFromWire(row.body) }));
    matched += await matchWritten(context, documents, of);
  }
  return matched;
}

function invoiceNumbers(document: CanonicalDocument): string[] {
  return document.refs.flatMap(r => (r.kind === 'invoice' ? [r.number] : []));
}

/** Invoices that credit notes name: what they bill must be matched anew with their orders. */
async function loadNamed(
  sql: Sql,
  by: { readonly numbers: readonly string[]; readonly except: readonly string[] },
): Promise<CanonicalDocument[]> {
  if (by.numbers.length === 0) return [];
  const rows = await sql.query<{ body: Wire }>(
    `select body from erp.document where superseded_at is null and number = any ($1::text[])
       and kind in ('invoice', 'corrected', 'selfBilled', 'prepayment') and id <> all ($2::text[])`,
    [by.numbers, by.except],
  );
  return rows.map(r => documentFromWire(r.body));
}

/** Orders by number, whatever refers to them, and credit notes that name an invoice. */
async function loadRest(
  sql: Sql,
  by: {
    readonly numbers: readonly string[];
    readonly named: readonly string[];
    readonly except: readonly string[];
  },
): Promise<CanonicalDocument[]> {
  const except = new Set(by.except);
  const named = await sql.query<{ document: string }>(
    `select distinct document from erp.doc_link
     where (kind = 'order' and number = any ($1::text[]))
       or (kind = 'invoice' and number = any ($2::text[]))
     union
     select id from erp.document
     where kind = 'order' and number = any ($1::text[]) and superseded_at is null`,
    [by.numbers, by.named],
  );
  // What is known already is left out here: as a condition of a join it made the time quadratic.
  const ids = named.map(n => n.document).filter(id => !except.has(id));
  if (ids.length === 0) return [];
  const rows = await sql.query<{ body: Wire }>(
    `select body from erp.document
     where id = any ($1::text[]) and superseded_at is null
       and kind in ('invoice', 'corrected', 'selfBilled', 'prepayment', 'creditNote', 'receipt',
         'order')`,
    [ids],
  );
  return rows.map(r => documentFromWire(r.body));
}

const RUN = {
  id: 'uuid',
  document: 'text',
  version: 'integer',
  result: 'text',
  exceptions: 'jsonb',
  evidence: 'jsonb',
  content_hash: 'text',
  load: 'uuid',
  run_at: 'timestamptz',
};
const LINE = {
  run: 'uuid',
  seq: 'integer',
  line: 'text',
  result: 'text',
  order_document: 'text',
  order_number: 'text',
  order_line: 'text',
  confidence: 'integer',
  covered: 'numeric',
  exceptions: 'jsonb',
  associations: 'jsonb',
};

async function saveRuns(
  context: LoadContext,
  runs: readonly Run[],
  of: { readonly load: string; readonly at: string },
): Promise<number> {
  const { sql, tenant } = context;
  const known = await sql.query<{ document: string; content_hash: string }>(
    `select document, content_hash from erp.match_run
     where document = any ($1::text[]) and superseded_at is null`,
    [runs.map(r => r.invoice.id)],
  );
  const hashes = new Map(known.map(k => [k.document, k.content_hash]));
  const changed = runs
    .map(run => ({ ...run, id: context.newId(), hash: hashOf(run) }))
    .filter(run => hashes.get(run.invoice.id) !== run.hash);
  if (changed.length === 0) return 0;
  await sql.query(
    `update erp.match_run set superseded_at = $2
     where document = any ($1::text[]) and superseded_at is null`,
    [changed.map(c => c.invoice.id), of.at],
  );
  const rows = changed.map(({ id, invoice, result, hash }) => ({
    id,
    document: invoice.id,
    version: invoice.version,
    result: result.result,
    exceptions: result.exceptions,
    evidence: plain(assuranceEvidence(invoice, result)),
    content_hash: hash,
    load: of.load,
    run_at: of.at,
  }));
  await insertRows(sql, { table: 'erp.match_run', tenant, columns: RUN }, rows);
  const lines = changed.flatMap(({ id, result }) => lineRows(id, result));
  await insertRows(sql, { table: 'erp.match_line', tenant, columns: LINE }, lines);
  return changed.length;
}

function hashOf(run: Run): string {
  return sha256Hex(canonical(plain({ result: run.result, version: run.invoice.version })));
}

function lineRows(run: string, result: MatchResult): RowValues[] {
  return result.lines.map((line, seq) => ({
    run,
    seq,
    line: line.line,
    result: line.result,
    order_document: line.order?.id,
    order_number: line.order?.number,
    order_line: line.order?.line,
    confidence: line.confidence,
    covered: formatExact(line.covered),
    exceptions: line.exceptions,
    associations: plain(line.associations),
  }));
}

/** Any value of ours as JSON, bigint as text: the same walk as for documents. */
function plain(value: unknown): Wire {
  return documentToWire(value as CanonicalDocument);
}
