/** Kinds of record that a table may hold. */
export const TABLE_KINDS = [
  'invoice',
  'creditNote',
  'order',
  'shipment',
  'receipt',
  'openItem',
  'trialBalance',
  'taxTotal',
] as const;

export type TableKind = (typeof TABLE_KINDS)[number];

/** Kinds that a profile may be for: tables, and the statement that a QIF file is. */
export type ProfileKind = TableKind | 'statement';

/** What the values of a field look like, for suggestions. */
export type FieldShape = 'id' | 'text' | 'date' | 'amount' | 'percent' | 'currency' | 'period';

export type Field = {
  /** The name a profile writes after `to`. */
  readonly name: string;
  /** Where it goes in the draft: `seller.name`, `orders[].number`, `lines[].item.name`. */
  readonly place: string;
  readonly shape: FieldShape;
  readonly required?: true;
};

function party(name: string): Field[] {
  return [
    { name: `${name}.name`, place: `${name}.name`, shape: 'text' },
    { name: `${name}.taxId`, place: `${name}.taxId`, shape: 'id' },
    { name: `${name}.id`, place: `${name}.id`, shape: 'id' },
  ];
}

const HEAD: readonly Field[] = [
  { name: 'number', place: 'number', shape: 'id', required: true },
  { name: 'issuedOn', place: 'issuedOn', shape: 'date', required: true },
  { name: 'notes', place: 'notes', shape: 'text' },
];

const CURRENCY: Field = { name: 'currency', place: 'currency', shape: 'currency', required: true };

const ITEM: readonly Field[] = [
  { name: 'line.id', place: 'lines[].id', shape: 'id' },
  { name: 'line.name', place: 'lines[].item.name', shape: 'text' },
  { name: 'line.sellerId', place: 'lines[].item.sellerId', shape: 'id' },
  { name: 'line.buyerId', place: 'lines[].item.buyerId', shape: 'id' },
  { name: 'line.unit', place: 'lines[].unit', shape: 'id' },
];

const ORDER_LINE: readonly Field[] = [
  { name: 'order', place: 'orders[].number', shape: 'id' },
  { name: 'line.order', place: 'lines[].orderLine.number', shape: 'id' },
  { name: 'line.orderLine', place: 'lines[].orderLine.line', shape: 'id' },
];

const PRICED: readonly Field[] = [
  { name: 'line.quantity', place: 'lines[].quantity', shape: 'amount' },
  { name: 'line.price', place: 'lines[].price.net', shape: 'amount' },
  { name: 'line.net', place: 'lines[].net', shape: 'amount' },
];

const INVOICE: readonly Field[] = [
  ...HEAD,
  CURRENCY,
  { name: 'dueOn', place: 'dueOn', shape: 'date' },
  { name: 'typeCode', place: 'typeCode', shape: 'id' },
  { name: 'voidedOn', place: 'voidedOn', shape: 'date' },
  { name: 'deliveredOn', place: 'deliveredOn', shape: 'date' },
  { name: 'authority', place: 'authority', shape: 'id' },
  { name: 'terms', place: 'terms', shape: 'text' },
  ...party('seller'),
  ...party('buyer'),
  { name: 'payee.name', place: 'payee.name', shape: 'text' },
  { name: 'account', place: 'means[].account.id', shape: 'id' },
  { name: 'shipment', place: 'shipments[].number', shape: 'id' },
  { name: 'receipt', place: 'receipts[].number', shape: 'id' },
  { name: 'preceding', place: 'preceding[].number', shape: 'id' },
  { name: 'totals.lines', place: 'totals.lines', shape: 'amount' },
  { name: 'totals.taxExclusive', place: 'totals.taxExclusive', shape: 'amount' },
  { name: 'totals.tax', place: 'totals.tax', shape: 'amount' },
  { name: 'totals.taxInclusive', place: 'totals.taxInclusive', shape: 'amount' },
  { name: 'totals.prepaid', place: 'totals.prepaid', shape: 'amount' },
  { name: 'totals.payable', place: 'totals.payable', shape: 'amount', required: true },
  ...ITEM,
  ...PRICED,
  { name: 'line.rate', place: 'lines[].rate', shape: 'percent' },
  ...ORDER_LINE,
  { name: 'line.receipt', place: 'lines[].receiptLine.number', shape: 'id' },
  { name: 'line.receiptLine', place: 'lines[].receiptLine.line', shape: 'id' },
];

const ORDER: readonly Field[] = [
  ...HEAD,
  CURRENCY,
  { name: 'status', place: 'status', shape: 'text' },
  { name: 'validUntil', place: 'validUntil', shape: 'date' },
  { name: 'contract', place: 'contract.number', shape: 'id' },
  ...party('buyer'),
  ...party('seller'),
  ...ITEM,
  ...PRICED,
  { name: 'line.requestedOn', place: 'lines[].requestedOn', shape: 'date' },
  { name: 'line.over', place: 'lines[].over', shape: 'percent' },
];

const SHIPMENT: readonly Field[] = [
  ...HEAD,
  { name: 'shippedOn', place: 'shippedOn', shape: 'date' },
  { name: 'arrivesOn', place: 'arrivesOn', shape: 'date' },
  { name: 'carrier', place: 'carrier', shape: 'text' },
  { name: 'billOfLading', place: 'billOfLading', shape: 'id' },
  ...party('seller'),
  ...party('buyer'),
  ...ITEM,
  { name: 'line.delivered', place: 'lines[].delivered', shape: 'amount' },
  ...ORDER_LINE,
];

const RECEIPT: readonly Field[] = [
  ...HEAD,
  { name: 'receivedOn', place: 'receivedOn', shape: 'date' },
  { name: 'shipment', place: 'shipment.number', shape: 'id' },
  ...party('buyer'),
  ...party('seller'),
  ...ITEM,
  { name: 'line.received', place: 'lines[].received', shape: 'amount' },
  { name: 'line.accepted', place: 'lines[].accepted', shape: 'amount' },
  { name: 'line.rejected', place: 'lines[].rejected', shape: 'amount' },
  { name: 'line.short', place: 'lines[].short', shape: 'amount' },
  ...ORDER_LINE,
];

const OPEN_ITEM: readonly Field[] = [
  ...HEAD,
  CURRENCY,
  { name: 'dueOn', place: 'dueOn', shape: 'date', required: true },
  { name: 'side', place: 'side', shape: 'text' },
  ...party('entity'),
  ...party('counterparty'),
  { name: 'amount', place: 'amount', shape: 'amount', required: true },
  { name: 'paid', place: 'paid', shape: 'amount' },
  { name: 'paidOn', place: 'paidOn', shape: 'date' },
  { name: 'disputed', place: 'disputed', shape: 'amount' },
  { name: 'status', place: 'status', shape: 'text' },
];

const MONTH: readonly Field[] = [
  ...party('entity'),
  { name: 'period', place: 'period', shape: 'period', required: true },
  CURRENCY,
];

const TRIAL_BALANCE: readonly Field[] = [
  ...MONTH,
  { name: 'account', place: 'account', shape: 'id', required: true },
  { name: 'accountName', place: 'accountName', shape: 'text' },
  { name: 'opening', place: 'opening', shape: 'amount' },
  { name: 'debit', place: 'debit', shape: 'amount' },
  { name: 'credit', place: 'credit', shape: 'amount' },
  { name: 'closing', place: 'closing', shape: 'amount' },
];

const TAX_TOTAL: readonly Field[] = [
  ...MONTH,
  { name: 'taxable', place: 'taxable', shape: 'amount', required: true },
  { name: 'tax', place: 'tax', shape: 'amount', required: true },
  { name: 'invoices', place: 'invoices', shape: 'amount' },
];

/** What a QIF file does not say of itself. */
const STATEMENT: readonly Field[] = [
  CURRENCY,
  { name: 'account', place: 'account.id', shape: 'id', required: true },
];

/** The fields that a profile of each kind may fill. */
export const FIELDS: Readonly<Record<ProfileKind, readonly Field[]>> = {
  invoice: INVOICE,
  creditNote: INVOICE,
  order: ORDER,
  shipment: SHIPMENT,
  receipt: RECEIPT,
  openItem: OPEN_ITEM,
  trialBalance: TRIAL_BALANCE,
  taxTotal: TAX_TOTAL,
  statement: STATEMENT,
};

export function isProfileKind(kind: string): kind is ProfileKind {
  return kind === 'statement' || isTableKind(kind);
}

export function isTableKind(kind: string): kind is TableKind {
  return (TABLE_KINDS as readonly string[]).includes(kind);
}
