import { byCodeUnit } from '../../wire/index.ts';
import type { CreditFacts } from '../facts/facts.ts';
import { featureVector, type FeatureVector } from '../feature/index.ts';
import {
  ASSURANCES,
  gradeRow,
  isGrade,
  worstOf,
  type Assurance,
  type CreditRole,
  type CreditTables,
  type Grade,
  type Product,
} from '../table/index.ts';
import { advanceOf, type Advance } from './advance.ts';
import { dilutionFigures, limitInputsOf } from './from-facts.ts';
import type { GateFacts, GateResult } from './gate-facts.ts';
import { runGates } from './gates.ts';
import { counterfactualsOf, type Counterfactual } from './counterfactual.ts';
import { limitOf, type Limit } from './limits.ts';
import { hasStrongAnchor, scoreOf, type Score } from './points.ts';
import { ratingOf, type Rating } from './probability.ts';
import { reasonsOf, startBaseline, type Reason } from './reasons.ts';

export type Outcome = 'APPROVED' | 'REFERRED' | 'REFUSED' | 'INSUFFICIENT';

/** What is asked for, beside the facts. */
export type CreditRequest = {
  readonly role: CreditRole;
  readonly product: Product;
  /** The weakest assurance of claims that the attestation shall serve. */
  readonly assuranceMin: Assurance;
  /** Whether claims are paid into the controlled account (CR-37). */
  readonly controlledAccount: boolean;
  readonly roomMinor: bigint;
  /** Mean terms of the claims, for the demand. */
  readonly termsDays: number;
  /** Shortest terms among them: longer ones are cut claim by claim when they are financed. */
  readonly shortestTermsDays: number;
  readonly currenciesDiffer: boolean;
  readonly warning: 'none' | 'yellow' | 'orange' | 'red';
  /** Buyers whose verified sales count as demand; absent: every buyer. */
  readonly eligibleBuyers?: readonly string[];
  readonly yieldReservePpm: number;
};

export type GradeCap = { readonly cause: string; readonly grade: Grade };

/** Everything that a score says (CR-16, CR-50, CR-60); pure in facts, tables and request. */
export type Assessment = {
  readonly outcome: Outcome;
  readonly request: CreditRequest;
  readonly asOf: string;
  readonly vector: FeatureVector;
  readonly score: Score;
  readonly rating: Rating;
  readonly grade: Grade;
  readonly caps: readonly GradeCap[];
  readonly gates: readonly GateResult[];
  readonly reasons: readonly Reason[];
  readonly counterfactuals: readonly Counterfactual[];
  readonly referrals: readonly string[];
  readonly conditions: readonly string[];
  readonly limit: Limit;
  readonly advance: Advance;
  readonly dilutionPpm: number;
  /** What to supply where data lack, by points at stake. */
  readonly toSupply: readonly { readonly feature: string; readonly atStakeE5: number }[];
};

/**
 * Assesses one enterprise: gates (all of them, first), features, points, rating, caps, limit,
 * advance caps, reasons and the outcome. `INSUFFICIENT` where data lack (CR-36), `REFUSED` where a
 * gate fails or the grade carries no new money, `REFERRED` where a person must decide.
 */
export function assess(
  facts: CreditFacts,
  gateFacts: GateFacts,
  request: CreditRequest,
  tables: CreditTables,
): Assessment {
  const vector = featureVector(facts, tables);
  const gates = runGates(gateFacts, vector, tables, facts.asOf);
  const score = scoreOf(vector, facts, tables);
  const rating = ratingOf(tables.grades, score.scoreE5);
  const caps = capsOf(vector, score, request, tables);
  const grade = worstOf(rating.grade, ...caps.map(cap => cap.grade));
  const dilution = dilutionFigures(facts, vector);
  const advance = advanceOf(
    {
      anchorGrade: anchorGradeOf(facts, request, grade),
      reserve: {
        ...(dilution.reserve ? { dilution: dilution.reserve } : {}),
        yieldReservePpm: request.yieldReservePpm,
        pdPpm: rating.pdPpm,
      },
      dilutionPpm: dilution.ppm,
      termsDays: request.shortestTermsDays,
      currenciesDiffer: request.currenciesDiffer,
      orange: request.warning === 'orange',
    },
    tables,
  );
  const limit = limitOf(limitInputsOf(facts, vector, { request, grade, score }), tables);
  const referrals = referralsOf(vector, grade, request, tables);
  const toSupply = missingOf(score, tables);
  const assessed = { gates, score, grade, limit, referrals };
  return {
    ...assessed,
    outcome: outcomeOf(assessed, tables),
    request,
    asOf: facts.asOf,
    vector,
    rating,
    caps,
    reasons: reasonsOf(score.lines, startBaseline(tables)),
    counterfactuals: counterfactualsOf(score, tables, {
      strongAnchor: hasStrongAnchor(facts, score.segment),
      lastQuality: facts.lastQuality,
    }),
    conditions: conditionsOf(assessed, caps, tables),
    advance,
    dilutionPpm: dilution.ppm,
    toSupply,
  };
}

/** The dimensions without which there is no score, and a depth that carries none (CR-36). */
function isInsufficient(score: Score, tables: CreditTables): boolean {
  const { issue, depth } = tables.policy;
  const thin = score.dimensions.some(
    row => issue.dimensions.includes(row.id) && row.observedPpm < issue.observedPpm,
  );
  return thin || score.depth === depth.noScoreLetter;
}

function outcomeOf(
  assessed: Pick<Assessment, 'gates' | 'score' | 'grade' | 'limit' | 'referrals'>,
  tables: CreditTables,
): Outcome {
  const { gates, score, grade, limit, referrals } = assessed;
  if (gates.some(gate => gate.counts === 'FAIL')) return 'REFUSED';
  if (isInsufficient(score, tables) || limit.kind === 'insufficient') return 'INSUFFICIENT';
  if (gradeRow(tables.grades, grade).action === 'none') return 'REFUSED';
  const referred = referrals.length > 0 || gates.some(gate => gate.counts === 'REFER');
  return referred ? 'REFERRED' : 'APPROVED';
}

/** Caps by depth, by assurance and by evidence (CR-35, CR-37, section 4). */
function capsOf(
  vector: FeatureVector,
  score: Score,
  request: CreditRequest,
  { policy }: CreditTables,
): readonly GradeCap[] {
  const level = policy.assurance.find(row => row.level === request.assuranceMin);
  const byAssurance = request.controlledAccount ? level?.gradeCap : level?.gradeCapUncontrolled;
  const caps: GradeCap[] = [
    { cause: `assurance-${request.assuranceMin}`, grade: byAssurance ?? 'CCC' },
  ];
  if (score.depth === policy.depth.noScoreLetter) caps.push({ cause: 'depth-G', grade: 'CCC' });
  for (const row of policy.depth.caps) {
    if (row.letter === score.depth) caps.push({ cause: `depth-${row.letter}`, grade: row.grade });
  }
  for (const row of policy.gradeCaps) {
    if (exceeds(vector, row)) caps.push({ cause: row.feature, grade: row.grade });
  }
  return caps;
}

/** Causes for a person to decide: referral rules of the policy, and the grade's own action. */
function referralsOf(
  vector: FeatureVector,
  grade: Grade,
  request: CreditRequest,
  tables: CreditTables,
): readonly string[] {
  const { policy } = tables;
  const rules = policy.referrals.filter(row => exceeds(vector, row)).map(row => row.code);
  const { action } = gradeRow(tables.grades, grade);
  if (action === 'automatic' || action === 'none') return rules;
  if (action !== 'automaticWhenAssured') return [...rules, 'REFER_GRADE'];
  const { bbbAssurance, bbbDscrPpm } = policy.automatic;
  const assured = ASSURANCES.indexOf(request.assuranceMin) <= ASSURANCES.indexOf(bbbAssurance);
  const cover = vector['D4.4'];
  const covered = cover?.observed === true && cover.value >= bbbDscrPpm / 1_000_000;
  return assured && covered ? rules : [...rules, 'REFER_GRADE'];
}

/** Conditions that travel with the attestation, as codes. */
function conditionsOf(
  assessed: Pick<Assessment, 'gates' | 'grade' | 'referrals'>,
  caps: readonly GradeCap[],
  tables: CreditTables,
): readonly string[] {
  const { gates, grade, referrals } = assessed;
  const { action } = gradeRow(tables.grades, grade);
  const affiliates = gates.some(gate => gate.code === 'G09' && gate.counts === 'FAIL');
  const confirmedOnly = action === 'humanConfirmedOnly' || action === 'humanConfirmedRecourse';
  return [
    ...(confirmedOnly ? ['L3_ONLY'] : []),
    ...(action === 'humanConfirmedRecourse' ? ['RECOURSE'] : []),
    ...(affiliates ? ['affiliateCap'] : []),
    ...caps.filter(cap => cap.grade === grade && grade !== 'AAA').map(cap => `cap:${cap.cause}`),
    ...referrals,
  ];
}

function exceeds(
  vector: FeatureVector,
  rule: { readonly feature: string; readonly fact?: string; readonly abovePpm: number },
): boolean {
  const seen = vector[rule.feature];
  if (!seen?.observed) return false;
  const figure = rule.fact === undefined ? seen.value : seen.also?.[rule.fact];
  return figure !== undefined && figure > rule.abovePpm / 1_000_000;
}

function missingOf(score: Score, tables: CreditTables): Assessment['toSupply'] {
  const rows = tables.scorecard.dimensions.flatMap(dimension => dimension.features);
  return score.lines
    .filter(line => !line.observation.observed)
    .map(line => {
      const bins = rows.find(row => row.id === line.id)?.bins ?? [];
      const best = Math.max(...bins.map(bin => bin.quality));
      return { feature: line.id, atStakeE5: line.unitE5 * Math.max(0, best - line.quality) };
    })
    .sort((a, b) => b.atStakeE5 - a.atStakeE5 || byCodeUnit(a.feature, b.feature));
}

/** The grade that the advance table reads: a buyer's own, else the anchor's, else the supplier's. */
function anchorGradeOf(facts: CreditFacts, request: CreditRequest, grade: Grade): Grade {
  const anchor = facts.anchor?.grade;
  if (request.role === 'buyer' || anchor === undefined || !isGrade(anchor)) return grade;
  return anchor;
}
