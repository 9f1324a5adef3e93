import type { MoneyWire } from '../../money/index.ts';
import type { QuoteTerms } from '../quote-state.ts';
import type { Debt, Take } from '../state.ts';

/** One part of an order loan that is asked for, paid by one payout; its id is the draw act's. */
export type LoanDraw = {
  readonly draw: string;
  readonly amount: MoneyWire;
  readonly milestone: string;
  /** The bank account that is paid, and whose it is. */
  readonly payTo: string;
  readonly payee: string;
  readonly status: 'asked' | 'instructed' | 'paid';
  readonly payout: string | null;
};

export type LoanStatus =
  | 'requested'
  | 'accepted'
  | 'committed'
  | 'active'
  | 'overdue'
  | 'defaulted'
  | 'writtenOff'
  | 'repaid'
  | 'expired';

/** A loan on an order; key `orderLoan~<id>` (states of receivables.md §3.1). */
export type OrderLoan = {
  readonly loan: string;
  readonly status: LoanStatus;
  readonly order: string;
  readonly supplier: string;
  readonly buyer: string;
  /** The most that can be drawn. */
  readonly amount: MoneyWire;
  readonly dueOn: string;
  /** The account of an upstream vendor that may be paid straight. */
  readonly vendorAccount: string | null;
  readonly sealedFor: readonly string[];
  readonly requestedOn: string;
  readonly funder: string | null;
  readonly terms: QuoteTerms | null;
  readonly acceptedOn: string | null;
  /** What lines hold for it: frozen for what is not paid out, used for what is. */
  readonly frozen: readonly Take[];
  readonly takes: readonly Take[];
  readonly draws: readonly LoanDraw[];
  readonly debt: Debt;
  /** Holdings on which the funder has first right. */
  readonly reserved: readonly string[];
  readonly version: number;
  readonly endedOn: string | null;
};

export type LoanEntities = { orderLoan: OrderLoan };

/** States in which the funder is owed. */
export const OWED_LOANS: readonly LoanStatus[] = ['active', 'overdue', 'defaulted', 'writtenOff'];

/** Σ of draws that are asked for, on their way or paid, in minor units. */
export function drawnOf({ draws }: OrderLoan): bigint {
  return draws.reduce((sum, { amount }) => sum + BigInt(amount.minor), 0n);
}

/** States in which the loan's funder has first right on claims of its order. */
export function hasFirstRight({ status }: OrderLoan): boolean {
  return status === 'accepted' || status === 'committed' || OWED_LOANS.includes(status);
}
