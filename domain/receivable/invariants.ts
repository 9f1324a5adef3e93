import { invariant } from '../result/index.ts';
import { minorOf, outstandingOf } from './amounts.ts';
import type { Holding, Invoice, Receivable } from './state.ts';

/** A law with its sides, for assertions before a write and answers after a read. */
export type Law = { readonly id: string; readonly holds: boolean; readonly facts: string };

/** INV-R1: amount = outstanding + splitOut + paid + diluted + writtenOff, none negative. */
export function holdingLaw(holding: Holding): Law {
  const { amount, outstanding, splitOut, paid, diluted, writtenOff } = holding;
  const parts = [outstanding, splitOut, paid, diluted, writtenOff].map(minorOf);
  const sum = parts.reduce((whole, part) => whole + part, 0n);
  const holds = sum === minorOf(amount) && parts.every(part => part >= 0n);
  return { id: 'INV-R1', holds, facts: `${holding.holding}: ${sum} of ${amount.minor}` };
}

/** INV-R3: face = Σ parts, none negative, and the outstanding is what is live. */
export function receivableLaw(receivable: Receivable): Law {
  const { face, parts, outstanding } = receivable;
  const amounts = Object.values(parts).map(BigInt);
  const sum = amounts.reduce((whole, part) => whole + part, 0n);
  const isWhole = sum === minorOf(face) && outstandingOf(parts) === minorOf(outstanding);
  const holds = isWhole && amounts.every(part => part >= 0n);
  return { id: 'INV-R3', holds, facts: `${receivable.receivable}: ${sum} of ${face.minor}` };
}

/** INV-R5: financed ≤ claimed ≤ amount − credit notes. */
export function invoiceLaw(invoice: Invoice): Law {
  const { amount, creditNotes, claimed, financed } = invoice;
  const room = minorOf(amount) - minorOf(creditNotes);
  const holds =
    minorOf(financed) >= 0n && minorOf(financed) <= minorOf(claimed) && minorOf(claimed) <= room;
  const facts = `${invoice.invoice}: ${financed.minor} ≤ ${claimed.minor} ≤ ${room}`;
  return { id: 'INV-R5', holds, facts };
}

/** INV-R2: the children of a split or a transfer sum to what left the parent. */
export function splitLaw(parent: Holding, children: readonly Holding[]): Law {
  const sum = children.reduce((whole, { amount }) => whole + minorOf(amount), 0n);
  const holds = sum === minorOf(parent.splitOut);
  return { id: 'INV-R2', holds, facts: `${parent.holding}: ${sum} of ${parent.splitOut.minor}` };
}

/** Entities as a transaction leaves them, by id. */
export type Touched = {
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly receivables: readonly Receivable[];
  readonly invoices: readonly Invoice[];
};

/** Asserts INV-R1, R2, R3 and R5 on everything that a transaction touched, before it is written. */
export function checkInvariants({ holdings, receivables, invoices }: Touched): void {
  const laws = [
    ...[...holdings.values()].map(holdingLaw),
    ...[...holdings.values()].flatMap(holding => splitLaws(holding, holdings)),
    ...receivables.map(receivableLaw),
    ...invoices.map(invoiceLaw),
  ];
  for (const { id, holds, facts } of laws) invariant(id, holds, () => facts);
}

function splitLaws(parent: Holding, holdings: Touched['holdings']): Law[] {
  if (parent.state !== 'split') return [];
  const children = parent.children.flatMap(id => holdings.get(id) ?? []);
  return children.length === parent.children.length ? [splitLaw(parent, children)] : [];
}
