import { constant, first, firstPart, group, many, value, type Mapping } from '../mapping.ts';
import { HEADER, PARTY_FIELDS, REFERENCE } from './party-table.ts';

const SENT: Mapping = [
  firstPart('issuer', 'SenderParty', PARTY_FIELDS),
  firstPart('recipient', 'ReceiverParty', PARTY_FIELDS),
];

/** ApplicationResponse as a buyer's word on an invoice (Peppol T111). */
export const INVOICE_RESPONSE: Mapping = [
  ...HEADER,
  ...SENT,
  firstPart('invoice', 'DocumentResponse/DocumentReference', REFERENCE),
  first('code', 'DocumentResponse/Response/ResponseCode'),
  first('on', 'DocumentResponse/Response/EffectiveDate'),
  many(
    'reasons',
    'DocumentResponse/Response/Status/StatusReasonCode[@listID=OPStatusReason]',
    'DocumentResponse/Response/Status/StatusReasonCode[!@listID]',
  ),
  many('actions', 'DocumentResponse/Response/Status/StatusReasonCode[@listID=OPStatusAction]'),
  many('clarifications', 'DocumentResponse/Response/Status/StatusReason'),
];

/** ApplicationResponse as a technical answer to a document (Peppol MLR, T71). */
export const LEVEL_RESPONSE: Mapping = [
  ...HEADER,
  ...SENT,
  constant('syntax', 'UBL'),
  firstPart('of', 'DocumentResponse/DocumentReference', REFERENCE),
  first('code', 'DocumentResponse/Response/ResponseCode'),
  many('notes', 'DocumentResponse/Response/Description'),
  group('items', 'DocumentResponse/LineResponse', [
    first('path', 'LineReference/LineID'),
    first('code', 'Response/Status/StatusReasonCode', 'Response/ResponseCode'),
    first('text', 'Response/Description'),
  ]),
];

const ITEM: Mapping = [
  value('debit', 'DebitLineAmount'),
  value('credit', 'CreditLineAmount'),
  value('balance', 'BalanceAmount'),
  first('note', 'Note'),
  firstPart('invoice', 'BillingReference/InvoiceDocumentReference', REFERENCE),
  firstPart('creditNote', 'BillingReference/CreditNoteDocumentReference', REFERENCE),
];

/** RemittanceAdvice of UBL 2.0 to 2.4: the customer pays. */
export const REMITTANCE: Mapping = [
  ...HEADER,
  firstPart('issuer', 'AccountingCustomerParty/Party', PARTY_FIELDS),
  firstPart('recipient', 'AccountingSupplierParty/Party', PARTY_FIELDS),
  value('total', 'TotalPaymentAmount', 'TotalDebitAmount'),
  first('paidOn', 'PaymentMeans/PaymentDueDate'),
  first('trace', 'PaymentOrderReference'),
  group('items', 'RemittanceAdviceLine', ITEM),
];

/** Statement of an account with a trading partner: the supplier tells. */
export const ACCOUNT_STATEMENT: Mapping = [
  ...HEADER,
  firstPart('issuer', 'AccountingSupplierParty/Party', PARTY_FIELDS),
  firstPart('recipient', 'AccountingCustomerParty/Party', PARTY_FIELDS),
  value('total', 'TotalBalanceAmount'),
  group('items', 'StatementLine', ITEM),
];

export const REMINDER: Mapping = [
  ...HEADER,
  firstPart('issuer', 'AccountingSupplierParty/Party', PARTY_FIELDS),
  firstPart('recipient', 'AccountingCustomerParty/Party', PARTY_FIELDS),
  value('total', 'LegalMonetaryTotal/PayableAmount'),
  group('items', 'ReminderLine', [value('amount', 'Amount'), ...ITEM]),
];
