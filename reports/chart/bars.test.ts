import { barsOf } from './bars.ts';

const row = (base: bigint, ...values: bigint[]) => ({ base, values });

test('all rows are on one scale: the longest fills the width', () => {
  expect(barsOf([row(0n, 100n), row(0n, 50n), row(0n, 0n)], 200)).toEqual([
    [{ series: 0, x: 0, width: 200 }],
    [{ series: 0, x: 0, width: 100 }],
    [],
  ]);
});

test('a second series starts where the first ends, and a base moves both', () => {
  // 10 + 20 + 10 = 40 in 200 points: five points each unit.
  expect(barsOf([row(10n, 20n, 10n)], 200)).toEqual([
    [
      { series: 0, x: 50, width: 100 },
      { series: 1, x: 150, width: 50 },
    ],
  ]);
});

test('one minor unit beside a great amount is still seen, within the width', () => {
  const [great, small] = barsOf([row(0n, 10n ** 18n), row(10n ** 18n - 1n, 1n)], 200);
  expect(great).toEqual([{ series: 0, x: 0, width: 200 }]);
  expect(small).toEqual([{ series: 0, x: 199.5, width: 0.5 }]);
});

test('amounts beyond what a number holds keep their proportion', () => {
  // Two thirds of 300 points, of amounts with twenty digits.
  expect(barsOf([row(0n, 3n * 10n ** 19n), row(0n, 2n * 10n ** 19n)], 300)[1]).toEqual([
    { series: 0, x: 0, width: 200 },
  ]);
});

test('nothing at all has no bars and divides by nothing', () => {
  expect(barsOf([row(0n, 0n), row(0n)], 200)).toEqual([[], []]);
});

test('a negative amount has no bar: the figure beside it says what it is', () => {
  expect(barsOf([row(0n, -5n, 10n)], 100)).toEqual([[{ series: 1, x: 0, width: 100 }]]);
});
