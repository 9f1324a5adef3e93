import type { CanonicalDocument } from '../domain/document/index.ts';
import { compareNumbers, skeleton } from '../domain/evidence/index.ts';
import { fatal, warning, type Finding } from './finding.ts';
import { isInvoice, issuerOf } from './issuer.ts';
import type { ReadRecord } from './read.ts';
import type { Sql } from './store.ts';

type Similar = {
  readonly id: string;
  readonly number: string;
  readonly issuer: string;
  readonly skeleton: string;
  readonly isCredit: boolean;
  readonly issuedOn: string;
  readonly currency: string;
  readonly payable: bigint;
};

/** What may be the same document, by seller, year, direction and skeleton. */
export type Similars = Map<string, Similar[]>;

function similarKey({ issuer, skeleton: bare, isCredit, issuedOn }: Similar): string {
  return JSON.stringify([issuer, bare, isCredit, issuedOn.slice(0, 4)]);
}

/** Remembers what a later document may be the same as. */
export function noteSimilar(similar: Similars, one: Similar): void {
  const key = similarKey(one);
  const known = similar.get(key);
  if (known) known.push(one);
  else similar.set(key, [one]);
}

/** S1 inside the tenant: same seller, year and skeleton, another spelling. */
export function nearest(
  document: CanonicalDocument,
  similar: Similars,
): { readonly finding: Finding; readonly isRefused: boolean } | undefined {
  const own = similarOf(document);
  const [hit] = similar.get(similarKey(own)) ?? [];
  if (!hit) return undefined;
  const isRefused = isSameAmount(hit, own) || hit.issuedOn === own.issuedOn;
  const finding = isRefused ? fatal : warning;
  return { finding: duplicateFinding({ finding, match: 'S1' }, own, hit), isRefused };
}

type Compared = Pick<Similar, 'id' | 'number' | 'issuedOn' | 'currency' | 'payable'>;

function isSameAmount(a: Compared, b: Compared): boolean {
  return a.payable === b.payable && a.currency === b.currency;
}

/** A match line: which key met, how, and what else is equal. */
export function duplicateFinding(
  as: { readonly finding: typeof fatal; readonly match: string },
  own: Compared,
  hit: Compared,
): Finding {
  const params = {
    number: own.number,
    other: hit.number,
    document: hit.id,
    match: `${as.match} ${compareNumbers(hit.number, own.number)}`,
    amount: isSameAmount(hit, own) ? 'equal' : 'differs',
    date: hit.issuedOn === own.issuedOn ? 'equal' : 'differs',
  };
  return as.finding('DUP-11', { path: 'number' }, params);
}

/** What of a document is compared. */
export function similarOf(document: CanonicalDocument): Similar {
  const totals = 'totals' in document ? document.totals.payable.minor : 0n;
  return {
    id: document.id,
    number: document.number,
    issuer: issuerOf(document),
    skeleton: skeleton(document.number),
    isCredit: document.kind === 'creditNote',
    issuedOn: document.issuedOn,
    currency: document.currency,
    payable: totals,
  };
}

type LiveRow = {
  readonly id: string;
  readonly number: string;
  readonly kind: string;
  readonly skeleton: string;
  readonly issuer_key: string;
  readonly issued_on: string;
  readonly currency: string;
  readonly payable_minor: bigint | null;
};

/** The live invoices with seller and skeleton of those that were read. */
export async function findSimilar(sql: Sql, records: readonly ReadRecord[]): Promise<Similars> {
  const similar: Similars = new Map();
  const documents = records.flatMap(r => (r.document && isInvoice(r.document) ? [r.document] : []));
  if (documents.length === 0) return similar;
  const rows = await sql.query<LiveRow>(
    `select d.id, d.number, d.kind, d.skeleton, d.issuer_key, d.issued_on, d.currency, d.payable_minor
     from erp.document d
     join (select distinct * from unnest($1::text[], $2::text[]) as w (issuer, skeleton)) w
       on d.issuer_key = w.issuer and d.skeleton = w.skeleton
     where d.superseded_at is null and d.payable_minor is not null
       and d.kind in ('invoice', 'creditNote', 'selfBilled', 'prepayment', 'corrected')`,
    [documents.map(issuerOf), documents.map(d => skeleton(d.number))],
  );
  for (const row of rows) {
    noteSimilar(similar, {
      id: row.id,
      number: row.number,
      issuer: row.issuer_key,
      skeleton: row.skeleton,
      isCredit: row.kind === 'creditNote',
      issuedOn: row.issued_on,
      currency: row.currency,
      payable: row.payable_minor ?? 0n,
    });
  }
  return similar;
}
