import type { LedgerEvent } from '../event/index.ts';
import { allocate, type MoneyWire } from '../money/index.ts';
import { invariant } from '../result/index.ts';
import { minorOf, withMinor, zeroOf } from './amounts.ts';
import type { InvoiceShare, ReceivableEvent } from './events.ts';
import { isLined } from './standing.ts';
import type { Holding, LiveState, LockedFor, Receivable } from './state.ts';

type Of<K extends ReceivableEvent['kind']> = Extract<ReceivableEvent, { kind: K }>;

const LIVE: readonly string[] = ['free', 'reserved', 'pledged', 'sold', 'pooled'];

/** True while money can be outstanding on it. */
export function isLive(holding: Holding): holding is Extract<Holding, { state: LiveState }> {
  return LIVE.includes(holding.state);
}

/** Locks free holdings; each with all that is outstanding on it. */
export function reserveHolding(holding: Holding, lockedFor: LockedFor): Of<'holding.reserved'> {
  invariant('INV-R4', holding.state === 'free', () => `${holding.holding} is ${holding.state}`);
  return { kind: 'holding.reserved', ...moveOf(holding), lockedFor };
}

/** A lien for the funder on a reserved holding; title stays. */
export function pledgeHolding(
  holding: Holding,
  to: { readonly financing: string; readonly funder: string },
): Of<'holding.pledged'> {
  invariant('INV-R4', holding.state === 'reserved', () => `${holding.holding} is not reserved`);
  return { kind: 'holding.pledged', ...moveOf(holding), ...to };
}

/** Title of a reserved holding to the funder; the residual stays with the holder. */
export function sellHolding(
  holding: Holding,
  to: { readonly financing: string; readonly funder: string },
): Of<'holding.sold'> {
  invariant('INV-R4', holding.state === 'reserved', () => `${holding.holding} is not reserved`);
  return { kind: 'holding.sold', ...moveOf(holding), ...to, residualTo: holding.holder };
}

/** Ends a reservation or a lien. */
export function releaseHolding(holding: Holding): Of<'holding.released'> {
  const { state } = holding;
  invariant('INV-R4', state === 'reserved' || state === 'pledged', () => `${state} not released`);
  return { kind: 'holding.released', ...moveOf(holding), from: state };
}

/** The lien of a pledge becomes title; the residual stays with the holder. */
export function realiseHolding(
  holding: Holding,
): Extract<LedgerEvent, { kind: 'holding.realised' }> {
  invariant('INV-R4', holding.state === 'pledged', () => `${holding.holding} is not pledged`);
  const { financing, funder, holder: residualTo } = holding;
  return { kind: 'holding.realised', ...moveOf(holding), financing, funder, residualTo };
}

/** Title back to whom the residual belongs. */
export function returnHolding(holding: Holding): Of<'holding.returned'> {
  invariant('INV-R4', holding.state === 'sold', () => `${holding.holding} is not sold`);
  return { kind: 'holding.returned', ...moveOf(holding), to: holding.residualTo };
}

/**
 * Everything that a payment of the debtor does to a claim: holdings paid, those at zero closed, what
 * was written off recovered, and, when nothing is left, the claim and its invoices settled. `shares`
 * names each holding at most once, with at most its outstanding; `recoveries` with at most what was
 * written off of it.
 */
export function payHoldings(
  receivable: Receivable,
  shares: readonly { readonly holding: Holding; readonly amount: MoneyWire }[],
  on: string,
  recoveries: readonly Recovery[] = [],
): readonly LedgerEvent[] {
  const events: LedgerEvent[] = [];
  let left = minorOf(receivable.outstanding);
  let lost = BigInt(receivable.parts.writtenOff);
  for (const { holding, amount } of shares) {
    const rest = minorOf(holding.outstanding) - minorOf(amount);
    invariant('INV-R1', rest >= 0n && isLive(holding), () => `${holding.holding} left ${rest}`);
    const id = { holding: holding.holding, receivable: receivable.receivable };
    events.push({ kind: 'holding.paid', ...id, amount, from: holding.state });
    if (rest === 0n) events.push({ kind: 'holding.closed', ...id });
    left -= minorOf(amount);
  }
  for (const { holding, financing, amount } of recoveries) {
    const rest = minorOf(holding.writtenOff) - minorOf(amount);
    invariant('INV-R1', rest >= 0n, () => `${holding.holding} lost ${rest}`);
    const id = { holding: holding.holding, receivable: receivable.receivable, financing };
    events.push({ kind: 'writeoff.recovered', ...id, amount, whole: rest === 0n, on });
    lost -= minorOf(amount);
  }
  if (left > 0n) return events;
  const parts = { ...receivable.parts, writtenOff: lost.toString() };
  return [...events, ...endOfOutstanding({ ...receivable, parts }, on)];
}

/** Money for what a financing had written off of a holding. */
export type Recovery = {
  readonly holding: Holding;
  readonly financing: string;
  readonly amount: MoneyWire;
};

/** What follows when nothing is outstanding: cured and settled, or closed with what was lost. */
export function endOfOutstanding(receivable: Receivable, on: string): readonly LedgerEvent[] {
  const { receivable: id, status, parts } = receivable;
  if (parts.writtenOff !== '0') {
    const known = status === 'closedWithLoss';
    return known ? [] : [{ kind: 'receivable.closedWithLoss', receivable: id, on }];
  }
  const late = status === 'overdue' || status === 'defaulted';
  return [
    ...(late ? [{ kind: 'claim.cured' as const, receivable: id, on }] : []),
    ...settleClaim(receivable, on),
  ];
}

/**
 * Divides an amount of a claim over its invoices by what it claims of each; for
 * `fingerprint.applied|financed|freed`.
 */
export function invoiceShares(receivable: Receivable, amount: MoneyWire): readonly InvoiceShare[] {
  const weights = receivable.invoices.map(({ claimed }) => minorOf(claimed));
  const shares = allocate(minorOf(amount), weights);
  return receivable.invoices.map(({ invoice }, at) => ({
    invoice,
    amount: withMinor(amount, shares[at] ?? 0n),
  }));
}

/** What a claim that ends gives back to the registry. */
export function cancelClaims(receivable: Receivable, reason: string): Of<'fingerprint.cancelled'> {
  const invoices = receivable.invoices.map(({ invoice, claimed }) => ({
    invoice,
    amount: claimed,
  }));
  return { kind: 'fingerprint.cancelled', receivable: receivable.receivable, invoices, reason };
}

export function settleClaim(receivable: Receivable, on: string): readonly ReceivableEvent[] {
  const { receivable: id, buyer, face, invoices } = receivable;
  const lined = isLined(receivable);
  const shares = invoices.map(({ invoice }) => ({ invoice, amount: zeroOf(face) }));
  return [
    { kind: 'receivable.settled', receivable: id, buyer, face, lined, on },
    { kind: 'fingerprint.settled', receivable: id, invoices: shares },
  ];
}

function moveOf({ holding, receivable, outstanding }: Holding) {
  return { holding, receivable, amount: outstanding };
}
