import fc from 'fast-check';
import { allocate, divide, multiplyPpm, type Rounding } from './money.ts';

describe('allocate', () => {
  // Largest remainders: floors first, then one minor unit each to the largest rest (ties: earlier).
  test.each<[string, bigint, bigint[], bigint[]]>([
    ['a third each, the unit left to the first', 100n, [1n, 1n, 1n], [34n, 33n, 33n]],
    ['two left, to the two largest rests', 10n, [1n, 2n, 4n], [1n, 3n, 6n]],
    ['a zero weight gets nothing', 7n, [0n, 1n], [0n, 7n]],
    ['one minor unit', 1n, [1n, 1n], [1n, 0n]],
    ['nothing to split', 0n, [3n, 5n], [0n, 0n]],
    ['amounts beyond doubles', 10n ** 17n + 1n, [1n, 1n], [5n * 10n ** 16n + 1n, 5n * 10n ** 16n]],
  ])('%s', (_name, total, weights, shares) => {
    expect(allocate(total, weights)).toEqual(shares);
  });

  test('INV-G3: the shares sum to the whole, each within one unit of its exact part', () => {
    const weights = fc
      .array(fc.bigInt({ min: 0n, max: 10n ** 12n }), { minLength: 1, maxLength: 40 })
      .filter(list => list.some(weight => weight > 0n));
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 18n }), weights, (total, list) => {
        const shares = allocate(total, list);
        const whole = list.reduce((sum, weight) => sum + weight, 0n);
        expect(shares.reduce((sum, share) => sum + share, 0n)).toBe(total);
        shares.forEach((share, at) => {
          const floor = (total * (list[at] ?? 0n)) / whole;
          expect(share === floor || share === floor + 1n).toBe(true);
          if (list[at] === 0n) expect(share).toBe(0n);
        });
      }),
    );
  });

  test('no weight, or a negative total, stops us', () => {
    expect(() => allocate(1n, [0n, 0n])).toThrow('allocate 1 over 0');
    expect(() => allocate(-1n, [1n])).toThrow('allocate -1 over 1');
  });
});

describe('divide', () => {
  test.each<[bigint, bigint, Rounding, bigint]>([
    [5n, 2n, 'down', 2n],
    [5n, 2n, 'halfUp', 3n],
    [-5n, 2n, 'halfUp', -3n],
    [5n, 2n, 'up', 3n],
    [4n, 2n, 'up', 2n],
  ])('%s / %s %s is %s', (numerator, denominator, rounding, result) => {
    expect(divide(numerator, denominator, rounding)).toBe(result);
  });

  test('85 % of 1,234.56 rounded down is 1,049.37', () => {
    const face = { minor: 123_456n, currency: 'CNY' } as const;
    expect(multiplyPpm(face, 850_000n, 'down').minor).toBe(104_937n);
  });
});
