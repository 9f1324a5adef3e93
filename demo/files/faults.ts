import { ANCHOR, type Member } from '../cast/cast.ts';
import { decimal } from './ubl.ts';
import { addDays } from './trade.ts';

const HEADERS = [
  'number',
  'issuedOn',
  'dueOn',
  'currency',
  'seller.name',
  'seller.taxId',
  'buyer.name',
  'buyer.taxId',
  'line.name',
  'line.quantity',
  'line.unit',
  'line.price',
  'line.net',
  'totals.taxExclusive',
  'totals.tax',
  'totals.payable',
];
const ROWS = 9;
const FIRST_DAY = '2026-04-01';

/**
 * A table for a visitor to upload, with three planted faults: an amount written `1.234,56`, a day
 * that does not exist, and a due date before the invoice. The other six rows are good.
 */
export function faultyTable(supplier: Member): string {
  const rows = Array.from({ length: ROWS }, (_, at) => rowOf(supplier, at));
  const [second, fifth, eighth] = [rows[1], rows[4], rows[7]];
  if (second) second[15] = '"1.234,56"';
  if (fifth) fifth[1] = '2026-02-30';
  if (eighth) eighth[2] = '2026-03-15';
  return `${[HEADERS, ...rows].map(cells => cells.join(',')).join('\n')}\n`;
}

function rowOf(supplier: Member, at: number): string[] {
  const issuedOn = addDays(FIRST_DAY, at);
  const price = BigInt(120 + at * 7) * 100n;
  const net = price * 10n;
  const tax = (net * 13n) / 100n;
  return [
    `TRY-2026-${String(at + 1).padStart(3, '0')}`,
    issuedOn,
    addDays(issuedOn, 60),
    'CNY',
    supplier.name.zh,
    supplier.code,
    ANCHOR.name.zh,
    ANCHOR.code,
    '高强螺栓 M16',
    '10',
    'EA',
    decimal(price),
    decimal(net),
    decimal(net),
    decimal(tax),
    decimal(net + tax),
  ];
}
