import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { storedOf, valueAtPlace } from '../../ingest/provenance.ts';
import { readFile, type ReadRecord } from '../../ingest/read.ts';

const OK = join(import.meta.dirname, '../fixture/ingest/ok');
const context = { tenant: 't', load: 'l', sha256: (text: string): string => text };
const SEED = 1;

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

describe.each(['invoice.xml', 'statement.xml', 'invoice.csv'])('%s with random bytes', name => {
  const sound = readFileSync(join(OK, name));

  test('never crashes, and never changes a value silently', () => {
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
        const found = readFile({ bytes, name }, { context });
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
      { seed: SEED, numRuns: 1000 },
    );
    expect(read).toBeGreaterThan(100);
  });

  test('cut anywhere, ends with a finding or is whole', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: sound.length }), length => {
        const found = readFile({ bytes: sound.subarray(0, length), name }, { context });
        const isWhole = found.ok && found.value.records.every(r => r.accepted);
        if (isWhole && name.endsWith('.xml'))
          expect(length).toBeGreaterThanOrEqual(sound.length - 1);
        if (!found.ok) expect(found.error.length).toBeGreaterThan(0);
      }),
      { seed: SEED, numRuns: 300 },
    );
  });
});
