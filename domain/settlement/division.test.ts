import fc from 'fast-check';
import type { FinancingIn } from '../financing/index.ts';
import { money } from '../money/index.ts';
import type { Holding } from '../receivable/index.ts';
import { activeFinancing, holdingOf } from './test-objects.ts';
import { accrued, sharesOf, stepOf } from './division.ts';

const rules = { graceDays: 3, multiplePpm: 1_500_000 };

function step(amount: bigint, on: string, changes: Partial<FinancingIn<'active'>> = {}) {
  return stepOf({ ...activeFinancing(), ...changes }, amount, on, rules);
}

describe('waterfall of a repayment', () => {
  test('is the worked example: paid in full ten days late', () => {
    const paid = step(100_000_000n, '2026-06-11');
    expect(paid.late).toBe(225_000n);
    expect(paid.principal).toBe(90_000_000n);
    expect(paid.residual).toBe(9_775_000n);
    expect(paid.late + paid.interest + paid.principal + paid.residual).toBe(100_000_000n);
    expect(paid.debt.principal).toBe('0');
  });

  test('on the due day nothing is added and nothing given back', () => {
    const paid = step(100_000_000n, '2026-06-01');
    expect([paid.late, paid.interest, paid.rebate]).toEqual([0n, 0n, 0n]);
    expect(paid.residual).toBe(10_000_000n);
    expect(paid.earned).toBe(1_350_000n);
  });

  test.each([
    ['2026-06-02', 0n],
    ['2026-06-04', 0n],
    // Once past three days' grace, all days since the due day count: 4 · 22,500.
    ['2026-06-05', 90_000n],
  ])('paid on %s the late interest is %s', (on, late) => {
    expect(step(100_000_000n, on).late).toBe(late);
  });

  test('principal that comes 30 of 90 days early gives back a third of the discount', () => {
    const paid = step(100_000_000n, '2026-05-02');
    expect(paid.rebate).toBe(450_000n);
    expect(paid.earned).toBe(900_000n);
    expect(paid.residual).toBe(10_450_000n);
  });

  test('a short payment goes to late interest first and leaves principal open', () => {
    const paid = step(50_000_000n, '2026-06-11');
    expect(paid.late).toBe(225_000n);
    expect(paid.principal).toBe(49_775_000n);
    expect(paid.residual).toBe(0n);
    expect(paid.debt.principal).toBe('40225000');
    expect(paid.debt.lateTo).toBe('2026-06-11');
  });

  test('late interest counts each period on the principal of that period', () => {
    const first = step(50_000_000n, '2026-06-03');
    // Within the grace: 2 days · 22,500 accrued, not charged.
    expect(first.late).toBe(0n);
    expect(first.debt.lateDue).toBe('45000');
    const after = { ...activeFinancing(), debt: first.debt };
    const second = stepOf(after, 50_000_000n, '2026-06-11', rules);
    // 40,000,000 · 60,000 · 1.5 · 8 / 360 · 10⁻⁶ = 80,000 and the 45,000 of before.
    expect(second.late).toBe(125_000n);
    expect(second.principal).toBe(40_000_000n);
    expect(second.residual).toBe(9_875_000n);
  });

  test('mode interest accrues to the pay day and is paid before principal', () => {
    const financing = activeFinancing('interest');
    expect(accrued(financing, '2026-06-01', rules).interestDue).toBe('1350000');
    const paid = stepOf(financing, 100_000_000n, '2026-06-01', rules);
    expect(paid.interest).toBe(1_350_000n);
    expect(paid.residual).toBe(8_650_000n);
  });

  test('asking twice on one day changes nothing', () => {
    const financing = activeFinancing('interest');
    const once = accrued(financing, '2026-05-02', rules);
    expect(accrued({ ...financing, debt: once }, '2026-05-02', rules)).toEqual(once);
  });

  test('every amount is divided whole, whatever is owed', () => {
    fc.assert(
      fc.property(
        fc.bigInt({ min: 1n, max: 200_000_000n }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom('discount' as const, 'interest' as const),
        (amount, day, mode) => {
          const on = new Date(Date.UTC(2026, 2, 3 + day)).toISOString().slice(0, 10);
          const paid = stepOf(activeFinancing(mode), amount, on, rules);
          const toFunder = paid.late + paid.interest + paid.principal - paid.rebate;
          expect(toFunder + paid.residual).toBe(amount);
          expect(paid.residual).toBeGreaterThanOrEqual(0n);
          expect(BigInt(paid.debt.principal) + paid.principal).toBe(90_000_000n);
          expect(BigInt(paid.debt.unearned)).toBeGreaterThanOrEqual(0n);
        },
      ),
    );
  });
});

describe('division over holdings', () => {
  const holding = (id: string, outstanding: bigint): Holding => holdingOf(id, outstanding);

  test('is in proportion to outstanding, ties to the earlier holding id', () => {
    const holdings = [holding('b', 100n), holding('a', 100n), holding('c', 100n)];
    const shares = sharesOf(holdings, money(100n, 'CNY'));
    expect(shares.map(share => [share.holding.holding, share.minor])).toEqual([
      ['a', 34n],
      ['b', 33n],
      ['c', 33n],
    ]);
  });

  test('sums to the payment and never passes what is outstanding', () => {
    const parts = fc.array(fc.bigInt({ min: 1n, max: 10n ** 12n }), {
      minLength: 1,
      maxLength: 50,
    });
    fc.assert(
      fc.property(parts, fc.integer({ min: 1, max: 1_000_000 }), (amounts, ppm) => {
        const holdings = amounts.map((amount, at) => holding(String(at).padStart(3, '0'), amount));
        const whole = amounts.reduce((a, b) => a + b, 0n);
        const paid = (whole * BigInt(ppm)) / 1_000_000n;
        const shares = sharesOf(holdings, money(paid, 'CNY'));
        expect(shares.reduce((total, { minor }) => total + minor, 0n)).toBe(paid);
        for (const { holding: own, minor } of shares) {
          expect(minor).toBeLessThanOrEqual(BigInt(own.outstanding.minor));
        }
      }),
    );
  });
});
