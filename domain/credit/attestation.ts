import { daysBetween } from '../calendar/index.ts';
import { firstOf, type Refusal } from '../errors/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import type { CreditEvent, AttestationBody, ScoreBody, WarningBody } from './events.ts';
import type { Attestation } from './state.ts';
import { ALL_GATES_PASSED, GATE_CODES } from './table/gate-codes.ts';
import { gradeOfPpm, gradeRow, isWorse, worstOf, type GradeTable } from './table/grades.ts';
import type { Policy } from './table/policy.ts';
import { ASSURANCES, type Grade } from './words.ts';

/**
 * What the check needs beside the body: the tables and the hashes that are active on the business
 * day (parameters `credit.model` and `credit.policy`), the current attestation of the same place,
 * and how many distinct persons with role risk signed. Everything is an integer or text: every
 * endorser computes the same answer.
 */
export type AttestationContext = {
  readonly businessDate: string;
  readonly grades: GradeTable;
  readonly policy: Policy;
  readonly active: { readonly modelHash: string; readonly policyHash: string };
  readonly current: Attestation | undefined;
  readonly riskPersons: number;
};

/**
 * The integer checks of CR-81. All faults come back: MODEL_INACTIVE, GRADE_MISMATCH, GRADE_CAPPED,
 * LIMIT_ABOVE_POLICY, ADVANCE_ABOVE_CAP, VALIDITY_TOO_LONG, ATTESTATION_STALE,
 * ATTESTATION_SUPERSEDED, LOOSENING_NEEDS_TWO, CURRENCY_MISMATCH, NOT_FOUND.
 */
export function checkAttestation(
  body: AttestationBody,
  context: AttestationContext,
): readonly Refusal[] {
  const own = body.kind === 'score' ? scoreFaults(body, context) : [];
  return [
    ...modelFaults(body, context),
    ...dateFaults(body, context),
    ...placeFaults(body, context),
    ...own,
    ...looseningFaults(body, context),
  ];
}

/** Decides `attestation.record`: the event, or the first fault with the others under `also`. */
export function decideAttestation(
  body: AttestationBody,
  context: AttestationContext,
): Result<readonly CreditEvent[], Refusal> {
  const fault = firstOf(checkAttestation(body, context));
  if (fault) return fail(fault);
  return ok([{ kind: 'attestation.recorded', on: context.businessDate, body }]);
}

/** Whether a recorded attestation counts on a day: not withdrawn, begun, not ended. */
export function isInForce(
  attestation: Attestation | undefined,
  businessDate: string,
): attestation is Attestation {
  if (!attestation || attestation.withdrawnOn !== null) return false;
  const { body } = attestation;
  if (body.kind === 'default') return true;
  const begun = body.kind === 'warning' || body.validFrom <= businessDate;
  return begun && businessDate <= body.validUntil;
}

/** The best grade that depth, assurance and gates allow, with what caps it. */
export function gradeCapOf(
  body: Pick<ScoreBody, 'depth' | 'assuranceMin' | 'gateBits'>,
  policy: Policy,
): { readonly grade: Grade; readonly causes: readonly string[] } {
  const caps: { readonly grade: Grade; readonly cause: string }[] = [];
  if (body.depth === policy.depth.noScoreLetter) caps.push({ grade: 'CCC', cause: 'depth' });
  for (const row of policy.depth.caps) {
    if (row.letter === body.depth) caps.push({ grade: row.grade, cause: `depth ${row.letter}` });
  }
  const level = policy.assurance.find(row => row.level === body.assuranceMin);
  caps.push({ grade: level?.gradeCap ?? 'CCC', cause: `assurance ${body.assuranceMin}` });
  if (body.gateBits !== ALL_GATES_PASSED) {
    caps.push({ grade: 'CCC', cause: failedGates(body.gateBits).join(' ') });
  }
  const grade = worstOf('AAA', ...caps.map(row => row.grade));
  const causes = caps.filter(row => row.grade === grade).map(row => row.cause);
  return { grade, causes };
}

/** Codes of the gates whose bit is not set. */
export function failedGates(gateBits: number): readonly string[] {
  return GATE_CODES.filter((_, at) => Math.floor(gateBits / 2 ** at) % 2 === 0);
}

function scoreFaults(body: ScoreBody, context: AttestationContext): readonly Refusal[] {
  return [
    ...gradeFaults(body, context),
    ...limitFaults(body, context),
    ...advanceFaults(body, context.policy),
    ...validityFaults(body, context),
  ];
}

function modelFaults(
  body: AttestationBody,
  { active, businessDate }: AttestationContext,
): Refusal[] {
  const pairs: readonly (readonly [string, string])[] = [
    [body.modelHash, active.modelHash],
    [body.policyHash, active.policyHash],
  ];
  return pairs
    .filter(([stated, current]) => stated !== current)
    .map(([hash, current]) => ({
      code: 'MODEL_INACTIVE',
      facts: { hash, date: businessDate, active: current },
    }));
}

/** asOf ≤ knownAt ≤ business date, and not older than the policy's days. */
function dateFaults(
  body: AttestationBody,
  { policy, businessDate }: AttestationContext,
): Refusal[] {
  const { asOf, knownAt } = body;
  const ordered = asOf <= knownAt && knownAt <= businessDate;
  const fresh = daysBetween(asOf, businessDate) <= policy.attestation.ageDaysMax;
  return ordered && fresh ? [] : [{ code: 'ATTESTATION_STALE', facts: { date: asOf } }];
}

/** `supersedes` names the current attestation of the place, and nothing where there is none. */
function placeFaults(body: AttestationBody, { current }: AttestationContext): Refusal[] {
  if (body.kind === 'withdraw' && (!current || current.withdrawnOn !== null)) {
    return [{ code: 'NOT_FOUND', facts: { id: body.supersedes ?? body.attestation } }];
  }
  if (body.supersedes === current?.attestation) return [];
  return [{ code: 'ATTESTATION_SUPERSEDED', facts: { id: current?.attestation ?? 'none' } }];
}

/**
 * The grade is the band of its PD, or worse where a cap of the score itself is named in the
 * conditions; it never passes the caps that the ledger can see.
 */
function gradeFaults(body: ScoreBody, { grades, policy }: AttestationContext): Refusal[] {
  const { grade: stated, pdPpm } = body;
  const band = gradeOfPpm(grades, pdPpm);
  const cap = gradeCapOf(body, policy);
  const expected = worstOf(band, cap.grade);
  const explained = body.conditions.some(condition => condition.startsWith('cap:'));
  const faults: Refusal[] = [];
  if (isWorse(band, stated) || (isWorse(stated, expected) && !explained)) {
    faults.push({ code: 'GRADE_MISMATCH', facts: { ppm: pdPpm, g: band, stated } });
  }
  if (isWorse(cap.grade, stated)) {
    const facts = { cause: cap.causes.join(', '), g: cap.grade };
    faults.push({ code: 'GRADE_CAPPED', facts });
  }
  return faults;
}

function limitFaults(body: ScoreBody, { grades, policy }: AttestationContext): Refusal[] {
  const row = gradeRow(grades, body.grade);
  const most = body.role === 'buyer' ? row.buyerLimitMinor : row.limitMinor;
  const [low, high] = [body.limitConservative, body.limitMax];
  const other = [low, high].find(amount => amount.currency !== policy.currency);
  if (other) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: other.currency, b: policy.currency } }];
  }
  const above = (x: string, y: bigint): Refusal[] =>
    BigInt(x) <= y
      ? []
      : [{ code: 'LIMIT_ABOVE_POLICY', facts: { x, y: y.toString(), g: body.grade } }];
  return [...above(high.minor, most), ...above(low.minor, BigInt(high.minor))];
}

/** Caps never pass the policy's table: a buyer's own column, a supplier's best one. */
function advanceFaults(body: ScoreBody, policy: Policy): Refusal[] {
  const column: Grade = body.role === 'buyer' ? body.grade : 'AAA';
  return ASSURANCES.flatMap(level => {
    const most = policy.advance.caps.find(row => row.assurance === level)?.ppm[column] ?? 0;
    const x = body.advanceCapsPpm[level];
    if (x <= most) return [];
    return [{ code: 'ADVANCE_ABOVE_CAP', facts: { x, y: most, parts: [`table ${level}`] } }];
  });
}

/** Validity runs from the earlier of its start and the business day, so it cannot be moved out. */
function validityFaults(body: ScoreBody, { grades, businessDate }: AttestationContext): Refusal[] {
  const from = body.validFrom < businessDate ? body.validFrom : businessDate;
  const days = daysBetween(from, body.validUntil);
  const max = gradeRow(grades, body.grade).validityDays;
  const ordered = body.validFrom <= body.validUntil;
  if (ordered && days <= max) return [];
  return [{ code: 'VALIDITY_TOO_LONG', facts: { days, g: body.grade, max } }];
}

/** Two distinct risk persons where an attestation loosens what is in force (INV-C6). */
function looseningFaults(body: AttestationBody, context: AttestationContext): Refusal[] {
  const { current, riskPersons } = context;
  if (!current || current.withdrawnOn !== null || riskPersons >= 2) return [];
  return loosens(current.body, body) ? [{ code: 'LOOSENING_NEEDS_TWO', facts: {} }] : [];
}

function loosens(before: Attestation['body'], after: AttestationBody): boolean {
  switch (after.kind) {
    case 'score':
      return before.kind === 'score' && loosensScore(before, after);
    case 'warning':
      return before.kind === 'warning' && loosensWarning(before, after);
    case 'withdraw':
      return before.kind === 'warning';
    case 'default':
      return false;
  }
}

function loosensScore(before: ScoreBody, after: ScoreBody): boolean {
  return (
    BigInt(after.limitMax.minor) > BigInt(before.limitMax.minor) ||
    isWorse(before.grade, after.grade) ||
    after.reservePpm < before.reservePpm ||
    ASSURANCES.indexOf(after.assuranceMin) > ASSURANCES.indexOf(before.assuranceMin) ||
    ASSURANCES.some(level => after.advanceCapsPpm[level] > before.advanceCapsPpm[level])
  );
}

function loosensWarning(before: WarningBody, after: WarningBody): boolean {
  return after.level < before.level || (before.frozen && !after.frozen);
}
