import type { Debt, Take } from '../financing/state.ts';
import type { MoneyWire } from '../money/index.ts';
import type { AccountNumber, JournalLine } from '../journal/posting.ts';
import type { DifferenceCode, MatchTarget, PayoutPurpose } from './words.ts';

/** One bank statement; key `statement~<id>`, the id made from account, sequence and file. */
export type Statement = {
  readonly statement: string;
  readonly account: string;
  readonly sequence: string;
  readonly opening: MoneyWire;
  readonly closing: MoneyWire;
  readonly entries: number;
  readonly file: string;
  /** It does not balance or lacks a page: its entries post only under dual release. */
  readonly suspect: boolean;
  readonly on: string;
};

/** One booked bank entry that was used; key `cashEntry~<hash>` (identity of R-74). */
export type CashEntry = {
  readonly entry: string;
  readonly account: string;
  readonly amount: MoneyWire;
  readonly valueOn: string;
  readonly statement: string | null;
  readonly use: 'payment' | 'payout' | 'reversal';
  /** The payment, the payout, or the entry that is reversed. */
  readonly of: string;
  readonly on: string;
};

/**
 * Money that came in; key `payment~<entry>`. allocated + refunded + unallocated = received (INV-R11).
 */
export type Payment = {
  readonly payment: string;
  readonly account: string;
  readonly status: 'open' | 'allocated' | 'refunded' | 'reversed';
  readonly received: MoneyWire;
  readonly allocated: MoneyWire;
  /** What went, or is going, back to the payer. */
  readonly refunded: MoneyWire;
  readonly payer: string | null;
  readonly payerRef: string;
  readonly valueOn: string;
  readonly statement: string;
  readonly receivedOn: string;
};

export type Allocation = {
  readonly target: MatchTarget;
  /** The receivable, or the funder whose balance is filled. */
  readonly id: string;
  readonly amount: MoneyWire;
  readonly difference?: { readonly code: DifferenceCode; readonly amount: MoneyWire };
};

/** What a payment was used for: an allocation, or what an act of its own takes of it. */
export type UsedFor =
  Allocation | { readonly target: 'buffer'; readonly id: string; readonly amount: MoneyWire };

/** The share of one holding in a payment and where it went. Minor units. */
export type Division = {
  readonly receivable: string;
  readonly holding: string;
  readonly financing: string | null;
  /** The order loan whose funder has first right on a reserved holding. */
  readonly loan: string | null;
  readonly amount: string;
  readonly late: string;
  readonly interest: string;
  readonly principal: string;
  /** Discount given back because principal came early; goes to the holder. */
  readonly rebate: string;
  readonly earned: string;
  /** Principal that was written off before and is paid now. */
  readonly restored: string;
  /** All of the amount when it is money for a written-off part of the claim, else zero. */
  readonly recovered: string;
  readonly funder: string | null;
  readonly toFunder: string;
  /** What the risk reserve had given for the loss comes back to it first. */
  readonly toReserve: string;
  readonly holder: string;
  readonly toHolder: string;
};

/** A financing's debt around one match. */
export type DebtChange = {
  readonly financing: string;
  readonly debt: Debt;
  readonly takes: readonly Take[];
};

/** What became of (a part of) a payment; key `match~<act>`. */
export type Match = {
  readonly match: string;
  readonly payment: string;
  readonly status: 'standing' | 'undone';
  readonly tier: number;
  readonly on: string;
  readonly amount: MoneyWire;
  readonly allocations: readonly UsedFor[];
  readonly divisions: readonly Division[];
  readonly lines: readonly JournalLine[];
};

/** Money going out; key `payout~<id>`. */
export type Payout = {
  readonly payout: string;
  readonly status: 'instructed' | 'sent' | 'confirmed' | 'failed';
  readonly purpose: PayoutPurpose;
  /** The financing that it pays out, and its funder: purpose `disbursement` only. */
  readonly financing: string | null;
  readonly funder: string | null;
  /** The draw that it pays; or, of a conversion's surplus, what lines hold for it. */
  readonly loan: {
    readonly loan: string;
    readonly draw: string | null;
    readonly takes: readonly Take[];
  } | null;
  /** The account that was debited: what fails goes back to it. */
  readonly source: { readonly account: AccountNumber; readonly sub: string };
  readonly payee: string;
  readonly account: string;
  readonly amount: MoneyWire;
  /** Fees kept back for the platform, and what the source was debited in all. */
  readonly fees: MoneyWire;
  readonly debited: MoneyWire;
  readonly valueOn: string;
  readonly endToEndId: string;
  readonly uetr: string;
  /** RF creditor reference (ISO 11649). */
  readonly reference: string;
  readonly instructedOn: string;
  readonly file: string | null;
  readonly entry: string | null;
  readonly endedOn: string | null;
  readonly reason: string | null;
};

/** One file of payment orders; key `payoutFile~<sha256>`. */
export type PayoutFile = {
  readonly file: string;
  /** The account that it debits: whose bank, or the cash desk, answers its payouts. */
  readonly account: string;
  readonly payouts: readonly string[];
  readonly total: MoneyWire;
  readonly on: string;
};

export type SettlementEntities = {
  statement: Statement;
  cashEntry: CashEntry;
  payment: Payment;
  match: Match;
  payout: Payout;
  payoutFile: PayoutFile;
};
