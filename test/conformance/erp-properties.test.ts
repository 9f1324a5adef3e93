import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { storedOf, valueAtPlace } from '../../ingest/provenance.ts';
import type { MappingProfile } from '../../ingest/index.ts';
import { readFile, type ReadOptions, type ReadRecord } from '../../ingest/read.ts';

const OK = join(import.meta.dirname, '../fixture/ingest/ok');
const context = { tenant: 't', load: 'l', sha256: (text: string): string => text };
const SEED = 1;
/** How many random files of each format; ten thousand on demand. */
const RUNS = Number(process.env['TALLY_FUZZ_RUNS'] ?? 500);
const PATIENCE_MS = 600_000;

const QIF =
  "!Account\nNChecking\nTBank\n^\n!Type:Bank\nD3/25'26\nT-1,379.00\nN1005\nPAcme\nMINV 7\n^\n";
/** A QIF file names no currency; the profile does. */
const profile: MappingProfile = {
  name: 'bank',
  version: 1,
  kind: 'statement',
  format: 'qif',
  columns: [],
  constants: { currency: 'EUR' },
};
const soundBytes = (name: string): Buffer =>
  name === 'statement.qif' ? Buffer.from(QIF) : readFileSync(join(OK, name));
const optionsFor = (name: string): ReadOptions =>
  name === 'statement.qif' ? { context, profile } : { context };

/** Formats whose end says that they are whole; the last three characters may be lost unseen. */
const CLOSED = /(?<!idoc)\.(xml|edi|txt|bai|ofx|json)$|^idoc\.xml$/;
const END = 3;

/** Every value of a record that stands in the file, as `path value`. */
function valuesOf(bytes: Uint8Array, charset: string, record: ReadRecord): Map<string, string> {
  const values = new Map<string, string>();
  for (const entry of record.provenance) {
    const found = valueAtPlace(bytes, charset, storedOf(entry));
    if (!found) continue;
    expect([entry.path, found.isUnaltered]).toEqual([entry.path, true]);
    values.set(`${entry.path} ${found.value ?? ''}`, found.text);
  }
  return values;
}

describe.each([
  'invoice.xml',
  'statement.xml',
  'invoice.csv',
  'order.edi',
  'remittance.txt',
  'statement.sta',
  'statement.bai',
  'statement.ofx',
  'statement.qif',
  'invoice.json',
  'idoc.xml',
  'idoc.txt',
  'einvoice.xml',
])('%s with random bytes', name => {
  const sound = soundBytes(name);

  test(
    'never crashes, and never changes a value silently',
    () => {
      let read = 0;
      const flip = fc.record({
        at: fc.integer({ min: 0, max: sound.length - 1 }),
        byte: fc.oneof(
          { weight: 9, arbitrary: fc.integer({ min: 0x20, max: 0x7e }) },
          { weight: 1, arbitrary: fc.integer({ min: 0, max: 0xff }) },
        ),
      });
      fc.assert(
        fc.property(fc.array(flip, { minLength: 1, maxLength: 2 }), flips => {
          const bytes = Buffer.from(sound);
          for (const { at, byte } of flips) bytes[at] = byte;
          const found = readFile({ bytes, name }, optionsFor(name));
          if (!found.ok) {
            expect(found.error.length).toBeGreaterThan(0);
            return;
          }
          for (const record of found.value.records) {
            valuesOf(bytes, found.value.charset, record);
            if (!record.accepted)
              expect(record.findings.some(f => f.severity === 'fatal')).toBe(true);
            read += 1;
          }
        }),
        { seed: SEED, numRuns: RUNS },
      );
      expect(read).toBeGreaterThan(RUNS / 20);
    },
    PATIENCE_MS,
  );

  test('cut anywhere, ends with a finding or is whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sound.length }), length => {
        const found = readFile({ bytes: sound.subarray(0, length), name }, optionsFor(name));
        const isWhole =
          found.ok &&
          !found.value.findings.some(f => f.severity === 'fatal') &&
          found.value.records.every(r => r.accepted);
        if (isWhole && CLOSED.test(name)) expect(length).toBeGreaterThanOrEqual(sound.length - END);
        if (!found.ok) expect(found.error.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
