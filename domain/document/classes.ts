import {
  ACKNOWLEDGEMENT,
  FINANCING_CLAIM,
  INVOICE_RESPONSE,
  OPEN_ITEM,
  ORDER_RESPONSE,
  PAYMENT_ORDER,
  REMITTANCE,
  STATEMENT,
  TAX_TOTAL,
  TRIAL_BALANCE,
  VOUCHER_FACTS,
} from './class-money.ts';
import { INVOICE, ORDER, RECEIPT, SHIPMENT } from './class-trade.ts';
import type { DocumentKind } from './document.ts';

/** The class of every canonical field by kind of document (ING-31). */
export const FIELD_CLASSES = {
  invoice: INVOICE,
  creditNote: INVOICE,
  selfBilled: INVOICE,
  prepayment: INVOICE,
  corrected: INVOICE,
  order: ORDER,
  orderChange: ORDER,
  orderCancel: ORDER,
  statement: STATEMENT,
  intraday: STATEMENT,
  notification: STATEMENT,
  shipment: SHIPMENT,
  receipt: RECEIPT,
  openItem: OPEN_ITEM,
  trialBalance: TRIAL_BALANCE,
  taxTotal: TAX_TOTAL,
  orderResponse: ORDER_RESPONSE,
  invoiceResponse: INVOICE_RESPONSE,
  acknowledgement: ACKNOWLEDGEMENT,
  remittance: REMITTANCE,
  accountStatement: REMITTANCE,
  reminder: REMITTANCE,
  paymentOrder: PAYMENT_ORDER,
  financingClaim: FINANCING_CLAIM,
  voucherFacts: VOUCHER_FACTS,
} as const satisfies Readonly<Record<DocumentKind, object>>;
