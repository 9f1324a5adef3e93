import type { BusinessDate } from '../calendar/index.ts';
import type { Money } from '../money/index.ts';
import type { Header, Invoice, Order, Receipt, Shipment } from './document.ts';
import type { Message } from './message.ts';
import type { Party } from './party.ts';
import type { Statement } from './statement.ts';

/** One invoice as a payables or receivables ledger carries it, with what has been paid on it. */
export type OpenItem = Header & {
  readonly kind: 'openItem';
  readonly side: 'payable' | 'receivable';
  readonly entity: Party;
  readonly counterparty: Party;
  readonly dueOn: BusinessDate;
  readonly amount: Money;
  readonly paid: Money;
  readonly paidOn?: BusinessDate;
  readonly disputed?: Money;
  readonly status: 'open' | 'paid' | 'disputed' | 'void';
};

/** One account of a general ledger in one month (`2026-03`); debit and credit are not negative. */
export type TrialBalanceLine = Header & {
  readonly kind: 'trialBalance';
  readonly entity: Party;
  readonly period: string;
  readonly account: string;
  readonly accountName?: string;
  readonly opening: Money;
  readonly debit: Money;
  readonly credit: Money;
  readonly closing: Money;
};

/** What a tax office has counted of an entity's issued invoices in one month. */
export type TaxTotal = Header & {
  readonly kind: 'taxTotal';
  readonly entity: Party;
  readonly period: string;
  readonly taxable: Money;
  readonly tax: Money;
  readonly invoices?: number;
};

export type CanonicalDocument =
  | Invoice
  | Order
  | Shipment
  | Receipt
  | Statement
  | OpenItem
  | TrialBalanceLine
  | TaxTotal
  | Message;
