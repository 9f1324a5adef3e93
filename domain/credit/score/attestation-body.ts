import { addDays } from '../../calendar/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { gateBits } from './gates.ts';
import type { Assessment } from './assessment.ts';
import type { AssessmentHashes } from './portable.ts';
import type { ScoreBody } from '../events.ts';
import { gradeRow, type CreditTables } from '../table/index.ts';

/** What an attestation carries beside the assessment. */
export type AttestationFrame = {
  readonly attestation: string;
  readonly subject: string;
  readonly knownAt: string;
  readonly modelHash: string;
  readonly policyHash: string;
  readonly hashes: AssessmentHashes;
  readonly validFrom: string;
  readonly decidedBy: 'auto' | 'human';
  readonly supersedes?: string;
  readonly funder?: string;
};

/** Why an assessment cannot be attested. */
export type NotAttestable = {
  readonly outcome: Assessment['outcome'];
  readonly gates: readonly string[];
};

/**
 * The exact body of `attestation.record`, kind `score` (CR-80). A refused or insufficient case is
 * not attested; a referred one only where a person decides.
 */
export function attestationBody(
  assessment: Assessment,
  frame: AttestationFrame,
  tables: CreditTables,
): Result<ScoreBody, NotAttestable> {
  const { outcome, limit, request, grade } = assessment;
  const open = assessment.gates.filter(gate => gate.counts !== 'PASS').map(gate => gate.code);
  const decided = outcome === 'APPROVED' || (outcome === 'REFERRED' && frame.decidedBy === 'human');
  if (!decided || limit.kind !== 'limit') return fail({ outcome, gates: open });
  const { validityDays } = gradeRow(tables.grades, grade);
  const currency = tables.policy.currency;
  const amount = (minor: bigint): ScoreBody['limitMax'] => ({ minor: minor.toString(), currency });
  const { hashes, supersedes, funder, knownAt, modelHash, policyHash } = frame;
  return ok({
    kind: 'score',
    attestation: frame.attestation,
    subject: frame.subject,
    asOf: assessment.asOf,
    knownAt,
    modelId: `${tables.scorecard.id}.v${tables.scorecard.version}`,
    modelHash,
    policyHash,
    ...hashes,
    ...(supersedes === undefined ? {} : { supersedes }),
    role: request.role,
    product: request.product,
    segment: assessment.score.segment,
    grade,
    scoreE5: assessment.score.scoreE5,
    pdPpm: assessment.rating.pdPpm,
    mocPpm: assessment.rating.marginPpm,
    depth: assessment.score.depth,
    assuranceMin: request.assuranceMin,
    limitConservative: amount(limit.conservative.minor),
    limitMax: amount(limit.maximum.minor),
    advanceCapsPpm: assessment.advance.capsPpm,
    reservePpm: assessment.advance.reservePpm[request.assuranceMin],
    dilutionPpm: assessment.dilutionPpm,
    gateBits: gateBits(assessment.gates, frame.decidedBy),
    conditions: assessment.conditions,
    reasons: [...open, ...assessment.reasons.map(reason => reason.code)],
    validFrom: frame.validFrom,
    validUntil: addDays(frame.validFrom, validityDays),
    decidedBy: frame.decidedBy,
    ...(funder === undefined ? {} : { funder }),
  });
}
