import { CREDIT_TABLES } from '../table/index.ts';
import {
  anchoredBaseE5,
  anchoredGradePd,
  probabilityOfScore,
  ratingOf,
  scalingOf,
} from './probability.ts';

const { grades } = CREDIT_TABLES;
const scaling = scalingOf(grades.scaling);

// A mean quality of 58 is 110.2 points on a base of 490: 600.2, odds of 50 to 1 and a little more.
test.each([
  [66_500_000, 'AAA'],
  [64_000_000, 'AA'],
  [62_000_000, 'A'],
  [60_020_000, 'BBB'],
  [59_000_000, 'BB'],
  [57_000_000, 'B'],
  [55_700_000, 'CCC'],
])('a score of %d hundred-thousandths is %s', (scoreE5, grade) => {
  expect(ratingOf(grades, scoreE5).grade).toBe(grade);
});

test('the grade comes from the unrounded probability, not from the shown score', () => {
  // 599.42 shows as 599 and stands for 2 %: one step to the better side is BBB, to the worse BB.
  const bound = scaling.offset + scaling.factor * Math.log(0.98 / 0.02);
  expect(ratingOf(grades, Math.ceil(bound * 100_000) + 1).grade).toBe('BBB');
  expect(ratingOf(grades, Math.floor(bound * 100_000) - 1).grade).toBe('BB');
});

test('a margin of conservatism moves the attested probability and can move the grade', () => {
  const strict = { ...grades, marginPpm: { data: 500, change: 0, estimation: 500 } };
  const plain = ratingOf(grades, 62_000_000);
  const careful = ratingOf(strict, 62_000_000);
  expect(careful.pdPpm).toBe(plain.pdPpm + 1_000);
  expect([plain.grade, careful.grade]).toEqual(['A', 'BBB']);
});

test('anchoring moves the base until the mean probability is the prior', () => {
  const points = [9_000_000, 11_000_000, 13_000_000];
  const base = anchoredBaseE5(grades, points, 20_000);
  const mean = (of: number): number =>
    points.reduce((sum, p) => sum + probabilityOfScore(scaling, (of + p) / 100_000), 0) / 3;
  expect(mean(base)).toBeLessThanOrEqual(0.02);
  expect(mean(base - 1)).toBeGreaterThan(0.02);
});

test('a grade with few obligors stays near its prior', () => {
  // (3 + 200 · 0.0141) / (100 + 200) = 0.0194.
  const pd = anchoredGradePd({ pdPpm: 14_100, years: 200 }, { defaults: 3, obligors: 100 });
  expect(pd).toBeCloseTo(0.0194, 12);
});
