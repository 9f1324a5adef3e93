import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import { isCurrency, type Currency } from '../../money/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';
import {
  ASSURANCES,
  DEPTHS,
  GRADES,
  PRODUCTS,
  type Assurance,
  type Depth,
  type Grade,
} from '../words.ts';
import { days, factor, minorUnits, months, named, record } from './schema.ts';

/** The terms of CR-60 beside policy and room. */
const LIMIT_TERMS = ['demand', 'capacity', 'dscr', 'netWorth'] as const;
export type LimitTerm = (typeof LIMIT_TERMS)[number];

const depth = schema.oneOf(...DEPTHS);
const grade = schema.oneOf(...GRADES);
const codes = schema.list(schema.code(), 0, 60);
const optionalTerms = schema.list(schema.oneOf(...LIMIT_TERMS), 0, 4);

const DEPTH = schema.object({
  letters: schema.list(
    schema.object({ letter: depth, observedPpm: schema.ppm(), months }),
    DEPTHS.length,
    DEPTHS.length,
  ),
  caps: schema.list(schema.object({ letter: depth, grade }), 0, 7),
  noScoreLetter: depth,
});

const GATES = schema.object({
  failWhenNotEvaluable: codes,
  restrictedIndustries: codes,
  restrictedUses: codes,
  tenorMonthsMax: months,
  tenorMonthsReason: months,
  pastDueDaysMax: days,
  ageDaysMax: days,
  termsMultipleMax: schema.count(1, 20),
  ledgerGapPpm: schema.ppm(),
  borrowerOverdueDaysMax: days,
  affiliateSharePpm: schema.ppm(),
  crossAgePpm: schema.ppm(),
  dscrPpm: factor,
});

const LIMITS = schema.object({
  roundMinor: minorUnits,
  termsExtraDays: days,
  demandMonths: months,
  lowerPercentilePpm: schema.ppm(),
  dscrPpm: factor,
  netWorthPpm: schema.ppm(),
  netWorthSecuredPpm: schema.ppm(),
  trend: schema.list(
    schema.object({
      level: schema.oneOf('paydexFalling', 'orange', 'red'),
      belowPoints: schema.optional(schema.count(-100, 0)),
      factorPpm: schema.ppm(),
    }),
    1,
    6,
  ),
  thinShareOfBbbPpm: schema.ppm(),
  optionalTerms: named(PRODUCTS, optionalTerms),
});

const ADVANCE = schema.object({
  caps: schema.list(
    schema.object({ assurance: schema.oneOf(...ASSURANCES), ppm: named(GRADES, schema.ppm()) }),
    ASSURANCES.length,
    ASSURANCES.length,
  ),
  steps: schema.object({
    dilution: schema.list(schema.object({ abovePpm: schema.ppm(), lessPpm: schema.ppm() }), 0, 4),
    termsDaysAbove: days,
    termsLessPpm: schema.ppm(),
    currencyLessPpm: schema.ppm(),
    orangeLessPpm: schema.ppm(),
  }),
  reserveFloorPpm: schema.ppm(),
  /** The rating whose stress the reserves of CR-62 are sized for. */
  reserveRating: schema.oneOf('AAA', 'AA', 'A', 'BBB'),
  safetyFactorPpm: named(['AAA', 'AA', 'A', 'BBB'] as const, factor),
  lgdPpm: schema.object({ confirmed: schema.ppm(), unconfirmed: schema.ppm() }),
});

/** Thresholds, caps and limits of credit.md §4–§7 and §9; integers only. */
export type Policy = {
  readonly id: string;
  readonly version: number;
  readonly currency: Currency;
  readonly depth: {
    readonly letters: readonly {
      readonly letter: Depth;
      readonly observedPpm: number;
      readonly months: number;
    }[];
    readonly caps: readonly { readonly letter: Depth; readonly grade: Grade }[];
    readonly noScoreLetter: Depth;
  };
  readonly issue: { readonly dimensions: readonly string[]; readonly observedPpm: number };
  readonly assurance: readonly {
    readonly level: Assurance;
    readonly gradeCap: Grade;
    readonly gradeCapUncontrolled: Grade;
  }[];
  readonly gradeCaps: readonly {
    readonly feature: string;
    readonly abovePpm: number;
    readonly grade: Grade;
  }[];
  readonly referrals: readonly {
    readonly feature: string;
    readonly fact?: string;
    readonly abovePpm: number;
    readonly code: string;
  }[];
  readonly automatic: { readonly bbbAssurance: Assurance; readonly bbbDscrPpm: number };
  readonly freshnessDays: Readonly<Record<string, number>>;
  readonly gates: GatePolicy;
  readonly limits: LimitPolicy;
  readonly advance: AdvancePolicy;
  readonly attestation: { readonly ageDaysMax: number };
};

type Read<S> = S extends Schema<infer T> ? NonNullable<T> : never;
export type GatePolicy = Read<typeof GATES>;
export type LimitPolicy = Read<typeof LIMITS>;
export type AdvancePolicy = Read<typeof ADVANCE>;

const POLICY = schema.object({
  id: schema.code(),
  version: schema.count(1, 1_000_000),
  currency: schema.code(3),
  depth: DEPTH,
  issue: schema.object({ dimensions: codes, observedPpm: schema.ppm() }),
  assurance: schema.list(
    schema.object({
      level: schema.oneOf(...ASSURANCES),
      gradeCap: grade,
      gradeCapUncontrolled: grade,
    }),
    ASSURANCES.length,
    ASSURANCES.length,
  ),
  gradeCaps: schema.list(
    schema.object({ feature: schema.code(), abovePpm: schema.ppm(), grade }),
    0,
    10,
  ),
  referrals: schema.list(
    schema.object({
      feature: schema.code(),
      fact: schema.optional(schema.code()),
      abovePpm: schema.ppm(),
      code: schema.code(),
    }),
    0,
    10,
  ),
  automatic: schema.object({ bbbAssurance: schema.oneOf(...ASSURANCES), bbbDscrPpm: factor }),
  freshnessDays: record(days),
  gates: GATES,
  limits: LIMITS,
  advance: ADVANCE,
  attestation: schema.object({ ageDaysMax: days }),
}) as unknown as Schema<Policy>;

/**
 * Reads a policy file or refuses it with every fault (`TABLE_INVALID`): unknown fields, depth
 * letters or assurance levels out of order, an advance cap that rises while the grade falls.
 */
export function readPolicy(value: Wire): Result<Policy, Fault[]> {
  const faults: Fault[] = [];
  const table = POLICY.read(value, '', faults);
  if (!table || faults.length > 0) return fail(faults);
  if (!isCurrency(table.currency)) faults.push({ path: 'currency', fault: 'unknown' });
  checkDepth(table, faults);
  checkCaps(table, faults);
  return faults.length > 0 ? fail(faults) : ok(table);
}

function checkDepth(table: Policy, faults: Fault[]): void {
  table.depth.letters.forEach((row, at) => {
    const path = `depth.letters[${at}]`;
    if (row.letter !== DEPTHS[at]) faults.push({ path, fault: `expected ${String(DEPTHS[at])}` });
    const before = table.depth.letters[at - 1];
    if (before && (row.observedPpm >= before.observedPpm || row.months >= before.months)) {
      faults.push({ path, fault: 'does not fall' });
    }
  });
  const floor = table.depth.letters.at(-1);
  if (floor?.observedPpm !== 0) faults.push({ path: 'depth.letters', fault: 'leave a gap to 0' });
}

function checkCaps(table: Policy, faults: Fault[]): void {
  table.assurance.forEach((row, at) => {
    if (row.level !== ASSURANCES[at]) faults.push({ path: `assurance[${at}]`, fault: 'order' });
  });
  table.advance.caps.forEach((row, at) => {
    const path = `advance.caps[${at}]`;
    if (row.assurance !== ASSURANCES[at]) faults.push({ path, fault: 'order' });
    GRADES.forEach((name, index) => {
      const better = GRADES[index - 1];
      if (better && row.ppm[name] > row.ppm[better]) {
        faults.push({ path: `${path}.ppm.${name}`, fault: 'above that of a better grade' });
      }
    });
  });
}
