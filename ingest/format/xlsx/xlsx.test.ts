import { Buffer } from 'node:buffer';
import { crc32, deflateRawSync } from 'node:zlib';
import ExcelJS from 'exceljs';
import { applyStep } from '../../canonical/transform.ts';
import { previewMapping, suggestMapping } from '../../profile-store.ts';
import { storedOf, valueAtPlace } from '../../provenance.ts';
import { readFile, type FileRead, type ReadOptions } from '../../read.ts';
import { LIMITS } from '../../limits.ts';
import type { MappingProfile } from '../csv/index.ts';
import { shownAs } from './numbers.ts';

const context = { tenant: 't', load: 'l', sha256: (text: string): string => `h${text.length}` };

type Part = { readonly name: string; readonly text: string; readonly mode?: number };

/** A ZIP archive by the letter of APPNOTE: local headers, directory, end. */
function zip(
  parts: readonly Part[],
  change: { claimedBytes?: number; flags?: number } = {},
): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, text, mode = 0 } of parts) {
    const content = Buffer.from(text);
    const packed = deflateRawSync(content);
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(8, 8);
    head.writeUInt16LE(Buffer.byteLength(name), 26);
    const local = Buffer.concat([head, Buffer.from(name), packed]);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(change.flags ?? 0, 8);
    entry.writeUInt16LE(8, 10);
    entry.writeUInt32LE(crc32(content), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(change.claimedBytes ?? content.length, 24);
    entry.writeUInt16LE(Buffer.byteLength(name), 28);
    entry.writeUInt32LE((mode << 16) >>> 0, 38);
    entry.writeUInt32LE(offset, 42);
    locals.push(local);
    directory.push(Buffer.concat([entry, Buffer.from(name)]));
    offset += local.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(parts.length, 8);
  end.writeUInt16LE(parts.length, 10);
  end.writeUInt32LE(Buffer.concat(directory).length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, ...directory, end]);
}

const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';

/** The parts of a workbook with prefixed elements, as some other programs write them. */
function book(rows: string, more: { shared?: string; book?: string; after?: string } = {}): Part[] {
  const relation = (id: string, type: string, target: string): string =>
    `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`;
  return [
    {
      name: 'xl/worksheets/one.xml',
      text: `<x:worksheet xmlns:x="${MAIN}"><x:sheetData>${rows}</x:sheetData>${more.after ?? ''}</x:worksheet>`,
    },
    { name: 'xl/texts.xml', text: `<sst xmlns="${MAIN}">${more.shared ?? ''}</sst>` },
    {
      name: 'xl/styles.xml',
      text: `<styleSheet xmlns="${MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;"/><numFmt numFmtId="165" formatCode="000000"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/><xf numFmtId="10"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    },
    {
      name: 'xl/book.xml',
      text: `<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}">${more.book ?? ''}<sheets><sheet name="Rechnung &amp; Co" sheetId="1" r:id="r1"/></sheets></workbook>`,
    },
    {
      name: 'xl/_rels/book.xml.rels',
      text: `<Relationships xmlns="${RELATIONS}">${relation('r1', 'worksheet', '/xl/worksheets/one.xml')}${relation('r2', 'sharedStrings', 'texts.xml')}${relation('r3', 'styles', 'styles.xml')}</Relationships>`,
    },
    {
      name: '_rels/.rels',
      text: `<Relationships xmlns="${RELATIONS}">${relation('r1', 'officeDocument', 'xl/book.xml')}</Relationships>`,
    },
    {
      name: '[Content_Types].xml',
      text: '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    },
  ];
}

const HEADERS = [
  'number',
  'issuedOn',
  'dueOn',
  'currency',
  'seller.name',
  'seller.taxId',
  'buyer.name',
  'totals.payable',
  'line.rate',
];
const headerRow = `<x:row r="1">${HEADERS.map(h => `<x:c t="inlineStr"><x:is><x:t>${h}</x:t></x:is></x:c>`).join('')}</x:row>`;

function read(bytes: Buffer, options: Partial<ReadOptions> = {}, name = 'a.xlsx'): FileRead {
  const found = readFile({ bytes, name }, { context, kind: 'invoice', ...options });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

const rulesOf = (bytes: Buffer, options: Partial<ReadOptions> = {}): string[] => {
  const found = readFile({ bytes, name: 'a.xlsx' }, { context, kind: 'invoice', ...options });
  return found.ok ? found.value.findings.map(f => f.rule) : found.error.map(f => f.rule);
};

/** 46082 is 1 March 2026: 1 January 2000 is 36526 in every table of the 1900 system. */
const SHARED =
  '<si><t>INV-1</t></si><si><r><rPr><b/></rPr><t>Süd </t></r><r><t xml:space="preserve">&amp; Nord</t></r><rPh sb="0" eb="1"><t>phonetic</t></rPh></si>';
const ROW =
  '<x:row r="4"><x:c r="A4" t="s"><x:v>0</x:v></x:c><x:c r="B4" s="1"><x:v>46082</x:v></x:c>' +
  '<x:c r="C4" s="2"><x:v>46143.75</x:v></x:c><x:c r="D4" t="str"><x:f>"EUR"</x:f><x:v>EUR</x:v></x:c>' +
  '<x:c r="E4" t="s"><x:v>1</x:v></x:c><x:c r="F4" s="4"><x:v>1234</x:v></x:c>' +
  '<x:c r="G4" t="inlineStr"><x:is><x:t>A_x0042_C</x:t></x:is></x:c><x:c r="H4"><x:f>SUM(A1:A2)</x:f><x:v>489.37000000000006</x:v></x:c>' +
  '<x:c r="I4" s="3"><x:v>0.19</x:v></x:c></x:row>';

describe('a workbook', () => {
  const bytes = zip(book(headerRow + ROW, { shared: SHARED }));

  test('is read by its relations, with days, percentages, padded numbers and formatted texts', () => {
    const [record] = read(bytes).records;
    expect(record?.document).toMatchObject({
      number: 'INV-1',
      issuedOn: '2026-03-01',
      dueOn: '2026-05-01',
      currency: 'EUR',
      seller: { name: 'Süd & Nord', idents: [{ value: '001234' }] },
      buyer: { name: 'ABC' },
      totals: { payable: { minor: 48_937n } },
    });
    expect(record?.draft.groups['lines']?.[0]?.values['rate']).toMatchObject({ text: '19' });
    expect(record?.findings.map(f => f.rule)).toContain('NUM-02');
  });

  test('every value stands at its cell and its bytes', () => {
    const file = read(bytes);
    let proved = 0;
    for (const entry of file.records[0]?.provenance ?? []) {
      if (!('from' in entry.at)) continue;
      const part = file.parts?.get(entry.at.within ?? '') ?? Buffer.alloc(0);
      const found = valueAtPlace(part, 'utf-8', storedOf(entry));
      expect([entry.path, found?.isUnaltered]).toEqual([entry.path, true]);
      proved += 1;
    }
    expect(proved).toBeGreaterThan(7);
    const place = (path: string): unknown =>
      file.records[0]?.provenance.find(p => p.path === path)?.at;
    expect(place('dueOn')).toMatchObject({
      path: 'Rechnung & Co!C4',
      within: 'xl/worksheets/one.xml',
      line: 4,
      column: 3,
    });
    expect(place('seller.name')).toMatchObject({
      path: 'Rechnung & Co!E4',
      within: 'xl/texts.xml',
    });
  });

  test('in the system of 1904 days begin four years and a day later', () => {
    const own = zip(
      book(headerRow + ROW.replaceAll('46082', '44620').replace('46143.75', '44681'), {
        shared: SHARED,
        book: '<workbookPr date1904="1"/>',
      }),
    );
    expect(read(own).records[0]?.document).toMatchObject({
      issuedOn: '2026-03-01',
      dueOn: '2026-05-01',
    });
  });

  test('written by another program reads as a table of text does, several sheets too', async () => {
    const other = new ExcelJS.Workbook();
    other.addWorksheet('Notes').addRow(['see the other sheet']);
    const sheet = other.addWorksheet('Data');
    sheet.addRow(HEADERS);
    sheet.addRow([
      'X-7',
      new Date(Date.UTC(2026, 2, 1)),
      new Date(Date.UTC(2026, 4, 1)),
      'EUR',
      'S',
      '007',
      'B',
      12.5,
      19,
    ]);
    sheet.mergeCells('A5:B5');
    const hidden = other.addWorksheet('Old', { state: 'hidden' });
    hidden.addRow(HEADERS);
    const file = read(Buffer.from(await other.xlsx.writeBuffer()));
    expect(file.records.map(r => r.document)).toMatchObject([
      {
        number: 'X-7',
        issuedOn: '2026-03-01',
        dueOn: '2026-05-01',
        totals: { payable: { minor: 1250n } },
      },
    ]);
    expect(file.findings.map(f => `${f.rule} ${f.path}`)).toEqual([
      'XLS-02 Old',
      'XLS-03 Data!A5:B5',
      'XLS-06 Notes',
    ]);
  });

  test('maps through a profile that names columns and sheet, with preview and suggestion', async () => {
    const other = new ExcelJS.Workbook();
    const sheet = other.addWorksheet('导出');
    sheet.addRow(['发票号码', '开票日期', '购方', '价税合计']);
    sheet.addRow(['A1', '2026/3/1', '买方', '1.130,00']);
    const bytes = Buffer.from(await other.xlsx.writeBuffer());
    const profile: MappingProfile = {
      name: 'erp',
      version: 1,
      kind: 'invoice',
      format: 'csv',
      sheet: '导出',
      decimal: ',',
      group: '.',
      columns: [
        { from: '发票号码', to: 'number' },
        { from: '开票日期', to: 'issuedOn' },
        { from: '购方', to: 'buyer.name' },
        { from: '价税合计', to: 'totals.payable' },
      ],
      constants: { currency: 'CNY', 'seller.name': '卖方' },
    };
    expect(previewMapping({ bytes, name: 'a.xlsx' }, profile)).toMatchObject({
      ok: true,
      value: { accepted: 1, sums: { CNY: '113000' } },
    });
    const suggested = suggestMapping(bytes, 'invoice');
    expect(suggested.ok && suggested.value.map(s => s.to)).toContain('number');
    expect(rulesOf(bytes, { profile: { ...profile, sheet: 'other' } })).toEqual(['MAP-13']);
  });

  test('an identifier of more digits than a workbook keeps is refused, a formula without result too', () => {
    const long = ROW.replace('<x:v>1234</x:v>', '<x:v>12345678901234500000</x:v>');
    const [record] = read(zip(book(headerRow + long, { shared: SHARED }))).records;
    expect(record?.findings.map(f => f.rule)).toContain('CSV-05');
    const bare = ROW.replace('<x:v>489.37000000000006</x:v>', '');
    expect(rulesOf(zip(book(headerRow + bare, { shared: SHARED })))).toEqual(['XLS-05']);
  });
});

describe('a hostile workbook', () => {
  const parts = book(headerRow + ROW, { shared: SHARED });

  test.each([
    ['LIM-05', zip([...parts, { name: 'xl/media/a.bin', text: '0'.repeat(3_000_000) }])],
    ['LIM-05', zip(parts, { claimedBytes: 150_000_000 })],
    [
      'LIM-06',
      zip([...parts, ...Array.from({ length: 1000 }, (_, n) => ({ name: `a${n}`, text: '' }))]),
    ],
    ['LIM-08', zip([...parts, { name: 'xl/vbaProject.bin', text: 'x' }])],
    ['LIM-08', zip(parts, { flags: 1 })],
    ['LIM-09', zip([...parts, { name: '../../etc/passwd', text: 'x' }])],
    ['LIM-09', zip([...parts, { name: 'xl/BOOK.xml', text: 'x' }])],
    ['LIM-09', zip([...parts, { name: 'link', text: '/etc/passwd', mode: 0xa1ff }])],
    ['XLS-01', zip(parts).subarray(0, -30)],
    ['XLS-01', zip(parts, { claimedBytes: 5000 })],
    [
      'LIM-10',
      zip(
        book(headerRow, { shared: SHARED }).map(p =>
          p.name === 'xl/book.xml' ? { ...p, text: `<!DOCTYPE a>${p.text}` } : p,
        ),
      ),
    ],
  ])('%s', (rule, bytes) => {
    expect(rulesOf(bytes)).toEqual([rule]);
  });

  test.each([
    ['LIM-04', { columnsMax: 8 }],
    ['LIM-13', { rowsMax: 1 }],
    ['LIM-01', { workbookMax: 100 }],
  ])('%s by limit', (rule, limit) => {
    const found = readFile(
      { bytes: zip(parts), name: 'a.xlsx' },
      { context, kind: 'invoice', limits: { ...LIMITS, ...limit } },
    );
    expect(found.ok ? [] : found.error.map(f => f.rule)).toEqual([rule]);
  });

  test('a sealed workbook is told from an old one', () => {
    const head = Buffer.from([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
    expect(rulesOf(Buffer.concat([head, Buffer.from('EncryptedPackage', 'utf16le')]))).toEqual([
      'LIM-08',
    ]);
    expect(rulesOf(Buffer.concat([head, Buffer.alloc(512)]))).toEqual(['LIM-07']);
  });
});

describe('numbers of cells', () => {
  // Days of ECMA-376 part 1, 18.17.4.1 (1900 and 1904 systems) and its own examples.
  test.each([
    ['1', '1900', '1900-01-01'],
    ['59', '1900', '1900-02-28'],
    ['60', '1900', '60'],
    ['61', '1900', '1900-03-01'],
    ['109574', '1900', '2199-12-31'],
    ['109575', '1900', '109575'],
    ['108112', '1904', '2199-12-31'],
    ['0', '1904', '1904-01-01'],
    ['1.5E2', '1900', '1900-05-29'],
    ['-1', '1900', '-1'],
  ])('serial %s in %s', (text, system, day) => {
    expect(applyStep(text, 'serial', system)).toBe(day);
  });

  test.each([
    ['plain', '1.5E-3', '0.0015'],
    ['plain', '-2.50E+2', '-250'],
    ['hundredfold', '0.19', '19'],
    ['hundredfold', '0.005', '0.5'],
    ['rounded', '12345678901234500000', '1.23456789012345E+19'],
  ])('%s %s', (step, text, plain) => {
    expect(applyStep(text, step, '')).toBe(plain);
  });

  test.each([
    [14, undefined, 'day'],
    [58, undefined, 'day'],
    [20, undefined, 'number'],
    [170, 'General', 'number'],
    [170, '[$-804]yyyy"年"m"月"', 'day'],
    [170, '[Red]#,##0.00', 'number'],
    [170, 'mmm', 'day'],
    [170, 'h:mm', 'number'],
    [170, '"day" 0', 'number'],
    [170, '0.0%', 'percent'],
  ])('format %s %s', (id, code, as) => {
    expect(shownAs(id, code).as).toBe(as);
  });
});
