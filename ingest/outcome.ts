import {
  documentFromWire,
  type CanonicalDocument,
  type OpenItem,
} from '../domain/document/index.ts';
import type { Wire } from '../domain/wire/index.ts';
import { contentHash } from './commitment.ts';
import { fatal, type Finding } from './finding.ts';
import { isInvoice } from './issuer.ts';
import type { ReadRecord } from './read.ts';
import {
  duplicateFinding,
  findSimilar,
  nearest,
  noteSimilar,
  similarOf,
  type Similars,
} from './similar.ts';
import type { RecordOutcome, Sql } from './store.ts';

/** A record with what the pipeline decided about it. */
export type JudgedRecord = {
  readonly seq: number;
  readonly record: ReadRecord;
  readonly outcome: RecordOutcome;
  readonly findings: readonly Finding[];
  /** Present where the record has a canonical document. */
  readonly document?: CanonicalDocument;
  readonly naturalKey?: string;
  readonly contentHash?: string;
};

/**
 * What a person decided about a conflict: the new content becomes the next version of the document
 * with the same key, or an invoice whose number is only similar stands as one of its own.
 */
export type Decision = 'replace' | 'both';

type Live = {
  readonly id: string;
  readonly version: number;
  readonly number: string;
  readonly natural_key: string;
  readonly content_hash: string;
  readonly issued_on: string;
  readonly currency: string;
  readonly payable_minor: bigint | null;
  readonly body: Wire;
  /** Set for a record of the same file, which stands in no table yet. */
  readonly document?: CanonicalDocument;
};

/**
 * Decides for each record whether it is new, the same, or contradicts a live version (ING-20):
 * DUP-02 for one key with other content, DUP-11 for an invoice whose number differs only in
 * spelling while amount or date are equal. Records of one file are judged against each other too;
 * those before `from` stand in the tables already.
 */
export async function judgeRecords(
  sql: Sql,
  records: readonly ReadRecord[],
  of: { readonly decisions: ReadonlyMap<number, Decision>; readonly from: number },
): Promise<JudgedRecord[]> {
  const keys = records.flatMap(r => (r.naturalKey ? [JSON.stringify(r.naturalKey)] : []));
  const live = await findLive(sql, keys);
  const similar = await findSimilar(sql, records);
  const judged: JudgedRecord[] = [];
  for (const [at, record] of records.entries()) {
    const seq = of.from + at;
    const decision = of.decisions.get(seq);
    const next = judge({ seq, record, ...(decision && { decision }) }, live, similar);
    judged.push(next);
    if (next.outcome === 'written') remember(next, live, similar);
  }
  return judged;
}

function judge(
  of: { readonly seq: number; readonly record: ReadRecord; readonly decision?: Decision },
  live: ReadonlyMap<string, Live>,
  similar: Similars,
): JudgedRecord {
  const { seq, record, decision } = of;
  const { document, naturalKey: parts } = record;
  const { findings } = record;
  if (!document || !parts) return { seq, record, outcome: 'quarantined', findings };
  const naturalKey = JSON.stringify(parts);
  const hash = contentHash(document);
  const own = { seq, record, document, naturalKey, contentHash: hash };
  if (!record.accepted) return { ...own, outcome: 'quarantined', findings };
  const known = live.get(naturalKey);
  if (document.copy && !known) {
    const found = fatal('BANK-07', { path: 'copy' }, { number: document.number });
    return { ...own, outcome: 'quarantined', findings: [...findings, found] };
  }
  if (known) return { ...own, ...compare({ document, hash, decision }, known, findings) };
  const isAlone = decision === 'both' || !isInvoice(document);
  return { ...own, ...standAlone(findings, isAlone ? undefined : nearest(document, similar)) };
}

function standAlone(
  findings: readonly Finding[],
  match: ReturnType<typeof nearest>,
): Pick<JudgedRecord, 'outcome' | 'findings'> {
  if (!match) return { outcome: 'written', findings };
  const outcome = match.isRefused ? 'conflict' : 'written';
  return { outcome, findings: [...findings, match.finding] };
}

function compare(
  of: {
    readonly document: CanonicalDocument;
    readonly hash: string;
    readonly decision: Decision | undefined;
  },
  known: Live,
  findings: readonly Finding[],
): Pick<JudgedRecord, 'outcome' | 'findings' | 'document'> {
  const { document, hash, decision } = of;
  if (known.content_hash === hash || document.copy)
    return { outcome: 'unchanged', findings, document };
  const next = { ...document, version: known.version + 1 } as CanonicalDocument;
  if (decision === 'replace' || isLater(document, known))
    return { outcome: 'written', findings, document: next };
  const found = conflictFinding(document, known);
  return { outcome: 'conflict', findings: [...findings, found], document };
}

/** DUP-11 where an invoice's number is the same but for width, case or blanks; else DUP-02. */
function conflictFinding(document: CanonicalDocument, known: Live): Finding {
  const isSpelling = isInvoice(document) && known.number !== document.number;
  if (!isSpelling) {
    const params = { document: known.id, version: String(known.version) };
    return fatal('DUP-02', { path: 'number' }, { number: document.number, ...params });
  }
  return duplicateFinding({ finding: fatal, match: 'K1' }, similarOf(document), {
    id: known.id,
    number: known.number,
    issuedOn: known.issued_on,
    currency: known.currency,
    payable: known.payable_minor ?? 0n,
  });
}

/**
 * A ledger item that has been paid further since the last export is a new version; so is an order
 * or invoice that its own source has closed or voided. Anything else is a conflict.
 */
function isLater(document: CanonicalDocument, known: Live): boolean {
  const before = known.document ?? documentFromWire(known.body);
  if (document.kind === 'openItem' && before.kind === 'openItem')
    return isPaidFurther(document, before);
  if (document.kind === 'order' && before.kind === 'order') {
    return before.status === 'open' && document.status !== 'open';
  }
  if ('voidedOn' in document && isInvoice(before)) {
    const { voidedOn, ...rest } = document;
    const bare = contentHash(rest);
    return voidedOn !== undefined && bare === known.content_hash;
  }
  return false;
}

function isPaidFurther(now: OpenItem, before: OpenItem): boolean {
  const isSame = now.amount.minor === before.amount.minor && now.dueOn === before.dueOn;
  return isSame && now.paid.minor >= before.paid.minor;
}

async function findLive(sql: Sql, keys: readonly string[]): Promise<Map<string, Live>> {
  if (keys.length === 0) return new Map();
  const rows = await sql.query<Live>(
    `select id, version, number, natural_key, content_hash, issued_on, currency, payable_minor, body
     from erp.document where natural_key = any ($1::text[]) and superseded_at is null`,
    [keys],
  );
  return new Map(rows.map(row => [row.natural_key, row]));
}

function remember(judged: JudgedRecord, live: Map<string, Live>, similar: Similars): void {
  const { document, naturalKey, contentHash: hash } = judged;
  if (!document || naturalKey === undefined || hash === undefined) return;
  live.set(naturalKey, {
    id: document.id,
    version: document.version,
    number: document.number,
    natural_key: naturalKey,
    content_hash: hash,
    issued_on: document.issuedOn,
    currency: document.currency,
    payable_minor: 'totals' in document ? document.totals.payable.minor : null,
    body: {},
    document,
  });
  if (isInvoice(document)) noteSimilar(similar, similarOf(document));
}
