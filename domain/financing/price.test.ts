import fc from 'fast-check';
import { money } from '../money/index.ts';
import { aprPpm, interestOf, lateInterestOf } from '../rate/index.ts';
import { priceOf, shownOf, type FeeTerm, type Terms } from './price.ts';

const fee: FeeTerm = {
  kind: 'origination',
  base: 'advance',
  ppm: 1000,
  flatMinor: '0',
  floorMinor: '0',
  capMinor: null,
  annual: false,
  payer: 'supplier',
  payee: 'platform',
};

const terms: Terms = {
  outstanding: money(100_000_000n, 'CNY'),
  advancePpm: 900_000,
  ratePpm: 60_000,
  mode: 'discount',
  days: 90,
  fees: [fee],
  aprMaxPpm: 150_000,
  daysMin: 15,
};

function priced(changes: Partial<Terms> = {}) {
  const result = priceOf({ ...terms, ...changes });
  if (!result.ok) throw new Error(result.error.code);
  return result.value;
}

function refusal(changes: Partial<Terms>) {
  const result = priceOf({ ...terms, ...changes });
  return result.ok ? 'priced' : result.error.code;
}

describe('price of a financing', () => {
  test('is the worked example of the rules: 1,000,000.00 at 90 % and 6 % for 90 days', () => {
    const price = priced();
    expect(price.advance.minor).toBe(90_000_000n);
    expect(price.discount.minor).toBe(1_350_000n);
    expect(price.supplierFees.minor).toBe(90_000n);
    expect(price.cash.minor).toBe(88_560_000n);
    expect(price.totalCost.minor).toBe(1_440_000n);
    expect(price.aprPpm).toBe(65_944);
  });

  test('shows every fee on its own line with payer and payee', () => {
    expect(shownOf(priced())).toEqual({
      cash: { minor: '88560000', currency: 'CNY' },
      totalCost: { minor: '1440000', currency: 'CNY' },
      aprPpm: 65_944,
      feeLines: [
        {
          kind: 'origination',
          amount: { minor: '90000', currency: 'CNY' },
          payer: 'supplier',
          payee: 'platform',
        },
      ],
    });
  });

  test('takes nothing in advance in mode interest but counts the interest in the cost', () => {
    const price = priced({ mode: 'interest' });
    expect(price.discount.minor).toBe(0n);
    expect(price.interest.minor).toBe(1_350_000n);
    expect(price.cash.minor).toBe(89_910_000n);
    // 1,440,000 · 365 · 10⁶ / (89,910,000 · 90) = 64,953.84…, rounded up.
    expect(price.aprPpm).toBe(64_954);
  });

  test('a fee borne by the funder lowers neither cash nor APR', () => {
    const price = priced({ fees: [{ ...fee, payer: 'funder' }] });
    expect(price.cash.minor).toBe(88_650_000n);
    expect(price.funderFees.minor).toBe(90_000n);
    expect(price.totalCost.minor).toBe(1_350_000n);
  });

  test.each([
    ['flat and floor', { flatMinor: '100', ppm: 0, floorMinor: '5000' }, '5000'],
    ['cap', { capMinor: '20000' }, '20000'],
    // 90,000,000 · 4,000 · 90 / (10⁶ · 360) = 90,000
    ['yearly part for 90 of 360 days', { ppm: 4000, annual: true }, '90000'],
    ['on the face', { base: 'face' as const }, '100000'],
  ])('fee: %s', (_, change, expected) => {
    const [line] = priced({ fees: [{ ...fee, ...change }] }).feeLines;
    expect(line?.amount.minor).toBe(expected);
  });

  test.each([
    ['14 days when 15 are needed', { days: 14 }, 'RESIDUAL_TENOR_SHORT'],
    ['15 days', { days: 15 }, 'priced'],
    ['a negative rate', { ratePpm: -1 }, 'PRICE_OUT_OF_RANGE'],
    ['APR one ppm above the cap', { aprMaxPpm: 65_943 }, 'PRICE_OUT_OF_RANGE'],
    ['APR exactly at the cap', { aprMaxPpm: 65_944 }, 'priced'],
    ['a discount that eats the advance', { ratePpm: 4_000_000 }, 'PRICE_OUT_OF_RANGE'],
    ['fees that eat the cash', { fees: [{ ...fee, ppm: 990_000 }] }, 'PRICE_OUT_OF_RANGE'],
    ['no advance', { advancePpm: 0 }, 'PRICE_OUT_OF_RANGE'],
  ])('%s: %s', (_, change, expected) => {
    expect(refusal(change)).toBe(expected);
  });

  test('cash, discount and fees are the advance, always', () => {
    const amounts = fc.bigInt({ min: 10_000n, max: 10n ** 15n });
    const ppm = (max: number) => fc.integer({ min: 0, max });
    fc.assert(
      fc.property(
        amounts,
        ppm(1_000_000),
        ppm(200_000),
        fc.integer({ min: 15, max: 366 }),
        (minor, advancePpm, ratePpm, days) => {
          const outstanding = money(minor, 'CNY');
          const result = priceOf({ ...terms, outstanding, advancePpm, ratePpm, days });
          if (!result.ok) return;
          const { advance, discount, supplierFees, cash } = result.value;
          expect(cash.minor + discount.minor + supplierFees.minor).toBe(advance.minor);
          expect(advance.minor * 1_000_000n).toBeLessThanOrEqual(minor * BigInt(advancePpm));
        },
      ),
    );
  });
});

describe('rates', () => {
  const principal = money(90_000_000n, 'CNY');

  test.each([
    [60_000, 90, 1_350_000n],
    [60_000, 0, 0n],
    [0, 90, 0n],
    // 1.5 minor units round up, 1.25 down.
    [1, 6, 2n],
    [1, 5, 1n],
  ])('interest at %i ppm for %i days is %s', (ratePpm, days, expected) => {
    expect(interestOf({ principal, ratePpm, days }).minor).toBe(expected);
  });

  test('late interest is one and a half times the rate', () => {
    const period = { principal, ratePpm: 60_000, days: 10 };
    expect(lateInterestOf(period, 1_500_000).minor).toBe(225_000n);
  });

  test('the APR is rounded up', () => {
    const [cost, cash] = [money(1n, 'CNY'), money(365_000_000n, 'CNY')];
    expect(aprPpm(cost, cash, 1)).toBe(1);
    expect(aprPpm(cost, money(365_000_001n, 'CNY'), 1)).toBe(1);
    expect(aprPpm(cost, money(364_999_999n, 'CNY'), 1)).toBe(2);
  });
});
