import { textOf, type Dialect, type JsonShape } from './shape.ts';
import type { JsonNode } from './parse.ts';

const RECORD = /\/record\/v\d+\/([A-Za-z]+)\/[^/]+$/;

/** The record type stands in the record's own link, and nowhere else. */
function typeOf(node: JsonNode): string {
  const links = node.children.filter(child => child.local === 'links');
  const own = links.find(link => textOf(link, 'rel') === 'self') ?? links[0];
  const named = textOf(node, 'recordType') || textOf(node, 'type');
  return (RECORD.exec(own ? textOf(own, 'href') : '')?.[1] ?? named).toLowerCase();
}

function isA(type: string): (node: JsonNode) => boolean {
  return node => node.children.some(c => c.local === 'tranDate') && typeOf(node) === type;
}

/** Names that accounts give their currencies; a code stays a code. */
const CURRENCIES = JSON.stringify({
  'US Dollar': 'USD',
  'US Dollars': 'USD',
  USA: 'USD',
  Euro: 'EUR',
  'British Pound': 'GBP',
  'British pound': 'GBP',
  'Canadian Dollar': 'CAD',
  'Australian Dollar': 'AUD',
  'Japanese Yen': 'JPY',
  'Swiss Franc': 'CHF',
  'Chinese Yuan': 'CNY',
  'Chinese Yuan Renminbi': 'CNY',
  'Hong Kong Dollar': 'HKD',
  'Singapore Dollar': 'SGD',
});
const STEPS = { currency: [`lookup ${CURRENCIES}`] };

const CUSTOMER = {
  'buyer.name': 'entity/refName',
  'buyer.id': 'entity/id',
  'buyer.taxId': 'vatRegNum',
  'seller.name': 'subsidiary/refName',
  'seller.id': 'subsidiary/id',
};
const VENDOR = {
  'seller.name': 'entity/refName',
  'seller.id': 'entity/id',
  'seller.taxId': 'vatRegNum',
  'buyer.name': 'subsidiary/refName',
  'buyer.id': 'subsidiary/id',
};
const HEAD = { number: 'tranId', issuedOn: 'tranDate', currency: 'currency/refName | currency/id' };
const LINES = {
  'line.id': 'line',
  'line.name': 'description | item/refName',
  'line.sellerId': 'item/id',
  'line.quantity': 'quantity',
  'line.unit': 'units/refName | units',
  'line.price': 'rate',
  'line.net': 'amount',
  'line.rate': 'taxRate1',
};
const ITEMS = 'item/items';
const SUMS = {
  'totals.taxInclusive': 'total | userTotal',
  'totals.payable': 'total | userTotal',
  'totals.tax': 'taxTotal',
  'totals.lines': 'subtotal',
};

const SHAPES: readonly JsonShape[] = [
  {
    kind: 'invoice',
    is: isA('invoice'),
    lines: ITEMS,
    steps: STEPS,
    fields: {
      ...HEAD,
      dueOn: 'dueDate',
      order: 'otherRefNum',
      ...CUSTOMER,
      ...SUMS,
      ...LINES,
      'line.order': 'orderDoc/refName',
    },
  },
  {
    kind: 'creditNote',
    is: isA('creditmemo'),
    lines: ITEMS,
    steps: STEPS,
    fields: {
      ...HEAD,
      preceding: 'createdFrom/refName',
      order: 'otherRefNum',
      ...CUSTOMER,
      ...SUMS,
      ...LINES,
    },
  },
  {
    kind: 'invoice',
    is: isA('vendorbill'),
    lines: ITEMS,
    steps: STEPS,
    fields: {
      ...HEAD,
      dueOn: 'dueDate',
      ...VENDOR,
      ...SUMS,
      ...LINES,
      'line.order': 'orderDoc/refName',
      'line.orderLine': 'orderLine',
    },
  },
  {
    kind: 'creditNote',
    is: isA('vendorcredit'),
    lines: ITEMS,
    steps: STEPS,
    fields: { ...HEAD, preceding: 'createdFrom/refName', ...VENDOR, ...SUMS, ...LINES },
  },
  {
    kind: 'order',
    is: isA('purchaseorder'),
    lines: ITEMS,
    steps: STEPS,
    fields: { ...HEAD, ...VENDOR, ...LINES, 'line.requestedOn': 'expectedReceiptDate' },
  },
  {
    kind: 'order',
    is: isA('salesorder'),
    lines: ITEMS,
    steps: STEPS,
    fields: { ...HEAD, number: 'otherRefNum | tranId', ...CUSTOMER, ...LINES },
  },
  {
    kind: 'receipt',
    is: isA('itemreceipt'),
    lines: ITEMS,
    fields: {
      number: 'tranId',
      issuedOn: 'tranDate',
      receivedOn: 'tranDate',
      order: 'createdFrom/refName',
      ...VENDOR,
      'line.id': 'line',
      'line.name': 'description | itemDescription | item/refName',
      'line.sellerId': 'item/id',
      'line.unit': 'units/refName | units',
      'line.received': 'quantity',
      'line.orderLine': 'orderLine',
    },
  },
  {
    kind: 'shipment',
    is: isA('itemfulfillment'),
    lines: ITEMS,
    fields: {
      number: 'tranId',
      issuedOn: 'tranDate',
      shippedOn: 'tranDate',
      order: 'createdFrom/refName',
      ...CUSTOMER,
      'line.id': 'line',
      'line.name': 'description | itemDescription | item/refName',
      'line.sellerId': 'item/id',
      'line.unit': 'units/refName | units',
      'line.delivered': 'quantity',
      'line.orderLine': 'orderLine',
    },
  },
];

/** Records of NetSuite's REST web services, version 1. */
export const NETSUITE: Dialect = { name: 'NetSuite', shapes: SHAPES };
