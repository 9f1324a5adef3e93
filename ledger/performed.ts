import { parseSignedAct } from '../domain/act/index.ts';
import type { Envelope } from '../domain/event/index.ts';
import type { Performed } from '../domain/securitisation/audit/index.ts';
import {
  blockDataHash,
  DecodeFault,
  decodeTransaction,
  envelopeOf,
  type DecodedBlock,
} from './block.ts';

const VALID = 0;

/** Blocks in their order; each is answered with what is wrong with it, a sentence each. */
export class ChainCheck {
  private before: Uint8Array | null = null;

  take(block: DecodedBlock): string[] {
    const whole = blockDataHash(block.envelopes).equals(block.dataHash);
    const follows = !this.before || Buffer.compare(this.before, block.previousHash) === 0;
    this.before = block.hash;
    return [
      ...(whole ? [] : [`block ${block.number}: its data hash is not that of its envelopes`]),
      ...(follows ? [] : [`block ${block.number}: does not name the block before it`]),
    ];
  }
}

/** The valid acts of a block with what they wrote. */
export function performedIn(block: DecodedBlock): Performed[] {
  return block.envelopes.flatMap((bytes, index) => {
    if (block.codes[index] !== VALID) return [];
    const found = endorsedIn(bytes);
    const parsed = found ? parseSignedAct(found.text) : null;
    return found && parsed?.ok ? [{ act: parsed.value.act, envelope: found.envelope }] : [];
  });
}

/** What a transaction carries and emitted; `null` for a configuration. */
function endorsedIn(
  bytes: Uint8Array,
): { readonly text: string; readonly envelope: Envelope } | null {
  try {
    const transaction = decodeTransaction(bytes);
    const envelope = envelopeOf(transaction) as Envelope | null;
    const text = Buffer.from(transaction.args[1] ?? new Uint8Array()).toString('utf8');
    return envelope ? { text, envelope } : null;
  } catch (fault) {
    if (fault instanceof DecodeFault) return null;
    throw fault;
  }
}
