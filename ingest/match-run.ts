import {
  partyKey,
  type CanonicalDocument,
  type Invoice,
  type Order,
  type Receipt,
} from '../domain/document/index.ts';
import { exactText } from '../domain/evidence/index.ts';
import {
  creditExceptions,
  matchInvoice,
  type MatchException,
  type MatchHistory,
  type MatchResult,
} from '../domain/order/index.ts';
import type { zero } from '../domain/money/index.ts';
import { isInvoice } from './issuer.ts';
import { refsOf } from './write.ts';

/** What is matched with one another. */
export type Pool = {
  readonly invoices: readonly Invoice[];
  readonly orders: readonly Order[];
  readonly receipts: readonly Receipt[];
};

export function poolOf(documents: readonly CanonicalDocument[]): Pool {
  return {
    invoices: documents.filter((d): d is Invoice => isInvoice(d)),
    orders: documents.filter((d): d is Order => d.kind === 'order'),
    receipts: documents.filter((d): d is Receipt => d.kind === 'receipt'),
  };
}

/** The numbers of the orders that a document is, or names. */
export function orderNumbers(document: CanonicalDocument): string[] {
  if (document.kind === 'order') return [document.number];
  const isTrade = isInvoice(document) || document.kind === 'receipt';
  return isTrade ? refsOf(document).flatMap(r => (r.kind === 'order' ? [r.number] : [])) : [];
}

/** The result for one invoice. */
export type Run = { readonly invoice: Invoice; readonly result: MatchResult };

/**
 * Matches all invoices of a pool in the order of their dates: orders and receipts by the order's
 * number, credit notes by the invoices that they name. Time grows with the pool.
 */
export function runMatches(pool: Pool): Run[] {
  const byOrder = <T extends CanonicalDocument>(documents: readonly T[]): Map<string, T[]> => {
    const groups = new Map<string, T[]>();
    for (const document of documents) {
      for (const number of new Set(orderNumbers(document).map(exactText))) {
        const known = groups.get(number);
        if (known) known.push(document);
        else groups.set(number, [document]);
      }
    }
    return groups;
  };
  const [orders, receipts] = [byOrder(pool.orders), byOrder(pool.receipts)];
  const named = namedBy(pool.invoices);
  const history = new Map<string, MatchHistory>();
  const sorted = [...pool.invoices].sort((a, b) => compareDocuments(a, b));
  return sorted.map(invoice => {
    const numbers = [...new Set(orderNumbers(invoice).map(exactText))];
    const pick = <T>(groups: Map<string, T[]>): T[] => [
      ...new Set(numbers.flatMap(n => groups.get(n) ?? [])),
    ];
    const before = mergeHistory(numbers.map(n => history.get(n)));
    const input = { invoice, orders: pick(orders), receipts: pick(receipts), history: before };
    const result = invoice.kind === 'creditNote' ? creditRun(invoice, named) : matchInvoice(input);
    for (const number of numbers) history.set(number, extend(history.get(number), result));
    return { invoice, result };
  });
}

function compareDocuments(a: Invoice, b: Invoice): number {
  const [left, right] = [`${a.issuedOn} ${a.id}`, `${b.issuedOn} ${b.id}`];
  return left < right ? -1 : left > right ? 1 : 0;
}

function mergeHistory(parts: readonly (MatchHistory | undefined)[]): MatchHistory {
  return {
    associations: parts.flatMap(p => p?.associations ?? []),
    billed: parts.flatMap(p => p?.billed ?? []),
  };
}

function extend(before: MatchHistory | undefined, result: MatchResult): MatchHistory {
  return {
    associations: [...(before?.associations ?? []), ...result.lines.flatMap(l => l.associations)],
    billed: [...(before?.billed ?? []), ...result.billed],
  };
}

/** Invoices by number, and credit notes by the numbers that they name. */
type Named = {
  readonly invoices: ReadonlyMap<string, readonly Invoice[]>;
  readonly credits: ReadonlyMap<string, readonly Invoice[]>;
};

function namedBy(all: readonly Invoice[]): Named {
  const invoices = new Map<string, Invoice[]>();
  const credits = new Map<string, Invoice[]>();
  const put = (into: Map<string, Invoice[]>, key: string, one: Invoice): void => {
    const known = into.get(key);
    if (known) known.push(one);
    else into.set(key, [one]);
  };
  for (const one of all) {
    if (one.kind !== 'creditNote') put(invoices, exactText(one.number), one);
    else for (const key of numbersNamed(one)) put(credits, key, one);
  }
  return { invoices, credits };
}

function numbersNamed(credit: Invoice): ReadonlySet<string> {
  return new Set(credit.refs.filter(r => r.kind === 'invoice').map(r => exactText(r.number)));
}

/** A credit note is held against the invoices it names, after the credit notes before it. */
function creditRun(credit: Invoice, known: Named): MatchResult {
  const named = [...numbersNamed(credit)]
    .flatMap(number => known.invoices.get(number) ?? [])
    .filter(i => partyKey(i.seller) === partyKey(credit.seller));
  const exceptions: MatchException[] = named.flatMap(invoice =>
    creditExceptions(credit, invoice, creditedBefore(credit, invoice, known)),
  );
  const result = named.length === 0 ? 'unmatched' : exceptions.length > 0 ? 'exception' : 'matched';
  return { invoice: credit.id, result, lines: [], exceptions, billed: [] };
}

function creditedBefore(
  credit: Invoice,
  invoice: Invoice,
  { credits }: Named,
): ReturnType<typeof zero> {
  const earlier = (credits.get(exactText(invoice.number)) ?? []).filter(
    c => compareDocuments(c, credit) < 0,
  );
  const minor = earlier.reduce((total, c) => total + c.totals.payable.minor, 0n);
  return { minor, currency: invoice.currency };
}
