import {
  monthsOfHistory,
  runningMonths,
  type FeatureVector,
  type Observation,
} from '../feature/index.ts';
import type { CreditFacts } from '../facts/facts.ts';
import { invariant } from '../../result/index.ts';
import {
  isGrade,
  isWorse,
  type CreditTables,
  type Depth,
  type DimensionId,
  type DimensionRow,
  type FeatureRow,
  type Policy,
  type Scorecard,
  type SegmentId,
  type SegmentRow,
} from '../table/index.ts';
import { qualityOf } from './quality.ts';

/** One feature's part of the score. Points are exact integers in units of 10⁻⁵. */
export type ScoreLine = {
  readonly id: string;
  readonly dimension: DimensionId;
  readonly family: string;
  readonly observation: Observation;
  readonly quality: number;
  readonly pointsE5: number;
  /** Points of one step of quality: 19 · W · v. */
  readonly unitE5: number;
};

export type DimensionScore = {
  readonly id: DimensionId;
  /** Σ v·q, 0 to 10,000: the dimension's score of 0–100 in hundredths. */
  readonly scoreE2: number;
  readonly observedPpm: number;
  /** Share of the dimension's points that missing bins gave. */
  readonly missingPointsPpm: number;
  readonly depth: Depth;
};

/** The additive score of CR-30. */
export type Score = {
  readonly segment: SegmentId;
  readonly baseE5: number;
  readonly scoreE5: number;
  readonly lines: readonly ScoreLine[];
  readonly dimensions: readonly DimensionScore[];
  readonly depth: Depth;
  readonly observedPpm: number;
  readonly months: number;
};

/** How the lines of one score are made. */
export type ScoringContext = {
  readonly strongAnchor: boolean;
  readonly lastQuality: Readonly<Record<string, number>>;
};

/**
 * The segment of CR-31: thin file first, then distributor or buyer lines, then suppliers whose
 * receivables the anchor confirms, then the others.
 */
function segmentOf(facts: CreditFacts, scorecard: Scorecard): SegmentId {
  const { windowMonths, activeMonthsBelow, invoicesBelow } = scorecard.thin;
  const months = new Set(runningMonths(facts.asOf, windowMonths));
  const cells = facts.sales.supplied
    ? facts.sales.value.months.filter(cell => months.has(cell.month))
    : [];
  const active = cells.filter(cell => cell.issued > cell.voided).length;
  const invoices = cells.reduce((sum, cell) => sum + cell.issued - cell.voided, 0);
  if (active < activeMonthsBelow || invoices < invoicesBelow) return 'SEG-T';
  if (facts.line !== 'supplier') return 'SEG-D';
  return facts.anchorConfirms ? 'SEG-C' : 'SEG-U';
}

/** Whether the anchor's own grade lets a strong concentration on it count as sound (D2.1). */
export function hasStrongAnchor(facts: CreditFacts, segment: SegmentId): boolean {
  const grade = facts.anchor?.grade;
  return segment === 'SEG-C' && grade !== undefined && isGrade(grade) && !isWorse(grade, 'A');
}

/** Scores a feature vector in one segment: base + Σ points, exact (INV-C1). */
export function scoreOf(vector: FeatureVector, facts: CreditFacts, tables: CreditTables): Score {
  const segment = segmentOf(facts, tables.scorecard);
  const row = segmentRow(tables.scorecard, segment);
  const strongAnchor = hasStrongAnchor(facts, segment);
  const lines = scoreLines(vector, tables.scorecard, row, {
    strongAnchor,
    lastQuality: facts.lastQuality,
  });
  const months = monthsOfHistory(facts);
  const scored = tables.scorecard.dimensions.map(dimension =>
    dimensionScore(dimension, lines, months, tables.policy),
  );
  const observedPpm = totalObserved(row, scored);
  return {
    segment,
    baseE5: row.baseE5,
    scoreE5: scoreE5(row.baseE5, lines),
    lines,
    dimensions: scored,
    depth: depthLetter(tables.policy, observedPpm, months),
    observedPpm,
    months,
  };
}

/** One line per feature of the vector; features that the vector leaves out do not take part. */
export function scoreLines(
  vector: FeatureVector,
  scorecard: Scorecard,
  segment: SegmentRow,
  context: ScoringContext,
): readonly ScoreLine[] {
  return scorecard.dimensions.flatMap(dimension =>
    dimension.features.flatMap(row => {
      const observation = vector[row.id];
      if (!observation) return [];
      return [scoreLine(row, observation, { scorecard, segment, dimension, context })];
    }),
  );
}

/** Base and points in units of 10⁻⁵. */
export function scoreE5(baseE5: number, lines: readonly ScoreLine[]): number {
  const points = lines.reduce((sum, line) => sum + line.pointsE5, 0);
  invariant('INV-C1', Number.isSafeInteger(points), () => `points ${points}`);
  return baseE5 + points;
}

export function segmentRow(scorecard: Scorecard, id: SegmentId): SegmentRow {
  const row = scorecard.segments.find(segment => segment.id === id);
  invariant('CREDIT', row !== undefined, () => `${id} is not in ${scorecard.id}`);
  return row;
}

/** The best letter whose share of observed weight and months of history are both reached. */
function depthLetter(policy: Policy, observedPpm: number, months: number): Depth {
  const found = policy.depth.letters.find(
    row => observedPpm >= row.observedPpm && months >= row.months,
  );
  return found?.letter ?? policy.depth.noScoreLetter;
}

function scoreLine(
  row: FeatureRow,
  observation: Observation,
  place: {
    readonly scorecard: Scorecard;
    readonly segment: SegmentRow;
    readonly dimension: DimensionRow;
    readonly context: ScoringContext;
  },
): ScoreLine {
  const { scorecard, segment, dimension, context } = place;
  const last = context.lastQuality[row.id];
  const quality = qualityOf(row, observation, {
    missingQuality: scorecard.missingQuality,
    strongAnchor: context.strongAnchor,
    ...(last === undefined ? {} : { lastQuality: last }),
  });
  const unitE5 = scorecard.pointsPerQualityE5 * segment.weights[dimension.id] * row.weight;
  return {
    id: row.id,
    dimension: dimension.id,
    family: row.family,
    observation,
    quality,
    unitE5,
    pointsE5: unitE5 * quality,
  };
}

function dimensionScore(
  dimension: DimensionRow,
  lines: readonly ScoreLine[],
  months: number,
  policy: Policy,
): DimensionScore {
  const own = lines.filter(line => line.dimension === dimension.id);
  const weight = (line: ScoreLine): number =>
    dimension.features.find(row => row.id === line.id)?.weight ?? 0;
  const sum = (rows: readonly ScoreLine[], of: (line: ScoreLine) => number): number =>
    rows.reduce((all, line) => all + of(line), 0);
  const missing = own.filter(line => !line.observation.observed);
  const quality = (line: ScoreLine): number => weight(line) * line.quality;
  const scoreE2 = sum(own, quality);
  const observedPpm = (100 - sum(missing, weight)) * 10_000;
  const key = dimension.letterLostWithout;
  const lost = missing.some(line => line.id === key);
  const depth = depthLetter(policy, observedPpm, months);
  return {
    id: dimension.id,
    scoreE2,
    observedPpm,
    missingPointsPpm: scoreE2 === 0 ? 0 : Math.round((sum(missing, quality) * 1e6) / scoreE2),
    depth: lost ? nextLetter(policy, depth) : depth,
  };
}

function nextLetter(policy: Policy, letter: Depth): Depth {
  const at = policy.depth.letters.findIndex(row => row.letter === letter);
  return policy.depth.letters[at + 1]?.letter ?? letter;
}

function totalObserved(segment: SegmentRow, scored: readonly DimensionScore[]): number {
  const weighted = scored.map(row => row.observedPpm * segment.weights[row.id]);
  return Math.floor(weighted.reduce((a, b) => a + b, 0) / 100);
}
