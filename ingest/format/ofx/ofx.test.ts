import { Buffer } from 'node:buffer';
import { readFile } from '../../read.ts';
import { checkFile, type CheckedFile } from '../../check.ts';
import { sha256Hex } from '../../commitment.ts';

const HEADER =
  'OFXHEADER:100\r\nDATA:OFXSGML\r\nVERSION:102\r\nSECURITY:NONE\r\nENCODING:USASCII\r\n' +
  'CHARSET:1252\r\nCOMPRESSION:NONE\r\nOLDFILEUID:NONE\r\nNEWFILEUID:NONE\r\n\r\n';

/** An entry of +1,250.00 by M\u00fcller & S\u00f6hne in the second of two. */
const ENTRIES =
  '<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20240229233000.000[-5:EST]<TRNAMT>-80,25<FITID>A1<NAME>Acme\r\n' +
  '<MEMO>\r\n</STMTTRN>\r\n' +
  '<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20240301<TRNAMT>+1250.00<FITID>A2' +
  '<NAME>M\u00fcller &amp; S\u00f6hne</NAME><MEMO>INV 7</STMTTRN>\r\n';

function statement(entries: string, currency = '<CURDEF>EUR'): string {
  return (
    `${HEADER}<OFX><BANKMSGSRSV1><STMTTRNRS><TRNUID>1<STMTRS>${currency}<BANKACCTFROM>` +
    '<BANKID>1<ACCTID>55<ACCTTYPE>CHECKING</BANKACCTFROM><BANKTRANLIST><DTSTART>20240201' +
    `<DTEND>20240302\r\n${entries}</BANKTRANLIST><LEDGERBAL><BALAMT>1169.75<DTASOF>20240302` +
    '</LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>'
  );
}

function check(text: string): CheckedFile {
  return checkFile(Buffer.from(text, 'latin1'), 'a.ofx');
}

function rules(file: CheckedFile): string[] {
  return file.findings.filter(f => f.severity === 'fatal').map(f => f.rule);
}

test('a body of OFX 1 under the header of OFX 2 is read, one that is neither is not', () => {
  const xml =
    '<?xml version="1.0" encoding="windows-1252"?>\n<?OFX OFXHEADER="200" VERSION="203"?>\n';
  const mixed = statement(ENTRIES).replace(HEADER, xml);
  expect(check(mixed)).toMatchObject({ outcome: 'loaded', statements: [{ entries: 2 }] });
  const cut = check(mixed.replace('</BANKTRANLIST>', ''));
  expect([cut.outcome, rules(cut)]).toEqual(['refused', ['XML-01']]);
});

test('OFX 1: entries with sign, day as written, other side and text', () => {
  const checked = check(statement(ENTRIES));
  // -80.25 + 1250.00 by hand; the file states no opening balance.
  const [figures] = checked.statements;
  expect([checked.outcome, rules(checked)]).toEqual(['loaded', []]);
  expect(figures).toMatchObject({ entries: 2, signed_sum: '1169.75', holds: null });
  const context = { tenant: '', load: '', sha256: sha256Hex };
  const read = readFile(
    { bytes: Buffer.from(statement(ENTRIES), 'latin1'), name: 'a.ofx' },
    { context },
  );
  const document = read.ok ? read.value.records[0]?.document : undefined;
  expect(document).toMatchObject({
    kind: 'statement',
    issuedOn: '2024-03-02',
    from: '2024-02-01',
    account: { other: '55', currency: 'EUR' },
    balances: [{ code: 'CLBD', amount: { minor: 116_975n, currency: 'EUR' } }],
    entries: [
      {
        amount: { minor: -8_025n },
        bookedOn: '2024-02-29',
        bankReference: 'A1',
        details: [{ creditor: { name: 'Acme' }, remittance: [] }],
      },
      {
        amount: { minor: 125_000n },
        details: [{ debtor: { name: 'M\u00fcller & S\u00f6hne' }, remittance: ['INV 7'] }],
      },
    ],
  });
});

test.each([
  ['an entry without a day', ENTRIES.replace('<DTPOSTED>20240301', ''), ['MAP-01']],
  ['an entry without an id', ENTRIES.replace('<FITID>A2', ''), ['MAP-01']],
  ['an entry without an amount', ENTRIES.replace('<TRNAMT>+1250.00', ''), ['MAP-01']],
  ['an id twice', ENTRIES.replace('A2', 'A1'), ['BANK-11']],
  ['a correction', ENTRIES.replace('A2', 'A2<CORRECTFITID>A0<CORRECTACTION>DELETE'), ['BANK-12']],
  ['30 February', ENTRIES.replace('20240301', '20240230'), ['DAT-01']],
  ['no time', ENTRIES.replace('20240301', '20240301[EST'), ['DAT-01']],
  ['three decimals', ENTRIES.replace('1250.00', '1250.001'), ['NUM-03']],
])('%s goes to quarantine', (_, entries, expected) => {
  const checked = check(statement(entries));
  expect([checked.outcome, [...new Set(rules(checked))]]).toEqual(['quarantined', expected]);
});

test.each([
  ['an entry that is not closed', statement(ENTRIES.replace('</STMTTRN>', ''))],
  ['a cut file', statement(ENTRIES).slice(0, -40)],
  ['a stray mark', statement(ENTRIES.replace('INV 7', 'INV < 7'))],
  ['text after the end', `${statement(ENTRIES)}<OFX></OFX>`],
])('%s is refused with its place', (_, text) => {
  const checked = check(text);
  expect([checked.outcome, rules(checked)]).toEqual(['refused', ['XML-01']]);
  expect(checked.findings[0]?.place).toMatch(/\d/);
});

test('no currency is a quarantine, never a default', () => {
  const checked = check(statement(ENTRIES, ''));
  expect(checked.outcome).toBe('quarantined');
  expect(rules(checked)).toContain('CUR-02');
});

test('a file without a statement is BANK-09; a document type declaration is refused', () => {
  const empty = check(
    `${HEADER}<OFX><SIGNONMSGSRSV1><SONRS><LANGUAGE>ENG</SONRS></SIGNONMSGSRSV1></OFX>`,
  );
  expect([empty.outcome, rules(empty)]).toEqual(['quarantined', ['BANK-09']]);
  const hostile = check('<?xml version="1.0"?>\n<!DOCTYPE OFX [<!ENTITY a "b">]><OFX>&a;</OFX>');
  expect(rules(hostile)).toEqual(['LIM-10']);
});
