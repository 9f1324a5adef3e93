import { schema } from '../../act/index.ts';
import type { Schema } from '../../act/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import type { Fault, Wire } from '../../wire/index.ts';
import { SEGMENTS, type SegmentId } from '../words.ts';
import { decimal, months, named, quality, record } from './schema.ts';

/** The dimensions of credit.md §4. */
const DIMENSIONS = ['D1', 'D2', 'D3', 'D4', 'D5'] as const;
export type DimensionId = (typeof DIMENSIONS)[number];

/** Which way a feature is better; `peak` is best in the middle. */
export type Direction = 'up' | 'down' | 'peak';

/** N neutral, U unknown, P pessimistic (CR-32). */
export type MissingPolicy = 'N' | 'U' | 'P';

/** `quality` applies to values under `below`; the last bin has no `below`. */
export type Bin = { readonly below?: number; readonly quality: number };

/** A second figure of the same observation that moves the bin or bounds the quality. */
export type Modifier = {
  readonly on: string;
  readonly above?: number;
  readonly atLeast?: number;
  readonly below?: number;
  readonly binsWorse?: number;
  readonly binsBetter?: number;
  readonly qualityMax?: number;
};

export type Variant = {
  readonly when: 'strongAnchor';
  readonly direction: Direction;
  readonly bins: readonly Bin[];
};

export type FeatureRow = {
  readonly id: string;
  readonly family: string;
  readonly direction: Direction;
  readonly missing: MissingPolicy;
  readonly weight: number;
  readonly actionable: boolean;
  readonly windowMonths?: number;
  readonly parameters?: Readonly<Record<string, number>>;
  readonly zero?: number;
  readonly bins: readonly Bin[];
  readonly modifiers?: readonly Modifier[];
  readonly variants?: readonly Variant[];
  readonly tags?: readonly string[];
};

/** A check that carries no points; its gates stop the case instead (missing policy X). */
export type Check = { readonly id: string; readonly gates: readonly string[] };

export type DimensionRow = {
  readonly id: DimensionId;
  readonly features: readonly FeatureRow[];
  readonly checks?: readonly Check[];
  readonly letterLostWithout?: string;
};

export type SegmentRow = {
  readonly id: SegmentId;
  readonly baseE5: number;
  readonly priorPpm: number;
  readonly weights: Readonly<Record<DimensionId, number>>;
};

/** The additive scorecard of CR-30: points in units of 10⁻⁵ are 19 · W · v · q. */
export type Scorecard = {
  readonly id: string;
  readonly version: number;
  readonly kind: 'additive';
  readonly pointsPerQualityE5: number;
  readonly missingQuality: Readonly<Record<MissingPolicy, number>>;
  readonly baselineQuality: number;
  readonly dimensions: readonly DimensionRow[];
  readonly segments: readonly SegmentRow[];
  readonly thin: {
    readonly windowMonths: number;
    readonly activeMonthsBelow: number;
    readonly invoicesBelow: number;
  };
};

/** Attributes of persons that no feature may carry (CR-134). */
const PROTECTED_TAGS = ['sex', 'age', 'nationality', 'ethnicity', 'religion', 'health'];

const direction = schema.oneOf('up', 'down', 'peak');
const bins = schema.list(schema.object({ below: schema.optional(decimal), quality }), 2, 12);
const modifier = schema.object({
  on: schema.code(),
  above: schema.optional(decimal),
  atLeast: schema.optional(decimal),
  below: schema.optional(decimal),
  binsWorse: schema.optional(schema.count(1, 3)),
  binsBetter: schema.optional(schema.count(1, 3)),
  qualityMax: schema.optional(quality),
});
const feature = schema.object({
  id: schema.code(),
  family: schema.code(),
  direction,
  missing: schema.oneOf('N', 'U', 'P'),
  weight: schema.count(1, 100),
  actionable: schema.flag,
  windowMonths: schema.optional(months),
  parameters: schema.optional(record(decimal)),
  zero: schema.optional(quality),
  bins,
  modifiers: schema.optional(schema.list(modifier, 1, 8)),
  variants: schema.optional(
    schema.list(schema.object({ when: schema.oneOf('strongAnchor'), direction, bins }), 1, 4),
  ),
  tags: schema.optional(schema.list(schema.code(), 1, 20)),
});
const check = schema.object({ id: schema.code(), gates: schema.list(schema.code(), 1, 4) });
const segment = schema.object({
  id: schema.oneOf(...SEGMENTS),
  baseE5: schema.count(0, 100_000_000),
  priorPpm: schema.ppm(),
  weights: named(DIMENSIONS, schema.count(0, 100)),
});
const SCORECARD = schema.object({
  id: schema.code(),
  version: schema.count(1, 1_000_000),
  kind: schema.oneOf('additive'),
  pointsPerQualityE5: schema.count(1, 1000),
  missingQuality: named(['N', 'U', 'P'] as const, quality),
  baselineQuality: quality,
  dimensions: schema.list(
    schema.object({
      id: schema.oneOf(...DIMENSIONS),
      features: schema.list(feature, 1, 60),
      checks: schema.optional(schema.list(check, 1, 10)),
      letterLostWithout: schema.optional(schema.code()),
    }),
    5,
    5,
  ),
  segments: schema.list(segment, SEGMENTS.length, SEGMENTS.length),
  thin: schema.object({
    windowMonths: months,
    activeMonthsBelow: schema.count(1, 24),
    invoicesBelow: schema.count(1, 100_000),
  }),
}) as unknown as Schema<Scorecard>;

/**
 * Reads a scorecard file or refuses it with every fault and its JSON path (`TABLE_INVALID`):
 * unknown fields, gaps or overlaps between bins, a bin order against the stated direction, weights
 * that do not sum to 100, features named twice and protected attributes.
 */
export function readScorecard(value: Wire): Result<Scorecard, Fault[]> {
  const faults: Fault[] = [];
  const table = SCORECARD.read(value, '', faults);
  if (!table || faults.length > 0) return fail(faults);
  checkOrder(table, faults);
  table.dimensions.forEach((row, at) => {
    checkDimension(row, `dimensions[${at}]`, faults);
  });
  checkNames(table, faults);
  return faults.length > 0 ? fail(faults) : ok(table);
}

function checkOrder(table: Scorecard, faults: Fault[]): void {
  const dimensions = table.dimensions.map(row => row.id).join();
  if (dimensions !== DIMENSIONS.join()) faults.push({ path: 'dimensions', fault: dimensions });
  const segments = table.segments.map(row => row.id).join();
  if (segments !== SEGMENTS.join()) faults.push({ path: 'segments', fault: segments });
  table.segments.forEach((row, at) => {
    const whole = DIMENSIONS.reduce((sum, id) => sum + row.weights[id], 0);
    if (whole !== 100) faults.push({ path: `segments[${at}].weights`, fault: `sum to ${whole}` });
  });
}

function checkNames(table: Scorecard, faults: Fault[]): void {
  const seen = new Set<string>();
  for (const row of table.dimensions.flatMap(dimension => dimension.features)) {
    if (seen.has(row.id)) faults.push({ path: row.id, fault: 'named twice' });
    seen.add(row.id);
    for (const tag of row.tags ?? []) {
      if (PROTECTED_TAGS.includes(tag)) faults.push({ path: row.id, fault: `protected: ${tag}` });
    }
  }
}

function checkDimension(row: DimensionRow, path: string, faults: Fault[]): void {
  const whole = row.features.reduce((sum, entry) => sum + entry.weight, 0);
  if (whole !== 100) faults.push({ path: `${path}.features`, fault: `weights sum to ${whole}` });
  row.features.forEach((entry, at) => {
    const place = `${path}.features[${at}]`;
    checkBins(entry, `${place}.bins`, faults);
    checkZero(entry, place, faults);
    (entry.variants ?? []).forEach((variant, index) => {
      checkBins(variant, `${place}.variants[${index}].bins`, faults);
    });
    (entry.modifiers ?? []).forEach((rule, index) => {
      checkModifier(rule, `${place}.modifiers[${index}]`, faults);
    });
  });
}

type Binned = { readonly direction: Direction; readonly bins: readonly Bin[] };

function checkBins({ direction: way, bins: rows }: Binned, path: string, faults: Fault[]): void {
  let turned = false;
  rows.forEach((bin, at) => {
    const place = `${path}[${at}]`;
    const before = rows[at - 1];
    checkBound(bin, { before, last: at === rows.length - 1 }, place, faults);
    if (!before || bin.quality === before.quality) return;
    const rises = bin.quality > before.quality;
    const fits = way === 'peak' ? !(rises && turned) : rises === (way === 'up');
    if (!fits) faults.push({ path: place, fault: `breaks direction ${way}` });
    turned = turned || !rises;
  });
}

/** Bounds rise, and only the last bin is open: no gap and no overlap is left. */
function checkBound(
  bin: Bin,
  { before, last }: { readonly before: Bin | undefined; readonly last: boolean },
  path: string,
  faults: Fault[],
): void {
  if (last !== (bin.below === undefined)) {
    faults.push({ path, fault: last ? 'leaves a gap above' : 'has no bound' });
  }
  if (bin.below === undefined || before?.below === undefined) return;
  if (bin.below <= before.below) {
    faults.push({ path, fault: `overlaps the bin before ${before.below}` });
  }
}

function checkZero(row: FeatureRow, path: string, faults: Fault[]): void {
  const first = row.bins[0];
  if (row.zero === undefined || !first) return;
  const fits = row.direction === 'up' ? row.zero <= first.quality : row.zero >= first.quality;
  if (!fits || row.direction === 'peak') {
    faults.push({ path: `${path}.zero`, fault: `breaks direction ${row.direction}` });
  }
}

function checkModifier(rule: Modifier, path: string, faults: Fault[]): void {
  const given = (fields: readonly (number | undefined)[]): number =>
    fields.filter(field => field !== undefined).length;
  if (given([rule.above, rule.atLeast, rule.below]) !== 1) {
    faults.push({ path, fault: 'needs one of above, atLeast, below' });
  }
  if (given([rule.binsWorse, rule.binsBetter, rule.qualityMax]) !== 1) {
    faults.push({ path, fault: 'needs one of binsWorse, binsBetter, qualityMax' });
  }
}
