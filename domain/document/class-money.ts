import {
  ACCOUNT,
  HEADER,
  INTERNAL,
  PARTY,
  PAYER,
  PRICE,
  REF,
  TEXT,
  TRADE,
  personal,
  type ClassesOf,
} from './class-parts.ts';
import type {
  Acknowledgement,
  FinancingClaim,
  InvoiceResponse,
  OrderResponse,
  PaymentOrder,
  Remittance,
  VoucherFacts,
} from './message.ts';
import type { Detail, Statement } from './statement.ts';
import type { OpenItem, TaxTotal, TrialBalanceLine } from './subledger.ts';

const DEDUCTION = { code: INTERNAL, amount: TRADE, ref: REF };

const DETAIL: ClassesOf<Detail> = {
  endToEndId: TRADE,
  transactionId: TRADE,
  uetr: TRADE,
  mandate: personal('identifier'),
  amount: TRADE,
  instructed: TRADE,
  debtor: PAYER,
  creditor: PAYER,
  ultimateDebtor: PAYER,
  ultimateCreditor: PAYER,
  debtorAccount: ACCOUNT,
  creditorAccount: ACCOUNT,
  remittance: TEXT,
  creditorReference: TRADE,
  structured: { ref: REF, amount: TRADE, deductions: DEDUCTION },
  returnCode: INTERNAL,
};

export const STATEMENT: ClassesOf<Statement> = {
  ...HEADER,
  kind: INTERNAL,
  account: ACCOUNT,
  owner: PARTY,
  sequence: INTERNAL,
  legalSequence: INTERNAL,
  page: INTERNAL,
  lastPage: INTERNAL,
  from: INTERNAL,
  to: INTERNAL,
  balances: { code: INTERNAL, amount: TRADE, on: INTERNAL },
  summary: { entries: INTERNAL, credits: TRADE, debits: TRADE },
  entries: {
    reference: TRADE,
    amount: TRADE,
    reversal: INTERNAL,
    status: INTERNAL,
    bookedOn: INTERNAL,
    valueOn: INTERNAL,
    bankReference: TRADE,
    bankCode: INTERNAL,
    details: DETAIL,
  },
};

export const OPEN_ITEM: ClassesOf<OpenItem> = {
  ...HEADER,
  kind: INTERNAL,
  side: INTERNAL,
  entity: PARTY,
  counterparty: PARTY,
  dueOn: INTERNAL,
  amount: TRADE,
  paid: TRADE,
  paidOn: TRADE,
  disputed: TRADE,
  status: INTERNAL,
};

export const TRIAL_BALANCE: ClassesOf<TrialBalanceLine> = {
  ...HEADER,
  kind: INTERNAL,
  entity: PARTY,
  period: INTERNAL,
  account: TRADE,
  accountName: TEXT,
  opening: TRADE,
  debit: TRADE,
  credit: TRADE,
  closing: TRADE,
};

export const TAX_TOTAL: ClassesOf<TaxTotal> = {
  ...HEADER,
  kind: INTERNAL,
  entity: PARTY,
  period: INTERNAL,
  taxable: TRADE,
  tax: TRADE,
  invoices: TRADE,
};

const SENT = { ...HEADER, kind: INTERNAL, issuer: PARTY, recipient: PARTY };

export const ORDER_RESPONSE: ClassesOf<OrderResponse> = {
  ...SENT,
  order: REF,
  code: INTERNAL,
  lines: {
    id: INTERNAL,
    action: INTERNAL,
    quantity: TRADE,
    price: PRICE,
    on: TRADE,
    note: TEXT,
  },
};

export const INVOICE_RESPONSE: ClassesOf<InvoiceResponse> = {
  ...SENT,
  invoice: REF,
  code: INTERNAL,
  reasons: INTERNAL,
  actions: INTERNAL,
  clarifications: TEXT,
  on: INTERNAL,
};

export const ACKNOWLEDGEMENT: ClassesOf<Acknowledgement> = {
  ...SENT,
  syntax: INTERNAL,
  of: REF,
  code: INTERNAL,
  items: { path: INTERNAL, code: INTERNAL, text: TEXT },
};

export const REMITTANCE: ClassesOf<Remittance> = {
  ...SENT,
  total: TRADE,
  paidOn: TRADE,
  trace: TRADE,
  items: {
    ref: REF,
    amount: TRADE,
    gross: TRADE,
    discount: TRADE,
    deductions: DEDUCTION,
    note: TEXT,
  },
};

export const PAYMENT_ORDER: ClassesOf<PaymentOrder> = {
  ...SENT,
  control: { sum: TRADE, count: INTERNAL },
  executeOn: TRADE,
  debtorAccount: ACCOUNT,
  payments: DETAIL,
};

export const FINANCING_CLAIM: ClassesOf<FinancingClaim> = {
  ...SENT,
  amount: TRADE,
  invoice: REF,
  dueOn: INTERNAL,
  service: INTERNAL,
};

export const VOUCHER_FACTS: ClassesOf<VoucherFacts> = {
  ...SENT,
  invoice: REF,
  taxInclusive: TRADE,
  postedOn: TRADE,
  factored: INTERNAL,
  facts: TEXT,
};
