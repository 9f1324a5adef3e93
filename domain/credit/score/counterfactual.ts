import type { CreditTables, FeatureRow } from '../table/index.ts';
import { ladderOf, qualityOf, stepOf, stepsOf, type Ladder } from './quality.ts';
import type { Score, ScoreLine, ScoringContext } from './points.ts';

/** What one feature must become for the next better bin, and the points that it then adds. */
export type Counterfactual = {
  readonly feature: string;
  readonly now: number;
  /** `under` a bound, `atLeast` a bound, or exactly 0. */
  readonly target: { readonly is: 'under' | 'atLeast' | 'exactly'; readonly figure: number };
  readonly gainE5: number;
};

/**
 * The nearest better bin of each feature that the enterprise itself can move (CR-44). Features with
 * a best middle, missing ones and those that a second figure holds back are left out.
 */
export function counterfactualsOf(
  score: Score,
  tables: CreditTables,
  context: ScoringContext,
): readonly Counterfactual[] {
  const rows = tables.scorecard.dimensions.flatMap(dimension => dimension.features);
  return score.lines.flatMap(line => {
    const row = rows.find(entry => entry.id === line.id);
    return row?.actionable === true ? nearestBetter(row, line, tables, context) : [];
  });
}

/** A figure that meets the target. */
export function figureMeeting({ target }: Counterfactual): number {
  return target.is === 'under'
    ? target.figure - Math.abs(target.figure || 1) * 1e-9
    : target.figure;
}

function nearestBetter(
  row: FeatureRow,
  line: ScoreLine,
  tables: CreditTables,
  { strongAnchor }: ScoringContext,
): readonly Counterfactual[] {
  const { observation } = line;
  const ladder = ladderOf(row, strongAnchor);
  if (!observation.observed || ladder.direction === 'peak') return [];
  const target = betterTarget(ladder, stepOf(ladder, observation.value));
  if (!target) return [];
  const found = { feature: row.id, now: observation.value, target, gainE5: 0 };
  const moved = { ...observation, value: figureMeeting(found) };
  const { missingQuality } = tables.scorecard;
  const gain = qualityOf(row, moved, { missingQuality, strongAnchor }) - line.quality;
  return gain > 0 ? [{ ...found, gainE5: gain * line.unitE5 }] : [];
}

/** The bound of the next step with a higher quality: downwards for `down`, upwards for `up`. */
function betterTarget(ladder: Ladder, step: number): Counterfactual['target'] | undefined {
  const isUp = ladder.direction === 'up';
  const next = betterStep(stepsOf(ladder), step, isUp ? 1 : -1);
  if (next === undefined) return undefined;
  const offset = ladder.zero === undefined ? 0 : 1;
  if (next < offset) return { is: 'exactly', figure: 0 };
  const figure = ladder.bins[isUp ? next - offset - 1 : next - offset]?.below;
  return figure === undefined ? undefined : { is: isUp ? 'atLeast' : 'under', figure };
}

function betterStep(steps: readonly number[], from: number, way: 1 | -1): number | undefined {
  const quality = steps[from] ?? 0;
  for (let next = from + way; steps[next] !== undefined; next += way) {
    if ((steps[next] ?? 0) > quality) return next;
  }
  return undefined;
}
