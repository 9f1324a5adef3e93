import { minorOf, withMinor } from './amounts.ts';
import { holdingLaw, invoiceLaw, receivableLaw, splitLaw, type Law } from './invariants.ts';
import type { Holding, Invoice, Receivable } from './state.ts';

export type ProofReport = {
  readonly receivable: Receivable;
  /** The whole tree of holdings, parents before children. */
  readonly holdings: readonly Holding[];
  readonly invoices: readonly Invoice[];
  readonly laws: readonly Law[];
  /** Every law holds. */
  readonly holds: boolean;
};

/** Checks a claim in full over committed state (R-30): INV-R1, R2, R3, R5 and its holdings' sum. */
export function proveReceivable(state: {
  readonly receivable: Receivable;
  readonly holdings: readonly Holding[];
  readonly invoices: readonly Invoice[];
}): ProofReport {
  const { receivable, holdings, invoices } = state;
  const byId = new Map(holdings.map(holding => [holding.holding, holding]));
  const splits = holdings.flatMap(holding =>
    holding.state === 'split'
      ? [
          splitLaw(
            holding,
            holding.children.flatMap(id => byId.get(id) ?? []),
          ),
        ]
      : [],
  );
  const laws = [
    receivableLaw(receivable),
    holdingsLaw(receivable, holdings),
    ...holdings.map(holdingLaw),
    ...splits,
    ...invoices.map(invoiceLaw),
  ];
  return { receivable, holdings, invoices, laws, holds: laws.every(({ holds }) => holds) };
}

/** INV-R3 from the holdings themselves: face = Σ (outstanding + paid + diluted + writtenOff). */
function holdingsLaw({ receivable, face, parts }: Receivable, holdings: readonly Holding[]): Law {
  const sum = holdings.reduce((whole, { outstanding, paid, diluted, writtenOff }) => {
    return [outstanding, paid, diluted, writtenOff].reduce((part, a) => part + minorOf(a), whole);
  }, 0n);
  const free = holdings
    .filter(({ state }) => state === 'free')
    .reduce((whole, { outstanding }) => whole + minorOf(outstanding), 0n);
  const holds = sum === minorOf(face) && free.toString() === parts.free;
  const facts = `${receivable}: holdings ${withMinor(face, sum).minor} of ${face.minor}`;
  return { id: 'INV-R3', holds, facts };
}
