import {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  subtractDecimal,
  type Decimal,
  type Invoice,
  type InvoiceLine,
  type Order,
  type Receipt,
} from '../document/index.ts';
import { headerExceptions } from './match-header.ts';
import { lineExceptions, type LineFacts } from './match-line.ts';
import { linkOrder, linkReceipts, type OrderLink, type ReceiptLink } from './link.ts';
import { TOLERANCES, type MatchException, type Tolerances } from './match-rules.ts';
import { isComparable, toBase } from './units.ts';

/** `quantity` of a receipt line is used by an invoice line; rows can be undone one by one. */
export type Association = {
  readonly receipt: string;
  readonly receiptLine: string;
  readonly invoice: string;
  readonly invoiceLine: string;
  /** In the base unit of the receipt line's unit. */
  readonly quantity: Decimal;
};

/** What earlier invoices have billed on an order line; credit notes count below zero. */
export type Billed = {
  readonly order: string;
  readonly orderLine: string;
  readonly invoice: string;
  readonly quantity: Decimal;
  readonly netMinor: bigint;
};

export type MatchHistory = {
  readonly associations: readonly Association[];
  readonly billed: readonly Billed[];
};

export type LineResult = 'matched' | 'within' | 'exception' | 'unmatched';

export type MatchedLine = {
  readonly line: string;
  readonly result: LineResult;
  readonly order?: { readonly id: string; readonly number: string; readonly line: string };
  readonly confidence?: number;
  readonly exceptions: readonly MatchException[];
  readonly associations: readonly Association[];
  /** How much of the line is covered by goods received, in the line's base unit. */
  readonly covered: Decimal;
};

export type MatchResult = {
  readonly invoice: string;
  readonly result: LineResult;
  readonly lines: readonly MatchedLine[];
  /** Exceptions that concern the whole invoice or the order itself. */
  readonly exceptions: readonly MatchException[];
  readonly billed: readonly Billed[];
};

export type MatchInput = {
  readonly invoice: Invoice;
  readonly orders: readonly Order[];
  readonly receipts: readonly Receipt[];
  readonly history: MatchHistory;
  /** Match lines of rule MT-70, found by fingerprints outside. */
  readonly duplicates?: readonly string[];
  readonly tolerances?: Tolerances;
};

/**
 * Three-way match of one invoice with its orders and receipts (ING-27): cumulative over earlier
 * invoices, receipts used oldest first up to the billed quantity. Every exception stands alone and
 * is released alone; the header has the worst result of its lines.
 */
export function matchInvoice(input: MatchInput): MatchResult {
  const { invoice } = input;
  const tolerances = input.tolerances ?? TOLERANCES;
  const used = [...input.history.associations];
  const billed: Billed[] = [];
  const orders = new Map<string, Order>();
  const lines = invoice.lines.map(line => {
    const link = linkOrder(invoice, line, input.orders);
    if (!link || link.confidence === 600) return unmatched(line, link);
    orders.set(link.order.id, link.order);
    const matched = matchLine({ input, line, link, used, billed, tolerances });
    used.push(...matched.associations);
    billed.push(billedBy(invoice, line, link));
    return matched;
  });
  const exceptions = headerExceptions({
    invoice,
    orders: [...orders.values()],
    duplicates: input.duplicates ?? [],
    tolerances,
  });
  const worst = [
    ...lines.map(l => l.result),
    ...(exceptions.length > 0 ? ['exception' as const] : []),
  ];
  return { invoice: invoice.id, result: worstOf(worst), lines, exceptions, billed };
}

function matchLine(from: {
  readonly input: MatchInput;
  readonly line: InvoiceLine;
  readonly link: OrderLink;
  readonly used: readonly Association[];
  readonly billed: readonly Billed[];
  readonly tolerances: Tolerances;
}): MatchedLine {
  const { input, line, link, used } = from;
  const receipts = linkReceipts(link, input.receipts).filter(r =>
    isComparable(r.line.received, line.quantity),
  );
  const before = [...input.history.billed, ...from.billed].filter(
    b => b.order === link.order.id && b.orderLine === link.line.id,
  );
  const quantity = toBase(line.quantity);
  const facts: LineFacts = {
    line,
    link,
    quantity,
    received: sumOf(receipts.map(acceptedOf)),
    billedBefore: sumOf(before.map(b => b.quantity)),
    netBefore: before.reduce((total, b) => total + b.netMinor, 0n),
    lastReceivedOn: receipts.at(-1)?.receipt.receivedOn,
    issuedOn: input.invoice.issuedOn,
    tolerances: from.tolerances,
  };
  const judged = lineExceptions(facts);
  const associations = useReceipts(input.invoice, line, receipts, used);
  const { order } = link;
  return {
    line: line.id,
    result: judged.exceptions.length > 0 ? 'exception' : judged.isExact ? 'matched' : 'within',
    order: { id: order.id, number: order.number, line: link.line.id },
    confidence: link.confidence,
    exceptions: judged.exceptions,
    associations,
    covered: sumOf(associations.map(a => a.quantity)),
  };
}

/** Sum up to: takes what the line needs from the oldest receipts and leaves the rest open. */
function useReceipts(
  invoice: Invoice,
  line: InvoiceLine,
  receipts: readonly ReceiptLink[],
  used: readonly Association[],
): Association[] {
  let need = toBase(line.quantity).value;
  const made: Association[] = [];
  for (const { receipt, line: received } of receipts) {
    if (compareDecimal(need, DECIMAL_ZERO) <= 0) break;
    const taken = used.filter(a => a.receipt === receipt.id && a.receiptLine === received.id);
    const open = subtractDecimal(
      acceptedOf({ receipt, line: received }),
      sumOf(taken.map(a => a.quantity)),
    );
    const quantity = compareDecimal(open, need) < 0 ? open : need;
    if (compareDecimal(quantity, DECIMAL_ZERO) <= 0) continue;
    const place = { receipt: receipt.id, receiptLine: received.id };
    made.push({ ...place, invoice: invoice.id, invoiceLine: line.id, quantity });
    need = subtractDecimal(need, quantity);
  }
  return made;
}

/** What counts as received: the accepted quantity where the receipt states it (four-way). */
function acceptedOf({ line }: ReceiptLink): Decimal {
  const rejected = line.rejected ? toBase(line.rejected).value : DECIMAL_ZERO;
  const net = subtractDecimal(toBase(line.received).value, rejected);
  return line.accepted ? toBase(line.accepted).value : net;
}

function billedBy(invoice: Invoice, line: InvoiceLine, link: OrderLink): Billed {
  const base = toBase(line.quantity).value;
  const isCredit = invoice.kind === 'creditNote';
  return {
    order: link.order.id,
    orderLine: link.line.id,
    invoice: invoice.id,
    quantity: isCredit ? subtractDecimal(DECIMAL_ZERO, base) : base,
    netMinor: isCredit ? -line.net.minor : line.net.minor,
  };
}

function unmatched(line: InvoiceLine, link: OrderLink | undefined): MatchedLine {
  const suggested = link
    ? {
        order: { id: link.order.id, number: link.order.number, line: link.line.id },
        confidence: 600,
      }
    : {};
  const none = { exceptions: [], associations: [], covered: DECIMAL_ZERO };
  return { line: line.id, result: 'unmatched', ...suggested, ...none };
}

const ORDER: readonly LineResult[] = ['matched', 'within', 'unmatched', 'exception'];

function worstOf(results: readonly LineResult[]): LineResult {
  return results.reduce<LineResult>(
    (worst, r) => (ORDER.indexOf(r) > ORDER.indexOf(worst) ? r : worst),
    results[0] ?? 'unmatched',
  );
}

function sumOf(values: readonly Decimal[]): Decimal {
  return values.reduce(addDecimal, DECIMAL_ZERO);
}

/** The exceptions of a result, one line each, for people and golden files. */
export function describeMatch(result: MatchResult): string[] {
  const line = (e: MatchException): string =>
    `${e.rule} ${e.path}: ${Object.entries(e.params)
      .map(([k, v]) => `${k} ${v}`)
      .join(', ')}`;
  return [...result.lines.flatMap(l => l.exceptions), ...result.exceptions].map(line);
}
