import {
  formatExact,
  partyKey,
  type Ident,
  type Invoice,
  type Receipt,
} from '../domain/document/index.ts';
import {
  fingerprintValues,
  preimages,
  type FieldValue,
  type FingerprintFields,
  type Preimage,
} from '../domain/evidence/index.ts';
import { subtract, toWire, zero, type Money, type MoneyWire } from '../domain/money/index.ts';

/** Why a loaded invoice can be no claim; the codes are those of `receivable.offer`. */
export type ClaimBlocker =
  'ALREADY_ASSIGNED' | 'NOT_AN_INVOICE' | 'VOIDED' | 'NOTHING_DUE' | 'DUE_DATE_MISSING';

/** One invoice of a claim with its preimages, for the caller to key. */
export type DraftedInvoice = {
  readonly document: string;
  readonly version: number;
  /** The supplier's own reference: the document's id. */
  readonly fingerprintRef: string;
  readonly claimed: MoneyWire;
  readonly preimages: readonly Preimage[];
};

/**
 * What a supplier may sign as an item of `receivable.offer` (receivables.md §4.2), without ids,
 * salts and root, which its own client makes. `privateFields` travel in transient data and open the
 * root.
 */
export type ClaimDraft = {
  readonly supplier: string;
  readonly buyer: {
    readonly name: string;
    readonly idents: readonly Ident[];
    readonly key: string;
  };
  readonly face: MoneyWire;
  readonly invoiceOn: string;
  readonly acceptedOn?: string;
  readonly dueOn?: string;
  readonly invoices: readonly DraftedInvoice[];
  readonly order?: string;
  readonly privateFields: readonly FieldValue[];
  readonly blockers: readonly ClaimBlocker[];
};

export type ClaimOptions = {
  /** The party that sells and will sign. */
  readonly supplier: string;
  /** SHA-256 of the raw file (K4) and of its canonical form (K3). */
  readonly rawHash?: string;
  readonly canonicalHash?: string;
  readonly receipts?: readonly Receipt[];
  /** Credit notes on this invoice so far, tax included. */
  readonly credited?: Money;
};

/**
 * Prepares the claim of one loaded invoice: what is payable less credit notes, with fingerprints
 * and private fields. It signs nothing and decides nothing about eligibility; `blockers` say what
 * the ledger would refuse.
 */
export function draftClaim(invoice: Invoice, options: ClaimOptions): ClaimDraft {
  const credited = options.credited ?? zero(invoice.currency);
  const face = subtract(invoice.totals.payable, credited);
  const fields = fingerprintFieldsOf(invoice, options);
  const order = fields.orderNumber;
  const accepted = (options.receipts ?? []).map(r => r.receivedOn).sort()[0];
  const acceptedOn = accepted ?? invoice.deliveredOn;
  const drafted: DraftedInvoice = {
    document: invoice.id,
    version: invoice.version,
    fingerprintRef: invoice.id,
    claimed: toWire(face),
    preimages: preimages(fields),
  };
  return {
    supplier: options.supplier,
    buyer: { name: invoice.buyer.name, idents: invoice.buyer.idents, key: partyKey(invoice.buyer) },
    face: toWire(face),
    invoiceOn: invoice.issuedOn,
    ...(acceptedOn === undefined ? {} : { acceptedOn }),
    ...(invoice.dueOn === undefined ? {} : { dueOn: invoice.dueOn }),
    invoices: [drafted],
    ...(order === undefined ? {} : { order }),
    privateFields: [
      ...partyValues(invoice),
      ...fingerprintValues(fields, 0),
      ...signValues(invoice, credited),
    ],
    blockers: blockersOf(invoice, face),
  };
}

/** What an invoice says for its fingerprints; the year of issue is its fiscal year. */
export function fingerprintFieldsOf(
  invoice: Invoice,
  hashes: { readonly rawHash?: string; readonly canonicalHash?: string },
): FingerprintFields {
  const order = invoice.refs.find(r => r.kind === 'order')?.number;
  const delivery = invoice.refs.find(r => r.kind === 'shipment')?.number;
  const lines = invoice.lines.map(line => ({
    item: line.item.standardId?.value ?? line.item.sellerId ?? line.item.name,
    quantity: `${formatExact(line.quantity.value)} ${line.quantity.unit}`,
    price: line.price ? formatExact(line.price.net) : line.net.minor.toString(),
  }));
  const { rawHash, canonicalHash } = hashes;
  return {
    sellerTaxId: partyKey(invoice.seller),
    buyer: partyKey(invoice.buyer),
    fiscalYear: invoice.issuedOn.slice(0, 4),
    type: invoice.kind === 'creditNote' ? 'CRN' : 'INV',
    number: invoice.number,
    issuedOn: invoice.issuedOn,
    currency: invoice.currency,
    totalMinor: invoice.totals.payable.minor,
    ...(canonicalHash === undefined ? {} : { canonicalHash }),
    ...(rawHash === undefined ? {} : { rawHash }),
    ...(invoice.authority ? { authorityNumber: invoice.authority.number } : {}),
    ...(order === undefined ? {} : { orderNumber: order }),
    ...(delivery === undefined ? {} : { deliveryNumber: delivery }),
    ...(lines.length > 0 ? { lines } : {}),
  };
}

function partyValues(invoice: Invoice): FieldValue[] {
  const values: FieldValue[] = [
    { path: 'seller.name', value: invoice.seller.name },
    { path: 'seller.taxId', value: partyKey(invoice.seller) },
    { path: 'buyer.name', value: invoice.buyer.name },
    { path: 'buyer.taxId', value: partyKey(invoice.buyer) },
  ];
  const goods = invoice.lines.map(l => l.item.name).filter(name => name !== '');
  if (goods.length > 0) values.push({ path: 'goods', value: goods.slice(0, 20).join('; ') });
  return values;
}

/** What the registry must know beside the fingerprints: credit notes, signs of an assignment. */
function signValues(invoice: Invoice, credited: Money): FieldValue[] {
  const values: FieldValue[] = [];
  if (credited.minor > 0n) {
    values.push({ path: 'invoices[0].creditNotesMinor', value: credited.minor.toString() });
  }
  const { assignment } = invoice;
  if (assignment) values.push({ path: 'invoices[0].assignment', value: assignment.evidence });
  return values;
}

function blockersOf(invoice: Invoice, face: Money): ClaimBlocker[] {
  const found: ClaimBlocker[] = [];
  if (invoice.kind === 'creditNote') found.push('NOT_AN_INVOICE');
  if (invoice.assignment) found.push('ALREADY_ASSIGNED');
  if (invoice.voidedOn !== undefined) found.push('VOIDED');
  if (face.minor <= 0n) found.push('NOTHING_DUE');
  if (invoice.dueOn === undefined) found.push('DUE_DATE_MISSING');
  return found;
}
