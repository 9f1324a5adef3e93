import { addDays, isBusinessDay } from '../calendar/index.ts';
import { allocate, divide, money, type Currency, type Money } from '../money/index.ts';
import { BUFFER_SLICES, type BufferMove, type BufferSlice, type DayNeed } from './buffer-state.ts';

const DAYS_SEEN = 20;
const FLOOR_PPM = 500_000n;
const WARN_PPM = 800_000n;
const MILLION = 1_000_000n;

/** The business days before this one whose use sets the target, latest first. */
export function daysSeen(businessDate: string): readonly string[] {
  const days: string[] = [];
  for (let day = addDays(businessDate, -1); days.length < DAYS_SEEN; day = addDays(day, -1)) {
    const open = isBusinessDay(day);
    if (!open.ok) break;
    if (open.value) days.push(day);
  }
  return days;
}

/**
 * What the cash buffer should hold: a factor of the largest net need of a day, rounded up.
 * @example drawn 1,000,000.00 and repaid 200,000.00 on the worst day at 1.25: 1,000,000.00
 */
export function targetOf(needs: readonly DayNeed[], factorPpm: bigint): bigint {
  const most = needs.reduce((a, { minor }) => (BigInt(minor) > a ? BigInt(minor) : a), 0n);
  return divide(most * factorPpm, MILLION, 'up');
}

/** What the moves of a day come to. */
export function needOf(on: string, moves: readonly BufferMove[]): DayNeed {
  const minor = moves.reduce(
    (total, { drawn, repaid }) => total + BigInt(drawn) - BigInt(repaid),
    0n,
  );
  return { on, minor: minor.toString() };
}

/** What a draw leaves, and whether it warns: only who sees every slice can say that. */
export type Drawn = { readonly slices: readonly BufferSlice[]; readonly isLow: boolean };

/**
 * Takes an amount from the slices in the order given; `null` when that would go below the floor. Each
 * slice keeps its part of the floor, half of the target, so that the sum does however many draw at
 * once: for that the first draw of a day evens them.
 */
export function drawFrom(
  slices: readonly BufferSlice[],
  amount: Money,
  target: bigint,
): Drawn | null {
  let open = amount.minor;
  const after: BufferSlice[] = [];
  for (const slice of slices) {
    const room = roomIn(slice, target);
    const part = room < open ? room : open;
    if (part <= 0n) continue;
    after.push({ ...slice, minor: (BigInt(slice.minor) - part).toString() });
    open -= part;
  }
  if (open > 0n) return null;
  const isLow = isBelowWarning(slices, target, -amount.minor);
  return { slices: after, isLow };
}

/** What a slice may give: all above its part of the floor. */
export function roomIn({ minor }: BufferSlice, target: bigint): bigint {
  const floor = divide(target * FLOOR_PPM, MILLION * BigInt(BUFFER_SLICES), 'up');
  const room = BigInt(minor) - floor;
  return room > 0n ? room : 0n;
}

/** All slices together, after a change, below 80 % of the target; of some slices nothing is said. */
export function isBelowWarning(
  slices: readonly BufferSlice[],
  target: bigint,
  change: bigint,
): boolean {
  const held = slices.reduce((total, { minor }) => total + BigInt(minor), change);
  return slices.length === BUFFER_SLICES && held * MILLION < target * WARN_PPM;
}

/** Every slice after an amount came in (or, negative, went out): evened, nothing lost. */
export function evenedBy(
  slices: readonly BufferSlice[],
  amount: Money,
): readonly BufferSlice[] | null {
  const total = heldIn(slices, amount.currency).minor + amount.minor;
  if (total < 0n) return null;
  const parts = allocate(
    total,
    Array.from({ length: BUFFER_SLICES }, () => 1n),
  );
  return parts.map((minor, slice) => {
    return { currency: amount.currency, slice, minor: minor.toString() };
  });
}

/** Cash in slices. */
export function heldIn(slices: readonly BufferSlice[], currency: Currency): Money {
  return money(
    slices.reduce((total, { minor }) => total + BigInt(minor), 0n),
    currency,
  );
}
