import type { Currency } from '../money/index.ts';
import type { JournalLine } from './posting.ts';

/** What one act posted; key `journalEntry~<month>~<act>`, written blind. */
export type JournalEntry = {
  readonly act: string;
  readonly period: string;
  readonly on: string;
  readonly lines: readonly JournalLine[];
};

/** Folded money of a party (account 2101); key `balance~<party>~<currency>`. */
export type Balance = {
  readonly party: string;
  readonly currency: Currency;
  /** Minor units that a debit may use; never below zero (INV-R9). */
  readonly folded: string;
  /** Rows folded so far, and the hash over the last fold's rows. */
  readonly count: number;
  readonly hash: string | null;
};

/** A credit that is not folded yet; key `balanceDelta~<party>~<currency>~<act>`, written blind. */
export type BalanceDelta = {
  readonly party: string;
  readonly currency: Currency;
  readonly act: string;
  readonly on: string;
  readonly minor: string;
};

export type JournalEntities = {
  journalEntry: JournalEntry;
  balance: Balance;
  balanceDelta: BalanceDelta;
};
