import { negated } from '../negate.ts';
import { textOf, type Dialect, type JsonShape } from './shape.ts';
import type { JsonNode } from './parse.ts';

const named = (field: string): string =>
  [
    `${field}.FNAME`,
    `${field}/FNAME[FKEY=2052]/FVALUE`,
    `${field}/FNAME/FVALUE`,
    `${field}/FNAME`,
  ].join(' | ');
const numbered = (field: string): string =>
  [`${field}.FNUMBER`, `${field}/FNUMBER`, field].join(' | ');

/** The product's own numbers of its currencies, and their Chinese names. */
const CURRENCIES = JSON.stringify({
  PRE001: 'CNY',
  PRE002: 'HKD',
  PRE003: 'EUR',
  PRE004: 'JPY',
  PRE006: 'GBP',
  PRE007: 'USD',
  人民币: 'CNY',
  美元: 'USD',
  欧元: 'EUR',
  港币: 'HKD',
  香港元: 'HKD',
  日元: 'JPY',
  日本日圆: 'JPY',
  英镑: 'GBP',
});
const STEPS = { currency: [`lookup ${CURRENCIES}`] };

const currency = (...fields: string[]): string =>
  fields.flatMap(f => [`${f}.FCODE`, `${f}/FCODE`, numbered(f)]).join(' | ');

/** Audited, and not voided. */
const AUDITED = { path: 'FDOCUMENTSTATUS', live: ['C'] };

const CUSTOMER = {
  'buyer.name': named('FCUSTOMERID'),
  'buyer.id': numbered('FCUSTOMERID'),
  'buyer.taxId': 'FCUSTOMERID.FTAXREGISTERCODE | FCUSTOMERID/FTAXREGISTERCODE',
};
const SUPPLIER = {
  'seller.name': named('FSUPPLIERID'),
  'seller.id': numbered('FSUPPLIERID'),
  'seller.taxId': 'FSUPPLIERID.FSOCIALCRECODE | FSUPPLIERID/FSOCIALCRECODE',
};
const own = (role: string, ...fields: string[]): Record<string, string> => ({
  [`${role}.name`]: fields.map(named).join(' | '),
  [`${role}.id`]: fields.map(numbered).join(' | '),
});

const SUMS = {
  'totals.taxExclusive': 'FNOTAXAMOUNT | FNOTAXAMOUNTFOR | FBILLAMOUNT',
  'totals.tax': 'FTAXAMOUNT | FTAXAMOUNTFOR | FBILLTAXAMOUNT',
  'totals.taxInclusive': 'FALLAMOUNTFOR | FBILLALLAMOUNT',
  'totals.payable': 'FALLAMOUNTFOR | FBILLALLAMOUNT',
};
const LINES = {
  'line.id': 'FENTITYDETAIL_FSEQ | FSEQ | FENTRYID',
  'line.name': named('FMATERIALID'),
  'line.sellerId': numbered('FMATERIALID'),
  'line.unit': `${named('FPRICEUNITID')} | ${named('FUNITID')} | ${numbered('FUNITID')}`,
};
const INVOICE_LINES = {
  ...LINES,
  'line.quantity': 'FPRICEQTY | FQTY',
  'line.price': 'FPRICE',
  'line.net': 'FNOTAXAMOUNTFOR_D | FAMOUNTFOR_D',
  'lines[].gross': 'FALLAMOUNTFOR_D',
  'line.rate': 'FENTRYTAXRATE',
  'line.order': 'FORDERNUMBER',
};
const DUE = { dueOn: 'FENDDATE_H | FENDDATE' };
const ROWS = 'ENTRY';

/** A form by the id that was asked for, else by the fields that only it has. */
function isForm(form: RegExp, ...fields: string[]): (node: JsonNode) => boolean {
  return node => {
    const asked = textOf(node, 'FORMID');
    if (asked !== '') return form.test(asked);
    return fields.every(field =>
      node.children.some(c => c.local === field || c.local.startsWith(`${field}.`)),
    );
  };
}

function isRed(node: JsonNode): boolean {
  return textOf(node, 'FALLAMOUNTFOR').startsWith('-');
}

const RECEIVABLE = {
  lines: `FENTITYDETAIL | FAR_RECEIVABLEENTRY | ${ROWS}`,
  state: AUDITED,
  steps: STEPS,
  fields: {
    number: 'FBILLNO',
    issuedOn: 'FDATE',
    ...DUE,
    currency: currency('FCURRENCYID'),
    ...CUSTOMER,
    ...own('seller', 'FSETTLEORGID', 'FSALEORGID'),
    ...SUMS,
    ...INVOICE_LINES,
  },
} as const;
const PAYABLE = {
  ...RECEIVABLE,
  lines: `FENTITYDETAIL | FAP_PAYABLEENTRY | ${ROWS}`,
  fields: {
    ...RECEIVABLE.fields,
    ...SUPPLIER,
    ...own('buyer', 'FSETTLEORGID', 'FPURCHASEORGID'),
    'buyer.taxId': 'FSETTLEORGID.FTAXREGISTERCODE',
    number: 'FINVOICENO | FBILLNO',
  },
};

const isReceivable = isForm(/^(AR_receivable|IV_SALES(IC|OC))$/i, 'FCUSTOMERID', 'FALLAMOUNTFOR');
const isPayable = isForm(/^(AP_Payable|IV_PURCHASE(IC|OC))$/i, 'FSUPPLIERID', 'FALLAMOUNTFOR');

const SHAPES: readonly JsonShape[] = [
  {
    kind: 'creditNote',
    is: node => isReceivable(node) && isRed(node),
    ...RECEIVABLE,
    complete: negated,
  },
  { kind: 'invoice', is: isReceivable, ...RECEIVABLE },
  { kind: 'creditNote', is: node => isPayable(node) && isRed(node), ...PAYABLE, complete: negated },
  { kind: 'invoice', is: isPayable, ...PAYABLE },
  {
    kind: 'order',
    is: isForm(/^PUR_PurchaseOrder$/i, 'FSUPPLIERID', 'FPURCHASEORGID', 'FDATE', 'FQTY'),
    lines: `FPOORDERENTRY | ${ROWS}`,
    state: AUDITED,
    steps: STEPS,
    fields: {
      number: 'FBILLNO',
      issuedOn: 'FDATE',
      currency: currency('FSETTLECURRID', 'FPOORDERFINANCE/FSETTLECURRID'),
      ...SUPPLIER,
      ...own('buyer', 'FPURCHASEORGID'),
      ...LINES,
      'line.quantity': 'FQTY',
      'line.price': 'FPRICE',
      'line.net': 'FENTRYAMOUNT',
      'line.requestedOn': 'FDELIVERYDATE',
    },
  },
  {
    kind: 'order',
    is: isForm(/^SAL_SaleOrder$/i, 'FCUSTID', 'FSALEORGID', 'FQTY'),
    lines: `FSALEORDERENTRY | ${ROWS}`,
    state: AUDITED,
    steps: STEPS,
    fields: {
      number: 'FBILLNO',
      issuedOn: 'FDATE',
      currency: currency('FSETTLECURRID', 'FSALEORDERFINANCE/FSETTLECURRID'),
      'buyer.name': named('FCUSTID'),
      'buyer.id': numbered('FCUSTID'),
      ...own('seller', 'FSALEORGID'),
      ...LINES,
      'line.quantity': 'FQTY',
      'line.price': 'FPRICE',
      'line.net': 'FENTRYAMOUNT',
      'line.requestedOn': 'FDELIVERYDATE',
    },
  },
  {
    kind: 'receipt',
    is: isForm(/^(STK_InStock|PUR_ReceiveBill)$/i, 'FSUPPLIERID', 'FSTOCKORGID', 'FREALQTY'),
    lines: `FINSTOCKENTRY | FDETAILENTITY | ${ROWS}`,
    state: AUDITED,
    fields: {
      number: 'FBILLNO',
      issuedOn: 'FDATE',
      receivedOn: 'FDATE',
      ...SUPPLIER,
      ...own('buyer', 'FSTOCKORGID', 'FPURCHASEORGID'),
      ...LINES,
      'line.received': 'FREALQTY | FACTRECEIVEQTY',
      'line.order': 'FPOORDERNO | FSRCBILLNO',
    },
  },
  {
    kind: 'shipment',
    is: isForm(/^SAL_OUTSTOCK$/i, 'FCUSTOMERID', 'FSTOCKORGID', 'FREALQTY'),
    lines: `FENTITY | ${ROWS}`,
    state: AUDITED,
    fields: {
      number: 'FBILLNO',
      issuedOn: 'FDATE',
      shippedOn: 'FDATE',
      tracking: 'FCARRIAGENO',
      ...CUSTOMER,
      ...own('seller', 'FSALEORGID', 'FSTOCKORGID'),
      ...LINES,
      'line.delivered': 'FREALQTY',
      'line.order': 'FSOORDERNO | FSRCBILLNO',
    },
  },
];

/**
 * 金蝶云星空: rows of a query in the order of the fields that were asked for, objects of a query, and
 * bills as they are saved or viewed. Names of fields are folded to upper case with `F` in front.
 */
export const KINGDEE: Dialect = {
  name: '金蝶云星空',
  shapes: SHAPES,
  claims: isBill,
  prepare: folded,
};

/** A bill has a number, and says in which state it is. */
export function isBill(node: JsonNode): boolean {
  return node.children.some(c => /^F?BillNo$/i.test(c.local));
}

const KEPT = ['ENTRY', 'FORMID', 'item'];

/** Names of members in upper case; those of a viewed bill lack the `F`. */
function folded(node: JsonNode): void {
  const isViewed = node.children.some(c => c.local === 'DocumentStatus');
  fold(node, isViewed);
}

function fold(node: JsonNode, isViewed: boolean): void {
  const children = node.children.map(child => {
    const upper = child.local.toUpperCase();
    const local = isViewed && !KEPT.includes(upper) ? `F${upper}` : upper;
    return { ...child, local, parent: node };
  });
  node.children.length = 0;
  node.children.push(...children);
  for (const child of children) fold(child, isViewed);
}

/** Rows of a query as bills: neighbouring rows of one number are its lines. */
export function billsOf(
  rows: readonly JsonNode[],
  keys: readonly string[] | undefined,
  form: JsonNode | undefined,
): JsonNode[] {
  const bills: JsonNode[] = [];
  let current = '';
  for (const row of rows) {
    const cells = keys ? cellsOf(row, keys) : row;
    const number = numberOf(cells);
    if (number === '' || number !== current) bills.push(billOf(cells, form));
    const bill = bills.at(-1);
    if (!bill) continue;
    bill.children.push({ ...cells, local: 'ENTRY', position: bill.children.length, parent: bill });
    bill.to = row.to;
    current = number;
  }
  return bills;
}

function numberOf(cells: JsonNode): string {
  return cells.children.find(c => /^FBillNo$/i.test(c.local))?.text ?? '';
}

function billOf(cells: JsonNode, form: JsonNode | undefined): JsonNode {
  const bill: JsonNode = { ...cells, children: [] };
  bill.children.push(...cells.children.map(c => ({ ...c, parent: bill })));
  if (form) bill.children.push({ ...form, local: 'FORMID', parent: bill });
  return bill;
}

function cellsOf(row: JsonNode, keys: readonly string[]): JsonNode {
  const cells: JsonNode = { ...row, children: [] };
  row.children.forEach((child, at) => {
    const local = keys[at] ?? `column ${at + 1}`;
    if (child.text !== '') cells.children.push({ ...child, local, position: 1, parent: cells });
  });
  return cells;
}
