import {
  blockDataHash,
  blockHash,
  DecodeFault,
  decodeBlock,
  decodeTransaction,
  envelopeOf,
  type DecodedBlock,
  type DecodedTransaction,
} from '../ledger/block.ts';
import {
  recordOf,
  type AnchoredDocument,
  type DocumentProof,
  type DocumentRecord,
  type ProofResult,
  type TrustPins,
} from '../reports/index.ts';
import { endorsementFaults } from './endorsement.ts';

/** What a proof file says about documents, and whether its blocks hold under the pinned keys. */
export type ProvedDocuments = {
  readonly records: readonly DocumentRecord[];
  readonly check: ProofResult;
};

/**
 * Reads the anchors out of a proof's blocks and checks each block: its data hash, the chain of headers
 * to the pinned checkpoint (when there is one), and for each transaction that tells about a document
 * the endorsements of at least two pinned organisations. Later blocks may replace or withdraw it.
 */
export function proveDocuments(proof: DocumentProof, pins: TrustPins): ProvedDocuments {
  try {
    const blocks = proof.blocks.map(text => decodeBlock(Buffer.from(text, 'base64')));
    const facts = blocks.flatMap(block => factsOf(block, proof.channel));
    const faults = [
      ...blocks.flatMap(blockFaults),
      ...headerFaults(proof, blocks, pins),
      ...facts.flatMap(({ transaction }) => endorsementFaults(transaction, pins.organisations)),
    ];
    const [first] = faults;
    const check: ProofResult = first === undefined ? { ok: true } : { ok: false, why: first };
    return { records: recordsOf(facts), check };
  } catch (error) {
    // Bytes of a stranger: what cannot be decoded proves nothing.
    const why = error instanceof Error ? error.message : String(error);
    return { records: [], check: { ok: false, why } };
  }
}

type DocumentEvent =
  | { readonly kind: 'document.anchored'; readonly anchor: Anchor; readonly on: string }
  | { readonly kind: 'document.reserved' }
  | {
      readonly kind: 'document.withdrawn';
      readonly document: string;
      readonly reason: string;
      readonly on: string;
    };
type Anchor = AnchoredDocument & { readonly supersedes?: string };

/** One event about a document with the transaction that carries it. */
type DocumentFact = {
  readonly event: DocumentEvent;
  readonly block: number;
  readonly transaction: DecodedTransaction;
};

function factsOf(block: DecodedBlock, channel: string): readonly DocumentFact[] {
  return block.envelopes.flatMap((bytes, index) => {
    const transaction = block.codes[index] === 0 ? endorsedIn(bytes) : null;
    if (transaction?.channel !== channel) return [];
    const events = (envelopeOf(transaction)?.events ?? []) as readonly DocumentEvent[];
    return events
      .filter(({ kind }) => kind === 'document.anchored' || kind === 'document.withdrawn')
      .map(event => ({ event, block: Number(block.number), transaction }));
  });
}

/** The transaction of an envelope; `null` for one that is none, such as a configuration. */
function endorsedIn(bytes: Uint8Array): DecodedTransaction | null {
  try {
    return decodeTransaction(bytes);
  } catch (fault) {
    if (fault instanceof DecodeFault) return null;
    throw fault;
  }
}

function recordsOf(facts: readonly DocumentFact[]): readonly DocumentRecord[] {
  return facts.flatMap(({ event, block, transaction }) => {
    if (event.kind !== 'document.anchored') return [];
    const { anchor } = event;
    const next = facts
      .map(fact => fact.event)
      .filter(other => other.kind === 'document.anchored')
      .find(other => other.anchor.supersedes === anchor.documentId);
    const gone = facts
      .map(fact => fact.event)
      .filter(other => other.kind === 'document.withdrawn')
      .find(other => other.document === anchor.documentId);
    const state = {
      ...anchor,
      supersededBy: next?.anchor.documentId ?? null,
      withdrawal: gone ? { reason: gone.reason, on: gone.on } : null,
    };
    const anchoredAt = new Date(transaction.timestampMs).toISOString();
    const replacement = next ? { number: next.anchor.number, on: next.on } : undefined;
    return [
      recordOf(state, {
        anchoredAt,
        block,
        txId: transaction.txId,
        ...(replacement ? { replacement } : {}),
      }),
    ];
  });
}

function blockFaults(block: DecodedBlock): readonly string[] {
  const isWhole = blockDataHash(block.envelopes).equals(block.dataHash);
  return isWhole ? [] : [`block ${block.number}: the data hash is not that of its envelopes`];
}

/** Headers follow one another from each block on, and the last is the pinned checkpoint. */
function headerFaults(
  proof: DocumentProof,
  blocks: readonly DecodedBlock[],
  pins: TrustPins,
): readonly string[] {
  const hashes = new Map<number, string>();
  let previous: { number: number; hash: string } | null = null;
  for (const { number, previousHash, dataHash } of proof.headers) {
    const follows: boolean =
      previous === null || (previous.number + 1 === number && previous.hash === previousHash);
    if (!follows) return [`header ${number} does not follow`];
    const header = {
      number: BigInt(number),
      previousHash: Buffer.from(previousHash, 'hex'),
      dataHash: Buffer.from(dataHash, 'hex'),
    };
    previous = { number, hash: blockHash(header).toString('hex') };
    hashes.set(number, previous.hash);
  }
  const { checkpoint } = pins;
  if (checkpoint === undefined) return [];
  if (hashes.get(checkpoint.number) !== checkpoint.hash) return ['the checkpoint is not reached'];
  return blocks.flatMap(block => {
    const isIn = hashes.get(Number(block.number)) === Buffer.from(block.hash).toString('hex');
    return isIn ? [] : [`block ${block.number} is not on the chain of headers`];
  });
}
