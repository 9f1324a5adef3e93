import type { LedgerEvent } from '../event/index.ts';
import { entry, type JournalLine } from '../journal/index.ts';
import { fromWire, type MoneyWire } from '../money/index.ts';
import { invariant } from '../result/index.ts';
import { minorOf, withMinor } from './amounts.ts';
import { endOfOutstanding, invoiceShares, isLive } from './effects.ts';
import type { Holding, Receivable } from './state.ts';

export type DilutedHolding = { readonly holding: Holding; readonly amount: MoneyWire };

/** Events and journal lines of a reduction of a claim that its holders have agreed to. */
export function diluteClaim(
  receivable: Receivable,
  parts: readonly DilutedHolding[],
  of: { readonly creditNote: string; readonly on: string },
): { readonly events: readonly LedgerEvent[]; readonly lines: readonly JournalLine[] } {
  const total = parts.reduce((whole, { amount }) => whole + minorOf(amount), 0n);
  const lent = parts
    .filter(({ holding }) => holding.state === 'sold' || holding.state === 'pledged')
    .reduce((whole, { amount }) => whole + minorOf(amount), 0n);
  const { face, buyer, outstanding } = receivable;
  const holdings = parts.map(({ holding, amount }) => {
    invariant('INV-R1', isLive(holding), () => `${holding.holding} is ${holding.state}`);
    const closes = holding.outstanding.minor === amount.minor;
    return { holding: holding.holding, amount, from: holding.state, closes };
  });
  const amount = withMinor(face, total);
  const left = minorOf(outstanding) - total;
  return {
    events: [
      {
        kind: 'receivable.diluted',
        receivable: receivable.receivable,
        creditNote: of.creditNote,
        amount,
        holdings,
        invoices: invoiceShares(receivable, amount),
        financed: invoiceShares(receivable, withMinor(face, lent)),
        on: of.on,
      },
      ...(left === 0n ? endOfOutstanding(receivable, of.on) : []),
    ],
    lines: parts.flatMap(({ holding, amount: part }) =>
      entry('obligation', ['9001', buyer], ['8001', holding.holder], fromWire(part)),
    ),
  };
}
