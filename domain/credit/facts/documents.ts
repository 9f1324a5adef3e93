import type { BusinessDate } from '../../calendar/index.ts';
import {
  partyKey,
  type CanonicalDocument,
  type Decimal,
  type Invoice,
  type OpenItem,
  type Order,
  type Party,
  type Quantity,
  type Receipt,
} from '../../document/index.ts';
import { divide } from '../../money/index.ts';

/** Documents with the names under which their parties count. */
export type DocumentSource = {
  /** The enterprise's own name, as `nameOf` gives it. */
  readonly enterprise: string;
  readonly asOf: BusinessDate;
  readonly documents: readonly CanonicalDocument[];
  /** Ledger id or key of a party; {@link partyKey} where nothing better is known. */
  readonly nameOf: (party: Party) => string;
};

const INVOICE_KINDS = ['invoice', 'creditNote', 'selfBilled', 'prepayment', 'corrected'];
const QUANTITY_SCALE = 6;

export const nameByKey = (party: Party): string => partyKey(party);

/** Originals known by the day of the score; copies never count twice. */
export function known(source: DocumentSource): readonly CanonicalDocument[] {
  return source.documents.filter(row => !row.copy && row.issuedOn <= source.asOf);
}

export function isInvoice(row: CanonicalDocument): row is Invoice {
  return INVOICE_KINDS.includes(row.kind);
}

/** Invoices and notes of which the enterprise is `side`. */
export function invoicesOf(source: DocumentSource, side: 'seller' | 'buyer'): readonly Invoice[] {
  return known(source)
    .filter(isInvoice)
    .filter(row => source.nameOf(row[side]) === source.enterprise);
}

/** The enterprise's own open items of one side; void ones are left out. */
export function openItemsOf(source: DocumentSource, side: OpenItem['side']): readonly OpenItem[] {
  return known(source)
    .filter((row): row is OpenItem => row.kind === 'openItem')
    .filter(row => row.side === side && row.status !== 'void')
    .filter(row => source.nameOf(row.entity) === source.enterprise);
}

/** Orders that the enterprise received as seller. */
export function ordersOf(source: DocumentSource): readonly Order[] {
  return known(source)
    .filter((row): row is Order => row.kind === 'order' || row.kind === 'orderChange')
    .filter(row => source.nameOf(row.seller) === source.enterprise && row.status !== 'cancelled');
}

/** Receipts of what the enterprise delivered. */
export function receiptsOf(source: DocumentSource): readonly Receipt[] {
  return known(source)
    .filter((row): row is Receipt => row.kind === 'receipt')
    .filter(row => source.nameOf(row.seller) === source.enterprise);
}

/** Amount without tax, as sales and ledgers count it. */
export function netMinor(invoice: Invoice): bigint {
  return (invoice.totals.taxExclusive ?? invoice.totals.lines).minor;
}

/** A reduction: a credit note, or an invoice below zero. */
export function isReduction(invoice: Invoice): boolean {
  return invoice.kind === 'creditNote' || netMinor(invoice) < 0n;
}

/** Voided on or before the day of the score. */
export function isVoided(invoice: Invoice, asOf: BusinessDate): boolean {
  return invoice.voidedOn !== undefined && invoice.voidedOn <= asOf;
}

/** A quantity in millionths of its unit; finer digits are cut. */
export function millionths(quantity: Quantity | undefined): bigint {
  return quantity ? scaled(quantity.value) : 0n;
}

export function absolute(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}

/** amount · part / whole, cut; 0 when the whole is 0. */
export function share(amount: bigint, part: bigint, whole: bigint): bigint {
  return whole <= 0n ? 0n : divide(amount * part, whole, 'down');
}

function scaled({ coefficient, scale }: Decimal): bigint {
  if (scale <= QUANTITY_SCALE) return coefficient * 10n ** BigInt(QUANTITY_SCALE - scale);
  return divide(coefficient, 10n ** BigInt(scale - QUANTITY_SCALE), 'down');
}
