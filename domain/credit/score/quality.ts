import type { Observation } from '../feature/index.ts';
import type { Bin, FeatureRow, Modifier, Scorecard } from '../table/index.ts';

/** What may move a feature's quality besides its own figure. */
export type QualityContext = {
  readonly missingQuality: Scorecard['missingQuality'];
  readonly strongAnchor: boolean;
  /** The quality last observed within 24 months, where there is one (CR-32). */
  readonly lastQuality?: number;
};

/** The bins of a row, in the segment's variant where the table names one. */
export type Ladder = {
  readonly direction: FeatureRow['direction'];
  readonly zero?: number;
  readonly bins: readonly Bin[];
};

/**
 * Quality 0–100 of one observation (CR-32): the bin of the figure, moved by the row's modifiers. A
 * missing figure takes its policy's quality; missing or partial figures never pass the quality that
 * was last observed.
 */
export function qualityOf(
  row: FeatureRow,
  observation: Observation,
  context: QualityContext,
): number {
  const last = context.lastQuality ?? 100;
  if (!observation.observed) return Math.min(context.missingQuality[row.missing], last);
  const ladder = ladderOf(row, context.strongAnchor);
  const steps = stepsOf(ladder);
  const fired = (row.modifiers ?? []).filter(rule => fires(rule, observation.also ?? {}));
  const moved = clamp(
    stepOf(ladder, observation.value) + fired.reduce((sum, rule) => sum + move(rule, ladder), 0),
    steps.length,
  );
  const bounds = fired.map(rule => rule.qualityMax ?? 100);
  const quality = Math.min(steps[moved] ?? 0, ...bounds);
  return observation.partial ? Math.min(quality, last) : quality;
}

export function ladderOf(row: FeatureRow, strongAnchor: boolean): Ladder {
  const variant = strongAnchor
    ? row.variants?.find(entry => entry.when === 'strongAnchor')
    : undefined;
  if (variant) return variant;
  const { direction, bins, zero } = row;
  return zero === undefined ? { direction, bins } : { direction, bins, zero };
}

/** The qualities in order of the figure; the zero bin, where there is one, comes first. */
export function stepsOf(ladder: Ladder): readonly number[] {
  const qualities = ladder.bins.map(bin => bin.quality);
  return ladder.zero === undefined ? qualities : [ladder.zero, ...qualities];
}

/** The step a figure falls on. */
export function stepOf(ladder: Ladder, value: number): number {
  const offset = ladder.zero === undefined ? 0 : 1;
  if (offset === 1 && value === 0) return 0;
  const at = ladder.bins.findIndex(bin => bin.below === undefined || value < bin.below);
  return (at === -1 ? ladder.bins.length - 1 : at) + offset;
}

function fires(rule: Modifier, also: Readonly<Record<string, number>>): boolean {
  const figure = also[rule.on];
  if (figure === undefined) return false;
  if (rule.above !== undefined) return figure > rule.above;
  if (rule.atLeast !== undefined) return figure >= rule.atLeast;
  return rule.below !== undefined && figure < rule.below;
}

/** Steps to move: towards higher figures for `down` when worse, towards lower ones for `up`. */
function move(rule: Modifier, ladder: Ladder): number {
  const worse = (rule.binsWorse ?? 0) - (rule.binsBetter ?? 0);
  return ladder.direction === 'up' ? -worse : worse;
}

function clamp(step: number, count: number): number {
  return Math.max(0, Math.min(count - 1, step));
}
