import { fromWire, money, toWire, type MoneyWire } from '../money/index.ts';
import type { LiveState, Parts } from './state.ts';

export function minorOf({ minor }: MoneyWire): bigint {
  return BigInt(minor);
}

/** The same currency with other minor units. */
export function withMinor({ currency }: MoneyWire, minor: bigint): MoneyWire {
  return toWire(money(minor, currency));
}

export function plus(a: MoneyWire, b: MoneyWire): MoneyWire {
  return withMinor(a, fromWire(a).minor + fromWire(b).minor);
}

export function minus(a: MoneyWire, b: MoneyWire): MoneyWire {
  return withMinor(a, fromWire(a).minor - fromWire(b).minor);
}

export function zeroOf(amount: MoneyWire): MoneyWire {
  return withMinor(amount, 0n);
}

export function sumOf(amounts: readonly MoneyWire[]): bigint {
  return amounts.reduce((whole, { minor }) => whole + BigInt(minor), 0n);
}

/** All of the face free: how a claim begins. */
export function partsOf(face: MoneyWire): Parts {
  const nothing = { reserved: '0', pledged: '0', sold: '0', pooled: '0' };
  return { free: face.minor, ...nothing, paid: '0', diluted: '0', writtenOff: '0' };
}

/** Moves an amount between two parts of a face. */
export function movePart(
  parts: Parts,
  move: { readonly amount: MoneyWire; readonly from: keyof Parts; readonly to: keyof Parts },
): Parts {
  const { amount, from, to } = move;
  if (from === to) return parts;
  const minor = BigInt(amount.minor);
  return {
    ...parts,
    [from]: (BigInt(parts[from]) - minor).toString(),
    [to]: (BigInt(parts[to]) + minor).toString(),
  };
}

const LIVE: readonly LiveState[] = ['free', 'reserved', 'pledged', 'sold', 'pooled'];

/** free + reserved + pledged + sold + pooled. */
export function outstandingOf(parts: Parts): bigint {
  return LIVE.reduce((whole, name) => whole + BigInt(parts[name]), 0n);
}
