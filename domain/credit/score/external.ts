import { addDays } from '../../calendar/index.ts';
import type { Depth } from '../words.ts';
import { ASSURANCES, gradeOfPpm, gradeRow, type CreditTables } from '../table/index.ts';
import { gradeCapOf } from '../attestation.ts';
import { worstOf } from '../table/grades.ts';
import type { ScoreBody } from '../events.ts';
import type { AttestationFrame } from './attestation-body.ts';
import type { GateResult } from './gate-facts.ts';
import { gateBits } from './gates.ts';
import { scalingOf, scoreOfProbability } from './probability.ts';

/** A rating that two risk persons take over from outside for a buyer, with its evidence. */
export type ExternalRating = {
  /** Default probability of the outside rating, in ppm; above zero. */
  readonly pdPpm: number;
  /** Depth of the file that the persons read. */
  readonly depth: Depth;
  readonly asOf: string;
  readonly gates: readonly GateResult[];
  readonly product: ScoreBody['product'];
  readonly roomMinor: bigint;
};

/**
 * The body of a human `score` attestation of a buyer (an override of the grade, CR-130).
 * Its grade is the band of the outside PD within the caps, its limit the buyer line of that grade,
 * its advance caps the grade's column; the hashes name the evidence that was read.
 */
export function externalScoreBody(
  rating: ExternalRating,
  frame: Omit<AttestationFrame, 'decidedBy'>,
  tables: CreditTables,
): ScoreBody {
  const bits = gateBits(rating.gates, 'human');
  const caps = { depth: rating.depth, assuranceMin: 'L3' as const, gateBits: bits };
  const band = gradeOfPpm(tables.grades, rating.pdPpm);
  const grade = worstOf(band, gradeCapOf(caps, tables.policy).grade);
  const row = gradeRow(tables.grades, grade);
  const most = row.buyerLimitMinor < rating.roomMinor ? row.buyerLimitMinor : rating.roomMinor;
  const limit = { minor: most.toString(), currency: tables.policy.currency };
  const cap = (level: string): number =>
    tables.policy.advance.caps.find(entry => entry.assurance === level)?.ppm[grade] ?? 0;
  const [l3 = 0, l2 = 0, l1 = 0, order = 0] = ASSURANCES.map(cap);
  const score = scoreOfProbability(scalingOf(tables.grades.scaling), rating.pdPpm / 1_000_000);
  const { hashes, supersedes, funder, ...named } = frame;
  return {
    ...named,
    ...hashes,
    kind: 'score',
    asOf: rating.asOf,
    modelId: 'external.rating',
    ...(supersedes === undefined ? {} : { supersedes }),
    ...(funder === undefined ? {} : { funder }),
    role: 'buyer',
    product: rating.product,
    segment: 'SEG-D',
    grade,
    scoreE5: Math.round(score * 100_000),
    pdPpm: rating.pdPpm,
    mocPpm: 0,
    ...caps,
    limitConservative: limit,
    limitMax: limit,
    advanceCapsPpm: { L3: l3, L2: l2, L1: l1, order },
    reservePpm: 0,
    dilutionPpm: 0,
    conditions: grade === band ? ['externalRating'] : ['externalRating', 'cap:file'],
    reasons: [],
    validUntil: addDays(frame.validFrom, row.validityDays),
    decidedBy: 'human',
  };
}
