import { checkFile, type CheckedFile } from '../../ingest/index.ts';

/** More than a call can take as arguments. */
const MANY = 130_000;
const NAMES = 60_000;
const PATIENCE_MS = 180_000;

const CAMT = (entries: string): string =>
  '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.02"><BkToCstmrStmt><Stmt><Id>S</Id>' +
  '<CreDtTm>2026-03-31T18:00:00</CreDtTm><Acct><Id><Othr><Id>1</Id></Othr></Id><Ccy>EUR</Ccy></Acct>' +
  `${entries}</Stmt></BkToCstmrStmt></Document>`;
const OFX = (entries: string): string =>
  '<OFX><BANKMSGSRSV1><STMTTRNRS><STMTRS><CURDEF>EUR</CURDEF><BANKACCTFROM><ACCTID>1</ACCTID>' +
  `</BANKACCTFROM><BANKTRANLIST>${entries}</BANKTRANLIST><LEDGERBAL><BALAMT>1</BALAMT>` +
  '<DTASOF>20260331</DTASOF></LEDGERBAL></STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>';

function check(text: string, name: string): CheckedFile {
  return checkFile(Buffer.from(text), name);
}

test(
  'an entry of very many texts is read whole',
  () => {
    const texts = '<Ustrd>x</Ustrd>'.repeat(MANY);
    const entry =
      '<Ntry><Amt Ccy="EUR">1</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts>BOOK</Sts><NtryDtls><TxDtls>' +
      `<RmtInf>${texts}</RmtInf></TxDtls></NtryDtls></Ntry>`;
    const { outcome, statements } = check(CAMT(entry), 'a.xml');
    expect([outcome, statements[0]?.entries]).toEqual(['loaded', 1]);
  },
  PATIENCE_MS,
);

test(
  'very many faulty entries are told one by one, and crash nothing',
  () => {
    const entry = '<STMTTRN><TRNAMT>1</TRNAMT></STMTTRN>';
    const { outcome, findings } = check(OFX(entry.repeat(MANY / 2)), 'a.ofx');
    // Each lacks its day and its id.
    const told = findings.filter(f => f.rule === 'MAP-01').length;
    expect([outcome, told]).toEqual(['quarantined', MANY]);
  },
  PATIENCE_MS,
);

test(
  'very many elements of as many names take no longer than those of one',
  () => {
    const names = Array.from({ length: NAMES }, (_, n) => `<a${n}/>`).join('');
    const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:Invoice-2';
    const { outcome } = check(`<Invoice xmlns="${ubl}">${names}</Invoice>`, 'a.xml');
    expect(outcome).toBe('quarantined');
  },
  PATIENCE_MS,
);

test(
  'very many records on one line are read as on lines of their own',
  () => {
    const record = (n: number): string =>
      `{"doctype":"Sales Invoice","name":"S-${n}","docstatus":1,"posting_date":"2026-03-01"}`;
    const records = Array.from({ length: NAMES }, (_, n) => record(n));
    const texts = [`{"data":[${records.join(',')}]}`, `{"data":[${records.join(',\n')}]}`];
    const read = texts.map(text => check(text, 'a.json'));
    expect(read.map(({ documents }) => documents?.length)).toEqual([NAMES, NAMES]);
  },
  PATIENCE_MS,
);
