import fc from 'fast-check';
import {
  CREDIT_TABLES,
  FEATURES,
  advanceOf,
  assess,
  ladderOf,
  missing,
  observed,
  qualityOf,
  ratingOf,
  scoreE5,
  scoreLines,
  segmentRow,
  isWorse,
  supplied,
  notSupplied,
  type FeatureRow,
  type Grade,
  type Observation,
} from '../../domain/credit/index.ts';
import { cleanGates, request, soundFacts } from '../fixture/credit.ts';

const ROWS = CREDIT_TABLES.scorecard.dimensions.flatMap(row => row.features);
const SEGMENTS = CREDIT_TABLES.scorecard.segments;
const context = (last?: number) => ({
  missingQuality: CREDIT_TABLES.scorecard.missingQuality,
  strongAnchor: false,
  ...(last === undefined ? {} : { lastQuality: last }),
});

/** A figure around the row's own bounds. */
function figureFor(row: FeatureRow): fc.Arbitrary<number> {
  const bounds = row.bins.flatMap(bin => (bin.below === undefined ? [] : [bin.below]));
  const [low, high] = [Math.min(...bounds), Math.max(...bounds)];
  const span = Math.max(1, high - low);
  const from = row.zero === undefined ? low - span : 0;
  return fc.oneof(
    fc.double({ min: from, max: high + span, noNaN: true }),
    fc.constantFrom(...bounds, ...(row.zero === undefined ? [] : [0])),
  );
}

const anyRow = fc.constantFrom(...ROWS);
const anyVector = fc
  .tuple(
    ...ROWS.map(row =>
      fc.oneof<fc.Arbitrary<Observation>[]>(
        figureFor(row).map(value => observed(value)),
        fc.constant(missing('NOT_SUPPLIED')),
      ),
    ),
  )
  .map(values => Object.fromEntries(values.map((value, at) => [ROWS[at]?.id ?? '', value])));

describe('laws of the score (CR-45)', () => {
  test('base and points make the score, in every segment (INV-C1)', () => {
    fc.assert(
      fc.property(anyVector, fc.constantFrom(...SEGMENTS), (vector, segment) => {
        const lines = scoreLines(vector, CREDIT_TABLES.scorecard, segment, {
          strongAnchor: false,
          lastQuality: {},
        });
        const byHand = lines.reduce((sum, line) => {
          const row = ROWS.find(entry => entry.id === line.id);
          const weight = segment.weights[line.dimension] * (row?.weight ?? 0);
          return sum + 19n * BigInt(weight) * BigInt(line.quality);
        }, BigInt(segment.baseE5));
        expect(BigInt(scoreE5(segment.baseE5, lines))).toBe(byHand);
      }),
    );
  });

  test('worsening one feature in its stated direction never raises its quality', () => {
    fc.assert(
      fc.property(
        anyRow.chain(row => fc.tuple(fc.constant(row), figureFor(row), figureFor(row))),
        fc.boolean(),
        ([row, a, b], strongAnchor) => {
          const { direction, bins } = ladderOf(row, strongAnchor);
          const best = Math.max(...bins.map(bin => bin.quality));
          const peakAt = bins.findIndex(bin => bin.quality === best);
          const peak: readonly [number, number] = [
            bins[peakAt - 1]?.below ?? -Infinity,
            bins[peakAt]?.below ?? Infinity,
          ];
          const away = (x: number): number =>
            direction === 'up' ? -x : direction === 'down' ? x : distance(x, peak);
          fc.pre(direction !== 'peak' || sameSide(a, b, peak));
          const [better, worse] = away(a) <= away(b) ? [a, b] : [b, a];
          const quality = (x: number): number =>
            qualityOf(row, observed(x), { ...context(), strongAnchor });
          expect(quality(worse)).toBeLessThanOrEqual(quality(better));
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('a withdrawn feature never raises its quality (INV-C4)', () => {
    fc.assert(
      fc.property(
        anyRow.chain(row => fc.tuple(fc.constant(row), figureFor(row))),
        ([row, figure]) => {
          const before = qualityOf(row, observed(figure), context());
          const after = qualityOf(row, missing('CONSENT_WITHDRAWN'), context(before));
          expect(after).toBeLessThanOrEqual(before);
        },
      ),
      { numRuns: 1000 },
    );
  });

  test('withdrawing any source never raises the score of an enterprise', () => {
    const facts = soundFacts();
    const before = assess(facts, cleanGates(), request(), CREDIT_TABLES);
    const lastQuality = Object.fromEntries(before.score.lines.map(l => [l.id, l.quality]));
    const sources = Object.entries(facts)
      .filter(([, value]) => typeof value === 'object' && value !== null && 'supplied' in value)
      .map(([name]) => name);
    // Without sales the file is thin: other weights apply, so the law is held within a segment.
    const others = sources.filter(name => name !== 'sales');
    fc.assert(
      fc.property(fc.subarray(others, { minLength: 1 }), gone => {
        const withheld = Object.fromEntries(gone.map(name => [name, notSupplied('SOURCE_DOWN')]));
        const after = assess(
          { ...facts, ...withheld, lastQuality },
          cleanGates(),
          request(),
          CREDIT_TABLES,
        );
        expect(after.score.scoreE5).toBeLessThanOrEqual(before.score.scoreE5);
      }),
    );
  });

  test('the order in which facts arrive moves nothing (CR-11)', () => {
    const facts = soundFacts();
    const before = assess(facts, cleanGates(), request(), CREDIT_TABLES);
    const shuffled = <T>(section: { supplied: boolean; value?: readonly T[] }, seed: number): T[] =>
      [...(section.value ?? [])].sort((a, b) => hash(a, seed) - hash(b, seed));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1e6 }), seed => {
        const again = assess(
          {
            ...facts,
            payables: supplied(shuffled(facts.payables, seed)),
            receivables: supplied(shuffled(facts.receivables, seed)),
            proofs: supplied(shuffled(facts.proofs, seed)),
            totals: supplied(shuffled(facts.totals, seed)),
            deliveries: supplied(shuffled(facts.deliveries, seed)),
          },
          cleanGates(),
          request(),
          CREDIT_TABLES,
        );
        expect(again.vector).toEqual(before.vector);
        expect(again.score.scoreE5).toBe(before.score.scoreE5);
      }),
      { numRuns: 20 },
    );
  });

  test('a better PD never gives a worse grade or a smaller advance', () => {
    const advance = (anchorGrade: Grade, pdPpm: number): number =>
      advanceOf(
        {
          anchorGrade,
          reserve: { yieldReservePpm: 0, pdPpm },
          dilutionPpm: 0,
          termsDays: 90,
          currenciesDiffer: false,
          orange: false,
        },
        CREDIT_TABLES,
      ).capsPpm.L3;
    fc.assert(
      fc.property(
        fc.integer({ min: 40_000_000, max: 75_000_000 }),
        fc.integer({ min: 0, max: 5_000_000 }),
        (score, more) => {
          const low = ratingOf(CREDIT_TABLES.grades, score);
          const high = ratingOf(CREDIT_TABLES.grades, score + more);
          expect(high.probability).toBeLessThanOrEqual(low.probability);
          expect(isWorse(high.grade, low.grade)).toBe(false);
          expect(advance(high.grade, high.pdPpm)).toBeGreaterThanOrEqual(
            advance(low.grade, low.pdPpm),
          );
        },
      ),
    );
  });
});

test('the anchor variant of concentration is the only peak besides growth', () => {
  const peaks = ROWS.filter(
    row => row.direction === 'peak' || row.variants?.some(entry => entry.direction === 'peak'),
  );
  expect(peaks.map(row => row.id)).toEqual(['D2.1', 'D4.2']);
  expect(Object.keys(FEATURES)).toHaveLength(ROWS.length);
  expect(segmentRow(CREDIT_TABLES.scorecard, 'SEG-C').weights.D1).toBe(30);
});

/** Distance from an interval [low, high). */
function distance(x: number, [low, high]: readonly [number, number]): number {
  return x < low ? low - x : x >= high ? x - high + Number.EPSILON : 0;
}

function sameSide(a: number, b: number, [low, high]: readonly [number, number]): boolean {
  return (a < high && b < high) || (a >= low && b >= low);
}

/** A stable pseudo-random order for a shuffle. */
function hash(value: unknown, seed: number): number {
  const text = JSON.stringify(value, (_, part: unknown) =>
    typeof part === 'bigint' ? part.toString() : part,
  );
  let sum = seed;
  for (let at = 0; at < text.length; at++)
    sum = (sum * 31 + text.charCodeAt(at) * seed) % 1_000_003;
  return sum;
}
