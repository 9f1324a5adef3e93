import type { BusinessDate } from '../calendar/index.ts';
import type { Money } from '../money/index.ts';
import type { Decimal } from './decimal.ts';
import type { Header, Price, Quantity, Ref } from './document.ts';
import type { Account, Party } from './party.ts';
import type { Deduction, Detail } from './statement.ts';

/** Who sent a message and to whom. */
type Sent = Header & { readonly issuer: Party; readonly recipient?: Party };

/** AB received, AP accepted, CA accepted with changes, RE rejected. */
export type OrderAnswer = 'AB' | 'AP' | 'CA' | 'RE';

export type OrderResponseLine = {
  readonly id: string;
  readonly action: 'accept' | 'change' | 'reject' | 'add' | 'asIs';
  readonly quantity?: Quantity;
  readonly price?: Price;
  readonly on?: BusinessDate;
  readonly note?: string;
};

/** A seller's answer to an order. */
export type OrderResponse = Sent & {
  readonly kind: 'orderResponse';
  readonly order: Ref;
  readonly code: OrderAnswer;
  readonly lines: readonly OrderResponseLine[];
};

/** A buyer's word on an invoice: AB, IP in process, UQ queried, CA, RE, AP, PD paid. */
export type InvoiceResponse = Sent & {
  readonly kind: 'invoiceResponse';
  readonly invoice: Ref;
  readonly code: string;
  readonly reasons: readonly string[];
  readonly actions: readonly string[];
  readonly clarifications: readonly string[];
  readonly on?: BusinessDate;
};

export type AcknowledgedItem = {
  readonly path: string;
  readonly code: string;
  readonly text?: string;
};

/** A technical answer: 997, 824, CONTRL, MLR. `code` is as the syntax writes it. */
export type Acknowledgement = Sent & {
  readonly kind: 'acknowledgement';
  readonly syntax: string;
  readonly of: Ref;
  readonly code: string;
  readonly items: readonly AcknowledgedItem[];
};

export type RemittanceItem = {
  readonly ref?: Ref;
  /** What is paid or asked; a debit of an account statement, less its credit. */
  readonly amount: Money;
  readonly gross?: Money;
  readonly discount?: Money;
  readonly deductions: readonly Deduction[];
  readonly note?: string;
};

/** What a payment is for, what an account of a trading partner holds, or what is asked again. */
export type Remittance = Sent & {
  readonly kind: 'remittance' | 'accountStatement' | 'reminder';
  readonly total: Money;
  readonly paidOn?: BusinessDate;
  readonly trace?: string;
  readonly items: readonly RemittanceItem[];
};

/** One batch of payments as a company hands it to its bank. */
export type PaymentOrder = Sent & {
  readonly kind: 'paymentOrder';
  readonly control: { readonly sum?: Decimal; readonly count?: number };
  readonly executeOn?: BusinessDate;
  readonly debtorAccount?: Account;
  readonly payments: readonly Detail[];
};

/** A request to finance documents, as a registry takes it. */
export type FinancingClaim = Sent & {
  readonly kind: 'financingClaim';
  readonly amount: Money;
  readonly invoice: Ref;
  readonly dueOn?: BusinessDate;
  readonly service?: string;
};

/** Facts that an accounting voucher states of one tax invoice. */
export type VoucherFacts = Sent & {
  readonly kind: 'voucherFacts';
  readonly invoice: Ref;
  readonly taxInclusive?: Money;
  readonly postedOn?: BusinessDate;
  readonly factored: boolean;
  readonly facts: Readonly<Record<string, string>>;
};

export type Message =
  | OrderResponse
  | InvoiceResponse
  | Acknowledgement
  | Remittance
  | PaymentOrder
  | FinancingClaim
  | VoucherFacts;
