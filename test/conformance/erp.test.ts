import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import {
  checkBalance,
  compareDecimal,
  formatExact,
  readDecimal,
  type CanonicalDocument,
  type Decimal,
  type Statement,
} from '../../domain/document/index.ts';
import { formatDecimal } from '../../domain/money/index.ts';
import { checkFile, RULE_TEXTS } from '../../ingest/index.ts';
import { applyTransforms } from '../../ingest/canonical/index.ts';
import {
  packProvenance,
  storedOf,
  unpackProvenance,
  valueAtPlace,
} from '../../ingest/provenance.ts';
import { readFile, type FileRead, type ReadRecord } from '../../ingest/read.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');

type Row = Record<string, string>;
const table = (name: string): Row[] =>
  parse(readFileSync(join(SAMPLES, name)), { columns: true, bom: true });
const bytesOf = (file: string): Buffer => readFileSync(join(SAMPLES, file));
const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');
const context = { tenant: 't', load: 'l', sha256 };

function read(file: string): FileRead {
  const found = readFile({ bytes: bytesOf(file), name: basename(file) }, { context });
  if (!found.ok) throw new Error(`${file}: ${found.error.map(f => f.rule).join(' ')}`);
  return found.value;
}

/** Invoices by their type code: 380, 384, 389, 386. */
const INVOICES = ['invoice', 'corrected', 'selfBilled', 'prepayment'];

/** What a document that the manifest calls so is read as. */
const KINDS: readonly (readonly [RegExp, readonly string[]])[] = [
  [/^invoice response$/, ['invoiceResponse']],
  [/^invoice( \((CII|UBL|XML-DSig enveloped)\))?$/, INVOICES],
  [/^credit note$/, ['creditNote']],
  [/^order$/, ['order']],
  [/^(order response|orderresponsesimple)$/, ['orderResponse']],
  [/^order change$/, ['orderChange']],
  [/^order cancellation$/, ['orderCancel']],
  [/^despatch advice$/, ['shipment']],
  [/^receipt advice$/, ['receipt']],
  [/^remittance advice$/, ['remittance']],
  [/^reminder$/, ['reminder']],
  [/^statement$/, ['accountStatement']],
  [/^message level response$/, ['acknowledgement']],
  [/^camt052$/, ['intraday']],
  [/^camt(053|53\.)$/, ['statement']],
  [/^camt054$/, ['notification']],
];

/** How one file ended: its outcome, kind and fatal rules. */
type Ending = { readonly outcome: string; readonly kind: string; readonly fatal: string };

function endingOf(file: string): Ending {
  const { outcome, kind, findings } = checkFile(bytesOf(file), basename(file));
  const fatal = findings.filter(finding => finding.severity === 'fatal');
  for (const { rule, title, remedy } of findings) {
    expect([file, rule, title === rule, remedy === '']).toEqual([file, rule, false, false]);
  }
  return { outcome, kind, fatal: [...new Set(fatal.map(({ rule }) => rule))].sort().join(' ') };
}

/** What may stop a whole file of a format that is not read, or not without a mapping. */
const NOT_READ = ['SN-01', 'SN-03', 'MAP-10'];

/** Files that their manifest calls valid and that break a rule of their own format all the same. */
const FAULTY: Readonly<Record<string, string>> = {
  // Claims EN 16931 and carries a currency where CII forbids one.
  'facturx-zugferd/Avoir_FR_type381_BASIC.pdf': 'CII-DT-031',
  // States two transactions and holds five.
  'iso20022-pain/pain.001.001.09.xml': 'PAY-01',
  // The format names no currency and this file no account: a profile has to.
  'bank-mt940-ofx/test_qif.qif': 'CUR-02 MAP-01',
  // One entry, cut by line ends, without any header of a statement.
  'bank-mt940-ofx/self-provided-sparkassen.sta': 'BANK-10 MAP-01',
  // A balance without its company and its currency: the address of the request names them.
  'erp-json/businesscentral-trialBalance.json': 'MAP-01',
  // Records that a test feeds to the system, which gives them their numbers.
  'erp-json/erpnext-purchase_receipt-test_records.json': 'MAP-01',
};
const STOPPED_BY_DTD = 'LIM-10';

describeSamples('erp', 'all sample files, by what their manifest says of them', () => {
  const manifest = table('MANIFEST.csv');
  const files = (form: RegExp): Row[] => manifest.filter(row => form.test(row['valid'] ?? ''));
  const nameOf = (row: Row): string => row['file'] ?? '';

  test('each has the bytes that the manifest names, and says why when it is not loaded', () => {
    expect(manifest.length).toBeGreaterThan(250);
    for (const row of manifest) {
      const file = nameOf(row);
      expect([file, sha256(bytesOf(file))]).toEqual([file, row['sha256']]);
      const { outcome, fatal } = endingOf(file);
      if (outcome !== 'loaded') expect([file, fatal]).not.toEqual([file, '']);
    }
  });

  test('valid documents of the kinds that we read are loaded as their kind', () => {
    // A published rule that the official stylesheets find broken too holds a document back.
    const heldBack = new Set(
      table('EXPECTED-en16931.csv')
        .filter(row => row['fatal_rules'] !== '-')
        .map(row => row['file']),
    );
    let loaded = 0;
    for (const row of files(/^yes/)) {
      const type = row['doc_type'] ?? '';
      const kinds = KINDS.find(([form]) => form.test(type))?.[1];
      if (!kinds) continue;
      const { outcome, kind } = endingOf(nameOf(row));
      expect([nameOf(row), kind, kinds.includes(kind)]).toEqual([nameOf(row), kind, true]);
      const wanted = heldBack.has(row['file']) ? /^(loaded|quarantined)$/ : /^loaded$/;
      expect([nameOf(row), outcome]).toEqual([nameOf(row), expect.stringMatching(wanted)]);
      loaded += 1;
    }
    expect(loaded).toBeGreaterThan(80);
  });

  test('a valid business file of another format is read, or refused with what is not built', () => {
    const others = files(/^yes/).filter(row => {
      const type = row['doc_type'] ?? '';
      const isEdi = /^(EDIFACT|X12|EANCOM|invoice \(INVOIC)/.test(type);
      return !isEdi && type !== 'XML' && KINDS.every(([form]) => !form.test(type));
    });
    for (const row of others) {
      const { outcome, fatal } = endingOf(nameOf(row));
      const isTold = [...NOT_READ, FAULTY[nameOf(row)]].includes(fatal) || outcome === 'loaded';
      expect([nameOf(row), fatal, isTold]).toEqual([nameOf(row), fatal, true]);
    }
  });

  test('hostile XML is refused for its document type declaration', () => {
    const hostile = files(/^hostile$/);
    expect(hostile.length).toBe(6);
    for (const row of hostile) {
      expect([nameOf(row), endingOf(nameOf(row))]).toMatchObject([
        nameOf(row),
        { outcome: 'refused', fatal: STOPPED_BY_DTD },
      ]);
    }
  });

  test('rule test sets and results of other parsers are no documents', () => {
    const sets = files(/^mixed$/);
    expect(sets.length).toBe(44);
    for (const row of sets) {
      expect([nameOf(row), endingOf(nameOf(row)).fatal]).toEqual([nameOf(row), 'SN-01']);
    }
    for (const row of files(/^yes/).filter(one => one['doc_type'] === 'XML')) {
      expect([nameOf(row), endingOf(nameOf(row)).fatal]).toEqual([nameOf(row), 'SN-01']);
    }
    for (const row of files(/^n\/a$/)) {
      expect([nameOf(row), endingOf(nameOf(row)).outcome]).toEqual([nameOf(row), 'refused']);
    }
  });

  test('a statement without a statement in it goes to quarantine', () => {
    const empty = files(/^no$/).filter(row => row['doc_type'] === 'camt053');
    expect(empty.length).toBe(2);
    for (const row of empty) expect(endingOf(nameOf(row)).outcome).toBe('quarantined');
  });
});

describeSamples('erp', 'EXPECTED-invoice-keys', () => {
  const rows = table('EXPECTED-invoice-keys.csv');

  test('all 16 fields of all UBL invoices are equal', () => {
    let equal = 0;
    const different: unknown[] = [];
    for (const row of rows) {
      const file = row['file'] ?? '';
      const { keys } = checkFile(bytesOf(file), basename(file));
      for (const [field, found] of Object.entries(keys ?? {})) {
        if (isSame(field, String(found), row[field] ?? '')) equal += 1;
        else different.push([file, field, found, row[field]]);
      }
    }
    console.log(`invoice keys: ${equal} of ${rows.length * 16} equal`);
    expect(different).toEqual([]);
    expect(equal).toBe(816);
  });
});

const AMOUNTS = ['line_total', 'tax_exclusive', 'tax_inclusive', 'payable'];

function isSame(field: string, found: string, expected: string): boolean {
  if (!AMOUNTS.includes(field) || found === '' || expected === '') return found === expected;
  const [a, b] = [readDecimal(found), readDecimal(expected)];
  return a.ok && b.ok && compareDecimal(a.value.value, b.value.value) === 0;
}

describeSamples('erp', 'EXPECTED-bank', () => {
  const rows = table('EXPECTED-bank.csv').filter(r => r['file']?.endsWith('.xml'));

  test('every camt statement has its id, sequence, entries, sum and balance class', () => {
    const files = [...new Set(rows.map(r => r['file'] ?? ''))];
    expect(files).toHaveLength(12);
    for (const file of files) {
      const expected = rows.filter(r => r['file'] === file);
      const found = read(file).records.map(bankRow);
      expect([file, found]).toEqual([file, expected.map(expectedBankRow)]);
    }
  });
});

function expectedBankRow(row: Row): unknown[] {
  const check = row['balance_check'] ?? '';
  if (check.startsWith('no Stmt')) return ['BANK-09'];
  const counted = /NbOfNtries (\d+) but (\d+)/.exec(check);
  const [, opening, entries, closing] =
    /OPBD (\S+) \+ entries (\S+) = \S+, CLBD (\S+): does not hold/.exec(check) ?? [];
  const balance = opening === undefined ? 'no pair' : [opening, entries, closing].map(plain);
  const count = counted ? [counted[1], counted[2]] : [];
  const { statement_id: id, sequence, signed_sum: sum } = row;
  return [id, sequence, Number(row['entries']), plain(sum), balance, count];
}

function bankRow(record: ReadRecord): unknown[] {
  const { document } = record;
  if (!document || !('balances' in document)) return record.findings.map(f => f.rule);
  const { number, sequence = '', entries } = document;
  const minor = entries.reduce((sum, e) => sum + e.amount.minor, 0n);
  const currency = entries[0]?.amount.currency ?? document.currency;
  const total = formatDecimal({ minor, currency });
  const counted = record.findings.find(f => f.rule === 'BANK-02')?.params;
  const count = counted ? [counted['stated'], counted['found']] : [];
  return [number, sequence, entries.length, plain(total), balanceOf(document, total), count];
}

function balanceOf(document: Statement, total: string): string | string[] {
  const find = (code: string) => document.balances.find(b => b.code === code)?.amount;
  const [opening, closing] = [find('OPBD'), find('CLBD')];
  if (!opening || !closing || checkBalance(document).result === 'holds') return 'no pair';
  return [formatDecimal(opening), total, formatDecimal(closing)].map(plain);
}

function plain(text: string | undefined): string {
  const read = readDecimal(text ?? '');
  return read.ok ? formatExact(read.value.value) : (text ?? '');
}

describeSamples('erp', 'provenance', () => {
  const files = table('MANIFEST.csv')
    .map(r => r['file'] ?? '')
    .filter(f =>
      /^(ubl-|oioubl|peppol-|en16931-ubl|iso20022-camt|xrechnung|facturx|invalid)/.test(f),
    );

  test('each stored byte range, cut from the raw file, gives the canonical value', () => {
    let proved = 0;
    for (const file of files) {
      const bytes = bytesOf(file);
      const found = readFile({ bytes, name: basename(file) }, { context });
      if (!found.ok) continue;
      for (const record of found.value.records) {
        const { document } = record;
        if (!document) continue;
        const stored = unpackProvenance(packProvenance(record.provenance));
        expect(stored).toEqual(record.provenance.map(storedOf));
        for (const entry of stored) {
          const at = valueOf(found.value, bytes, entry);
          if (entry.at.kind === 'derived') continue;
          expect([file, entry.path, at?.isUnaltered]).toEqual([file, entry.path, true]);
          const value = valueIn(document, entry.path);
          if (value === undefined) continue;
          expect([file, entry.path, at?.value]).toEqual([file, entry.path, value]);
          proved += 1;
        }
      }
    }
    console.log(`provenance: ${proved} values cut from their raw files`);
    expect(proved).toBeGreaterThan(5000);
  });

  test('a changed byte at a place is seen', () => {
    const file = 'ubl-oasis-chain/UBL-Invoice-2.0-Example.xml';
    const bytes = Buffer.from(bytesOf(file));
    const entry = read(file).records[0]?.provenance.find(p => p.path === 'totals.payable');
    if (!entry || !('from' in entry.at)) throw new Error('no place');
    expect(valueAtPlace(bytes, 'utf-8', storedOf(entry))).toEqual({
      text: '107.50',
      value: '10750',
      isUnaltered: true,
    });
    bytes[entry.at.from] = '9'.charCodeAt(0);
    expect(valueAtPlace(bytes, 'utf-8', storedOf(entry))).toMatchObject({
      value: '90750',
      isUnaltered: false,
    });
    expect(applyTransforms('107,50', entry.transforms)).toBeUndefined();
  });
});

/** What a place holds, counted in the file or in the part of it that the place names. */
function valueOf(read: FileRead, bytes: Uint8Array, entry: StoredProvenance): ValueAtPlace {
  const part = 'from' in entry.at ? read.parts?.get(entry.at.within ?? '') : undefined;
  return valueAtPlace(part ?? bytes, read.charset, entry);
}

type StoredProvenance = Parameters<typeof valueAtPlace>[2];
type ValueAtPlace = ReturnType<typeof valueAtPlace>;

/** The canonical value at a path, as text: money in minor units, decimals without excess zeros. */
function valueIn(document: CanonicalDocument, path: string): string | undefined {
  const at = path
    .split(/\.|\[|\]\.?/)
    .filter(s => s !== '')
    .reduce<unknown>(
      (value, step) => (value as Record<string, unknown> | undefined)?.[step],
      document,
    );
  return at === undefined || at === null ? undefined : textOfValue(at);
}

function textOfValue(value: unknown): string | undefined {
  if (typeof value !== 'object') return `${value as string | bigint | boolean}`;
  const { minor, coefficient } = value as { minor?: bigint; coefficient?: bigint };
  if (minor !== undefined) return minor.toString();
  return coefficient === undefined ? undefined : formatExact(value as Decimal);
}

describe('rule texts', () => {
  test('stand in both languages for the same rules', () => {
    expect(Object.keys(RULE_TEXTS.zh)).toEqual(Object.keys(RULE_TEXTS.en));
    for (const [rule, text] of Object.entries(RULE_TEXTS.zh)) {
      expect([rule, /[\u4e00-\u9fff]/.test(text.title + text.remedy)]).toEqual([rule, true]);
    }
  });
});
