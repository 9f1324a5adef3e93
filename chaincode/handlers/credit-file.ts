import { attestationId, type Assurance, type CreditRole } from '../../domain/credit/index.ts';
import { productOf, type Credit, type CreditFile } from '../../domain/financing/index.ts';
import type { Tx } from '../tx.ts';

/** Credit of one party in one role, for claims of one assurance; three exact keys. */
export async function creditFileOf(
  tx: Tx,
  of: { readonly party: string; readonly role: CreditRole; readonly assurance: Assurance },
): Promise<CreditFile> {
  const { party, role, assurance } = of;
  const product = productOf(assurance);
  const score = attestationId({ kind: 'score', subject: party, role, product });
  return {
    party,
    score: await tx.entity('attestation', score),
    warning: await tx.entity('attestation', attestationId({ kind: 'warning', subject: party })),
    default: await tx.entity('attestation', attestationId({ kind: 'default', subject: party })),
  };
}

/** Credit of supplier and buyer of a claim. */
export async function creditOf(
  tx: Tx,
  of: { readonly supplier: string; readonly buyer: string; readonly assurance: Assurance },
): Promise<Credit> {
  const { supplier, buyer, assurance } = of;
  return {
    supplier: await creditFileOf(tx, { party: supplier, role: 'supplier', assurance }),
    buyer: await creditFileOf(tx, { party: buyer, role: 'buyer', assurance }),
  };
}
