import fc from 'fast-check';
import { money } from '../money/index.ts';
import { capsFor, evened, releaseOf, roomOf, sliceCaps, takeFrom, visitOrder } from './limit.ts';
import type { Line, Slice } from './state.ts';

function lineOf(cap: bigint, slices: number): Line {
  const amounts = { cap: { minor: cap.toString(), currency: 'CNY' as const }, slices };
  const days = { from: '2026-01-01', until: '2026-12-31' };
  const object = { line: 'line', owner: 'funder', kind: 'supplier' as const, subject: 'supplier' };
  return { ...object, ...amounts, ...days, overLimit: false, version: 1 };
}

function slicesOf(cap: bigint, count: number): Slice[] {
  return sliceCaps(cap, count).map((part, slice) => {
    return { line: 'line', slice, cap: part.toString(), frozen: '0', used: '0' };
  });
}

const sum = (parts: readonly bigint[]) => parts.reduce((a, b) => a + b, 0n);

describe('limits in slices', () => {
  test('a cap is cut evenly with the remainder in slice 0', () => {
    expect(sliceCaps(10n, 4)).toEqual([4n, 2n, 2n, 2n]);
    expect(sliceCaps(0n, 3)).toEqual([0n, 0n, 0n]);
  });

  test.each([
    [8, 3, [3, 4, 5, 6, 7, 0, 1, 2]],
    [4, 0, [0, 1, 2, 3]],
    [4, 7, [3, 0, 1, 2]],
    [1, 5, [0]],
  ])('%i slices from hint %i are visited round', (count, hint, order) => {
    expect(visitOrder(count, hint)).toEqual(order);
  });

  test('a take leaves alone the slices that it does not need', () => {
    const taken = takeFrom(lineOf(400n, 4), slicesOf(400n, 4), money(150n, 'CNY'), null);
    expect(taken.ok && taken.value.slices).toEqual([
      { slice: 0, amount: { minor: '100', currency: 'CNY' } },
      { slice: 1, amount: { minor: '50', currency: 'CNY' } },
    ]);
  });

  test.each([
    [400n, null, true],
    [401n, null, false],
    [200n, 200n, true],
    [201n, 200n, false],
    [1n, 0n, false],
  ])('asked for %s with ceiling %s: %s', (amount, ceiling, fits) => {
    const taken = takeFrom(lineOf(400n, 4), slicesOf(400n, 4), money(amount, 'CNY'), ceiling);
    expect(taken.ok).toBe(fits);
    if (taken.ok) return;
    expect(taken.error.code).toBe('LIMIT_EXCEEDED');
  });

  test('the sum of all takes is never above the cap, whatever the hints', () => {
    const take = fc.record({
      amount: fc.bigInt({ min: 1n, max: 500n }),
      hint: fc.nat(1000),
      back: fc.nat(500),
    });
    const run = fc.tuple(
      fc.bigInt({ min: 1n, max: 2_000n }),
      fc.integer({ min: 1, max: 32 }),
      fc.array(take, { maxLength: 60 }),
    );
    fc.assert(
      fc.property(run, ([cap, count, takes]) => {
        const slices = slicesOf(cap, count);
        const line = lineOf(cap, count);
        for (const { amount, hint, back } of takes) {
          const visited = visitOrder(count, hint).flatMap(at => slices[at] ?? []);
          const taken = takeFrom(line, visited, money(amount, 'CNY'), null);
          const room = sum(slices.map(roomOf));
          expect(taken.ok).toBe(amount <= room);
          if (!taken.ok) continue;
          add(slices, taken.value.slices, 1n);
          const { released, left } = releaseOf(taken.value, BigInt(back));
          add(slices, released, -1n);
          const kept = sum(left.slices.map(part => BigInt(part.amount.minor)));
          const given = sum(released.map(part => BigInt(part.amount.minor)));
          expect(kept + given).toBe(amount);
          for (const slice of slices) {
            expect(BigInt(slice.frozen)).toBeLessThanOrEqual(BigInt(slice.cap));
            expect(BigInt(slice.frozen)).toBeGreaterThanOrEqual(0n);
          }
          expect(sum(slices.map(({ frozen }) => BigInt(frozen)))).toBeLessThanOrEqual(cap);
        }
      }),
    );
  });

  test('evening keeps the cap and what is taken, and levels the free room', () => {
    const slices = slicesOf(400n, 4).map((slice, at) => ({
      ...slice,
      used: at === 0 ? '90' : '0',
    }));
    const even = evened(slices);
    expect(sum(even.map(({ cap }) => BigInt(cap)))).toBe(400n);
    expect(even.map(roomOf)).toEqual([79n, 77n, 77n, 77n]);
  });

  test.each([
    [100n, [0n, 0n], [50n, 50n]],
    [100n, [60n, 0n], [80n, 20n]],
    // Below what is taken: allowed, room counts zero.
    [50n, [60n, 40n], [30n, 20n]],
  ])('a new cap of %s over takes %s gives caps %s', (cap, taken, caps) => {
    expect(capsFor(cap, taken)).toEqual(caps);
  });
});

function add(
  slices: Slice[],
  parts: readonly { readonly slice: number; readonly amount: { readonly minor: string } }[],
  sign: bigint,
): void {
  for (const { slice, amount } of parts) {
    const held = slices[slice];
    if (!held) continue;
    const frozen = (BigInt(held.frozen) + sign * BigInt(amount.minor)).toString();
    slices[slice] = { ...held, frozen };
  }
}
