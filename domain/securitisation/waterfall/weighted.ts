import { yearFraction } from '../../calendar/index.ts';
import { plus, times, type Fraction } from '../../rate/index.ts';

/** The time-weighted balance of a trail over years of 365 days: Σ balance × days / 365. */
export function weightedBalance(
  trail: readonly (readonly [string, bigint])[],
  from: string,
  to: string,
): Fraction {
  let sum: Fraction = { n: 0n, d: 1n };
  trail.forEach(([since, balance], index) => {
    const until = trail[index + 1]?.[0] ?? to;
    const begin = since > from ? since : from;
    const end = until < to ? until : to;
    if (begin < end)
      sum = plus(sum, times({ n: balance, d: 1n }, yearFraction('ACT/365F', begin, end)));
  });
  return sum;
}
