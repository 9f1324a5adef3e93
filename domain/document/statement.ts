import type { BusinessDate } from '../calendar/index.ts';
import type { Money } from '../money/index.ts';
import type { Header, Ref, StatementKind } from './document.ts';
import type { Account, Party } from './party.ts';

export type Deduction = { readonly code: string; readonly amount: Money; readonly ref?: Ref };

export type StructuredRemittance = {
  readonly ref: Ref;
  readonly amount?: Money;
  readonly deductions: readonly Deduction[];
};

export type Detail = {
  readonly endToEndId?: string;
  readonly transactionId?: string;
  readonly uetr?: string;
  readonly mandate?: string;
  readonly amount?: Money;
  readonly instructed?: Money;
  readonly debtor?: Party;
  readonly creditor?: Party;
  readonly ultimateDebtor?: Party;
  readonly ultimateCreditor?: Party;
  readonly debtorAccount?: Account;
  readonly creditorAccount?: Account;
  readonly remittance: readonly string[];
  /** ISO 11649 or another creditor reference. */
  readonly creditorReference?: string;
  readonly structured: readonly StructuredRemittance[];
  readonly returnCode?: string;
};

/** `amount` is signed, credit positive; a reversal has flipped it already. */
export type Entry = {
  readonly reference?: string;
  readonly amount: Money;
  readonly reversal: boolean;
  readonly status: 'booked' | 'pending' | 'info';
  readonly bookedOn?: BusinessDate;
  readonly valueOn?: BusinessDate;
  readonly bankReference?: string;
  readonly bankCode?: string;
  readonly details: readonly Detail[];
};

/** `code` as the bank writes it: OPBD, PRCD, CLBD, ITBD, CLAV and others; credit positive. */
export type Balance = { readonly code: string; readonly amount: Money; readonly on?: BusinessDate };

export type Statement = Header & {
  readonly kind: StatementKind;
  readonly account: Account;
  readonly owner?: Party;
  readonly sequence?: string;
  readonly legalSequence?: string;
  readonly page?: string;
  readonly lastPage?: boolean;
  readonly from?: BusinessDate;
  readonly to?: BusinessDate;
  readonly balances: readonly Balance[];
  readonly summary?: {
    readonly entries?: number;
    readonly credits?: Money;
    readonly debits?: Money;
  };
  readonly entries: readonly Entry[];
};

/** How opening, entries and closing of a statement stand to each other (INV-I4). */
export type BalanceCheck =
  | {
      readonly result: 'holds' | 'differs';
      readonly opening: Money;
      readonly entries: Money;
      readonly closing: Money;
    }
  | { readonly result: 'noPair' }
  | { readonly result: 'currencies' };

/**
 * Opening booked (OPBD, else PRCD) plus booked entries against closing booked (CLBD). A statement
 * whose two balances stand in different currencies is `currencies`.
 */
export function checkBalance(statement: Statement): BalanceCheck {
  const find = (code: string): Balance | undefined => statement.balances.find(b => b.code === code);
  const opening = (find('OPBD') ?? find('PRCD'))?.amount;
  const closing = find('CLBD')?.amount;
  if (!opening || !closing) return { result: 'noPair' };
  const booked = statement.entries.filter(e => e.status === 'booked').map(e => e.amount);
  const currency = opening.currency;
  if (closing.currency !== currency || booked.some(a => a.currency !== currency)) {
    return { result: 'currencies' };
  }
  const entries = { minor: booked.reduce((total, a) => total + a.minor, 0n), currency };
  const result = opening.minor + entries.minor === closing.minor ? 'holds' : 'differs';
  return { result, opening, entries, closing };
}
