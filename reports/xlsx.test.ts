import { setTimeout as sleep } from 'node:timers/promises';
import ExcelJS from 'exceljs';
import { fromLedger } from './figures/index.ts';
import { rowsXlsx } from './xlsx.ts';

const make = fromLedger('pool~p1', 7);
const sheet = { name: 'tape', on: '2026-03-31' };
const cny = (minor: string) => make.money({ minor, currency: 'CNY' });

const rows = [
  {
    ref: make.code('=1+1'),
    face: cny('12345'),
    due: make.date('2026-06-30'),
    days: make.count(91),
  },
  { ref: make.code('甲'), face: cny('99999999999999999'), due: make.date('2026-07-01') },
];

test('numbers and dates are real, text is text, an amount too long for a number stays exact', async () => {
  const bytes = await rowsXlsx(rows, sheet);
  const book = new ExcelJS.Workbook();
  await book.xlsx.load(new Uint8Array(bytes).buffer);
  const page = book.getWorksheet('tape');
  const data = [1, 2, 3].map(row =>
    [1, 2, 3, 4, 5].map(cell => page?.getRow(row).getCell(cell).value),
  );
  expect(data).toEqual([
    ['ref', 'face', 'face_currency', 'due', 'days'],
    ['=1+1', 123.45, 'CNY', new Date('2026-06-30'), 91],
    ['甲', '999999999999999.99', 'CNY', new Date('2026-07-01'), null],
  ]);
  expect(bytes.toString('utf8')).not.toContain('<f>');
});

test('the same rows give the same bytes at another time', async () => {
  const first = await rowsXlsx(rows, sheet);
  await sleep(2_100);
  expect((await rowsXlsx(rows, sheet)).equals(first)).toBe(true);
});
