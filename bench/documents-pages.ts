import PDFDocument from 'pdfkit';
import { renderDocument } from '../reports/index.ts';
import { workedCase, workedIssue } from '../reports/kinds/worked-case.ts';
import { FONT_NAME, registerFonts } from '../reports/pdf/fonts.ts';

/** Pages a second, the file's size and the most memory of a process that makes one long paper. */
export type Paged = {
  readonly pages: number;
  readonly pagesPerSecond: number;
  readonly fileMib: number;
  readonly peakMib: number;
};

const ROWS = 1_000;
const ROWS_A_PAGE = 25;
const MIB = 1_048_576;

/** An account statement of a thousand movements: laid out, tagged, with its figures and table. */
export async function ours(): Promise<Paged> {
  const statement = workedCase.ACCOUNT_STATEMENT;
  const movements = rows().map((row, index) => ({ ...row, postingId: `p-${index}` }));
  const begin = performance.now();
  const input = { ...statement, movements };
  const made = await renderDocument('ACCOUNT_STATEMENT', input, workedIssue('zh', 'N-1'));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return paged(made.value.pages, made.value.body.length, begin);
}

/** The same rows by pdfkit alone, in the same font at fixed places: no layout, no tags, no files. */
export async function plain(): Promise<Paged> {
  const begin = performance.now();
  const pdf = new PDFDocument({ size: 'A4', margin: 56, autoFirstPage: false });
  registerFonts(pdf);
  const chunks: Buffer[] = [];
  pdf.on('data', (chunk: Buffer) => chunks.push(chunk));
  const ended = new Promise<void>(resolve => pdf.once('end', resolve));
  pdf.font(FONT_NAME.regular, 8);
  let pages = 0;
  for (const [index, row] of rows().entries()) {
    const place = index % ROWS_A_PAGE;
    if (place === 0) {
      pdf.addPage();
      pages += 1;
    }
    const y = 60 + place * 28;
    const cells = [
      row.on,
      row.kind,
      row.counterparty,
      row.document,
      row.credit.minor,
      row.balance.minor,
    ];
    cells.forEach((cell, column) => {
      pdf.text(cell, 56 + column * 80, y, { lineBreak: false });
    });
  }
  pdf.end();
  await ended;
  return paged(pages, Buffer.concat(chunks).length, begin);
}

function rows() {
  return Array.from({ length: ROWS }, (_, index) => ({
    on: '2026-04-01',
    kind: 'residual',
    counterparty: '华东精密装备制造股份有限公司',
    document: `RC-01957a2c-20260302-${String(index).padStart(4, '0')}`,
    credit: { minor: String(9_775_000 + index), currency: 'CNY' },
    balance: { minor: String(99_539_410 + index), currency: 'CNY' },
  }));
}

function paged(pages: number, bytes: number, begin: number): Paged {
  const seconds = (performance.now() - begin) / 1000;
  return {
    pages,
    pagesPerSecond: Math.round((pages / seconds) * 10) / 10,
    fileMib: Math.round((bytes / MIB) * 100) / 100,
    peakMib: Math.round(process.resourceUsage().maxRSS / 1024),
  };
}
