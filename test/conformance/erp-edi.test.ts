import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { checkFile } from '../../ingest/index.ts';
import { readFile } from '../../ingest/read.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');

type Row = Record<string, string>;
const rowsOf = (path: string): Row[] => parse(readFileSync(path), { columns: true, bom: true });
const NOTES = rowsOf(join(import.meta.dirname, 'oracle-notes.csv'));

/** The oracle's sentences as rules of this product. */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/^BOM before/, 'ENC-01'],
  [/bytes are UTF-8$/, 'ENC-02'],
  [/^U\+FFFD/, 'ENC-04'],
  [/^ISA tag missing/, 'X12-01'],
  [/^ISA is not the fixed/, 'X12-02'],
  [/^newline is the segment/, 'X12-03'],
  [/^GS01 .* does not fit/, 'X12-04'],
  [/^SE01 /, 'X12-05'],
  [/^GE01 /, 'X12-06'],
  [/^IEA01 /, 'X12-07'],
  [/^SE without ST/, 'X12-08'],
  [/^GE02 /, 'X12-09'],
  [/^IEA02 /, 'X12-10'],
  [/^(ISA13|GS06) repeated/, 'X12-11'],
  [/^ST02 .* repeated/, 'X12-12'],
  [/^TDS01 /, 'X12-21'],
  [/^UNB missing/, 'EDI-01'],
  [/^no UNZ/, 'EDI-02'],
  [/^UNT count/, 'EDI-03'],
  [/^UNE count/, 'EDI-04'],
  [/^UNZ count/, 'EDI-05'],
  [/^UNT reference/, 'EDI-06'],
  [/^UNE reference/, 'EDI-07'],
  [/^UNZ reference/, 'EDI-08'],
  [/^UNH reference .* repeated/, 'EDI-09'],
  [/^UNT without UNH/, 'EDI-10'],
];
const VOCABULARY = new Set(RULES.map(([, rule]) => rule));

function expectedRules(file: string, findings: string): string[] {
  if (findings === '-') return [];
  return findings
    .split('; ')
    .filter(text => !NOTES.some(note => note['file'] === file && note['finding'] === text))
    .map(text => RULES.find(([form]) => form.test(text))?.[1] ?? `unknown: ${text}`)
    .sort();
}

describeSamples('erp', 'EXPECTED-edi', () => {
  test('messages and envelope findings of all files are equal, but for the notes', () => {
    const rows = rowsOf(join(SAMPLES, 'EXPECTED-edi.csv'));
    const different: unknown[] = [];
    for (const row of rows) {
      const file = row['file'] ?? '';
      const { messages, findings } = checkFile(readFileSync(join(SAMPLES, file)), basename(file));
      const found = findings.map(f => f.rule).filter(rule => VOCABULARY.has(rule));
      const expected = [row['messages'], expectedRules(file, row['envelope_findings'] ?? '')];
      const is = [messages.join(' '), found.sort()];
      if (JSON.stringify(is) !== JSON.stringify(expected)) different.push([file, is, expected]);
    }
    console.log(`edi: ${rows.length - different.length} of ${rows.length} equal after notes`);
    expect(different).toEqual([]);
    expect(rows).toHaveLength(36);
  });
});

const context = { tenant: 't', load: 'l', sha256: (text: string) => text };

function documentOf(text: string, name: string): Record<string, unknown> {
  const read = readFile({ bytes: Buffer.from(text), name }, { context });
  if (!read.ok) throw new Error(read.error.map(f => f.rule).join(' '));
  const [record] = read.value.records;
  expect([record?.accepted, record?.findings.filter(f => f.severity === 'fatal')]).toEqual([
    true,
    [],
  ]);
  return record?.document as unknown as Record<string, unknown>;
}

const X12 = (sets: string): string =>
  `ISA*00*          *00*          *01*111111111      *01*222222222      *260401*0900*U*00401*000000007*0*P*>~
GS*XX*111111111*222222222*20260401*0900*7*X*004010~
${sets}
GE*1*7~
IEA*1*000000007~
`;

describe('X12 sets without samples', () => {
  test('861: what was received, returned and of which order', () => {
    const document = documentOf(
      X12(`ST*861*0001~
BRA*RA-9*20260331*00*1~
REF*SI*SHIP-1~
DTM*050*20260330~
N1*BY*Buyer Ltd*1*123456789~
N1*SE*Seller Ltd*1*987654321~
RCD*1*90*EA*10*EA****02~
LIN**VP*V-1~
PRF*PO-77**20260301**3~
CTT*1~
SE*11*0001~`),
      'a.edi',
    );
    expect(document).toMatchObject({
      kind: 'receipt',
      number: 'RA-9',
      issuedOn: '2026-03-31',
      receivedOn: '2026-03-30',
      buyer: { name: 'Buyer Ltd' },
      seller: { name: 'Seller Ltd' },
      shipment: { number: 'SHIP-1' },
      lines: [
        {
          id: '1',
          received: { value: { coefficient: 90n, scale: 0 }, unit: 'EA' },
          rejected: { value: { coefficient: 10n, scale: 0 }, unit: 'EA' },
          item: { sellerId: 'V-1' },
        },
      ],
    });
  });

  test('997: the group that it answers, and each set', () => {
    const document = documentOf(
      X12(`ST*997*0001~
AK1*IN*42~
AK2*810*0009~
AK5*R*5~
AK9*R*1*1*0~
SE*6*0001~`),
      'a.edi',
    );
    expect(document).toMatchObject({
      kind: 'acknowledgement',
      syntax: 'X12',
      code: 'R',
      of: { number: '42' },
      items: [{ path: '0009', code: 'R' }],
    });
  });

  test('810: days of ITD07 give the due date, and a price may be per hundred', () => {
    const document = documentOf(
      X12(`ST*810*0001~
BIG*20260401*INV-1*20260301*PO-1~
CUR*SE*EUR~
N1*SE*Seller*1*987654321~
N1*BY*Buyer*1*123456789~
ITD*01*3*****30~
IT1*1*250*EA*1.50*HP*VP*V-1~
TDS*475~
SAC*C*D240***100~
CTT*1~
SE*11*0001~`),
      'a.edi',
    );
    // 250 × 1.50 / 100 = 3.75; with 1.00 of freight 4.75 is due on 1 April + 30 days.
    expect(document).toMatchObject({
      number: 'INV-1',
      currency: 'EUR',
      dueOn: '2026-05-01',
      totals: { lines: { minor: 375n }, payable: { minor: 475n } },
      allowances: [{ charge: true, amount: { minor: 100n } }],
      refs: [{ kind: 'order', number: 'PO-1', issuedOn: '2026-03-01' }],
    });
  });
});

test('EDIFACT REMADV: paid, due and deducted by document', () => {
  const document = documentOf(
    `UNA:+,? 'UNB+UNOC:3+PAYER:14+PAYEE:14+260402:1000+55'
UNH+1+REMADV:D:96A:UN'
BGM+481+RA5+9'
DTM+137:20260402:102'
NAD+PR+4012345500004::9++Zahler O?'Neil'
NAD+PE+5412345000013::9++Seller'
CUX+2:EUR:4'
DOC+380+INV-7'
MOA+9:100,00'
MOA+12:98,00'
AJT+1'
MOA+165:2,00'
UNS+S'
MOA+12:98,00'
UNT+14+1'
UNZ+1+55'`,
    'a.edi',
  );
  expect(document).toMatchObject({
    kind: 'remittance',
    number: 'RA5',
    issuer: { name: "Zahler O'Neil" },
    total: { minor: 9800n, currency: 'EUR' },
    items: [
      {
        ref: { kind: 'invoice', number: 'INV-7' },
        amount: { minor: 9800n },
        gross: { minor: 10000n },
        deductions: [{ code: '1', amount: { minor: 200n } }],
      },
    ],
  });
});
