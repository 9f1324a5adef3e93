import type { Act } from '../act/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { OwedFinancing, Take } from '../financing/index.ts';
import { entry, titleLines, type JournalLine } from '../journal/index.ts';
import { fromWire, money, type Money } from '../money/index.ts';
import { invoiceShares, releaseHolding, returnHolding } from '../receivable/index.ts';
import type { Holding, Receivable } from '../receivable/index.ts';

/** What goes back to its holder, with the title lines that follow. */
export type Returned = {
  readonly events: readonly LedgerEvent[];
  readonly lines: readonly JournalLine[];
};

/**
 * Everything that is still outstanding under a financing that is owed nothing more: titles return,
 * with what was lost on them, liens end, and the registry can finance the rest again.
 */
export function returnHoldings(
  financing: OwedFinancing,
  holdings: readonly Holding[],
  receivables: readonly Receivable[],
): Returned {
  const own = holdings.filter(holding => {
    const isOwn = 'financing' in holding && holding.financing === financing.financing;
    return isOwn && holding.outstanding.minor !== '0';
  });
  const moves = own.map(holding =>
    holding.state === 'sold' ? returnHolding(holding) : releaseHolding(holding),
  );
  const freed = receivables.flatMap((claim): LedgerEvent[] => {
    const parts = own.filter(({ receivable }) => receivable === claim.receivable);
    if (parts.length === 0) return [];
    const minor = parts.reduce((total, { outstanding }) => total + BigInt(outstanding.minor), 0n);
    const amount = { minor: minor.toString(), currency: claim.face.currency };
    const { receivable } = claim;
    const invoices = invoiceShares(claim, amount);
    return [{ kind: 'fingerprint.freed', receivable, invoices, financing: financing.financing }];
  });
  const lines = own.flatMap(holding =>
    holding.state === 'sold'
      ? [
          ...titleLines({
            from: holding.holder,
            to: holding.residualTo,
            amount: holding.outstanding,
          }),
          ...entry(
            'obligation',
            ['8090', holding.residualTo],
            ['8090', holding.holder],
            fromWire(holding.writtenOff),
          ),
        ]
      : [],
  );
  return { events: [...moves, ...freed], lines };
}

/** One event a line, whatever number of financings give back to it (a row a line and act). */
export function releaseEvents(
  releases: readonly Take[],
  act: Act,
  from: 'used' | 'frozen' = 'used',
): readonly LedgerEvent[] {
  const byLine = new Map<string, Map<number, Money>>();
  for (const { line, slices } of releases) {
    const parts = byLine.get(line) ?? new Map<number, Money>();
    for (const { slice, amount } of slices) {
      const before = parts.get(slice)?.minor ?? 0n;
      parts.set(slice, money(before + BigInt(amount.minor), amount.currency));
    }
    byLine.set(line, parts);
  }
  const period = act.businessDate.slice(0, 7);
  return [...byLine].map(([line, parts]) => ({
    kind: 'limit.released',
    from,
    line,
    period,
    act: act.id,
    slices: [...parts].map(([slice, { minor, currency }]) => {
      return { slice, amount: { minor: minor.toString(), currency } };
    }),
  }));
}
