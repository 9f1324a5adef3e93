import {
  cleanGates,
  instalment,
  months,
  request,
  soundFacts,
} from '../../../test/fixture/credit.ts';
import {
  CREDIT_TABLES,
  assess,
  counterfactualsOf,
  figureMeeting,
  scoreE5,
  scoreLines,
  segmentRow,
  supplied,
} from '../index.ts';

// Payments half 12 days late, a voided tenth, deliveries late: bins below the best.
const facts = soundFacts({
  payables: supplied(
    months(12).flatMap(month => [instalment(month, 'v1', 12), instalment(month, 'v2', 0)]),
  ),
  relatedParties: supplied(['b1']),
});
const { score, vector } = assess(facts, cleanGates(), request(), CREDIT_TABLES);
const context = { strongAnchor: true, lastQuality: {} };
const found = counterfactualsOf(score, CREDIT_TABLES, context);

test('names the nearest better bin in plain figures', () => {
  // Own index (80 + 72) / 2 = 76; 80 is the next bin: quality 75 → 95 at 19 · 30 · 14 a step.
  expect(found.find(row => row.feature === 'D1.7')).toEqual({
    feature: 'D1.7',
    now: 76,
    target: { is: 'atLeast', figure: 80 },
    gainE5: 20 * 19 * 30 * 14,
  });
  // Related sales of 20 % stand in the bin under 30 %; under 20 % is better.
  expect(found.find(row => row.feature === 'D5.6')).toMatchObject({
    now: 0.2,
    target: { is: 'under', figure: 0.2 },
  });
});

test('each does what it promises when it is applied and scored again', () => {
  const segment = segmentRow(CREDIT_TABLES.scorecard, score.segment);
  expect(found.length).toBeGreaterThan(3);
  for (const promise of found) {
    const before = vector[promise.feature];
    if (!before?.observed) throw new Error('promised on a missing figure');
    const moved = { ...before, value: figureMeeting(promise) };
    const lines = scoreLines(
      { ...vector, [promise.feature]: moved },
      CREDIT_TABLES.scorecard,
      segment,
      context,
    );
    const after = scoreE5(score.baseE5, lines);
    expect([promise.feature, after - score.scoreE5]).toEqual([promise.feature, promise.gainE5]);
  }
});

test('what nobody can move by doing better is not promised', () => {
  const promised = found.map(row => row.feature);
  for (const fixed of ['D4.1', 'D4.10', 'D2.9', 'D3.7']) expect(promised).not.toContain(fixed);
});
