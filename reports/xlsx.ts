import { PassThrough } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import ExcelJS from 'exceljs';
import type { FigureNode } from './figures/index.ts';
import { tableCells, type TableCell } from './table-cells.ts';

/**
 * Rows of figures as a workbook of one sheet: a head row that stays in sight, real numbers and dates,
 * text as inline strings (never a formula, DOC-8). The same rows give the same bytes: times in the
 * file are `on`, and its parts are stored as they are, so that no compressor's version shows.
 */
export async function rowsXlsx(
  rows: readonly FigureNode[],
  sheet: { readonly name: string; readonly on: string },
): Promise<Buffer> {
  const table = tableCells(rows);
  const stream = new PassThrough();
  const whole = buffer(stream);
  const on = new Date(`${sheet.on.slice(0, 10)}T00:00:00.000Z`);
  const workbook = new ExcelJS.stream.xlsx.WorkbookWriter({
    stream,
    useStyles: true,
    useSharedStrings: false,
    zip: { store: true },
  });
  Object.assign(workbook, {
    created: on,
    modified: on,
    creator: PRODUCER,
    lastModifiedBy: PRODUCER,
  });
  const page = workbook.addWorksheet(sheet.name, { views: [{ state: 'frozen', ySplit: 1 }] });
  page.columns = table.columns.map(name => ({
    header: name,
    key: name,
    width: widthOf(table, name),
  }));
  page.getRow(1).font = { bold: true };
  page.getRow(1).commit();
  for (const cells of table.rows) {
    const row = page.addRow(table.columns.map(column => valueOf(cells.get(column))));
    table.columns.forEach((column, at) => {
      const format = FORMATS[cells.get(column)?.kind ?? 'text'];
      if (format !== null) row.getCell(at + 1).numFmt = format;
    });
    row.commit();
  }
  page.commit();
  await workbook.commit();
  return withTime(await whole, on);
}

const PRODUCER = 'Tallystick';

const FORMATS: Readonly<Record<TableCell['kind'], string | null>> = {
  amount: '0.00',
  number: null,
  date: 'yyyy-mm-dd',
  text: null,
};

function valueOf(cell: TableCell | undefined): string | number | Date | null {
  if (cell === undefined) return null;
  if (cell.kind === 'text') return cell.text;
  if (cell.kind === 'date') return new Date(cell.text);
  const value = Number(cell.text);
  // Beyond fifteen digits a spreadsheet would round: then the amount stays exact text.
  return cell.text.replace(/\D/g, '').length > 15 ? cell.text : value;
}

function widthOf(table: ReturnType<typeof tableCells>, column: string): number {
  const longest = table.rows
    .slice(0, 200)
    .reduce((most, cells) => Math.max(most, cells.get(column)?.text.length ?? 0), column.length);
  return Math.min(longest + 2, 48);
}

/** Sets the time of every part of a zip file; writers of zip files put the clock's there. */
function withTime(zip: Buffer, on: Date): Buffer {
  const end = zip.lastIndexOf(Buffer.from('504b0506', 'hex'));
  const entries = zip.readUInt16LE(end + 10);
  const year = on.getUTCFullYear() - 1980;
  const day = (year << 9) | ((on.getUTCMonth() + 1) << 5) | on.getUTCDate();
  let at = zip.readUInt32LE(end + 16);
  for (let entry = 0; entry < entries; entry += 1) {
    const local = zip.readUInt32LE(at + 42);
    for (const place of [at + 12, local + 10]) {
      zip.writeUInt16LE(0, place);
      zip.writeUInt16LE(day, place + 2);
    }
    const tail = [28, 30, 32].map(offset => zip.readUInt16LE(at + offset));
    at += 46 + tail.reduce((sum, length) => sum + length, 0);
  }
  return zip;
}
