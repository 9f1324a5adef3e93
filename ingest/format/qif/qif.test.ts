import { Buffer } from 'node:buffer';
import { checkFile, type CheckedFile } from '../../check.ts';
import { sha256Hex } from '../../commitment.ts';
import { storedOf, valueAtPlace } from '../../provenance.ts';
import { readFile, type ReadRecord } from '../../read.ts';
import { readProfile, type MappingProfile } from '../csv/index.ts';

const HEAD = '!Option:AutoSwitch\n!Account\nNChecking\nTBank\n^\n!Type:Bank\n';
const ENTRIES =
  "D3/25'26\nT-1,379.00\nCX\nN1005\nPAcme Ltd\nMINV 7\nLBills\n^\n" +
  'D3/ 4/26\nT250.00\nU250.00\nPBuyer GmbH\nSSales\nEpart\n$200.00\nSTax\n$50.00\n^\n';

const EUR: MappingProfile = {
  name: 'our bank',
  version: 1,
  kind: 'statement',
  format: 'qif',
  columns: [],
  constants: { currency: 'EUR' },
};

function read(text: string, profile?: MappingProfile): ReadRecord {
  const bytes = Buffer.from(text);
  const context = { tenant: '', load: '', sha256: sha256Hex };
  const found = readFile({ bytes, name: 'a.qif' }, { context, ...(profile ? { profile } : {}) });
  if (!found.ok) throw new Error(found.error.map(f => f.rule).join(' '));
  const [record] = found.value.records;
  if (!record) throw new Error('no record');
  for (const entry of record.provenance) {
    const at = valueAtPlace(bytes, 'utf-8', storedOf(entry));
    expect([entry.path, at?.isUnaltered ?? true]).toEqual([entry.path, true]);
  }
  return record;
}

const fatals = (record: { findings: readonly { severity: string; rule: string }[] }): string[] =>
  record.findings.filter(f => f.severity === 'fatal').map(f => f.rule);
const check = (text: string): CheckedFile => checkFile(Buffer.from(text), 'a.qif');

test('with a currency from a profile: sign, grouped amounts, other side, text', () => {
  const record = read(HEAD + ENTRIES, EUR);
  expect([record.accepted, fatals(record)]).toEqual([true, []]);
  expect(record.document).toMatchObject({
    kind: 'statement',
    issuedOn: '2026-03-25',
    account: { other: 'Checking', currency: 'EUR' },
    entries: [
      {
        amount: { minor: -137_900n, currency: 'EUR' },
        bookedOn: '2026-03-25',
        reference: '1005',
        details: [{ creditor: { name: 'Acme Ltd' }, remittance: ['INV 7'] }],
      },
      {
        amount: { minor: 25_000n },
        bookedOn: '2026-03-04',
        details: [{ debtor: { name: 'Buyer GmbH' } }],
      },
    ],
  });
});

test('without a profile no currency is guessed, and without !Account no account', () => {
  expect(check(HEAD + ENTRIES).outcome).toBe('quarantined');
  expect(fatals(check(HEAD + ENTRIES))).toEqual(expect.arrayContaining(['MAP-01']));
  expect(fatals(read(`!Type:Bank\n${ENTRIES}`, EUR))).toEqual(['MAP-01']);
  const named = { ...EUR, constants: { currency: 'EUR', account: 'DE02' } };
  expect(read(`!Type:Bank\n${ENTRIES}`, named).accepted).toBe(true);
});

test.each([
  ["D3/ 4/26\nD3/25'26", '2026-03-25'],
  ["D3/ 4/26\nD3/25' 1", '2001-03-25'],
  ['D3/ 4/94\nD3/25/94', '1994-03-25'],
  ['D04/03/2026\nD25/03/2026', '2026-03-25'],
  ['D4.3.2026\nD25.3.2026', '2026-03-25'],
  ['D2026-03-24\nD2026-03-25', '2026-03-25'],
])('dates such as %j', (written, expected) => {
  const [first = '', second = ''] = written.split('\n');
  const record = read(`${HEAD}${first}\nT1.00\n^\n${second}\nT2.00\n^\n`, EUR);
  const document = record.document as unknown as { entries: { bookedOn: string }[] };
  expect(document.entries[1]?.bookedOn).toBe(expected);
});

test.each([
  ['day and month can be changed over', 'D3/4/26\nT1.00\n^\n', ['DAT-02']],
  ['both orders stand', 'D3/25/26\nT1.00\n^\nD25/3/26\nT1.00\n^\n', ['DAT-03']],
  ['no day', 'T1.00\n^\n', ['MAP-01']],
  ['no amount', 'D3/25/26\n^\n', ['MAP-01']],
  ['a comma that groups nothing', 'D3/25/26\nT12,50\n^\n', ['NUM-01']],
  ['the last entry is not closed', 'D3/25/26\nT1.00\n', ['BANK-15']],
  ['a split that is not the whole', 'D3/25/26\nT9.00\nSa\n$5.00\nSb\n$3.00\n^\n', ['BANK-18']],
  ['a line that is none', 'D3/25/26\nT1.00\nthe rest\n^\n', ['BANK-16']],
])('%s: quarantine', (_, entries, expected) => {
  const record = read(HEAD + entries, EUR);
  expect([record.accepted, fatals(record)]).toEqual([
    false,
    expect.arrayContaining([...expected]) as unknown,
  ]);
});

test('lists of categories are told, investments are refused, no list is BANK-09', () => {
  const both = check(`!Type:Cat\nNRent\n^\n${HEAD}${ENTRIES}`);
  expect(both.findings.find(f => f.rule === 'BANK-19')?.severity).toBe('warning');
  expect(fatals(check('!Type:Invst\nD3/25/26\nNBuy\n^\n'))).toEqual(['BANK-19', 'BANK-09']);
});

test('a profile for a statement has constants and no columns', () => {
  const wire = { name: 'q', kind: 'statement', columns: [], constants: { currency: 'EUR' } };
  expect(readProfile(wire)).toMatchObject({ ok: true, value: { format: 'qif' } });
  const column = { from: 'a', to: 'currency' };
  expect(readProfile({ ...wire, columns: [column] })).toMatchObject({ ok: false });
  expect(readProfile({ ...wire, kind: 'order', constants: {} })).toMatchObject({ ok: false });
});
