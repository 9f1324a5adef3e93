import { comparable, type Row } from './comparable.ts';

const amount = (minor: string) => ({ minor, currency: 'CNY' });
const id = (last: number): string => `019cc071-a800-7112-9661-48af7aac65d${String(last)}`;

test('names, moments, order and places on the ledger say nothing', () => {
  const row = (n: number, list: number[]): Row => ({
    id: id(n),
    body: { at: `2026-03-0${String(n)}T10:00:00.000Z`, claims: list.map(id), price: amount('5') },
    block: n,
    tx_index: n,
  });
  expect(comparable('quote', [row(1, [1, 2])])).toEqual(comparable('quote', [row(2, [4, 3])]));
});

test('another amount in one row is another book', () => {
  const rows = (minor: string): Row[] => [{ id: id(1), body: { price: amount(minor) } }];
  expect(comparable('quote', rows('5'))).not.toEqual(comparable('quote', rows('6')));
});

test('lines of the journal add up by account and day, however they are cut', () => {
  const line = (account: string, minor: number): Row => ({
    ...{ account, minor, book: 'cash', side: 'debit', currency: 'CNY', period: '2026-03' },
    ...{ booked_on: '2026-03-04', line: 0, n: 1 },
  });
  const whole = comparable('journal_line', [line('2101', 7), line('2201', 3)]);
  expect(comparable('journal_line', [line('2101', 5), line('2201', 3), line('2101', 2)])).toEqual(
    whole,
  );
  expect(comparable('journal_line', [line('2101', 6), line('2201', 4)])).not.toEqual(whole);
});

test('statements of a day are the same when one is cut in two, and not when a cent is missing', () => {
  const statement = (opening: string, closing: string, entries: number): Row => ({
    id: 'st',
    body: {
      ...{ on: '2026-03-06', account: id(1), entries, sequence: '1' },
      ...{ opening: amount(opening), closing: amount(closing) },
    },
  });
  const whole = comparable('statement', [statement('100', '40', 5)]);
  const cut = [statement('100', '70', 2), statement('70', '40', 3)];
  expect(comparable('statement', cut)).toEqual(whole);
  expect(comparable('statement', [statement('100', '41', 5)])).not.toEqual(whole);
});

test('a match keeps its sums while its rest goes to another claim', () => {
  const match = (parts: readonly string[]): Row => ({
    id: id(1),
    body: {
      amount: amount('10'),
      divisions: parts.map((principal, at) => ({ holding: id(at), principal })),
      lines: [],
    },
  });
  expect(comparable('match', [match(['4', '6'])])).toEqual(
    comparable('match', [match(['7', '3'])]),
  );
  expect(comparable('match', [match(['4', '6'])])).not.toEqual(
    comparable('match', [match(['4', '5'])]),
  );
});
