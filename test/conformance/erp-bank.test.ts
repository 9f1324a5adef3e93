import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { checkFile } from '../../ingest/index.ts';
import { readInformation } from '../../ingest/canonical/information.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');

type Row = Record<string, string>;

/** `holds` of a row of the oracle: true, false, or null where it names no pair. */
function expectedHolds(check: string): boolean | null {
  if (check.includes('does not hold')) return false;
  return check.endsWith('holds') ? true : null;
}

describeSamples('erp', 'EXPECTED-bank', () => {
  test('every statement of all files has its id, sequence, entries, sum and balance', () => {
    const rows: Row[] = parse(readFileSync(join(SAMPLES, 'EXPECTED-bank.csv')), {
      columns: true,
      bom: true,
    });
    let equal = 0;
    for (const file of new Set(rows.map(r => r['file'] ?? ''))) {
      const own = rows.filter(r => r['file'] === file);
      const { statements } = checkFile(readFileSync(join(SAMPLES, file)), basename(file));
      const expected = own
        .filter(r => !r['balance_check']?.startsWith('no Stmt'))
        .map(r => [
          r['statement_id'],
          r['sequence'],
          Number(r['entries']),
          Number(r['signed_sum']),
          expectedHolds(r['balance_check'] ?? ''),
        ]);
      const found = statements.map(s => [
        s.statement_id,
        s.sequence,
        s.entries,
        Number(s.signed_sum),
        s.holds,
      ]);
      expect([file, found]).toEqual([file, expected]);
      equal += own.length;
    }
    console.log(`bank: ${equal} of ${rows.length} equal`);
    expect(equal).toBe(27);
  });
});

describeSamples('erp', 'OFX', () => {
  const folder = join(SAMPLES, 'bank-mt940-ofx');

  test('a bank account and a credit card are read, by what stands in the file', () => {
    const { outcome, statements } = checkFile(readFileSync(join(folder, 'test_ofx.ofx')), 'a.ofx');
    // -80 - 90 - 100 - 90; the card has no entry.
    const figures = statements.map(s => [s.entries, Number(s.signed_sum), s.holds]);
    expect([outcome, figures]).toEqual([
      'loaded',
      [
        [4, -360, null],
        [0, 0, null],
      ],
    ]);
  });

  test('one without currency, account and the parts of an entry goes to quarantine', () => {
    const bytes = readFileSync(join(folder, 'test_ofx_wrong.ofx'));
    const { outcome, findings } = checkFile(bytes, 'a.ofx');
    expect(outcome).toBe('quarantined');
    const rules = findings.filter(f => f.severity === 'fatal').map(f => f.rule);
    expect([...new Set(rules)].sort()).toEqual(['CUR-02', 'MAP-01']);
  });
});

describe('field 86', () => {
  const german =
    '166?00GUTSCHRIFT?20EREF+E2E 22?21SVWZ+Invoice\n 7 of May?30DEUTDEFF?31DE02?32ACME?33 GmbH';

  test.each([
    ['endToEndId', 'E2E 22'],
    ['remittance', 'Invoice 7 of May'],
    ['name', 'ACME GmbH'],
    ['account', 'DE02'],
    ['bic', 'DEUTDEFF'],
  ] as const)('of German subfields: %s', (part, value) => {
    expect(readInformation(german, part)).toBe(value);
  });

  test('of slashed words, and free text', () => {
    const dutch =
      '/TRTP/SEPA OVERBOEKING/IBAN/NL12/BIC/ABNANL2A/NAME/J. Jansen/REMI/INV 7/EREF/NOT';
    expect(readInformation(dutch, 'name')).toBe('J. Jansen');
    expect(readInformation(dutch, 'remittance')).toBe('INV 7');
    expect(readInformation('BEA NR:1\nMC DONALDS', 'remittance')).toBe('BEA NR:1 MC DONALDS');
  });
});
