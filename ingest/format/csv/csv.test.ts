import iconv from 'iconv-lite';
import type { CanonicalDocument } from '../../../domain/document/index.ts';
import { previewMapping, suggestMapping } from '../../profile-store.ts';
import { storedOf, valueAtPlace } from '../../provenance.ts';
import { readFile, type FileRead } from '../../read.ts';
import { readProfile, type MappingProfile } from './index.ts';

const context = { tenant: 't', load: 'l', sha256: (text: string): string => `h${text.length}` };

const PROFILE: MappingProfile = {
  name: 'erp',
  version: 1,
  kind: 'invoice',
  format: 'csv',
  skip: 1,
  separator: ';',
  charset: 'gb18030',
  dateOrder: 'DMY',
  decimal: ',',
  group: '.',
  rowGroup: 'number',
  columns: [
    { from: '发票号码', to: 'number', transforms: [{ name: 'upper' }] },
    { from: '开票日期', to: 'issuedOn' },
    { from: '到期', to: 'dueOn', transforms: [{ name: 'split', separator: '/', part: 2 }] },
    { from: '购方', to: 'buyer.name' },
    { from: '税号', to: 'buyer.taxId' },
    { from: '价税合计', to: 'totals.payable' },
    { from: '品名', to: 'line.name' },
    { from: '数量', to: 'line.quantity' },
    { from: '单位', to: 'line.unit', transforms: [{ name: 'lookup', table: { 个: 'EA' } }] },
    { from: '金额', to: 'line.net', transforms: [{ name: 'dc', column: '方向' }] },
  ],
  constants: {
    currency: 'CNY',
    'seller.name': '卖方',
    'seller.taxId': '91350100M000100Y43',
    'line.rate': '13',
  },
};

const TABLE = [
  '导出于 2026 年',
  '发票号码;开票日期;到期;购方;税号;价税合计;品名;数量;单位;金额;方向;备注',
  'a-1;01.03.2026;NET/30.04.2026;"买方 ""东"" 公司";B1000002;1.130,00;螺栓; 10 ;个;1.100,00;C;甲',
  'a-1;01.03.2026;NET/30.04.2026;"买方 ""东"" 公司";B1000002;1.130,00;折让;1;个;30,00;C;乙',
  'A-2;02.03.2026;NET/30.04.2026;买方;B1000002;-5,00;退货;1;个;5,00;D;',
].join('\r\n');

function read(text = TABLE, profile = PROFILE): FileRead {
  const bytes = iconv.encode(text, 'gb18030');
  const found = readFile({ bytes, name: 'export.csv' }, { context, profile });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

const at = (document: CanonicalDocument | undefined, path: string): unknown =>
  path
    .split(/\.|\[|\]\.?/)
    .filter(s => s !== '')
    .reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | undefined)?.[step],
      document,
    );

describe('a table through a saved profile', () => {
  test('rows of one number make one invoice with lines; marks, dates and signs are read as named', () => {
    const { records, charset } = read();
    expect(charset).toBe('gb18030');
    expect(records.map(r => [r.accepted, r.findings])).toEqual([
      [true, []],
      [true, []],
    ]);
    const [first, second] = records.map(r => r.document);
    expect(first).toMatchObject({
      number: 'A-1',
      issuedOn: '2026-03-01',
      dueOn: '2026-04-30',
      currency: 'CNY',
      seller: { name: '卖方' },
      buyer: { name: '买方 "东" 公司' },
      totals: { payable: { minor: 113_000n }, lines: { minor: 113_000n } },
      extra: { 方向: 'C', 备注: '甲' },
    });
    expect(at(first, 'lines.0.quantity')).toEqual({
      value: { coefficient: 10n, scale: 0 },
      unit: 'EA',
    });
    expect(at(first, 'lines.1.vat.ratePpm')).toBe(130_000n);
    expect(at(second, 'lines.0.net.minor')).toBe(-500n);
  });

  test('every place cut from the bytes gives the value, also in GB18030 and inside quotes', () => {
    const bytes = iconv.encode(TABLE, 'gb18030');
    let proved = 0;
    for (const record of read().records) {
      for (const entry of record.provenance.map(storedOf)) {
        const found = valueAtPlace(bytes, 'gb18030', entry);
        if (entry.at.kind === 'derived') continue;
        const value = at(record.document, entry.path) as { minor?: bigint; coefficient?: bigint };
        const expected = value.minor ?? value.coefficient ?? (value as unknown as string);
        expect([entry.path, found?.isUnaltered, found?.value]).toEqual([
          entry.path,
          true,
          String(expected),
        ]);
        proved += 1;
      }
    }
    expect(proved).toBeGreaterThan(20);
  });

  test('a value of the whole invoice that differs between its rows is refused', () => {
    const records = read(TABLE.replace('1.130,00;折让', '1.131,00;折让')).records;
    expect(records[0]?.accepted).toBe(false);
    expect(records[0]?.findings[0]).toMatchObject({ rule: 'MAP-03', path: '价税合计', line: 4 });
    expect(records[1]?.accepted).toBe(true);
  });

  test('a totals row that agrees is left out and noted', () => {
    const profile = { ...PROFILE, rowGroup: 'number' };
    const rows = `${TABLE}\r\n合计;;;;;2.255,00;;12;;;;`;
    const found = read(rows, profile);
    expect(found.records).toHaveLength(2);
    expect(found.findings).toMatchObject([{ rule: 'CSV-08', severity: 'warning', line: 6 }]);
  });

  test.each([
    [
      'MAP-09',
      { ...PROFILE, columns: [{ from: 'a', to: 'number', transforms: [{ name: 'regex' }] }] },
    ],
    ['MAP-11', { ...PROFILE, columns: [{ from: 'a', to: 'payable' }] }],
    ['MAP-11', { ...PROFILE, constants: { nothing: '1' } }],
    ['MAP-12', { ...PROFILE, columns: [] }],
    ['MAP-12', { ...PROFILE, kind: 'poem' }],
    ['MAP-12', 'text'],
  ])('%s refuses a profile', (rule, profile) => {
    const found = readProfile(profile);
    expect(found.ok ? [] : found.error.map(f => f.rule)).toEqual([rule]);
  });

  test('a column that the table lacks is refused by name', () => {
    const bytes = iconv.encode(TABLE.replace('品名', '名称'), 'gb18030');
    const found = readFile({ bytes, name: 'x.csv' }, { context, profile: PROFILE });
    expect(found.ok ? [] : found.error).toMatchObject([
      { rule: 'MAP-13', params: { column: '品名' } },
    ]);
  });

  test('suggests fields by header and shape, and leaves the unknown open', () => {
    const table = 'Invoice number;Due date;Amount due;Colour\nA-1;2026-05-01;12.50;red\n';
    const found = suggestMapping(Buffer.from(table), 'invoice');
    expect(found.ok && found.value.map(s => [s.from, s.to])).toEqual([
      ['Invoice number', 'number'],
      ['Due date', 'dueOn'],
      ['Amount due', 'totals.payable'],
      ['Colour', undefined],
    ]);
  });

  test('a preview sums what would be written, and its hash changes with the profile', () => {
    const bytes = iconv.encode(TABLE, 'gb18030');
    const preview = previewMapping({ bytes, name: 'x.csv' }, PROFILE);
    expect(preview).toMatchObject({
      ok: true,
      value: {
        received: 2,
        accepted: 2,
        sums: { CNY: '112500' },
        from: '2026-03-01',
        to: '2026-03-02',
      },
    });
    const other = previewMapping({ bytes, name: 'x.csv' }, { ...PROFILE, name: 'other' });
    expect(preview.ok && other.ok && preview.value.hash !== other.value.hash).toBe(true);
  });
});
