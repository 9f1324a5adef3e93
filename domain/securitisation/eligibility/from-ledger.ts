import type { Holding, Receivable } from '../../receivable/state.ts';
import type { Candidate } from './candidate.ts';

/** A part of a claim that is in a pool, or may be put into it. */
export type Offered = {
  readonly holding: Holding;
  readonly receivable: Receivable;
  /** The pool that it is judged for: what is reserved for that one is free for it. */
  readonly pool: string | null;
  /** Minor units that are to be pooled. */
  readonly amount: bigint;
};

/**
 * What the ledger alone knows of a holding; all that lies off the ledger (delivery papers, tax
 * invoice, grade, licences) counts as not known, and absent knowledge is never good.
 */
export function candidateOf({ holding, receivable, pool, amount }: Offered): Candidate {
  const confirmation = 'confirmation' in receivable ? receivable.confirmation : null;
  const { disputes, flags, invoices, face } = receivable;
  return {
    id: holding.holding,
    claim: {
      confirmedByDebtor: confirmation !== null,
      deliveryProved: receivable.acceptedOn !== null,
      unconditional: confirmation !== null || receivable.acceptedOn !== null,
      defence: confirmation?.undertaking === 'setOffReserved',
      disputed: disputes.some(({ awarded }) => !awarded) || receivable.frozen !== null,
      startOn: receivable.invoiceOn,
      dueOn: receivable.dueOn,
      currency: face.currency,
      face: BigInt(face.minor),
    },
    title: {
      free: freeOf(holding, pool, amount),
      offered: amount,
      fingerprintUsed: flags.length > 0,
      wholeContract: false,
      splitIdentified: invoices.length > 0,
      assignable: receivable.frozen === null,
      noticePossible: confirmation !== null,
    },
    obligor: {
      defaulted: receivable.status === 'defaulted',
      badRecord: true,
      grade: null,
      affiliateSharePpm: 1_000_000,
      dishonest: true,
    },
    checks: {
      negativeList: true,
      screeningHit: true,
      planAccount: false,
      taxInvoiceVerified: false,
      matchDifferencePpm: null,
      licenceUntil: null,
      coveragePpm: null,
      lookThroughComplete: false,
      leaseRegistered: false,
    },
    evidence: {
      ...(confirmation ? { 'EL-01': confirmation.statement } : {}),
      ...(flags[0] === undefined ? {} : { 'EL-12': flags[0] }),
      ...(disputes[0] === undefined ? {} : { 'EL-05': disputes[0].dispute }),
    },
  };
}

/** What a pool has is its own, also after it was paid: payment lowers the debt, not the title. */
function freeOf(holding: Holding, pool: string | null, offered: bigint): bigint {
  const isOwn =
    holding.state === 'reserved' &&
    holding.lockedFor.kind === 'pool' &&
    holding.lockedFor.id === pool;
  if (isOwn || (pool !== null && holding.state === 'closed')) return offered;
  return holding.state === 'free' ? BigInt(holding.outstanding.minor) : 0n;
}
