import { isSigned } from '../../chaincode/signature.ts';
import { actBytes, parseSignedAct, signatureBytes } from '../../domain/act/index.ts';
import { introducedKeys } from '../../domain/party/index.ts';
import { envelopeOf, sha256 } from '../block.ts';
import type { DecodedTransaction } from '../transaction.ts';
import type { ActCheck } from './replay.ts';

/**
 * Checks the acts of a channel one after the other, from block 0 on: each must be well formed,
 * carry the envelope of its own id, kind and actor, and every signature must be that of a key
 * which an earlier act, or this one, brought onto the ledger. Says what is wrong, or null.
 */
export function createActCheck(): ActCheck {
  const publicKeys = new Map<string, string>();
  return async transaction => {
    const parsed = parseSignedAct(Buffer.from(transaction.args[1] ?? new Uint8Array(0)).toString());
    if (!parsed.ok) {
      const [first] = parsed.error;
      return `malformed act: ${first ? `${first.path} ${first.fault}` : 'no act'}`;
    }
    const { act, signatures } = parsed.value;
    for (const { key, publicKey } of introducedKeys(act)) publicKeys.set(key, publicKey);
    const fault = envelopeFault(transaction, act);
    if (fault) return fault;
    const actHash = sha256(actBytes(act)).toString('hex');
    for (const signature of signatures) {
      const { key, value } = signature;
      const publicKey = publicKeys.get(key);
      if (!publicKey) return `act ${act.id}: key ${key} is not on the ledger`;
      const bytes = signatureBytes(transaction.channel, actHash, signature);
      if (!(await isSigned(publicKey, bytes, value))) {
        return `act ${act.id}: the signature of key ${key} does not hold`;
      }
    }
    return null;
  };
}

function envelopeFault(
  transaction: DecodedTransaction,
  act: { readonly id: string; readonly kind: string; readonly actor: string },
): string | null {
  const envelope = envelopeOf(transaction);
  if (!envelope) return `act ${act.id} has no envelope`;
  const isOwn =
    envelope.actId === act.id && envelope.kind === act.kind && envelope.actor === act.actor;
  return isOwn ? null : `act ${act.id} has the envelope of ${envelope.actId}`;
}
