import iconv from 'iconv-lite';
import { readTraced } from '../../../test/fixture/reading.ts';
import { invoiceKeys } from '../../keys.ts';
import { readFile, type FileRead } from '../../read.ts';

const context = { tenant: 't', load: 'l', sha256: (text: string): string => `h${text.length}` };

const read = (bytes: Buffer, name = 'a.xml'): FileRead => readTraced(bytes, { name });

const segment = (name: string, fields: Record<string, string>, inner = ''): string =>
  `<${name} SEGMENT="1">${Object.entries(fields)
    .map(([field, text]) => `<${field}>${text}</${field}>`)
    .join('')}${inner}</${name}>`;

const control = (mestyp: string, more: Record<string, string> = {}): string =>
  segment('EDI_DC40', { IDOCTYP: 'INVOIC02', MESTYP: mestyp, CREDAT: '20260301', ...more });

const INVOICE =
  segment('E1EDK01', { CURCY: 'EUR', EIGENUINR: 'DE123', BSART: 'INVO', BELNR: '0090001' }) +
  segment('E1EDKA1', {
    PARVW: 'RS',
    PARTN: '1000',
    NAME1: 'Verkäufer AG',
    ORT01: 'Köln',
    LAND1: 'DE',
  }) +
  segment('E1EDKA1', { PARVW: 'AG', PARTN: '2000', NAME1: 'Buyer' }) +
  segment('E1EDK02', { QUALF: '009', BELNR: '0090001', DATUM: '20260228' }) +
  segment('E1EDK02', { QUALF: '001', BELNR: 'PO-7', DATUM: '20260201' }) +
  segment('E1EDK02', { QUALF: '012', BELNR: '0080001' }) +
  segment('E1EDK03', { IDDAT: '026', DATUM: '20260301' }) +
  segment('E1EDK03', { IDDAT: '028', DATUM: '00000000' }) +
  segment('E1EDK18', { QUALF: '001', TAGE: '14', PRZNT: '2.000' }) +
  segment('E1EDK18', { QUALF: '002', TAGE: '30' }) +
  segment(
    'E1EDP01',
    { POSEX: '000010', MENGE: '4.000', MENEE: 'PCE', VPREI: '250.00', PEINH: '10' },
    segment('E1EDP02', { QUALF: '001', BELNR: 'PO-7', ZEILE: '000010' }) +
      segment('E1EDP19', { QUALF: '002', IDTNR: 'M-1', KTEXT: 'Bolt' }) +
      segment('E1EDP26', { QUALF: '003', BETRG: '110.00' }) +
      segment('E1EDP04', { MWSKZ: 'A', MSATZ: '19.000', MWSBT: '20.90' }),
  ) +
  segment(
    'E1EDP01',
    { POSEX: '000020', MENGE: '1', MENEE: 'PCE' },
    segment('E1EDP26', { QUALF: '003', BETRG: '10.00-' }),
  ) +
  segment('ZZADD', { ZFIELD: 'x' }) +
  segment('E1EDS01', { SUMID: '010', SUMME: '100.00' }) +
  segment('E1EDS01', { SUMID: '005', SUMME: '19.00' }) +
  segment('E1EDS01', { SUMID: '011', SUMME: '119.00' });

const idoc = (body: string): string => `<IDOC BEGIN="1">${body}</IDOC>`;
const file = (root: string, ...idocs: string[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?><${root}>${idocs.join('')}</${root}>`;

describe('IDoc in XML', () => {
  test('an invoice with its partners, references, terms, sums and an extension', () => {
    const [record] = read(Buffer.from(file('INVOIC02', idoc(control('INVOIC') + INVOICE)))).records;
    expect(record?.findings.map(f => `${f.rule} ${f.severity}`)).toEqual(['IDOC-02 warning']);
    expect(record && invoiceKeys(record)).toMatchObject({
      kind: 'Invoice',
      number: '0090001',
      seller_id: 'DE123',
      buyer_id: '2000',
      issue_date: '2026-03-01',
      currency: 'EUR',
      tax_exclusive: '100',
      tax_inclusive: '119',
      payable: '119',
      order_ref: 'PO-7',
      lines: 2,
    });
    expect(record?.document).toMatchObject({
      dueOn: '2026-03-31',
      seller: { name: 'Verkäufer AG', address: { city: 'Köln' } },
      refs: [
        { kind: 'order', number: 'PO-7' },
        { kind: 'shipment', number: '0080001' },
      ],
      lines: [
        {
          id: '000010',
          net: { minor: 11_000n },
          price: { net: { coefficient: 250n }, per: { value: { coefficient: 10n } } },
          vat: { ratePpm: 190_000n },
          item: { name: 'Bolt', sellerId: 'M-1' },
          orderLine: { number: 'PO-7', line: '000010' },
        },
        { net: { minor: -1000n } },
      ],
      totals: { lines: { minor: 10_000n }, tax: { minor: 1900n } },
    });
  });

  test('a credit memo, a test and another document in one file, under a root of its own', () => {
    const credit = INVOICE.replace('INVO<', 'CRME<');
    const text = file(
      'ZINVOIC',
      idoc(control('INVOIC') + credit),
      idoc(control('INVOIC', { TEST: 'X' }) + INVOICE),
      idoc(control('MATMAS')),
    );
    const { records } = read(Buffer.from(`\ufeff${text}`));
    expect(
      records.map(r => [
        r.kind,
        r.accepted,
        r.findings.map(f => f.rule).filter(f => f !== 'IDOC-02'),
      ]),
    ).toEqual([
      ['creditNote', true, []],
      ['invoice', false, ['IDOC-03']],
      ['MATMAS', false, ['SN-03']],
    ]);
  });

  test('the total alone under 010, as a supplier without 011 writes it', () => {
    const bare =
      INVOICE.slice(0, INVOICE.indexOf('<E1EDP01')) +
      segment('E1EDS01', { SUMID: '010', SUMME: '119.00' });
    const [record] = read(Buffer.from(file('INVOIC02', idoc(control('INVOIC') + bare)))).records;
    expect([record?.accepted, record && invoiceKeys(record)]).toMatchObject([
      true,
      { payable: '119', tax_exclusive: '' },
    ]);
  });

  test('an order and a delivery', () => {
    const order =
      segment('E1EDK01', { CURCY: 'EUR', BELNR: '4500000001' }) +
      segment('E1EDKA1', { PARVW: 'AG', PARTN: '2000' }) +
      segment('E1EDKA1', { PARVW: 'LF', PARTN: '1000' }) +
      segment('E1EDK02', { QUALF: '001', BELNR: '4500000001', DATUM: '20260201' }) +
      segment(
        'E1EDP01',
        { POSEX: '00010', MENGE: '4', MENEE: 'PCE', VPREI: '25', NETWR: '100' },
        segment('E1EDP20', { WMENG: '4', EDATU: '20260310' }),
      );
    const delivery =
      segment('EDI_DC40', { MESTYP: 'DESADV', CREDAT: '20260302' }) +
      segment(
        'E1EDL20',
        { VBELN: '0080001', BOLNR: 'BL1' },
        segment('E1ADRM1', { PARTNER_Q: 'LF', PARTNER_ID: '1000' }) +
          segment('E1ADRM1', { PARTNER_Q: 'WE', PARTNER_ID: '2000', NAME1: 'Store' }) +
          segment('E1EDT13', { QUALF: '006', NTANF: '20260303' }) +
          segment(
            'E1EDL24',
            { POSNR: '000010', MATNR: 'M-1', ARKTX: 'Bolt', LFIMG: '4.000', VRKME: 'PCE' },
            segment('E1EDL41', { QUALI: '001', BSTNR: '4500000001', POSEX: '00010' }),
          ),
      );
    const [first] = read(Buffer.from(file('ORDERS05', idoc(control('ORDERS') + order)))).records;
    expect([first?.accepted, first?.document]).toMatchObject([
      true,
      {
        kind: 'order',
        number: '4500000001',
        issuedOn: '2026-02-01',
        lines: [{ requestedOn: '2026-03-10', net: { minor: 10_000n } }],
      },
    ]);
    const [second] = read(Buffer.from(file('DELVRY03', idoc(delivery)))).records;
    expect([second?.accepted, second?.document]).toMatchObject([
      true,
      {
        kind: 'shipment',
        number: '0080001',
        shippedOn: '2026-03-03',
        billOfLading: 'BL1',
        seller: { name: '1000' },
        buyer: { name: 'Store' },
        order: [{ number: '4500000001' }],
        lines: [{ delivered: { value: { coefficient: 4n } }, orderLine: { line: '00010' } }],
      },
    ]);
  });
});

/** Records by the lengths of WE60: fields are padded with blanks. */
function flat(): { text: string; lines: string[] } {
  const pad = (parts: readonly (readonly [string, number])[]): string =>
    parts.map(([text, length]) => text.padEnd(length)).join('');
  const head = pad([
    ['EDI_DC40', 10],
    ['100', 3],
    ['0000000000000001', 16],
    ['740', 4],
    ['30', 2],
    ['1', 1],
    ['2', 1],
    ['', 1],
    ['', 1],
    ['INVOIC02', 30],
    ['', 30],
    ['INVOIC', 30],
  ]);
  const data = (
    name: string,
    number: number,
    parent: number,
    fields: readonly (readonly [string, number])[],
  ): string =>
    pad([
      [name, 30],
      ['100', 3],
      ['0000000000000001', 16],
      [String(number).padStart(6, '0'), 6],
      [String(parent).padStart(6, '0'), 6],
      ['02', 2],
      ...fields,
    ]);
  const lines = [
    head.padEnd(524),
    data('E2EDK01005', 1, 0, [
      ['', 4],
      ['EUR', 3],
      ['', 3],
      ['', 12],
      ['', 17],
      ['', 20],
      ['DE123', 20],
      ['INVO', 4],
      ['0090001', 35],
    ]),
    data('E2EDKA1003', 2, 0, [
      ['RS', 3],
      ['1000', 17],
      ['', 17],
      ['Verkäufer', 35],
    ]),
    data('E2EDKA1003', 3, 0, [
      ['AG', 3],
      ['2000', 17],
      ['', 17],
      ['Buyer', 35],
    ]),
    data('E2EDK02', 4, 0, [
      ['009', 3],
      ['0090001', 35],
      ['', 6],
      ['20260301', 8],
    ]),
    data('E2EDP01007', 5, 0, [
      ['000010', 6],
      ['', 5],
      ['4.000', 15],
      ['PCE', 3],
    ]),
    data('E2EDP26', 6, 5, [
      ['003', 3],
      ['100.00', 20],
    ]),
    data('Z2EXTRA', 7, 5, [['anything', 30]]),
    data('E2EDS01', 8, 0, [
      ['010', 3],
      ['100.00', 18],
    ]),
    data('E2EDS01', 9, 0, [
      ['005', 3],
      ['19.00', 18],
    ]),
    data('E2EDS01', 10, 0, [
      ['011', 3],
      ['119.00', 18],
    ]),
  ];
  return { text: `${lines.join('\r\n')}\r\n`, lines };
}

describe('IDoc in records of fixed length', () => {
  test('gives what its XML form gives, in the charset of a profile', () => {
    const profile = {
      name: 'sap',
      version: 1,
      kind: 'invoice',
      format: 'csv',
      charset: 'windows-1252',
      columns: [],
    } as const;
    const found = readFile(
      { bytes: iconv.encode(flat().text, 'windows-1252'), name: 'a.txt' },
      { context, profile },
    );
    expect(found.ok && found.value.records[0]?.document).toMatchObject({
      seller: { name: 'Verkäufer' },
    });
    const [record] = read(Buffer.from(flat().text), 'a.txt').records;
    expect(record && invoiceKeys(record)).toMatchObject({
      number: '0090001',
      seller_id: 'DE123',
      issue_date: '2026-03-01',
      payable: '119',
      tax_exclusive: '100',
      lines: 1,
    });
    expect([record?.accepted, record?.findings.map(f => f.rule)]).toEqual([true, ['IDOC-02']]);
  });

  test.each([
    [
      'a data record without a control record',
      (lines: string[]) => ['EDI_DC40', ...lines.slice(1)],
    ],
    [
      'a record whose parent is missing',
      (lines: string[]) => lines.filter(line => !line.startsWith('E2EDP01')),
    ],
    [
      'a record that lost blanks',
      (lines: string[]) => lines.map(line => line.replace(/ {2,}/g, ' ')),
    ],
  ])('%s is IDOC-01', (_, change) => {
    const bytes = Buffer.from(change(flat().lines).join('\n'));
    const found = readFile({ bytes, name: 'a.txt' }, { context });
    expect(found.ok ? [] : found.error.map(f => f.rule)).toEqual(['IDOC-01']);
  });
});
