import { partyKey } from '../../domain/document/index.ts';
import { toWire } from '../../domain/money/index.ts';
import { canonical, parseWire, type Wire } from '../../domain/wire/index.ts';
import type { InvoiceVerification, VerificationResult } from '../../ingest/index.ts';
import type { ExaminedItem } from '../graphql/index.ts';
import type { EvidenceFiles } from './evidence-files.ts';
import type { Case } from './read-case.ts';

/** What the examiner looks at, and where its findings go. */
export type Examined = {
  readonly read: Case;
  readonly files: EvidenceFiles;
  /** Parties that keep the evidence. */
  readonly readers: readonly string[];
  readonly verification: InvoiceVerification;
  /** When it was looked at. */
  readonly at: string;
};

/** An item of an act names so many files at most. */
const FILES_MAX = 10;
const FAILING: readonly VerificationResult[] = ['void', 'redNoted', 'altered'];

/**
 * C12: every invoice is asked again. Void, red-noted or altered fails; one that the tax office does
 * not know, or that is no longer in the holder's books, warns.
 */
export async function verificationOf(from: Examined): Promise<ExaminedItem> {
  const { read, files, readers, verification } = from;
  const refs = read.receivables.flatMap(claim => claim.invoices.map(row => row.fingerprintRef));
  const answers = refs.map(ref => {
    const invoice = read.invoices.get(ref);
    if (!invoice) return { result: 'unknown' as const, text: canonical({ document: ref }) };
    const { result, evidence } = verification.verify({
      sellerTaxId: partyKey(invoice.seller),
      number: invoice.number,
      issuedOn: invoice.issuedOn,
      total: toWire(invoice.totals.payable),
    });
    return { result, text: evidence.text };
  });
  const results = answers.map(({ result }) => result);
  const text = listText(
    read,
    answers.map(answer => answer.text),
  );
  const { hash } = await files.keep('verification', text, readers);
  const result = results.some(one => FAILING.includes(one))
    ? 'fail'
    : results.every(one => one === 'valid')
      ? 'pass'
      : 'warn';
  return itemOf('C12', result, [hash], from.at);
}

/**
 * C13: the raw files of the receipts that cover every line pass. Where goods were not recorded as
 * received, the funder's paper of the debtor's irrevocable confirmation stands in with a warning;
 * without it, the item fails.
 */
export async function deliveryOf(from: Examined): Promise<ExaminedItem> {
  const { read, files, readers, at } = from;
  const hashes = new Set<string>();
  let isShort = false;
  for (const claim of read.receivables) {
    const found = claim.invoices.map(row => read.deliveries.get(row.fingerprintRef));
    if (found.every(delivery => delivery?.isWhole === true && delivery.files.length > 0)) {
      found.flatMap(delivery => delivery?.files ?? []).forEach(hash => hashes.add(hash));
      continue;
    }
    isShort = true;
    const isOwned =
      claim.status === 'confirmed' && claim.confirmation.undertaking === 'irrevocable';
    const paper = isOwned ? papersOf(read, 'DEBT_CONFIRMATION', claim.receivable) : [];
    if (paper.length === 0) return itemOf('C13', 'fail', [], at);
    paper.forEach(hash => hashes.add(hash));
  }
  const result = isShort ? 'warn' : 'pass';
  const named = [...hashes].sort();
  if (named.length <= FILES_MAX) return itemOf('C13', result, named, at);
  const list = listText(read, named.map(canonical));
  const { hash } = await files.keep('delivery', list, readers);
  return itemOf('C13', result, [hash], at);
}

/** C16: the funder's agreement of this financing, which lists the signed acts of both sides. */
export function contractOf({ read, at }: Examined): ExaminedItem {
  const paper = papersOf(read, 'FINANCING_AGREEMENT', read.financing.financing);
  return itemOf('C16', paper.length > 0 ? 'pass' : 'fail', paper, at);
}

/** The newest issued paper of a kind about a subject. */
function papersOf({ papers }: Case, kind: string, subject: string): readonly string[] {
  const found = papers.filter(paper => paper.kind === kind && paper.subject === subject);
  return found.slice(-1).map(({ hash }) => hash);
}

function listText(read: Case, texts: readonly string[]): string {
  const answers = texts.flatMap((text): Wire[] => {
    const parsed = parseWire(text);
    return parsed.ok ? [parsed.value] : [];
  });
  return canonical({ financing: read.financing.financing, answers });
}

function itemOf(
  item: ExaminedItem['item'],
  result: ExaminedItem['result'],
  hashes: readonly string[],
  at: string,
): ExaminedItem {
  return { item, result, evidence: hashes.map(hash => ({ hash, at })) };
}
