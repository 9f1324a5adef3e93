import type { JsonNode } from './parse.ts';
import { has, textOf, type Dialect, type JsonShape } from './shape.ts';

/** Days as OData 2 writes them; OData 4 writes ISO days, which the step leaves alone. */
const DATES = { date: ['epoch'] };

const BILLING_FIELDS = {
  number: 'BillingDocument',
  issuedOn: 'BillingDocumentDate | DocumentDate',
  typeCode: 'SDDocumentCategory',
  currency: 'TransactionCurrency',
  dueOn: 'NetDueDate',
  'seller.id': 'CompanyCode | SalesOrganization',
  'buyer.id': 'PayerParty | SoldToParty | BillToParty',
  'buyer.taxId': 'VATRegistration',
  preceding: 'CancelledBillingDocument',
  order:
    'PurchaseOrderByCustomer | to_Item/results/PurchaseOrderByCustomer | to_Item/PurchaseOrderByCustomer | _Item/PurchaseOrderByCustomer',
  'totals.taxExclusive': 'TotalNetAmount',
  'totals.lines': 'TotalNetAmount',
  'totals.tax': 'TaxAmount | TotalTaxAmount',
  'totals.taxInclusive': 'TotalGrossAmount',
  'totals.payable': 'TotalGrossAmount',
  'line.id': 'BillingDocumentItem',
  'line.name': 'BillingDocumentItemText',
  'line.sellerId': 'Material | Product',
  'line.quantity': 'BillingQuantity',
  'line.unit': 'BillingQuantityUnit',
  'line.net': 'NetAmount',
  'line.order': 'SalesDocument',
  'line.orderLine': 'SalesDocumentItem',
};
const BILLING_LINES = 'to_Item/results | to_Item | _Item';
const LIVE_BILLING = { path: 'BillingDocumentIsCancelled', live: ['false'] };

/** SD document categories: invoices and debit memos claim; credit memos and cancellations credit. */
const CLAIMS = { typeCode: ['lookup {"M":"380","P":"383","5":"380","S":"380"}'], ...DATES };
const CREDITS = { typeCode: ['lookup {"O":"381","6":"381","N":"381"}'], ...DATES };

function isBilling(categories: string): (node: JsonNode) => boolean {
  return node =>
    has('BillingDocument', 'TransactionCurrency')(node) &&
    categories.includes(textOf(node, 'SDDocumentCategory') || 'M');
}

const SUPPLIER_INVOICE: Omit<JsonShape, 'kind' | 'is'> = {
  lines: 'to_SuplrInvcItemPurOrdRef/results | to_SuplrInvcItemPurOrdRef | _SuplrInvcItemPurOrdRef',
  fields: {
    number: 'SupplierInvoiceIDByInvcgParty | SupplierInvoice',
    issuedOn: 'DocumentDate',
    currency: 'DocumentCurrency',
    dueOn: 'NetDueDate',
    'seller.id': 'InvoicingParty',
    'buyer.id': 'CompanyCode',
    preceding: 'ReverseDocument',
    'totals.taxInclusive': 'InvoiceGrossAmount',
    'totals.payable': 'InvoiceGrossAmount',
    'line.id': 'SupplierInvoiceItem',
    'line.name': 'SupplierInvoiceItemText | PurchaseOrderItemMaterial',
    'line.buyerId': 'PurchaseOrderItemMaterial',
    'line.quantity': 'QuantityInPurchaseOrderUnit',
    'line.unit': 'PurchaseOrderQuantityUnit',
    'line.net': 'SupplierInvoiceItemAmount',
    'line.order': 'PurchaseOrder',
    'line.orderLine': 'PurchaseOrderItem',
  },
  steps: DATES,
};

function isSupplierInvoice(isCredit: boolean): (node: JsonNode) => boolean {
  return node =>
    has('SupplierInvoice', 'InvoiceGrossAmount')(node) &&
    /^(X|true)$/.test(textOf(node, 'SupplierInvoiceIsCreditMemo')) === isCredit;
}

const PURCHASE_ORDER: JsonShape = {
  kind: 'order',
  is: has('PurchaseOrder', 'Supplier'),
  lines: 'to_PurchaseOrderItem/results | to_PurchaseOrderItem | _PurchaseOrderItem',
  fields: {
    number: 'PurchaseOrder',
    issuedOn: 'PurchaseOrderDate | CreationDate',
    currency: 'DocumentCurrency',
    validUntil: 'ValidityEndDate',
    'buyer.id': 'CompanyCode | PurchasingOrganization',
    'seller.id': 'Supplier',
    'seller.name': 'AddressName',
    'line.id': 'PurchaseOrderItem',
    'line.name': 'PurchaseOrderItemText',
    'line.buyerId': 'Material',
    'line.sellerId': 'SupplierMaterialNumber',
    'line.quantity': 'OrderQuantity',
    'line.unit': 'PurchaseOrderQuantityUnit',
    'line.price': 'NetPriceAmount',
    'lines[].price.per': 'NetPriceQuantity',
    'line.net': 'NetAmount',
    'line.over': 'OverdelivTolrtdLmtRatioInPct',
    'line.requestedOn':
      'to_ScheduleLine/results/ScheduleLineDeliveryDate | to_ScheduleLine/ScheduleLineDeliveryDate',
  },
  steps: DATES,
};

const SALES_ORDER: JsonShape = {
  kind: 'order',
  is: has('SalesOrder', 'SoldToParty'),
  lines: 'to_Item/results | to_Item | _Item',
  fields: {
    number: 'PurchaseOrderByCustomer | SalesOrder',
    issuedOn: 'SalesOrderDate | CreationDate',
    currency: 'TransactionCurrency',
    'buyer.id': 'SoldToParty',
    'seller.id': 'SalesOrganization',
    'line.id': 'SalesOrderItem',
    'line.name': 'SalesOrderItemText',
    'line.sellerId': 'Material | Product',
    'line.buyerId': 'MaterialByCustomer',
    'line.quantity': 'RequestedQuantity',
    'line.unit': 'RequestedQuantityUnit',
    'line.net': 'NetAmount',
  },
  steps: DATES,
};

/** Receipt 101 and its reversal 102, which counts against it. */
const RECEIPT: JsonShape = {
  kind: 'receipt',
  is: node =>
    has('MaterialDocument', 'PostingDate')(node) &&
    itemsOf(node).some(item => /^10[12]$/.test(textOf(item, 'GoodsMovementType'))),
  lines:
    'to_MaterialDocumentItem/results[GoodsMovementType=101¦102] | to_MaterialDocumentItem[GoodsMovementType=101¦102] | _MaterialDocumentItem[GoodsMovementType=101¦102]',
  fields: {
    number: 'MaterialDocument',
    issuedOn: 'DocumentDate | PostingDate',
    receivedOn: 'PostingDate',
    shipment: 'ReferenceDocument',
    'buyer.id': '~CompanyCode | ~Plant',
    'seller.id': '~Supplier',
    'line.id': 'MaterialDocumentItem',
    'line.name': 'MaterialDocumentItemText | Material',
    'line.buyerId': 'Material',
    'line.received': 'QuantityInEntryUnit',
    'line.unit': 'EntryUnit',
    'line.order': 'PurchaseOrder',
    'line.orderLine': 'PurchaseOrderItem',
    'lines[].movement': 'GoodsMovementType',
  },
  steps: DATES,
  complete: draft => {
    for (const { values } of draft.groups['lines'] ?? []) {
      const { received, movement } = values;
      if (received && movement?.text === '102') {
        values['received'] = { ...received, reading: { ...received.reading, negate: true } };
      }
    }
  },
};

function itemsOf(node: JsonNode): JsonNode[] {
  const found = node.children.filter(c => /^(to_|_)MaterialDocumentItem$/.test(c.local));
  return found.flatMap(one => [one, ...one.children.filter(c => c.local === 'results')]);
}

/** SAP S/4HANA over OData 2 (`d`, `results`) and 4 (`value`). */
export const SAP: Dialect = {
  name: 'SAP S/4HANA',
  absent: /^0{8}$/,
  shapes: [
    {
      kind: 'invoice',
      is: isBilling('MP5S'),
      lines: BILLING_LINES,
      fields: BILLING_FIELDS,
      steps: CLAIMS,
      state: LIVE_BILLING,
    },
    {
      kind: 'creditNote',
      is: isBilling('O6N'),
      lines: BILLING_LINES,
      fields: BILLING_FIELDS,
      steps: CREDITS,
      state: LIVE_BILLING,
    },
    { kind: 'invoice', is: isSupplierInvoice(false), ...SUPPLIER_INVOICE },
    { kind: 'creditNote', is: isSupplierInvoice(true), ...SUPPLIER_INVOICE },
    RECEIPT,
    PURCHASE_ORDER,
    SALES_ORDER,
  ],
};
