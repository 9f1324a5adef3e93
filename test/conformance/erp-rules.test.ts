import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { checkFile, compareWithPacks, listPacks, runTestSet } from '../../ingest/index.ts';
import { describeSamples, samplePath } from '../fixture/samples.ts';
import { saySkipped } from '../fixture/skipped.ts';

const SAMPLES = samplePath('erp');

type Row = Record<string, string>;
const table = (name: string): Row[] =>
  parse(readFileSync(join(SAMPLES, name)), { columns: true, bom: true });

/** `BR-01 BR-S-08x2` as rule and count; `-` is none. */
function expected(text: string): string[] {
  if (text.trim() === '-') return [];
  return text
    .trim()
    .split(' ')
    .map(word => (/x\d+$/.test(word) ? word : `${word}x1`))
    .sort();
}

function found(file: string, set: string, severity: string): string[] {
  const counts = new Map<string, number>();
  for (const one of checkFile(readFileSync(join(SAMPLES, file)), basename(file)).findings) {
    if (one.set !== set || one.severity !== severity) continue;
    counts.set(one.rule, (counts.get(one.rule) ?? 0) + 1);
  }
  return [...counts].map(([rule, count]) => `${rule}x${count}`).sort();
}

describeSamples('erp', 'the published stylesheets on whole documents', () => {
  test.each(table('EXPECTED-en16931.csv').map(row => [row['file'] ?? '', row] as const))(
    '%s: each rule fires as often as there',
    (file, row) => {
      const [set = ''] = (row['stylesheet'] ?? '').split(' ');
      expect({
        fatal: found(file, set, 'fatal'),
        warning: found(file, set, 'warning'),
      }).toEqual({
        fatal: expected(row['fatal_rules'] ?? '-'),
        warning: expected(row['warning_rules'] ?? '-'),
      });
    },
  );
});

describeSamples('erp', 'the publishers’ own test sets', () => {
  const sets = [
    ...table('EXPECTED-testsets.csv').map(row => ({
      file: row['file'] ?? '',
      tests: Number(row['reproduced']),
    })),
    { file: 'rule-testsets-peppol/order-PEPPOL-T01-CL001.xml', tests: 2 },
  ];

  test('every expectation is met', () => {
    let met = 0;
    for (const { file, tests } of sets) {
      const verdicts = runTestSet(readFileSync(join(SAMPLES, file)));
      if (!verdicts.ok) throw new Error(file);
      expect([file, verdicts.value.filter(v => !v.ok)]).toEqual([file, []]);
      expect([file, verdicts.value.length]).toEqual([file, tests]);
      met += verdicts.value.length;
    }
    expect(met).toBe(189);
  });
});

const PACKS = process.env['TALLY_RULEPACKS'];
const hasPack = PACKS !== undefined && listPacks(PACKS).length > 0;
if (!hasPack) saySkipped('installed stylesheets', 'TALLY_RULEPACKS names no rule pack');
const withPack = hasPack ? test : test.skip;

describeSamples('erp', 'installed stylesheets beside the native rules', () => {
  withPack(
    'say the same of every sample document',
    () => {
      const files = new Set(table('EXPECTED-en16931.csv').map(row => row['file'] ?? ''));
      for (const file of files) {
        const compared = compareWithPacks(readFileSync(join(SAMPLES, file)), PACKS ?? '');
        if (!compared.ok) throw new Error(file);
        expect([file, compared.value.filter(v => !v.equal)]).toEqual([file, []]);
      }
    },
    600_000,
  );
});
