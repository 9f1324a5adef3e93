import fc from 'fast-check';
import { assertWhole, profitOf, reserveOf, splitShare } from './share.ts';

const terms = { partnerPpm: 700_000, tiers: [] };

describe('what a partner earns', () => {
  test.each([
    // Revenue, what the quarter had before, the partner's part; minor units.
    ['nothing', 0n, 0n, 0n],
    ['one minor unit: 0.7 goes to the larger part', 1n, 0n, 1n],
    ['exactly the first step', 100_000_000n, 0n, 70_000_000n],
    ['200,000.00 above the first step earn 72 %', 120_000_000n, 0n, 84_400_000n],
    [
      'all above the first step, which an earlier month filled',
      20_000_000n,
      100_000_000n,
      14_400_000n,
    ],
    ['1,000,000 at 70 %, 4,000,000 at 72 %, 1,000,000 at 75 %', 600_000_000n, 0n, 433_000_000n],
  ])('%s', (_rule, base, before, gross) => {
    expect(splitShare(base, before, terms)).toEqual({ gross, platform: base - gross });
  });

  test('parts are the whole, and months in any cut earn what the quarter earns, to a unit each', () => {
    const minor = fc.bigInt({ min: 0n, max: 10n ** 11n });
    fc.assert(
      fc.property(minor, minor, (first, second) => {
        const a = splitShare(first, 0n, terms);
        const b = splitShare(second, first, terms);
        const whole = splitShare(first + second, 0n, terms);
        expect(a.gross + a.platform).toBe(first);
        const apart = a.gross + b.gross - whole.gross;
        expect(apart >= -1n && apart <= 1n).toBe(true);
      }),
    );
  });

  test.each([
    ['a unit is lost', { base: 10n, gross: 7n, platform: 2n }],
    ['a part is below zero', { base: 10n, gross: 11n, platform: -1n }],
  ])('INV-R20 stops us: %s', (_rule, parts) => {
    expect(() => {
      assertWhole(parts);
    }).toThrow('INV-R20');
  });

  test.each([
    ['5,000 ppm of 10,000,000.00', 1_000_000_000n, 84_400_000n, 5_000_000n, 0n],
    ['half a minor unit is up', 100n, 10n, 1n, 0n],
    [
      'what the share does not cover is invoiced',
      1_000_000_000n,
      4_000_000n,
      4_000_000n,
      1_000_000n,
    ],
  ])('risk reserve: %s', (_rule, disbursed, gross, reserve, invoiced) => {
    expect(reserveOf(disbursed, gross)).toEqual({ reserve, invoiced });
  });

  test.each([
    ['40 % of all revenue', 40n, 20_000_000n],
    ['30 %, which is not above 30 %', 30n, 0n],
    ['one part in a hundred more', 31n, 15_500_000n],
  ])('profit of 10,000,000.00 at 5 %%: %s', (_rule, revenue, part) => {
    const of = { profit: 1_000_000_000n, profitPpm: 50_000n, revenue, all: 100n };
    expect(profitOf(of)).toBe(part);
  });
});
