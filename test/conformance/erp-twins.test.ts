import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Invoice } from '../../domain/document/index.ts';
import { preimages, type FingerprintKind } from '../../domain/evidence/index.ts';
import { contentHash } from '../../ingest/commitment.ts';
import { fingerprintFieldsOf } from '../../ingest/draft.ts';
import { readFile, type FileRead } from '../../ingest/read.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';

const SAMPLES = samplePath('erp');
const sha256 = (content: Uint8Array | string): string =>
  createHash('sha256').update(content).digest('hex');
const context = { tenant: 't', load: 'l', sha256 };

function read(file: string): FileRead {
  const bytes = readFileSync(join(SAMPLES, file));
  const found = readFile({ bytes, name: basename(file) }, { context });
  if (!found.ok) throw new Error(`${file}: ${found.error.map(f => f.rule).join(' ')}`);
  return found.value;
}

function invoiceOf(file: string): Invoice {
  const document = read(file).records[0]?.document;
  if (!document || !('typeCode' in document)) throw new Error(file);
  return document;
}

/** The keyed values that two files have in common. */
function shared(a: string, b: string): FingerprintKind[] {
  const [left = [], right = []] = [a, b].map(file => {
    const { canonicalText = () => '' } = read(file);
    const hashes = { canonicalHash: sha256(canonicalText()) };
    return preimages(fingerprintFieldsOf(invoiceOf(file), hashes));
  });
  const has = new Set(right.map(({ kind, text }) => kind + text));
  return left.filter(({ kind, text }) => has.has(kind + text)).map(({ kind }) => kind);
}

/** One invoice in two syntaxes, of two publishers, or in PDF and XML. */
const TWINS: readonly (readonly [string, string])[] = [
  ['en16931-ubl/ubl-tc434-example1.xml', 'en16931-cii/CII_example1.xml'],
  ['en16931-ubl/ubl-tc434-example1.xml', 'en16931-ubl/guide-example1.xml'],
  ['en16931-ubl/ubl-tc434-example6.xml', 'en16931-cii/CII_example6.xml'],
  ['en16931-edifact/EDIFACT_EXAMPLE2.TXT', 'en16931-cii/CII_example2.xml'],
  ...['01.01a', '02.01a', '03.02a'].map(
    name =>
      [
        `xrechnung-pairs/${name}-INVOICE_ubl.xml`,
        `xrechnung-pairs/${name}-INVOICE_uncefact.xml`,
      ] as const,
  ),
  ...['Einfach', 'Rabatte', 'Rechnungskorrektur'].map(
    name =>
      [
        `facturx-zugferd/EN16931_${name}.ubl.xml`,
        `facturx-zugferd/EN16931_${name}.cii.xml`,
      ] as const,
  ),
];

describeSamples('erp', 'twins', () => {
  test.each(TWINS)('%s = %s in number, day, currency, totals', (a, b) => {
    const [left, right] = [a, b].map(file => {
      const { number, issuedOn, currency, totals } = invoiceOf(file);
      const { taxInclusive, payable } = totals;
      return { number, issuedOn, currency, taxInclusive, payable };
    });
    expect(left).toEqual(right);
  });

  const OASIS = 'ubl-oasis-chain/UBL-Invoice-2.0-';
  test.each(['Example-NS1', 'Example-NS3', 'Enveloped'])(
    'another spelling of the same invoice has its canonical form: %s',
    name => {
      expect(shared(`${OASIS}Example.xml`, `${OASIS}${name}.xml`)).toContain('K3');
    },
  );
});

const CASES = 'oioubl-chain/BASPRO_';
const PEPPOL = 'peppol-bis3';
const PREPAYMENT = ['Forskott_(ej_moms)', 'Forskott_slutreglering'].map(
  name => `${PEPPOL}-business-cases/BIS_Billing_30-${name}.xml`,
);
const SNIPPET = ['base-example', 'Allowance-example'].map(name => `${PEPPOL}/${name}.xml`);
const SNIPPET_CREDIT = `${PEPPOL}/base-creditnote-correction.xml`;

describeSamples('erp', 'duplicates', () => {
  const FIRST = `${CASES}01_01_00_Invoice_v2p2.xml`;
  const AGAIN = `${CASES}03_01_06_Invoice_v2p2.xml`;

  test('the same invoice sent in another case is exact', () => {
    expect(shared(FIRST, AGAIN)).toEqual(expect.arrayContaining(['K1', 'K2']));
  });

  test('the number of another seller is no duplicate', () => {
    expect(shared('ubl-oasis-chain/UBL-Invoice-2.0-Example.xml', FIRST)).toEqual([]);
  });

  test('the same order under another number and amount is similar at most', () => {
    const kinds = shared(AGAIN, `${CASES}03_01_06_Invoice_B_v2p2.xml`);
    expect(kinds.filter(kind => /^K[1-5]$/.test(kind))).toEqual([]);
  });

  test('a prepayment and its settlement are similar at most', () => {
    const [a = '', b = ''] = PREPAYMENT;
    expect(shared(a, b).filter(kind => /^K[1-5]$/.test(kind))).toEqual([]);
  });

  test('one number with two amounts is one key and another content: a conflict', () => {
    const [a = '', b = ''] = SNIPPET;
    expect(shared(a, b)).toContain('K1');
    expect(contentHash(invoiceOf(a))).not.toBe(contentHash(invoiceOf(b)));
  });

  test('the credit note of that number is none', () => {
    const [a = ''] = SNIPPET;
    expect(shared(a, SNIPPET_CREDIT).filter(kind => /^K[1-5]$/.test(kind))).toEqual([]);
  });
});
