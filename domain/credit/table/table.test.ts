import { createHash } from 'node:crypto';
import type { Wire } from '../../wire/index.ts';
import gradesFile from '../tables/grades.json' with { type: 'json' };
import paydexFile from '../tables/paydex.json' with { type: 'json' };
import policyFile from '../tables/policy.json' with { type: 'json' };
import scorecardFile from '../tables/scorecard.json' with { type: 'json' };
import {
  CREDIT_TABLES,
  GRADES,
  gradeOfPpm,
  isWorse,
  readGradeTable,
  readPaydexTable,
  readPolicy,
  readScorecard,
  readTexts,
  tableReferences,
  worstOf,
} from './index.ts';

type Loose = Record<string, unknown>;
type Reader = (value: Wire) => { ok: boolean; error?: { path: string; fault: string }[] };

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** Applies one edit to a deep copy and gives the faults as text. */
function faultsOf(reader: Reader, file: unknown, edit: (copy: any) => void): string[] {
  const copy = structuredClone(file) as Loose;
  edit(copy);
  const result = reader(copy as Wire);
  return (result.error ?? []).map(row => `${row.path}: ${row.fault}`);
}

describe('scorecard file', () => {
  const reader = readScorecard as Reader;
  const cases: [string, (copy: any) => void, string][] = [
    [
      'unknown field',
      c => (c.dimensions[0].features[0].colour = 'red'),
      'dimensions[0].features[0].colour: unknown',
    ],
    [
      'overlap',
      c => (c.dimensions[0].features[0].bins[1].below = '0.4'),
      'dimensions[0].features[0].bins[1]: overlaps the bin before 0.5',
    ],
    [
      'gap above',
      c => (c.dimensions[0].features[0].bins[4].below = '0.99'),
      'dimensions[0].features[0].bins[4]: leaves a gap above',
    ],
    [
      'two open bins',
      c => delete c.dimensions[0].features[0].bins[2].below,
      'dimensions[0].features[0].bins[2]: has no bound',
    ],
    [
      'direction',
      c => (c.dimensions[0].features[0].bins[4].quality = 1),
      'dimensions[0].features[0].bins[4]: breaks direction up',
    ],
    [
      'two peaks',
      c => (c.dimensions[3].features[1].bins[5].quality = 99),
      'dimensions[3].features[1].bins[5]: breaks direction peak',
    ],
    [
      'zero bin',
      c => (c.dimensions[4].features[1].zero = 50),
      'dimensions[4].features[1].zero: breaks direction up',
    ],
    [
      'weights',
      c => (c.dimensions[0].features[0].weight = 13),
      'dimensions[0].features: weights sum to 101',
    ],
    ['segment weights', c => (c.segments[0].weights.D1 = 21), 'segments[0].weights: sum to 101'],
    ['named twice', c => (c.dimensions[0].features[1].id = 'D1.1'), 'D1.1: named twice'],
    [
      'protected attribute',
      c => (c.dimensions[0].features[0].tags = ['sex']),
      'D1.1: protected: sex',
    ],
    [
      'number for a decimal',
      c => (c.dimensions[0].features[0].bins[0].below = 0.5),
      'dimensions[0].features[0].bins[0].below: must be decimal text such as "0.85"',
    ],
    [
      'modifier without a bound',
      c => delete c.dimensions[0].features[12].modifiers[0].above,
      'dimensions[0].features[12].modifiers[0]: needs one of above, atLeast, below',
    ],
  ];
  test.each(cases)('refuses %s', (_, edit, fault) => {
    expect(faultsOf(reader, scorecardFile, edit)).toContain(fault);
  });

  test('gives all faults together', () => {
    const faults = faultsOf(reader, scorecardFile, copy => {
      copy.dimensions[0].features[0].weight = 13;
      copy.dimensions[1].features[0].bins[0].below = '0.9';
      copy.segments[3].weights.D5 = 0;
    });
    expect(faults).toHaveLength(3);
  });

  test('the shipped file has the five dimensions with their weights', () => {
    const counts = CREDIT_TABLES.scorecard.dimensions.map(row => row.features.length);
    expect(counts).toEqual([15, 10, 7, 14, 6]);
  });
});

describe('grade file', () => {
  const reader = readGradeTable as Reader;
  const cases: [string, (copy: any) => void, string][] = [
    [
      'a band that does not rise',
      c => (c.grades[1].pdBelowPpm = 2500),
      'grades[1]: band ends at or before 2500',
    ],
    [
      'an anchor outside its band',
      c => (c.grades[2].pdAnchorPpm = 4999),
      'grades[2]: pdAnchorPpm lies outside its band',
    ],
    [
      'a limit above a better grade',
      c => (c.grades[2].limitMinor = '200000001'),
      'grades[2]: limit above that of a better grade',
    ],
    ['a gap to 100 %', c => (c.grades[6].pdBelowPpm = 999_999), 'grades: leave a gap to 100 %'],
    ['grades out of order', c => (c.grades[0].grade = 'AA'), 'grades[0]: expected AAA'],
  ];
  test.each(cases)('refuses %s', (_, edit, fault) => {
    expect(faultsOf(reader, gradesFile, edit)).toContain(fault);
  });

  // Bands of credit.md CR-40, lower bound inclusive.
  test.each([
    [0, 'AAA'],
    [2499, 'AAA'],
    [2500, 'AA'],
    [4999, 'AA'],
    [5000, 'A'],
    [10_000, 'BBB'],
    [20_000, 'BB'],
    [40_000, 'B'],
    [79_999, 'B'],
    [80_000, 'CCC'],
    [1_000_000, 'CCC'],
  ])('PD of %d ppm is %s', (ppm, grade) => {
    expect(gradeOfPpm(CREDIT_TABLES.grades, ppm)).toBe(grade);
  });

  test('orders grades', () => {
    expect(isWorse('BBB', 'A')).toBe(true);
    expect(isWorse('A', 'A')).toBe(false);
    expect(worstOf('AAA', 'BB', 'A')).toBe('BB');
    expect(GRADES[0]).toBe('AAA');
  });
});

test('refuses a policy whose advance cap rises while the grade falls', () => {
  const faults = faultsOf(readPolicy, policyFile, copy => {
    copy.advance.caps[0].ppm.BB = 910_000;
  });
  expect(faults).toEqual(['advance.caps[0].ppm.BB: above that of a better grade']);
});

test('refuses a payment index whose values do not fall', () => {
  const faults = faultsOf(readPaydexTable, paydexFile, copy => {
    copy.points[3].value = 85;
  });
  expect(faults).toEqual(['points[3]: days must rise and values must fall']);
});

test('refuses texts that lack a feature or carry a forbidden phrase', () => {
  const texts = structuredClone(CREDIT_TABLES.texts) as any;
  texts.features[0].en.reason = 'Score too low.';
  const features = texts.features.map((row: { id: string }) => row.id);
  const result = readTexts(texts as Wire, { features: [...features, 'D9.9'], gates: [] });
  const faults = result.ok ? [] : result.error.map(row => row.fault);
  expect(faults).toContain('D9.9 has 0 texts');
  expect(faults).toContain('forbidden: score too low');
  expect(faults).toContain('G01 is unknown');
});

test('references change with one figure of the file', () => {
  const references = tableReferences(sha256);
  expect(references.model).toMatchObject({ id: 'credit.scorecard', version: 1 });
  expect(references.model.hash).toMatch(/^[0-9a-f]{64}$/);
  expect(new Set(Object.values(references).map(row => row.hash)).size).toBe(3);
});
