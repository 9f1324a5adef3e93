import fc from 'fast-check';
import { money } from '../money/index.ts';
import {
  entry,
  journal,
  reversed,
  totalOf,
  type AccountNumber,
  type JournalLine,
} from './posting.ts';
import { trialBalance } from './trial-balance.ts';

const numbers: readonly AccountNumber[] = ['1001', '2101', '2201', '2301', '2501'];
const entries = fc.array(
  fc.record({
    debit: fc.constantFrom(...numbers),
    credit: fc.constantFrom(...numbers),
    sub: fc.constantFrom('a', 'b', null),
    minor: fc.bigInt({ min: 0n, max: 10n ** 12n }),
    currency: fc.constantFrom('CNY' as const, 'USD' as const),
  }),
);

function linesOf(rows: readonly Row[]): JournalLine[] {
  return rows.flatMap(({ debit, credit, sub, minor, currency }) =>
    entry('cash', [debit, sub], [credit, sub], money(minor, currency)),
  );
}
type Row = {
  readonly debit: AccountNumber;
  readonly credit: AccountNumber;
  readonly sub: string | null;
  readonly minor: bigint;
  readonly currency: 'CNY' | 'USD';
};

describe('journal', () => {
  test('every act is balanced by book and currency, however its entries fall', () => {
    fc.assert(
      fc.property(entries, rows => {
        const lines = journal(linesOf(rows));
        for (const currency of ['CNY', 'USD'] as const) {
          expect(totalOf(lines, 'debit', currency)).toEqual(totalOf(lines, 'credit', currency));
        }
        const places = lines.map(({ account, sub, side, amount }) => {
          return [account, sub, side, amount.currency].join();
        });
        expect(new Set(places).size).toBe(places.length);
      }),
    );
  });

  test('what is reversed adds up to nothing on every account', () => {
    fc.assert(
      fc.property(entries, rows => {
        const lines = linesOf(rows);
        for (const { accounts } of trialBalance([...lines, ...reversed(lines)])) {
          for (const { debit, credit } of accounts) expect(debit).toEqual(credit);
        }
      }),
    );
  });

  test('one cent more on one side stops us', () => {
    const [debit, credit] = entry('cash', ['1001', 'a'], ['2201', 'p'], money(100n, 'CNY'));
    const wrong = { ...credit!, amount: { minor: '99', currency: 'CNY' as const } };
    expect(() => journal([debit!, wrong])).toThrow('INV-R8');
  });

  test('debits in one book do not answer credits in the other', () => {
    const [debit] = entry('cash', ['1001', 'a'], ['2201', 'p'], money(100n, 'CNY'));
    const [, credit] = entry('obligation', ['8001', 'a'], ['9001', 'b'], money(100n, 'CNY'));
    expect(() => journal([debit!, credit!])).toThrow('INV-R8');
  });

  test('nothing is posted for nothing', () => {
    expect(entry('cash', ['1001', 'a'], ['2201', 'p'], money(0n, 'CNY'))).toEqual([]);
  });
});
