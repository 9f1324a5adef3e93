import { randomBytes } from 'node:crypto';
import type { MspId } from '../port.ts';
import { MessageWriter } from '../message-writer.ts';
import { encodeReadWriteSet, type ReadWriteSet } from '../read-write-set.ts';
import { sha256, transactionId, type DecodedTransaction } from '../transaction.ts';
import type { ContractAnswer } from './contract-runtime.ts';
import type { Signer } from './peer.ts';
import { endorsedBytes, signBytes, signedBytes, type SignatureMemory } from '../signature.ts';

export type ProposalRequest = {
  readonly channel: string;
  readonly chaincode: string;
  readonly timestampMs: number;
  readonly args: readonly Uint8Array[];
  readonly transient: Readonly<Record<string, Uint8Array>>;
  readonly client: Signer;
};

/** A proposal with the pieces from which the transaction is built later. */
export type Proposal = ProposalRequest & {
  readonly txId: string;
  readonly nonce: Uint8Array;
  readonly channelHeader: Uint8Array;
  readonly signatureHeader: Uint8Array;
  /** The proposal's payload without the private input, as blocks carry it. */
  readonly visiblePayload: Uint8Array;
  readonly hash: Uint8Array;
  /**
   * The `SignedProposal` that a stub is made of. Its signature is empty: who endorses here is who
   * proposes, so nobody would look at one. What blocks carry is signed by the client as a whole.
   */
  readonly carried: Uint8Array;
};

export type Endorser = { readonly mspId: MspId; readonly signer: Signer };

/** Builds a proposal: transaction id = SHA-256(nonce ‖ creator). */
export function createProposal(request: ProposalRequest): Proposal {
  const { client } = request;
  const nonce = randomBytes(24);
  const txId = transactionId(nonce, client.bytes);
  const channelHeader = channelHeaderBytes(request, txId);
  const signatureHeader = new MessageWriter(1024).bytes(1, client.bytes).bytes(2, nonce).finish();
  const visiblePayload = proposalPayload(request).finish();
  const payload = proposalPayload(request);
  for (const [name, value] of Object.entries(request.transient)) {
    payload.message(2, () => payload.text(1, name).item(2, value));
  }
  const proposal = new MessageWriter(4096);
  proposal.message(1, () => proposal.bytes(1, channelHeader).bytes(2, signatureHeader));
  const bytes = proposal.bytes(2, payload.finish()).finish();
  return {
    ...request,
    txId,
    nonce,
    channelHeader,
    signatureHeader,
    visiblePayload,
    hash: sha256(channelHeader, signatureHeader, visiblePayload),
    carried: new MessageWriter(bytes.length + 8).bytes(1, bytes).finish(),
  };
}

/** What every endorser signs: the proposal's hash with response, event and read/write set. */
export function responsePayload(
  proposal: Proposal,
  answer: ContractAnswer,
  set: ReadWriteSet,
): Uint8Array {
  const { chaincode, txId, hash } = proposal;
  const { status, message, payload, event } = answer;
  const results = encodeReadWriteSet(set);
  const size = results.length + payload.length + (event?.payload.length ?? 0) + 512;
  const writer = new MessageWriter(size).bytes(1, hash);
  // A `ChaincodeAction`; its event and response stand in it as messages, its results as bytes.
  writer.message(2, () => {
    writer.bytes(1, results);
    if (event) {
      writer.message(2, () => {
        writer.text(1, chaincode).text(2, txId).text(3, event.name).bytes(4, event.payload);
      });
    }
    writer.message(3, () => writer.integer(1, status).text(2, message).bytes(3, payload));
    writer.message(4, () => writer.text(2, chaincode));
  });
  return writer.finish();
}

/** Collects the endorsements and signs the whole as the client: the envelope to be ordered. */
export async function sealTransaction(
  proposal: Proposal,
  response: Uint8Array,
  endorsers: readonly Endorser[],
  memory: SignatureMemory,
): Promise<{ envelope: Uint8Array } & Sealed> {
  const signedBy = endorsedBytes(response);
  const endorsements = await Promise.all(
    endorsers.map(async ({ signer }) => {
      const signed = signedBy(signer.bytes);
      const signature = await signBytes(signer.key, signed.bytes());
      memory.remember(signer.id, signed, signature);
      return { endorser: signer.bytes, signature };
    }),
  );
  const payload = transactionPayload(proposal, response, endorsements);
  const signature = await signBytes(proposal.client.key, payload);
  memory.remember(proposal.client.id, signedBytes(payload), signature);
  const envelope = new MessageWriter(payload.length + 128).bytes(1, payload).bytes(2, signature);
  return { envelope: envelope.finish(), payload, signature, endorsements };
}

type Sealed = Pick<DecodedTransaction, 'payload' | 'signature' | 'endorsements'>;

/** Type 3 is an endorsed transaction. */
function channelHeaderBytes(request: ProposalRequest, txId: string): Uint8Array {
  const { timestampMs, channel, chaincode } = request;
  const header = new MessageWriter().integer(1, 3);
  header.message(3, () => {
    header.integer(1, Math.floor(timestampMs / 1000)).integer(2, (timestampMs % 1000) * 1_000_000);
  });
  header.text(4, channel).text(5, txId);
  // A `ChaincodeHeaderExtension` is carried as bytes; it names the chaincode.
  return header.message(7, () => header.message(2, () => header.text(2, chaincode))).finish();
}

/** A `ChaincodeProposalPayload` without private input; the chaincode's type 2 is Node. */
function proposalPayload({ chaincode, args }: ProposalRequest): MessageWriter {
  const payload = new MessageWriter(2048);
  // `ChaincodeInvocationSpec` as bytes, `ChaincodeSpec`, and in it the name and the input.
  return payload.message(1, () =>
    payload.message(1, () => {
      payload.integer(1, 2).message(2, () => payload.text(2, chaincode));
      payload.message(3, () => {
        for (const arg of args) payload.item(1, arg);
      });
    }),
  );
}

function transactionPayload(
  proposal: Proposal,
  response: Uint8Array,
  endorsements: DecodedTransaction['endorsements'],
): Uint8Array {
  const { channelHeader, signatureHeader, visiblePayload } = proposal;
  const endorsed = (action: MessageWriter): void => {
    action.bytes(1, response);
    for (const { endorser, signature } of endorsements) {
      action.message(2, () => action.bytes(1, endorser).bytes(2, signature));
    }
  };
  const sizes = endorsements.map(({ endorser, signature }) => endorser.length + signature.length);
  const size = sizes.reduce((sum, one) => sum + one + 16, response.length + visiblePayload.length);
  const payload = new MessageWriter(size + channelHeader.length + 2 * signatureHeader.length + 256);
  payload.message(1, () => payload.bytes(1, channelHeader).bytes(2, signatureHeader));
  // `Transaction`, its one action, and in that the `ChaincodeActionPayload`.
  return payload
    .message(2, () =>
      payload.message(1, () => {
        payload.bytes(1, signatureHeader);
        payload.message(2, () => payload.bytes(1, visiblePayload).message(2, endorsed));
      }),
    )
    .finish();
}
