import { verify as verifySignature, X509Certificate } from 'node:crypto';
import type { ProofPolicy } from '../domain/evidence/index.ts';
import { decodeIdentity, type DecodedTransaction } from '../ledger/block.ts';

/** Organisations that must have endorsed, of those that are pinned. */
const ENDORSERS_MIN = 2;

type Organisations = ProofPolicy['organisations'];

/** Why a transaction is not what at least two of these organisations have endorsed; empty if it is. */
export function endorsementFaults(
  transaction: DecodedTransaction,
  pinned: Organisations,
): readonly string[] {
  const bound = Buffer.compare(transaction.proposalHash, transaction.proposalHashComputed) === 0;
  if (!bound) return [`transaction ${transaction.txId}: the response is of another proposal`];
  const organisations = new Set(
    transaction.endorsements.flatMap(one => endorserOf(one, transaction.responsePayload, pinned)),
  );
  if (organisations.size >= ENDORSERS_MIN) return [];
  const names = [...organisations].join(', ') || 'nobody';
  return [`transaction ${transaction.txId}: endorsed by ${names} under the pinned keys`];
}

/** The organisation whose pinned root stands behind a good endorsement, or none. */
function endorserOf(
  one: DecodedTransaction['endorsements'][number],
  responsePayload: Uint8Array,
  pinned: Organisations,
): readonly string[] {
  const { mspId, pem } = decodeIdentity(one.endorser);
  const certificate = new X509Certificate(pem);
  const isPinned = pinned
    .filter(organisation => organisation.mspId === mspId)
    .map(({ root }) => new X509Certificate(root))
    .some(root => certificate.checkIssued(root) && certificate.verify(root.publicKey));
  const signed = Buffer.concat([responsePayload, one.endorser]);
  const isGood = verifySignature('sha256', signed, certificate.publicKey, one.signature);
  return isPinned && isGood ? [mspId] : [];
}
