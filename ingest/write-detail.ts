import {
  formatExact,
  partyKey,
  type CanonicalDocument,
  type Detail,
  type Invoice,
  type Item,
  type OpenItem,
  type Order,
  type Receipt,
  type Ref,
  type Shipment,
  type Statement,
  type TaxTotal,
  type TrialBalanceLine,
} from '../domain/document/index.ts';
import type { Columns, RowValues } from './insert.ts';

/** The rows of one document beside its body, and the table they go to. */
export type DetailRows = {
  readonly table: string;
  readonly columns: Columns;
  readonly rows: readonly RowValues[];
};

const KEY = { document: 'text', version: 'integer' } as const;
const ONE_LINE = {
  ...KEY,
  seq: 'integer',
  line: 'text',
  item_name: 'text',
  seller_item: 'text',
  buyer_item: 'text',
  standard_item: 'text',
  order_number: 'text',
  order_line: 'text',
} as const;

export const DETAIL_TABLES: Readonly<Record<string, Columns>> = {
  'erp.invoice_line': {
    ...ONE_LINE,
    quantity: 'numeric',
    unit: 'text',
    price: 'numeric',
    net_minor: 'bigint',
  },
  'erp.order_line': {
    ...ONE_LINE,
    quantity: 'numeric',
    unit: 'text',
    price: 'numeric',
    net_minor: 'bigint',
    requested_on: 'date',
  },
  'erp.shipment_line': { ...ONE_LINE, delivered: 'numeric', unit: 'text', backordered: 'numeric' },
  'erp.receipt_line': {
    ...ONE_LINE,
    received: 'numeric',
    unit: 'text',
    accepted: 'numeric',
    rejected: 'numeric',
    short: 'numeric',
    received_on: 'date',
  },
  'erp.statement_entry': {
    ...KEY,
    seq: 'integer',
    amount_minor: 'bigint',
    currency: 'text',
    status: 'text',
    booked_on: 'date',
    value_on: 'date',
    reference: 'text',
    bank_reference: 'text',
    end_to_end_id: 'text',
    creditor_reference: 'text',
    match_state: 'text',
  },
  'erp.open_item': {
    ...KEY,
    side: 'text',
    entity_key: 'text',
    partner_key: 'text',
    issued_on: 'date',
    due_on: 'date',
    paid_on: 'date',
    amount_minor: 'bigint',
    paid_minor: 'bigint',
    currency: 'text',
    status: 'text',
  },
  'erp.trial_balance_line': {
    ...KEY,
    entity_key: 'text',
    period: 'text',
    account: 'text',
    opening_minor: 'bigint',
    debit_minor: 'bigint',
    credit_minor: 'bigint',
    closing_minor: 'bigint',
    currency: 'text',
  },
  'erp.tax_total': {
    ...KEY,
    entity_key: 'text',
    period: 'text',
    taxable_minor: 'bigint',
    tax_minor: 'bigint',
    invoices: 'integer',
    currency: 'text',
  },
};

/** Which table holds the details of a document, and its rows; a message has its body alone. */
export function detailRows(
  document: CanonicalDocument,
  isSuspect: boolean,
): { readonly table: string; readonly rows: readonly RowValues[] } {
  const key = { document: document.id, version: document.version };
  if ('balances' in document) {
    return { table: 'erp.statement_entry', rows: entryRows(document, key, isSuspect) };
  }
  if ('entity' in document) return subledgerRow(document, key);
  if ('issuer' in document) return { table: 'erp.document', rows: [] };
  if ('revision' in document) return { table: 'erp.order_line', rows: orderRows(document, key) };
  if (document.kind === 'shipment') {
    return { table: 'erp.shipment_line', rows: shipmentRows(document, key) };
  }
  return document.kind === 'receipt'
    ? { table: 'erp.receipt_line', rows: receiptRows(document, key) }
    : { table: 'erp.invoice_line', rows: invoiceRows(document, key) };
}

type Key = { readonly document: string; readonly version: number };

function itemColumns(item: Item, ref: Ref | undefined): RowValues {
  return {
    item_name: item.name,
    seller_item: item.sellerId,
    buyer_item: item.buyerId,
    standard_item: item.standardId?.value,
    order_number: ref?.number,
    order_line: ref?.line,
  };
}

function invoiceRows(document: Invoice, key: Key): RowValues[] {
  const order = document.refs.find(r => r.kind === 'order');
  return document.lines.map((line, seq) => ({
    ...key,
    seq,
    line: line.id,
    ...itemColumns(line.item, line.orderLine ?? order),
    quantity: formatExact(line.quantity.value),
    unit: line.quantity.unit,
    price: line.price && formatExact(line.price.net),
    net_minor: line.net.minor,
  }));
}

function orderRows(document: Order, key: Key): RowValues[] {
  return document.lines.map((line, seq) => ({
    ...key,
    seq,
    line: line.id,
    ...itemColumns(line.item, { kind: 'order', number: document.number, line: line.id }),
    quantity: formatExact(line.quantity.value),
    unit: line.quantity.unit,
    price: line.price && formatExact(line.price.net),
    net_minor: line.net?.minor,
    requested_on: line.requestedOn,
  }));
}

function shipmentRows(document: Shipment, key: Key): RowValues[] {
  return document.lines.map((line, seq) => ({
    ...key,
    seq,
    line: line.id,
    ...itemColumns(line.item, line.orderLine ?? document.order[0]),
    delivered: formatExact(line.delivered.value),
    unit: line.delivered.unit,
    backordered: line.backordered && formatExact(line.backordered.value),
  }));
}

function receiptRows(document: Receipt, key: Key): RowValues[] {
  return document.lines.map((line, seq) => ({
    ...key,
    seq,
    line: line.id,
    ...itemColumns(line.item, line.orderLine ?? document.order[0]),
    received: formatExact(line.received.value),
    unit: line.received.unit,
    accepted: line.accepted && formatExact(line.accepted.value),
    rejected: line.rejected && formatExact(line.rejected.value),
    short: line.short && formatExact(line.short.value),
    received_on: document.receivedOn,
  }));
}

function entryRows(document: Statement, key: Key, isSuspect: boolean): RowValues[] {
  return document.entries.map((entry, seq) => {
    const isPosting = document.kind === 'statement' && entry.status === 'booked';
    const state = isSuspect ? 'suspect' : isPosting ? 'open' : 'info';
    return {
      ...key,
      seq,
      amount_minor: entry.amount.minor,
      currency: entry.amount.currency,
      status: entry.status,
      booked_on: entry.bookedOn,
      value_on: entry.valueOn,
      reference: entry.reference,
      bank_reference: entry.bankReference,
      ...referenceColumns(entry.details[0]),
      match_state: state,
    };
  });
}

function referenceColumns(detail: Detail | undefined): RowValues {
  return {
    end_to_end_id: detail?.endToEndId,
    creditor_reference: detail?.creditorReference,
  };
}

function subledgerRow(
  document: OpenItem | TrialBalanceLine | TaxTotal,
  key: Key,
): { readonly table: string; readonly rows: readonly RowValues[] } {
  const own = { ...key, entity_key: partyKey(document.entity), currency: document.currency };
  if (document.kind === 'openItem') {
    const row = {
      ...own,
      side: document.side,
      partner_key: partyKey(document.counterparty),
      issued_on: document.issuedOn,
      due_on: document.dueOn,
      paid_on: document.paidOn,
      amount_minor: document.amount.minor,
      paid_minor: document.paid.minor,
      status: document.status,
    };
    return { table: 'erp.open_item', rows: [row] };
  }
  if (document.kind === 'trialBalance') {
    const row = {
      ...own,
      period: document.period,
      account: document.account,
      opening_minor: document.opening.minor,
      debit_minor: document.debit.minor,
      credit_minor: document.credit.minor,
      closing_minor: document.closing.minor,
    };
    return { table: 'erp.trial_balance_line', rows: [row] };
  }
  const row = {
    ...own,
    period: document.period,
    taxable_minor: document.taxable.minor,
    tax_minor: document.tax.minor,
    invoices: document.invoices,
  };
  return { table: 'erp.tax_total', rows: [row] };
}
