import { negated } from '../negate.ts';
import { textOf, type Dialect, type JsonShape } from './shape.ts';
import type { JsonNode } from './parse.ts';

const TOTALS = {
  currency: 'currency',
  'totals.lines': 'net_total',
  'totals.taxExclusive': 'net_total',
  'totals.tax': 'total_taxes_and_charges',
  'totals.taxInclusive': 'grand_total',
  'totals.rounding': '.[disable_rounded_total!=1][rounded_total!=0¦0.0]/rounding_adjustment',
  'totals.payable':
    '.[disable_rounded_total!=1][rounded_total][rounded_total!=0¦0.0]/rounded_total | grand_total',
};
const LINES = {
  'line.id': 'idx',
  'line.name': 'item_name | description | item_code',
  'line.sellerId': 'item_code',
  'line.quantity': 'qty',
  'line.unit': 'uom | stock_uom',
  'line.price': 'net_rate | rate',
  'line.net': 'net_amount | amount',
};
const CUSTOMER = {
  'buyer.name': 'customer_name | customer',
  'buyer.taxId': 'tax_id',
  'seller.name': 'company',
  'seller.taxId': 'company_tax_id',
};
const SUPPLIER = {
  'seller.name': 'supplier_name | supplier',
  'seller.taxId': 'tax_id',
  'buyer.name': 'company',
  'buyer.taxId': 'company_tax_id',
};

/** 0 is a draft, 2 is cancelled. */
const SUBMITTED = { path: 'docstatus', live: ['1'] };

function isA(doctype: string, isReturn?: boolean): (node: JsonNode) => boolean {
  return node =>
    textOf(node, 'doctype') === doctype &&
    (isReturn === undefined || /^(1|true)$/.test(textOf(node, 'is_return')) === isReturn);
}

const SALES = {
  lines: 'items',
  state: SUBMITTED,
  fields: {
    number: 'name',
    issuedOn: 'posting_date',
    dueOn: 'due_date',
    order: 'po_no',
    preceding: 'return_against',
    ...CUSTOMER,
    ...TOTALS,
    ...LINES,
    'line.order': 'sales_order',
    'line.orderLine': 'so_detail',
  },
} as const;
const PURCHASE = {
  lines: 'items',
  state: SUBMITTED,
  fields: {
    number: 'bill_no | name',
    issuedOn: 'bill_date | posting_date',
    dueOn: 'due_date',
    preceding: 'return_against',
    ...SUPPLIER,
    ...TOTALS,
    ...LINES,
    'line.order': 'purchase_order',
    'line.orderLine': 'po_detail',
  },
} as const;

const SHAPES: readonly JsonShape[] = [
  { kind: 'invoice', is: isA('Sales Invoice', false), ...SALES },
  { kind: 'creditNote', is: isA('Sales Invoice', true), ...SALES, complete: negated },
  { kind: 'invoice', is: isA('Purchase Invoice', false), ...PURCHASE },
  { kind: 'creditNote', is: isA('Purchase Invoice', true), ...PURCHASE, complete: negated },
  {
    kind: 'order',
    is: isA('Sales Order'),
    lines: 'items',
    state: SUBMITTED,
    fields: {
      number: 'po_no | name',
      issuedOn: 'transaction_date',
      currency: 'currency',
      ...CUSTOMER,
      ...LINES,
      'line.requestedOn': 'delivery_date',
    },
  },
  {
    kind: 'order',
    is: isA('Purchase Order'),
    lines: 'items',
    state: SUBMITTED,
    fields: {
      number: 'name',
      issuedOn: 'transaction_date',
      currency: 'currency',
      ...SUPPLIER,
      ...LINES,
      'line.requestedOn': 'schedule_date',
    },
  },
  {
    kind: 'receipt',
    is: isA('Purchase Receipt'),
    lines: 'items',
    state: SUBMITTED,
    fields: {
      number: 'name',
      issuedOn: 'posting_date',
      receivedOn: 'posting_date',
      shipment: 'supplier_delivery_note',
      ...SUPPLIER,
      'line.id': 'idx',
      'line.name': 'item_name | item_code',
      'line.sellerId': 'item_code',
      'line.unit': 'uom | stock_uom',
      'line.received': 'received_qty | qty',
      'line.accepted': 'qty',
      'line.rejected': 'rejected_qty',
      'line.order': 'purchase_order',
      'line.orderLine': 'purchase_order_item',
    },
  },
  {
    kind: 'shipment',
    is: isA('Delivery Note'),
    lines: 'items',
    state: SUBMITTED,
    fields: {
      number: 'name',
      issuedOn: 'posting_date',
      shippedOn: 'posting_date',
      order: 'po_no',
      carrier: 'transporter_name',
      billOfLading: 'lr_no',
      ...CUSTOMER,
      'line.id': 'idx',
      'line.name': 'item_name | item_code',
      'line.sellerId': 'item_code',
      'line.unit': 'uom | stock_uom',
      'line.delivered': 'qty',
      'line.order': 'against_sales_order',
      'line.orderLine': 'so_detail',
    },
  },
];

/** ERPNext documents as the REST API gives them (`data`) and as fixtures list them. */
export const ERPNEXT: Dialect = { name: 'ERPNext', absent: /^NA$/, shapes: SHAPES };
