import { rowsCsv } from './csv.ts';
import { fromLedger } from './figures/index.ts';

const make = fromLedger('posting~p1', 7);
const text = (rows: Parameters<typeof rowsCsv>[0], bom = false): string =>
  rowsCsv(rows, { bom }).toString('utf8');

test('amounts are plain with the currency in its own column', () => {
  const rows = [
    { on: make.date('2026-04-01'), credit: make.money({ minor: '10000000', currency: 'CNY' }) },
    { on: make.date('2026-04-02'), credit: make.money({ minor: '-5', currency: 'CNY' }) },
  ];
  expect(text(rows)).toBe(
    'on,credit,credit_currency\r\n2026-04-01,100000.00,CNY\r\n2026-04-02,-0.05,CNY\r\n',
  );
});

test.each([
  ['=1+1', "'=1+1"],
  ['+86 10', "'+86 10"],
  ['-3', "'-3"],
  ['@sum', "'@sum"],
  ['plain', 'plain'],
  ['a,b', '"a,b"'],
  ['say "x"', '"say ""x"""'],
])('the text %s is written as %s', (given, written) => {
  expect(text([{ name: make.text(given) }])).toBe(`name\r\n${written}\r\n`);
});

test('a byte order mark only when asked for', () => {
  expect(text([{ n: make.count(1) }], true).startsWith('\ufeff')).toBe(true);
  expect(text([{ n: make.count(1) }]).startsWith('\ufeff')).toBe(false);
});
