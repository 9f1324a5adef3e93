import { has, type Dialect, type JsonShape } from './shape.ts';

/** Sums and lines that sales and purchase documents share. */
const TOTALS = {
  currency: 'currencyCode',
  'totals.taxExclusive': 'totalAmountExcludingTax',
  'totals.tax': 'totalTaxAmount',
  'totals.taxInclusive': 'totalAmountIncludingTax',
  'totals.payable': 'totalAmountIncludingTax',
};
const LINES = {
  'line.id': 'sequence',
  'line.name': 'description',
  'line.sellerId': 'lineObjectNumber',
  'line.quantity': 'quantity | invoiceQuantity',
  'line.unit': 'unitOfMeasureCode',
  'line.price': 'unitPrice | directUnitCost | unitCost',
  'line.net': 'netAmount | amountExcludingTax | lineAmount',
  'line.rate': 'taxPercent',
};
const CUSTOMER = {
  'buyer.name': 'billToName | customerName | sellToName',
  'buyer.id': 'customerNumber',
};
const VENDOR = {
  'seller.name': 'vendorName | payToName | buyFromVendorName',
  'seller.id': 'vendorNumber',
};
/** The company that answers stands in the context alone, by its GUID. */
const CONTEXT = '@odata.context | ^item/@odata.context';
const SELLER = { 'seller.name': 'companyName', 'seller.id': CONTEXT };
const BUYER = { 'buyer.name': 'companyName', 'buyer.id': CONTEXT };
const GUID = ['split ["companies(",2]', 'split [")",1]'];

/** Drafts are no documents yet; what was cancelled or corrected no longer counts. */
const POSTED = { path: 'status', live: ['Open', 'Paid', 'Released'] };

const SHAPES: readonly JsonShape[] = [
  {
    kind: 'invoice',
    is: node => has('invoiceDate', 'customerNumber')(node) && has('totalAmountIncludingTax')(node),
    lines: 'salesInvoiceLines',
    state: POSTED,
    fields: {
      number: 'number',
      issuedOn: 'invoiceDate',
      dueOn: 'dueDate',
      order: 'customerPurchaseOrderReference | externalDocumentNumber | orderNumber',
      ...CUSTOMER,
      ...SELLER,
      ...TOTALS,
      ...LINES,
    },
  },
  {
    kind: 'invoice',
    is: has('invoiceDate', 'vendorNumber', 'totalAmountIncludingTax'),
    lines: 'purchaseInvoiceLines',
    state: POSTED,
    fields: {
      number: 'vendorInvoiceNumber | number',
      issuedOn: 'invoiceDate',
      dueOn: 'dueDate',
      order: 'orderNumber',
      ...VENDOR,
      ...BUYER,
      ...TOTALS,
      ...LINES,
    },
  },
  {
    kind: 'creditNote',
    is: has('creditMemoDate', 'customerNumber'),
    lines: 'salesCreditMemoLines',
    state: POSTED,
    fields: {
      number: 'number',
      issuedOn: 'creditMemoDate',
      dueOn: 'dueDate',
      preceding: 'invoiceNumber',
      ...CUSTOMER,
      ...SELLER,
      ...TOTALS,
      ...LINES,
    },
  },
  {
    kind: 'creditNote',
    is: has('creditMemoDate', 'vendorNumber'),
    lines: 'purchaseCreditMemoLines',
    state: POSTED,
    fields: {
      number: 'vendorCreditMemoNumber | number',
      issuedOn: 'creditMemoDate',
      dueOn: 'dueDate',
      preceding: 'invoiceNumber',
      ...VENDOR,
      ...BUYER,
      ...TOTALS,
      ...LINES,
    },
  },
  {
    kind: 'order',
    is: has('orderDate', 'vendorNumber'),
    lines: 'purchaseOrderLines',
    fields: {
      number: 'number',
      issuedOn: 'orderDate',
      currency: 'currencyCode',
      ...VENDOR,
      ...BUYER,
      ...LINES,
      'line.requestedOn': 'expectedReceiptDate',
    },
  },
  {
    kind: 'order',
    is: has('orderDate', 'customerNumber'),
    lines: 'salesOrderLines',
    fields: {
      number: 'externalDocumentNumber | number',
      issuedOn: 'orderDate',
      currency: 'currencyCode',
      ...CUSTOMER,
      ...SELLER,
      ...LINES,
      'line.requestedOn': 'shipmentDate',
    },
  },
  {
    kind: 'receipt',
    is: has('postingDate', 'vendorNumber', 'purchaseReceiptLines'),
    lines: 'purchaseReceiptLines',
    fields: {
      number: 'number',
      issuedOn: 'postingDate',
      receivedOn: 'postingDate',
      order: 'orderNumber',
      ...VENDOR,
      ...BUYER,
      'line.id': 'sequence',
      'line.name': 'description',
      'line.sellerId': 'lineObjectNumber',
      'line.unit': 'unitOfMeasureCode',
      'line.received': 'quantity',
    },
  },
  {
    kind: 'shipment',
    is: has('shipmentDate', 'customerNumber', 'salesShipmentLines'),
    lines: 'salesShipmentLines',
    fields: {
      number: 'number',
      issuedOn: 'postingDate | shipmentDate',
      shippedOn: 'shipmentDate',
      order: 'orderNumber',
      ...CUSTOMER,
      ...SELLER,
      'line.id': 'sequence',
      'line.name': 'description',
      'line.sellerId': 'lineObjectNumber',
      'line.unit': 'unitOfMeasureCode',
      'line.delivered': 'quantity',
    },
  },
  {
    kind: 'trialBalance',
    is: has('balanceAtDateDebit', 'balanceAtDateCredit'),
    fields: {
      'entity.name': 'companyName',
      'entity.id': CONTEXT,
      account: 'number',
      accountName: 'display',
      period: 'dateFilter',
      currency: 'currencyCode',
      debit: 'totalDebit',
      credit: 'totalCredit',
    },
    steps: { period: ['slice 0 7'], 'entity.id': GUID },
  },
];

/** Microsoft Dynamics 365 Business Central, API 2.0: a GUID of zeros and the first day are nothing. */
export const BUSINESS_CENTRAL: Dialect = {
  name: 'Business Central',
  absent: /^(0{8}-0{4}-0{4}-0{4}-0{12}|0001-01-01)$/,
  shapes: SHAPES.map(shape => ({ ...shape, steps: { ...ownCompany(shape), ...shape.steps } })),
};

/** Own documents of sales name the buyer by number and the company by GUID; those of purchase the other way. */
function ownCompany({ fields }: JsonShape): Record<string, readonly string[]> {
  const roles = ['seller.id', 'buyer.id'].filter(role => fields[role] === CONTEXT);
  return Object.fromEntries(roles.map(role => [role, GUID]));
}
