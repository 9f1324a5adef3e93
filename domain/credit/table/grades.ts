import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import { fail, invariant, ok, type Result } from '../../result/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';
import { GRADES, type Grade } from '../words.ts';
import { factor, minorUnits } from './schema.ts';

const ACTIONS = [
  'automatic',
  'automaticWhenAssured',
  'humanConfirmedOnly',
  'humanConfirmedRecourse',
  'none',
] as const;
export type GradeAction = (typeof ACTIONS)[number];

/** One band of CR-40. All figures are integers: the chaincode reads this table. */
export type GradeRow = {
  readonly grade: Grade;
  /** The band holds every PD under this, down to the bound of the better grade, inclusive. */
  readonly pdBelowPpm: number;
  readonly pdAnchorPpm: number;
  readonly action: GradeAction;
  readonly validityDays: number;
  /** The most a supplier's attestation of this grade may carry, minor units (CR-60). */
  readonly limitMinor: bigint;
  /** The most a buyer's attestation may carry: the line on which confirmed claims are taken. */
  readonly buyerLimitMinor: bigint;
  readonly limitFactorPpm: number;
  readonly extraFactorPpm: number;
};

export type GradeTable = {
  readonly id: string;
  readonly version: number;
  readonly scaling: {
    readonly baseScore: number;
    readonly baseOdds: number;
    readonly pointsToDouble: number;
  };
  readonly marginPpm: {
    readonly data: number;
    readonly change: number;
    readonly estimation: number;
  };
  readonly grades: readonly GradeRow[];
};

const GRADE_TABLE = schema.object({
  id: schema.code(),
  version: schema.count(1, 1_000_000),
  scaling: schema.object({
    baseScore: schema.count(1, 10_000),
    baseOdds: schema.count(1, 10_000),
    pointsToDouble: schema.count(1, 1000),
  }),
  marginPpm: schema.object({
    data: schema.ppm(),
    change: schema.ppm(),
    estimation: schema.ppm(),
  }),
  grades: schema.list(
    schema.object({
      grade: schema.oneOf(...GRADES),
      pdBelowPpm: schema.ppm(),
      pdAnchorPpm: schema.ppm(),
      action: schema.oneOf(...ACTIONS),
      validityDays: schema.count(0, 366),
      limitMinor: minorUnits,
      buyerLimitMinor: minorUnits,
      limitFactorPpm: factor,
      extraFactorPpm: factor,
    }),
    GRADES.length,
    GRADES.length,
  ),
}) as unknown as Schema<GradeTable>;

/**
 * Reads a grade table or refuses it with every fault (`TABLE_INVALID`): grades out of order, bands
 * that do not rise, a limit above that of a better grade, a last band that ends before 100 %.
 */
export function readGradeTable(value: Wire): Result<GradeTable, Fault[]> {
  const faults: Fault[] = [];
  const table = GRADE_TABLE.read(value, '', faults);
  if (!table || faults.length > 0) return fail(faults);
  table.grades.forEach((row, at) => {
    checkRow(row, table.grades[at - 1], at, faults);
  });
  const last = table.grades.at(-1);
  if (last?.pdBelowPpm !== 1_000_000)
    faults.push({ path: 'grades', fault: 'leave a gap to 100 %' });
  return faults.length > 0 ? fail(faults) : ok(table);
}

/** The band of a PD in ppm; the lower bound belongs to the band. A PD of 100 % is CCC. */
export function gradeOfPpm(table: GradeTable, pdPpm: number): Grade {
  return table.grades.find(row => pdPpm < row.pdBelowPpm)?.grade ?? 'CCC';
}

export function gradeRow(table: GradeTable, grade: Grade): GradeRow {
  const row = table.grades.find(entry => entry.grade === grade);
  invariant('CREDIT', row !== undefined, () => `${grade} is not in ${table.id}`);
  return row;
}

/** Whether `a` is worse than `b`. */
export function isWorse(a: Grade, b: Grade): boolean {
  return GRADES.indexOf(a) > GRADES.indexOf(b);
}

/** The worst of several grades. */
export function worstOf(first: Grade, ...others: readonly Grade[]): Grade {
  return others.reduce((worst, grade) => (isWorse(grade, worst) ? grade : worst), first);
}

export function isGrade(text: string): text is Grade {
  return (GRADES as readonly string[]).includes(text);
}

function checkRow(row: GradeRow, before: GradeRow | undefined, at: number, faults: Fault[]): void {
  const path = `grades[${at}]`;
  if (row.grade !== GRADES[at]) faults.push({ path, fault: `expected ${String(GRADES[at])}` });
  const floor = before?.pdBelowPpm ?? 0;
  if (row.pdBelowPpm <= floor) faults.push({ path, fault: `band ends at or before ${floor}` });
  if (row.pdAnchorPpm < floor || row.pdAnchorPpm >= row.pdBelowPpm) {
    faults.push({ path, fault: 'pdAnchorPpm lies outside its band' });
  }
  if (!before) return;
  if (row.limitMinor > before.limitMinor || row.buyerLimitMinor > before.buyerLimitMinor) {
    faults.push({ path, fault: 'limit above that of a better grade' });
  }
}
