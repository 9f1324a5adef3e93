import { Buffer } from 'node:buffer';
import { checkFile, type CheckedFile } from '../../check.ts';
import { sha256Hex } from '../../commitment.ts';
import { storedOf, valueAtPlace } from '../../provenance.ts';
import { readFile } from '../../read.ts';

/**
 * The worked file that banks print with the specification (Cash Management Balance Reporting
 * Specifications, version 2): two accounts, funds distributed, 88 records inside 03 records.
 */
const WORKED = [
  '01,122099999,123456789,040621,0200,1,65,,2/',
  '02,031001234,122099999,1,040620,2359,,2/',
  '03,0123456789,,010,+4350000,,,040,2830000,,/',
  '88,072,1020000,,,074,500000,,/',
  '16,115,450000,S,100000,200000,150000,,,/',
  '49,9150000,4/',
  '03,9876543210,,010,-500000,,,100,1000000,,,400,2000000,,,190/',
  '88,500000,,,110,1000000,,,072,500000,,,074,500000,,,040/',
  '88,-1500000,,/',
  '16,115,500000,S,,200000,300000,,,LOCK BOX NO.68751/',
  '49,4000000,5/',
  '98,13150000,2,11/',
  '99,13150000,1,13/',
].join('\r\n');

/** Opening 1,000.00, a credit of 250.00, a debit of 100.50, closing 1,149.50; records by hand. */
function one(details: readonly string[], figures: readonly [string, string]): string {
  const [total, lines] = figures;
  return [
    '01,BANK,CUSTOMER,260401,0600,7,80,1,2/',
    '02,CUSTOMER,BANK,1,260331,2400,EUR,2/',
    '03,DE02,EUR,010,100000,,,015,114950,,/',
    ...details,
    `49,${total},${lines}/`,
    `98,${total},1,${Number(lines) + 2}/`,
    `99,${total},1,${Number(lines) + 4}/`,
    '',
  ].join('\n');
}

const DETAILS = [
  '16,165,25000,V,260402,1200,BR-1,CR-1,INVOICE 7, 8/9',
  '88,AND MORE, LIKE THIS',
  '16,475,10050,1,,CHECK 5/',
  '16,890,,,,,RATES CHANGE/',
];
// 100000 + 114950 + 25000 + 10050; 03, 16, 88, 16, 16, 49.
const SOUND = one(DETAILS, ['250000', '6']);

const check = (text: string): CheckedFile => checkFile(Buffer.from(text), 'a.bai');
const fatals = ({ findings }: CheckedFile): string[] =>
  findings.filter(f => f.severity === 'fatal').map(f => f.rule);

test('the worked file of the specification: totals and counts of all its trailers hold', () => {
  const checked = check(WORKED);
  expect([checked.syntax, checked.kind, checked.outcome]).toEqual(['bai2', 'statement', 'loaded']);
  // The second account states 10,000.00 credited and 20,000.00 debited, and lists 5,000.00 alone.
  expect(fatals(checked)).toEqual(['BANK-03', 'BANK-03']);
  expect(checked.findings.filter(f => f.rule === 'CUR-04')).toHaveLength(2);
  expect(checked.statements.map(s => [s.entries, s.signed_sum, s.holds])).toEqual([
    [1, '4500', null],
    [1, '5000', null],
  ]);
});

test('entries: sign by type code, days, references, text over an 88 record', () => {
  const bytes = Buffer.from(SOUND);
  const context = { tenant: '', load: '', sha256: sha256Hex };
  const read = readFile({ bytes, name: 'a.bai' }, { context });
  if (!read.ok) throw new Error(read.error.map(f => f.rule).join(' '));
  const [record] = read.value.records;
  expect(record?.findings).toEqual([]);
  expect(record?.document).toMatchObject({
    kind: 'statement',
    number: '260331,2400',
    issuedOn: '2026-03-31',
    account: { currency: 'EUR' },
    notes: [{ text: 'RATES CHANGE' }],
    balances: [
      { code: 'OPBD', amount: { minor: 100_000n, currency: 'EUR' }, on: '2026-03-31' },
      { code: 'CLBD', amount: { minor: 114_950n } },
    ],
    entries: [
      {
        amount: { minor: 25_000n },
        bookedOn: '2026-03-31',
        valueOn: '2026-04-02',
        bankReference: 'BR-1',
        reference: 'CR-1',
        bankCode: '165',
        details: [{ remittance: ['INVOICE 7, 8/9', 'AND MORE, LIKE THIS'] }],
      },
      { amount: { minor: -10_050n }, bankCode: '475', reference: 'CHECK 5' },
    ],
  });
  for (const entry of record?.provenance ?? []) {
    const at = valueAtPlace(bytes, 'utf-8', storedOf(entry));
    expect([entry.path, at?.isUnaltered ?? true]).toEqual([entry.path, true]);
  }
  expect(check(SOUND).statements).toMatchObject([{ entries: 2, signed_sum: '149.5', holds: true }]);
});

test.each([
  ['another amount', SOUND.replace('16,475,10050', '16,475,10150'), ['BANK-13', 'BANK-01']],
  ['an entry lost', SOUND.replace('16,475,10050,1,,CHECK 5/\n', ''), ['BANK-13', 'BANK-14']],
  ['another total of the account', SOUND.replace('49,250000', '49,250001'), ['BANK-13']],
  ['another count of lines', SOUND.replace('250000,6/', '250000,7/'), ['BANK-14']],
  ['another count of accounts', SOUND.replace('250000,1,8/', '250000,2,8/'), ['BANK-14']],
  ['another count of groups', SOUND.replace('250000,1,10/', '250000,3,10/'), ['BANK-14']],
  ['no account trailer', SOUND.replace('49,250000,6/\n', ''), ['BANK-15', 'BANK-16']],
  ['cut after the account', SOUND.slice(0, SOUND.indexOf('98,')), ['BANK-15', 'IN-07']],
  ['cut before the end', SOUND.slice(0, SOUND.indexOf('99,')), ['BANK-15', 'IN-07']],
  ['a status as entry', SOUND.replace('16,475', '16,015'), ['BANK-16']],
  ['an unknown funds type', SOUND.replace('10050,1,', '10050,Q,'), ['BANK-16', 'BANK-13']],
  ['an amount with a point', SOUND.replace('16,475,10050', '16,475,100.50'), ['BANK-16', 'MAP-01']],
  ['an unknown record', SOUND.replace('16,475', '17,475'), ['BANK-16', 'IN-07']],
  ['a group that corrects', SOUND.replace('BANK,1,26', 'BANK,3,26'), ['BANK-17']],
  ['version 1', SOUND.replace('80,1,2/', '80,1,1/'), ['BANK-16', 'IN-07']],
  ['30 February', SOUND.replace('BANK,1,260331', 'BANK,1,260230'), ['DAT-01']],
])('%s goes to quarantine', (_, text, expected) => {
  const checked = check(text);
  expect(checked.outcome).toBe('quarantined');
  expect(fatals(checked)).toEqual(expect.arrayContaining(expected));
});

test('yen have no digits behind the point; a same-day interim report is no statement', () => {
  const yen = SOUND.replaceAll('EUR', 'JPY').replace('JPY,2/', 'JPY,3/');
  const checked = check(yen);
  expect(checked.documents ?? [checked]).toMatchObject([{ kind: 'intraday', outcome: 'loaded' }]);
  expect(checked.statements).toMatchObject([{ signed_sum: '14950', holds: true }]);
});

test('sums without entries that explain the balances are told, and hold nothing back', () => {
  const lines = [
    '01,A,B,260401,0600,7,80,1,2/',
    '02,B,A,1,260331,,,2/',
    '03,123,USD,010,10000,,,015,12000,,,100,2000,1,/',
    '49,24000,2/',
    '98,24000,1,4/',
    '99,24000,1,6/',
  ];
  const told = (text: string) => checkFile(Buffer.from(text), 'a.bai');
  const sound = told(`${lines.join('\n')}\n`);
  expect([sound.outcome, sound.findings.map(f => f.rule)]).toEqual(['loaded', ['BANK-20']]);
  const other = told(
    `${lines.join('\n').replace('015,12000', '015,12100').replaceAll('24000', '24100')}\n`,
  );
  expect(other.findings.map(f => f.rule)).toContain('BANK-01');
});
