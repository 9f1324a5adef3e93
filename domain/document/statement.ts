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
 * Opening booked (OPBD, else PRCD, else the first intermediate balance of a page) plus booked entries
 * against closing booked (CLBD, else the last intermediate balance). A statement
 * whose two balances stand in different currencies is `currencies`.
 */
export function checkBalance(statement: Statement): BalanceCheck {
  const { opening, closing } = balancePair(statement.balances);
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

function balancePair(balances: readonly Balance[]): Partial<Record<'opening' | 'closing', Money>> {
  const find = (code: string): Money | undefined => balances.find(b => b.code === code)?.amount;
  const pages = balances.filter(b => b.code === 'ITBD').map(b => b.amount);
  const before = find('OPBD') ?? find('PRCD');
  const opening = before ?? pages[0];
  const closing = find('CLBD') ?? (before || pages.length > 1 ? pages.at(-1) : undefined);
  return { ...(opening ? { opening } : {}), ...(closing ? { closing } : {}) };
}
