import { notYet, type Line } from './line.ts';
import { testedLines, type Held } from './tested.ts';

const conformance = (part: string): string => `test/conformance/${part}.test.ts`;

const HELD: readonly Held[] = [
  {
    name: 'EN 16931 and Peppol, native: 93 of 93 rows (file × rule set) in rules and in counts',
    files: [conformance('erp-rules')],
    only: /published stylesheets on whole documents/,
  },
  {
    name: 'publishers’ test sets: 189 of 189 expectations, the order set with 2 of 2 among them',
    files: [conformance('erp-rules')],
    only: /own test sets/,
  },
  {
    name: 'installed rule packs say the same as the native rules',
    files: [conformance('erp-rules')],
    only: /installed stylesheets/,
  },
  {
    name: 'EDI: 36 of 36 files in messages and envelope findings, after notes',
    files: [conformance('erp-edi')],
    only: /EXPECTED-edi/,
  },
  {
    name: 'bank: 27 of 27 rows',
    files: [conformance('erp-bank')],
    only: /EXPECTED-bank/,
  },
  {
    name: 'invoice keys: 816 of 816 fields',
    files: [conformance('erp')],
    only: /EXPECTED-invoice-keys/,
  },
  {
    name: 'camt JSON of another reader: all fields',
    files: [conformance('erp-others')],
    only: /another reader/,
  },
  {
    name: 'csv-spectrum: all rows',
    files: [conformance('erp-others')],
    only: /csv-spectrum/,
  },
  {
    name: 'all sample files end as their manifest and their format’s rules say, with a reason',
    files: [conformance('erp')],
    only: /all sample files/,
  },
  { name: 'twins are equal', files: [conformance('erp-twins')], only: /twins/ },
  {
    name: 'duplicates: exact, similar at most, conflict or none, as listed',
    files: [conformance('erp-twins')],
    only: /duplicates/,
  },
  {
    name: 'each stored value stands at its byte range',
    files: [conformance('erp')],
    only: /provenance/,
  },
  {
    name: 'hostile XML is refused for its document type declaration',
    files: [conformance('erp')],
    only: /hostile/,
  },
  {
    name: 'bad input: rule, place and remedy, within limits',
    files: [conformance('erp-bad-input')],
  },
  {
    name: 'formats without samples: BAI2, QIF, OFX, 861, 997, REMADV by hand-made files',
    files: [
      'ingest/format/bai2/bai2.test.ts',
      'ingest/format/qif/qif.test.ts',
      'ingest/format/ofx/ofx.test.ts',
      conformance('erp-edi'),
    ],
    only: /^(?!.*EXPECTED)/,
  },
  {
    name: 'XLSX, JSON of ERP systems and registries, SAP IDoc by files after their publishers’ pages',
    files: [
      'ingest/format/xlsx/xlsx.test.ts',
      'ingest/format/json/sap.test.ts',
      'ingest/format/json/business-central.test.ts',
      'ingest/format/json/erpnext.test.ts',
      'ingest/format/json/odoo.test.ts',
      'ingest/format/json/netsuite.test.ts',
      'ingest/format/json/kingdee.test.ts',
      'ingest/format/json/yonyou.test.ts',
      'ingest/format/json/parse.test.ts',
      'ingest/format/idoc/idoc.test.ts',
    ],
  },
  {
    name: 'signatures of 数电票 by the examples of GM/T 0003.5 and 0004; its dialects in Chinese and pinyin tags',
    files: ['ingest/format/einvoice/einvoice.test.ts'],
  },
  {
    name: 'random bytes: no crash, no value changed silently',
    files: [conformance('erp-properties')],
  },
  {
    name: 'loading: counts add up, the same bytes change nothing, other content is a conflict',
    files: [conformance('erp-load')],
  },
  {
    name: 'classes: every canonical field has one; 2,000 labelled values masked, in fields 100 %, in free text ≥ 98 %',
    files: ['domain/document/mask.test.ts', 'domain/document/sight.test.ts'],
  },
  {
    name: 'another party’s documents: consent, purpose, masks, and a line in the owner’s log for each read',
    files: ['api/governance/crossing.test.ts', 'test/authorization/shared-documents.test.ts'],
  },
  {
    name: 'a drop folder: whole files loaded once and taken, changed ones wait, answers delivered once, its breaker',
    files: [conformance('erp-folder')],
  },
  {
    name: 'the clock: due sources run, all are compared at night, loads are answered once; one that breaks holds up no other',
    files: ['api/server/schedule.test.ts'],
  },
  {
    name: 'persons in documents: sealed under a key each, found by keyed hashes, restricted or erased by two persons',
    files: ['api/keyring/persons.test.ts'],
  },
  {
    name: 'lineage: events of loads and matches hold against OpenLineage; its own examples come back unchanged',
    files: [conformance('lineage')],
  },
];

const NOT_YET = [
  'one generated file for each row of the list of attacks',
  'kill after each stage loses and doubles nothing',
] as const;

/** What must hold of ingest, line by line. */
export async function ingest(tell: (line: Line) => void): Promise<readonly Line[]> {
  const lines = [...(await testedLines(HELD)), ...notYet(NOT_YET)];
  lines.forEach(tell);
  return lines;
}
