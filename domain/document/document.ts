import type { BusinessDate } from '../calendar/index.ts';
import type { Currency, Money } from '../money/index.ts';
import type { Decimal } from './decimal.ts';
import type { Account, Address, Ident, Party } from './party.ts';

export type InvoiceKind = 'invoice' | 'creditNote' | 'selfBilled' | 'prepayment' | 'corrected';
export type StatementKind = 'statement' | 'intraday' | 'notification';
export type OrderKind = 'order' | 'orderChange' | 'orderCancel';

/** What answers, pays, reminds of or attaches to another document. */
export type MessageKind =
  | 'orderResponse'
  | 'invoiceResponse'
  | 'acknowledgement'
  | 'remittance'
  | 'accountStatement'
  | 'reminder'
  | 'paymentOrder'
  | 'financingClaim'
  | 'voucherFacts';

export type DocumentKind =
  | InvoiceKind
  | OrderKind
  | StatementKind
  | 'shipment'
  | 'receipt'
  | 'openItem'
  | 'trialBalance'
  | 'taxTotal'
  | MessageKind;

/** A pointer from one document to another by its number. */
export type Ref = {
  readonly kind: DocumentKind | 'contract' | 'project';
  readonly number: string;
  readonly line?: string;
  readonly issuedOn?: BusinessDate;
  readonly issuer?: Ident;
};

export type Item = {
  readonly name: string;
  readonly description?: string;
  readonly sellerId?: string;
  readonly buyerId?: string;
  readonly standardId?: Ident;
  readonly classes: readonly Ident[];
  readonly batch?: string;
  readonly expiresOn?: BusinessDate;
};

/** `unit` is a UN/ECE Recommendation 20 or 21 code. */
export type Quantity = { readonly value: Decimal; readonly unit: string };

export type Price = {
  readonly net: Decimal;
  readonly gross?: Decimal;
  readonly discount?: Decimal;
  readonly per: Quantity;
  readonly currency: Currency;
};

export type VatCategory = 'S' | 'Z' | 'E' | 'AE' | 'K' | 'G' | 'O' | 'L' | 'M' | 'B' | 'none';

/** `ratePpm` is the VAT rate in parts per million: 17.5 % is 175,000. */
export type VatKey = { readonly category: VatCategory; readonly ratePpm: bigint | null };

export type VatLine = VatKey & {
  readonly taxable: Money;
  readonly tax: Money;
  readonly exemptionCode?: string;
  readonly exemption?: string;
};

export type AllowanceCharge = {
  readonly charge: boolean;
  readonly amount: Money;
  readonly base?: Money;
  readonly percentPpm?: bigint;
  readonly reasonCode?: string;
  readonly reason?: string;
  readonly vat?: VatKey;
};

export type Note = { readonly code?: string; readonly text: string };

/** The content stands in the object store only. */
export type Attachment = {
  readonly name: string;
  readonly mime: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly uri?: string;
};

/** What every canonical document carries. `id` derives from issuer, kind, number, fiscal year. */
export type Header = {
  readonly id: string;
  readonly version: number;
  readonly tenant: string;
  readonly load: string;
  readonly number: string;
  readonly issuedOn: BusinessDate;
  readonly currency: Currency;
  readonly notes: readonly Note[];
  readonly refs: readonly Ref[];
  readonly attachments: readonly Attachment[];
  readonly profile?: string;
  readonly process?: string;
  readonly copy: boolean;
  readonly language?: string;
  /** Columns or fields of the source that no mapping claimed, under their own names. */
  readonly extra?: Readonly<Record<string, string>>;
};

export type Totals = {
  readonly lines: Money;
  readonly allowances?: Money;
  readonly charges?: Money;
  readonly taxExclusive?: Money;
  readonly tax?: Money;
  readonly taxInAccounting?: Money;
  readonly taxInclusive?: Money;
  readonly prepaid?: Money;
  readonly rounding?: Money;
  readonly payable: Money;
};

export type InvoiceLine = {
  readonly id: string;
  readonly item: Item;
  readonly quantity: Quantity;
  readonly net: Money;
  readonly price?: Price;
  readonly allowances: readonly AllowanceCharge[];
  readonly vat: VatKey;
  readonly orderLine?: Ref;
  readonly receiptLine?: Ref;
  readonly note?: string;
};

export type PaymentMeans = {
  readonly code: string;
  readonly remittance?: string;
  readonly account?: Account;
};

/** Signs that the claim has been sold or pledged already (section 11). */
export type Assignment = {
  readonly to?: Party;
  readonly evidence: 'payee' | 'typeCode' | 'note' | 'xbrlFlag';
};

export type SignatureState = 'valid' | 'invalid' | 'absent' | 'unverifiable';

export type Authority = {
  readonly number: string;
  readonly bureau?: string;
  readonly signature: SignatureState;
};

export type Invoice = Header & {
  readonly kind: InvoiceKind;
  /** BT-3: 380 invoice, 381 credit note, 384 corrected, 386 prepayment, 389 self-billed, 393 factored. */
  readonly typeCode: string;
  readonly dueOn?: BusinessDate;
  readonly taxPointOn?: BusinessDate;
  readonly seller: Party;
  readonly buyer: Party;
  readonly payee?: Party;
  readonly taxRepresentative?: Party;
  readonly deliverTo?: Address;
  readonly deliveredOn?: BusinessDate;
  readonly buyerReference?: string;
  readonly project?: string;
  readonly means: readonly PaymentMeans[];
  readonly terms?: string;
  readonly allowances: readonly AllowanceCharge[];
  readonly vat: readonly VatLine[];
  readonly lines: readonly InvoiceLine[];
  readonly totals: Totals;
  readonly assignment?: Assignment;
  readonly authority?: Authority;
  /** Voided by its issuer after it was issued; it stays for the record. */
  readonly voidedOn?: BusinessDate;
};

export type OrderLine = {
  readonly id: string;
  readonly item: Item;
  readonly quantity: Quantity;
  readonly price?: Price;
  readonly net?: Money;
  readonly requestedOn?: BusinessDate;
  readonly overPpm: bigint;
  readonly underPpm: bigint;
  readonly action: 'add' | 'change' | 'cancel' | 'asIs';
};

export type Order = Header & {
  readonly kind: OrderKind;
  readonly revision: string;
  readonly validUntil?: BusinessDate;
  readonly buyer: Party;
  readonly seller: Party;
  readonly deliverTo?: Address;
  readonly contract?: string;
  readonly terms?: string;
  readonly deliveryTerms?: string;
  readonly allowances: readonly AllowanceCharge[];
  readonly expected?: Totals;
  readonly lines: readonly OrderLine[];
  readonly status: 'open' | 'closed' | 'cancelled';
};

export type ShipmentLine = {
  readonly id: string;
  readonly orderLine?: Ref;
  readonly item: Item;
  readonly delivered: Quantity;
  readonly backordered?: Quantity;
  readonly reason?: string;
};

export type Shipment = Header & {
  readonly kind: 'shipment';
  readonly order: readonly Ref[];
  readonly seller: Party;
  readonly buyer: Party;
  readonly shippedOn?: BusinessDate;
  readonly arrivesOn?: BusinessDate;
  readonly carrier?: string;
  readonly tracking?: string;
  readonly billOfLading?: string;
  readonly sscc: readonly string[];
  readonly lines: readonly ShipmentLine[];
};

export type ReceiptLine = {
  readonly id: string;
  readonly orderLine?: Ref;
  readonly item: Item;
  readonly received: Quantity;
  readonly accepted?: Quantity;
  readonly rejected?: Quantity;
  readonly short?: Quantity;
  readonly reason?: string;
  readonly reverses?: Ref;
};

export type Receipt = Header & {
  readonly kind: 'receipt';
  readonly order: readonly Ref[];
  readonly seller: Party;
  readonly buyer: Party;
  readonly shipment?: Ref;
  readonly receivedOn: BusinessDate;
  readonly lines: readonly ReceiptLine[];
};
