import { first, firstPart, group, many, part, value, type Mapping } from '../mapping.ts';
import {
  ACCOUNT,
  ADDRESS,
  ALLOWANCE,
  HEADER,
  ITEM,
  ORDER_LINE,
  PARTY_FIELDS,
  PRICE,
  REFERENCE,
  TAX_TOTAL,
  TOTALS,
} from './party-table.ts';

const LINE_REFERENCE: Mapping = [value('line', 'LineID'), first('number', 'DocumentReference/ID')];

function line(quantity: string): Mapping {
  return [
    value('id', 'ID'),
    value('quantity', quantity),
    value('net', 'LineExtensionAmount'),
    first('note', 'Note'),
    firstPart('item', 'Item', ITEM),
    firstPart('price', 'Price', PRICE),
    group('allowances', 'AllowanceCharge', ALLOWANCE),
    first('category', 'Item/ClassifiedTaxCategory/ID', 'TaxTotal/TaxSubtotal/TaxCategory/ID'),
    first('rate', 'Item/ClassifiedTaxCategory/Percent', 'TaxTotal/TaxSubtotal/TaxCategory/Percent'),
    firstPart('orderLine', 'OrderLineReference', ORDER_LINE),
    firstPart('receiptLine', 'ReceiptLineReference', LINE_REFERENCE),
    firstPart('shipmentLine', 'DespatchLineReference', LINE_REFERENCE),
    firstPart('preceding', 'BillingReference/InvoiceDocumentReference', REFERENCE),
  ];
}

function invoiceBody(names: {
  type: string;
  line: string;
  quantity: string;
  total: string;
}): Mapping {
  return [
    ...HEADER,
    value('typeCode', names.type),
    value('dueOn', 'DueDate'),
    value('taxPointOn', 'TaxPointDate'),
    value('accountingCurrency', 'TaxCurrencyCode'),
    value('buyerReference', 'BuyerReference'),
    group('orders', 'OrderReference', REFERENCE),
    group('preceding', 'BillingReference/InvoiceDocumentReference', REFERENCE),
    group('precedingCredit', 'BillingReference/CreditNoteDocumentReference', REFERENCE),
    group('shipments', 'DespatchDocumentReference', REFERENCE),
    group('receipts', 'ReceiptDocumentReference', REFERENCE),
    firstPart('contract', 'ContractDocumentReference', REFERENCE),
    first('project', 'ProjectReference/ID'),
    part('seller', 'AccountingSupplierParty/Party', PARTY_FIELDS),
    part('buyer', 'AccountingCustomerParty/Party', PARTY_FIELDS),
    part('payee', 'PayeeParty', PARTY_FIELDS),
    part('taxRepresentative', 'TaxRepresentativeParty', PARTY_FIELDS),
    first('deliveredOn', 'Delivery/ActualDeliveryDate'),
    firstPart('deliverTo', 'Delivery/DeliveryLocation/Address', ADDRESS),
    group('means', 'PaymentMeans', [
      value('code', 'PaymentMeansCode'),
      value('dueOn', 'PaymentDueDate'),
      first('remittance', 'PaymentID'),
      firstPart('account', 'PayeeFinancialAccount', ACCOUNT),
    ]),
    many('terms', 'PaymentTerms/Note'),
    group('allowances', 'AllowanceCharge', ALLOWANCE),
    group('taxes', 'TaxTotal', TAX_TOTAL),
    part('totals', names.total, TOTALS),
    group('lines', names.line, line(names.quantity)),
  ];
}

/** Invoice of UBL 2.0 to 2.4 (ingest.md section 4; `cac` and `cbc` omitted). */
export const INVOICE: Mapping = invoiceBody({
  type: 'InvoiceTypeCode',
  line: 'InvoiceLine',
  quantity: 'InvoicedQuantity',
  total: 'LegalMonetaryTotal',
});

export const CREDIT_NOTE: Mapping = invoiceBody({
  type: 'CreditNoteTypeCode',
  line: 'CreditNoteLine',
  quantity: 'CreditedQuantity',
  total: 'LegalMonetaryTotal',
});
