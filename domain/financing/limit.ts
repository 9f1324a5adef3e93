import { refuse, type Refusal } from '../errors/index.ts';
import { allocate, formatMoney, type Money, type MoneyWire } from '../money/index.ts';
import { invariant, ok, type Result } from '../result/index.ts';
import type { Line, Slice, Take } from './state.ts';

/** Free room of a slice in minor units; an over-used one counts zero. */
export function roomOf({ cap, frozen, used }: Slice): bigint {
  const room = BigInt(cap) - BigInt(frozen) - BigInt(used);
  return room > 0n ? room : 0n;
}

/** frozen + used of a slice. */
export function takenOf({ frozen, used }: Slice): bigint {
  return BigInt(frozen) + BigInt(used);
}

/** A cap cut into `slices` parts that sum to it, the remainder in slice 0. */
export function sliceCaps(cap: bigint, slices: number): readonly bigint[] {
  const base = cap / BigInt(slices);
  const rest = cap - base * BigInt(slices);
  return Array.from({ length: slices }, (_, at) => (at === 0 ? base + rest : base));
}

/** The order in which a take visits K slices: from `hint mod K` round. */
export function visitOrder(slices: number, hint: number): readonly number[] {
  const start = ((hint % slices) + slices) % slices;
  return Array.from({ length: slices }, (_, at) => (start + at) % slices);
}

/**
 * Takes `amount` from the slices that were read, in the order given. A slice that is not needed is
 * left alone. `ceiling` bounds frozen + used of the whole line when an attestation is lower than
 * the cap; then every slice must have been read. Refuses with `LIMIT_EXCEEDED {line, room, would}`.
 */
export function takeFrom(
  line: Line,
  slices: readonly Slice[],
  amount: Money,
  ceiling: bigint | null,
): Result<Take, Refusal> {
  const whole = slices.reduce((total, slice) => total + roomOf(slice), 0n);
  const taken = slices.reduce((total, slice) => total + takenOf(slice), 0n);
  const room = ceiling === null ? whole : smaller(whole, positive(ceiling - taken));
  if (room < amount.minor) return exceeded(line, room, amount);
  let left = amount.minor;
  const parts: { slice: number; amount: MoneyWire }[] = [];
  for (const slice of slices) {
    const part = smaller(left, roomOf(slice));
    if (part === 0n) continue;
    const { minor, currency } = { minor: part.toString(), currency: amount.currency };
    parts.push({ slice: slice.slice, amount: { minor, currency } });
    invariant('INV-R12', takenOf(slice) + part <= BigInt(slice.cap), () => {
      return `slice ${slice.slice} of ${line.line} above its cap`;
    });
    left -= part;
    if (left === 0n) break;
  }
  return ok({ line: line.line, slices: parts });
}

/** Splits the return of `amount` over what a take holds, last slice first; the rest stays taken. */
export function releaseOf(
  take: Take,
  amount: bigint,
): { readonly released: Take['slices']; readonly left: Take } {
  let open = amount;
  const released: { slice: number; amount: MoneyWire }[] = [];
  const kept: { slice: number; amount: MoneyWire }[] = [];
  for (const part of [...take.slices].reverse()) {
    const held = BigInt(part.amount.minor);
    const back = smaller(open, held);
    const { currency } = part.amount;
    if (back > 0n)
      released.push({ slice: part.slice, amount: { minor: back.toString(), currency } });
    if (held > back) {
      kept.unshift({ slice: part.slice, amount: { minor: (held - back).toString(), currency } });
    }
    open -= back;
  }
  return { released, left: { line: take.line, slices: kept } };
}

/** Evens the free room of all slices: Σ caps stays, and each slice keeps what is taken. */
export function evened(slices: readonly Slice[]): readonly Slice[] {
  const cap = slices.reduce((total, slice) => total + BigInt(slice.cap), 0n);
  const taken = slices.reduce((total, slice) => total + takenOf(slice), 0n);
  if (taken > cap) return slices;
  const free = sliceCaps(cap - taken, slices.length);
  const next = slices.map((slice, at) => {
    return { ...slice, cap: (takenOf(slice) + (free[at] ?? 0n)).toString() };
  });
  const after = next.reduce((total, slice) => total + BigInt(slice.cap), 0n);
  invariant('INV-R12', after === cap, () => `caps ${after}, were ${cap}`);
  return next;
}

/** New caps for slices that are partly taken: what is taken first, the free rest evenly. */
export function capsFor(cap: bigint, taken: readonly bigint[]): readonly bigint[] {
  const whole = taken.reduce((total, part) => total + part, 0n);
  if (whole === 0n) return sliceCaps(cap, taken.length);
  if (whole >= cap) return allocate(cap, taken);
  const free = sliceCaps(cap - whole, taken.length);
  return taken.map((part, at) => part + (free[at] ?? 0n));
}

function exceeded(line: Line, room: bigint, would: Money) {
  const { currency } = would;
  return refuse('LIMIT_EXCEEDED', {
    line: `${line.kind} ${line.line}`,
    room: formatMoney({ minor: room, currency }),
    x: formatMoney(would),
    would: formatMoney(would),
  });
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function positive(a: bigint): bigint {
  return a > 0n ? a : 0n;
}
