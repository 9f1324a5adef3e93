import { add, fromWire, sum, toWire, type Currency, type Money } from '../money/index.ts';
import type { MoneyWire } from '../money/index.ts';
import { invariant } from '../result/index.ts';
import { byCodeUnit } from '../wire/index.ts';

/** The two books of §7.5: what banks hold, and who owes whom. */
export type Book = 'cash' | 'obligation';

/** Accounts of §7.5 that are in use. */
export const ACCOUNTS = {
  '1001': 'bank',
  '1002': 'bank of plans',
  '2101': 'balance',
  '2102': 'cash of a plan',
  '2201': 'unallocated',
  '2301': 'in transit',
  '2401': 'buffer',
  '2501': 'fees',
  '2601': 'margin',
  '2701': 'risk reserve',
  '2801': 'share of partners',
  '3001': 'income of the platform',
  '3900': 'exchange',
  '8001': 'claim',
  '8090': 'lost on claims and loans',
  '8101': 'principal lent',
  '8201': 'notes held',
  '8202': 'price due for a pool',
  '8190': 'charged up front',
  '8191': 'unearned income',
  '8192': 'income',
  '9001': 'debt on claims',
  '9101': 'debt on financings',
  '9201': 'notes owed',
  '9202': 'price owed for a pool',
} as const;
export type AccountNumber = keyof typeof ACCOUNTS;

/** One side of an entry; `sub` names the party or object that the account is kept for. */
export type JournalLine = {
  readonly book: Book;
  readonly account: AccountNumber;
  readonly sub: string | null;
  readonly side: 'debit' | 'credit';
  readonly amount: MoneyWire;
};

/** An account with its sub-account. */
export type Place = readonly [account: AccountNumber, sub: string | null];

/** Debit and credit of one amount; nothing when it is zero. */
export function entry(book: Book, debit: Place, credit: Place, amount: Money): JournalLine[] {
  if (amount.minor === 0n) return [];
  const [debited, debitedSub] = debit;
  const [credited, creditedSub] = credit;
  const wire = toWire(amount);
  return [
    { book, account: debited, sub: debitedSub, side: 'debit', amount: wire },
    { book, account: credited, sub: creditedSub, side: 'credit', amount: wire },
  ];
}

/** The same lines with the sides exchanged: what undoes them. */
export function reversed(lines: readonly JournalLine[]): JournalLine[] {
  return lines.map(line => ({ ...line, side: line.side === 'debit' ? 'credit' : 'debit' }));
}

/**
 * Merges lines of one act: one line an account, sub-account, currency and side, in a fixed order;
 * asserts INV-R8.
 */
export function journal(lines: readonly JournalLine[]): readonly JournalLine[] {
  const merged = new Map<string, JournalLine>();
  for (const line of lines) {
    const { book, account, sub, side, amount } = line;
    const place = [book, account, sub ?? '', amount.currency, side].join(' ');
    const held = merged.get(place);
    const total = held ? add(fromWire(held.amount), fromWire(amount)) : fromWire(amount);
    merged.set(place, { ...line, amount: toWire(total) });
  }
  const result = [...merged.entries()].sort(([a], [b]) => byCodeUnit(a, b)).map(([, line]) => line);
  assertBalanced(result);
  return result;
}

/** INV-R8: Σ debits = Σ credits in each book and currency. */
export function assertBalanced(lines: readonly JournalLine[]): void {
  const currencies = new Set(lines.map(({ amount }) => amount.currency));
  for (const currency of currencies) {
    for (const book of ['cash', 'obligation'] as const) {
      const own = lines.filter(line => line.book === book && line.amount.currency === currency);
      const debit = totalOf(own, 'debit', currency);
      const credit = totalOf(own, 'credit', currency);
      invariant('INV-R8', debit.minor === credit.minor, () => {
        return `${book} ${currency}: ${debit.minor} debited, ${credit.minor} credited`;
      });
    }
  }
}

/** Σ of one side in one currency. */
export function totalOf(
  lines: readonly JournalLine[],
  side: JournalLine['side'],
  currency: Currency,
): Money {
  const own = lines.filter(line => line.side === side && line.amount.currency === currency);
  return sum(
    own.map(({ amount }) => fromWire(amount)),
    currency,
  );
}
