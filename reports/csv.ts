import { stringify } from 'csv-stringify/sync';
import { formatDecimal } from '../domain/money/index.ts';
import { isLeaf, isRows, leafMoney, type FigureNode } from './figures/index.ts';

/**
 * Rows of figures as CSV (RFC 4180, UTF-8, a head row): an amount is plain decimal text with its
 * currency in a column of its own, days are ISO text. Text that a spreadsheet would take for a formula
 * is escaped; numbers never are (DOC-8). `bom` starts the file with a byte order mark.
 */
export function rowsCsv(rows: readonly FigureNode[], options: { readonly bom: boolean }): Buffer {
  const records = rows.map(row => Object.fromEntries(cellsOf(row)));
  const columns = [...new Set(records.flatMap(record => Object.keys(record)))];
  const text = stringify(records, {
    header: true,
    columns,
    record_delimiter: 'windows',
    bom: options.bom,
  });
  return Buffer.from(text, 'utf8');
}

function cellsOf(row: FigureNode): readonly (readonly [string, string])[] {
  if (isLeaf(row) || isRows(row)) return [];
  return Object.entries(row).flatMap(([name, leaf]) => {
    if (!isLeaf(leaf)) return [];
    if (leaf.t === 'money') {
      const amount = leafMoney(leaf, name);
      return [
        [name, formatDecimal(amount)],
        [`${name}_currency`, amount.currency],
      ] as const;
    }
    if (leaf.t === 'text' || leaf.t === 'code') return [[name, unformulated(leaf.v)]] as const;
    return [[name, String(leaf.v)]] as const;
  });
}

/** A leading sign that starts a formula gets an apostrophe before it. */
function unformulated(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
