import fc from 'fast-check';
import { assertWhole, footprintsSplit } from './footprint.ts';

const holding = { holding: 'h', receivable: 'r', scope: '1' } as const;

describe('grams that go on with holdings', () => {
  test('sum to the whole however a holding is cut', () => {
    const amounts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), {
      minLength: 1,
      maxLength: 20,
    });
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 15n }), amounts, (grams, cut) => {
        const parts = cut.map((minor, at) => {
          return { holding: `p${at}`, amount: { minor: minor.toString() } };
        });
        const [split] = footprintsSplit([{ ...holding, grams: grams.toString() }], parts);
        const total = split?.parts.reduce((sum, part) => sum + BigInt(part.grams), 0n);
        expect(total).toBe(grams);
      }),
    );
  });

  test('INV-R21 stops us when a gram is lost', () => {
    expect(() => assertWhole('10', [{ holding: 'p', grams: '9' }])).toThrow('INV-R21');
  });
});
