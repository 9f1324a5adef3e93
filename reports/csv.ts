import { stringify } from 'csv-stringify/sync';
import type { FigureNode } from './figures/index.ts';
import { tableCells } from './table-cells.ts';

/**
 * Rows of figures as CSV (RFC 4180, UTF-8, a head row): an amount is plain decimal text with its
 * currency in a column of its own, days are ISO text. Text that a spreadsheet would take for a formula
 * is escaped; numbers never are (DOC-8). `bom` starts the file with a byte order mark.
 */
export function rowsCsv(rows: readonly FigureNode[], options: { readonly bom: boolean }): Buffer {
  const table = tableCells(rows);
  const records = table.rows.map(cells =>
    table.columns.map(column => {
      const cell = cells.get(column);
      return cell?.kind === 'text' ? unformulated(cell.text) : (cell?.text ?? '');
    }),
  );
  const text = stringify([[...table.columns], ...records], {
    record_delimiter: 'windows',
    bom: options.bom,
  });
  return Buffer.from(text, 'utf8');
}

/** A leading sign that starts a formula gets an apostrophe before it. */
function unformulated(text: string): string {
  return /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
}
