import { negated } from '../negate.ts';
import { textOf, type Dialect, type JsonShape } from './shape.ts';
import type { JsonNode } from './parse.ts';

const CURRENCIES = JSON.stringify({
  人民币: 'CNY',
  美元: 'USD',
  欧元: 'EUR',
  港币: 'HKD',
  日元: 'JPY',
  英镑: 'GBP',
});
const STEPS = { currency: [`lookup ${CURRENCIES}`] };
const CURRENCY = 'foreigncurrency | currency_name | currencyname | currency';

const CUSTOMER = {
  'buyer.name': 'customername | ccusname | ccusabbname | cusname',
  'buyer.id': 'customercode | cuscode',
};
const VENDOR = { 'seller.name': 'vendorname | vendorabbname', 'seller.id': 'vendorcode' };
const SELLER = { 'seller.name': 'corpname | companyname', 'seller.taxId': 'corptaxno' };
const BUYER = { 'buyer.name': 'corpname | companyname', 'buyer.taxId': 'corptaxno' };
const LINES = {
  'line.id': 'rowno | ivouchrowno | irowno',
  'line.name': 'inventoryname | cinvname | inventorycode',
  'line.sellerId': 'inventorycode',
  'line.unit': 'unitname | cinvm_unit | ccomunitname | unitid',
};
const PRICED = {
  ...LINES,
  'line.quantity': 'quantity',
  'line.price': 'originalprice | price',
  'line.net': 'originalmoney | money',
  'lines[].gross': 'originalsum | sum',
  'line.rate': 'taxrate | entrytaxrate',
};

/** The name of the record is the name of the document. */
function isA(name: RegExp): (node: JsonNode) => boolean {
  return node => name.test(node.local);
}

function isRed(node: JsonNode): boolean {
  return /^(1|true)$/.test(textOf(node, 'isnegative'));
}

const SALES = {
  lines: 'entry',
  steps: STEPS,
  fields: {
    number: 'invoiceno | code',
    issuedOn: 'date',
    dueOn: 'dgatheringdate',
    currency: CURRENCY,
    order: 'csocode',
    ...CUSTOMER,
    ...SELLER,
    ...PRICED,
    'line.order': 'csocode | socode',
  },
} as const;
const PURCHASE = {
  lines: 'entry',
  steps: STEPS,
  fields: {
    number: 'invoiceno | code',
    issuedOn: 'date',
    dueOn: 'dgatheringdate',
    currency: CURRENCY,
    ...VENDOR,
    ...BUYER,
    ...PRICED,
    'line.order': 'pocode | ordercode',
  },
} as const;
const isSale = isA(/^sales?invoice(list)?$/i);
const isPurchase = isA(/^purchaseinvoice(list)?$/i);

const SHAPES: readonly JsonShape[] = [
  { kind: 'creditNote', is: node => isSale(node) && isRed(node), ...SALES, complete: negated },
  { kind: 'invoice', is: isSale, ...SALES },
  {
    kind: 'creditNote',
    is: node => isPurchase(node) && isRed(node),
    ...PURCHASE,
    complete: negated,
  },
  { kind: 'invoice', is: isPurchase, ...PURCHASE },
  {
    kind: 'order',
    is: isA(/^purchaseorder(list)?$/i),
    lines: 'entry',
    steps: STEPS,
    fields: {
      number: 'code',
      issuedOn: 'date',
      currency: CURRENCY,
      ...VENDOR,
      ...BUYER,
      ...PRICED,
      'line.requestedOn': 'arrivedate',
    },
  },
  {
    kind: 'order',
    is: isA(/^sales?order(list)?$/i),
    lines: 'entry',
    steps: STEPS,
    fields: {
      number: 'code',
      issuedOn: 'date',
      currency: CURRENCY,
      ...CUSTOMER,
      ...SELLER,
      ...PRICED,
      'line.requestedOn': 'predeliverydate | dpredate',
    },
  },
  {
    kind: 'receipt',
    is: isA(/^(purchasein|purchasereceipt)(list)?$/i),
    lines: 'entry',
    fields: {
      number: 'code',
      issuedOn: 'date',
      receivedOn: 'date',
      ...VENDOR,
      ...BUYER,
      ...LINES,
      'line.received': 'quantity',
      'line.order': 'pocode | ordercode',
      'line.orderLine': 'porowno',
    },
  },
  {
    kind: 'shipment',
    is: isA(/^(consignment|saleout|dispatchlist)(list)?$/i),
    lines: 'entry',
    fields: {
      number: 'code',
      issuedOn: 'date',
      shippedOn: 'date',
      ...CUSTOMER,
      ...SELLER,
      ...LINES,
      'line.delivered': 'quantity',
      'line.order': 'socode | csocode',
    },
  },
];

/** 用友 U8 over its open API: the record stands under the name of its document. */
export const YONYOU: Dialect = { name: '用友 U8', shapes: SHAPES };
