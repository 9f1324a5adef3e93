import { toWire, type Currency, type MoneyWire } from '../money/index.ts';
import { byCodeUnit } from '../wire/index.ts';
import { ACCOUNTS, totalOf, type AccountNumber, type Book, type JournalLine } from './posting.ts';

/** Turnover of every account in one currency; debits and credits are equal in each book. */
export type TrialBalance = {
  readonly currency: Currency;
  readonly debits: MoneyWire;
  readonly credits: MoneyWire;
  readonly accounts: readonly {
    readonly book: Book;
    readonly account: AccountNumber;
    readonly name: string;
    readonly debit: MoneyWire;
    readonly credit: MoneyWire;
  }[];
};

/** Adds journal lines up by currency, book and account. */
export function trialBalance(lines: readonly JournalLine[]): readonly TrialBalance[] {
  const currencies = [...new Set(lines.map(({ amount }) => amount.currency))].sort(byCodeUnit);
  return currencies.map(currency => {
    const own = lines.filter(({ amount }) => amount.currency === currency);
    const numbers = [...new Set(own.map(({ account }) => account))].sort(byCodeUnit);
    const accounts = numbers.map(account => {
      const rows = own.filter(line => line.account === account);
      const book = rows[0]?.book ?? 'cash';
      const debit = toWire(totalOf(rows, 'debit', currency));
      const credit = toWire(totalOf(rows, 'credit', currency));
      return { book, account, name: ACCOUNTS[account], debit, credit };
    });
    const debits = toWire(totalOf(own, 'debit', currency));
    return { currency, debits, credits: toWire(totalOf(own, 'credit', currency)), accounts };
  });
}
