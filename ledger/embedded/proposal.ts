import { randomBytes } from 'node:crypto';
import type { MspId } from '../port.ts';
import { common, peer, timestampOf } from '../protos.ts';
import { encodeReadWriteSet, type ReadWriteSet } from '../read-write-set.ts';
import { sha256, transactionId, type DecodedTransaction } from '../transaction.ts';
import type { ContractAnswer } from './contract-runtime.ts';
import type { Signer } from './peer.ts';
import { signBytes, type SignatureMemory } from '../signature.ts';

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
  readonly signed: Uint8Array;
};

export type Endorser = { readonly mspId: MspId; readonly signer: Signer };

/** Builds and signs a proposal: transaction id = SHA-256(nonce ‖ creator). */
export async function createProposal(request: ProposalRequest): Promise<Proposal> {
  const { client } = request;
  const nonce = randomBytes(24);
  const txId = transactionId(nonce, client.bytes);
  const channelHeader = channelHeaderBytes(request, txId);
  const signature = new common.SignatureHeader();
  signature.setCreator(client.bytes);
  signature.setNonce(nonce);
  const signatureHeader = signature.serializeBinary();
  const header = new common.Header();
  header.setChannelHeader(channelHeader);
  header.setSignatureHeader(signatureHeader);
  const payload = proposalPayload(request);
  const visiblePayload = payload.serializeBinary();
  const transient = payload.getTransientmapMap() as Map<string, Uint8Array>;
  for (const [name, value] of Object.entries(request.transient)) transient.set(name, value);
  const proposal = new peer.Proposal();
  proposal.setHeader(header.serializeBinary());
  proposal.setPayload(payload.serializeBinary());
  const signed = new peer.SignedProposal();
  const bytes = proposal.serializeBinary();
  signed.setProposalBytes(bytes);
  signed.setSignature(await signBytes(client.key, bytes));
  return {
    ...request,
    txId,
    nonce,
    channelHeader,
    signatureHeader,
    visiblePayload,
    hash: sha256(channelHeader, signatureHeader, visiblePayload),
    signed: signed.serializeBinary(),
  };
}

/** What every endorser signs: the proposal's hash with response, event and read/write set. */
export function responsePayload(
  proposal: Proposal,
  answer: ContractAnswer,
  set: ReadWriteSet,
): Uint8Array {
  const response = new peer.Response();
  response.setStatus(answer.status);
  response.setMessage(answer.message);
  response.setPayload(answer.payload);
  const chaincode = new peer.ChaincodeID();
  chaincode.setName(proposal.chaincode);
  const action = new peer.ChaincodeAction();
  action.setResults(encodeReadWriteSet(set));
  action.setResponse(response);
  action.setChaincodeId(chaincode);
  if (answer.event) {
    const event = new peer.ChaincodeEvent();
    event.setChaincodeId(proposal.chaincode);
    event.setTxId(proposal.txId);
    event.setEventName(answer.event.name);
    event.setPayload(answer.event.payload);
    action.setEvents(event.serializeBinary());
  }
  const payload = new peer.ProposalResponsePayload();
  payload.setProposalHash(proposal.hash);
  payload.setExtension$(action.serializeBinary());
  return payload.serializeBinary();
}

/** Collects the endorsements and signs the whole as the client: the envelope to be ordered. */
export async function sealTransaction(
  proposal: Proposal,
  response: Uint8Array,
  endorsers: readonly Endorser[],
  memory: SignatureMemory,
): Promise<{ envelope: Uint8Array } & Sealed> {
  const endorsements = await Promise.all(
    endorsers.map(async ({ signer }) => {
      const bytes = Buffer.concat([response, signer.bytes]);
      const signature = await signBytes(signer.key, bytes);
      memory.remember(signer.id, bytes, signature);
      return { endorser: signer.bytes, signature };
    }),
  );
  const payload = transactionPayload(proposal, response, endorsements);
  const signature = await signBytes(proposal.client.key, payload);
  memory.remember(proposal.client.id, payload, signature);
  const envelope = new common.Envelope();
  envelope.setPayload(payload);
  envelope.setSignature(signature);
  return { envelope: envelope.serializeBinary(), payload, signature, endorsements };
}

type Sealed = Pick<DecodedTransaction, 'payload' | 'signature' | 'endorsements'>;

function channelHeaderBytes(request: ProposalRequest, txId: string): Uint8Array {
  const chaincode = new peer.ChaincodeID();
  chaincode.setName(request.chaincode);
  const extension = new peer.ChaincodeHeaderExtension();
  extension.setChaincodeId(chaincode);
  const header = new common.ChannelHeader();
  header.setType(common.HeaderType.ENDORSER_TRANSACTION);
  header.setVersion(0);
  header.setTimestamp(timestampOf(request.timestampMs));
  header.setChannelId(request.channel);
  header.setTxId(txId);
  header.setExtension$(extension.serializeBinary());
  return header.serializeBinary();
}

function proposalPayload(
  request: ProposalRequest,
): InstanceType<typeof peer.ChaincodeProposalPayload> {
  const chaincode = new peer.ChaincodeID();
  chaincode.setName(request.chaincode);
  const input = new peer.ChaincodeInput();
  input.setArgsList([...request.args]);
  const spec = new peer.ChaincodeSpec();
  spec.setType(peer.ChaincodeSpec.Type.NODE);
  spec.setChaincodeId(chaincode);
  spec.setInput(input);
  const invocation = new peer.ChaincodeInvocationSpec();
  invocation.setChaincodeSpec(spec);
  const payload = new peer.ChaincodeProposalPayload();
  payload.setInput(invocation.serializeBinary());
  return payload;
}

function transactionPayload(
  proposal: Proposal,
  response: Uint8Array,
  endorsements: DecodedTransaction['endorsements'],
): Uint8Array {
  const endorsed = new peer.ChaincodeEndorsedAction();
  endorsed.setProposalResponsePayload(response);
  endorsed.setEndorsementsList(
    endorsements.map(one => {
      const endorsement = new peer.Endorsement();
      endorsement.setEndorser(one.endorser);
      endorsement.setSignature(one.signature);
      return endorsement;
    }),
  );
  const actionPayload = new peer.ChaincodeActionPayload();
  actionPayload.setChaincodeProposalPayload(proposal.visiblePayload);
  actionPayload.setAction(endorsed);
  const action = new peer.TransactionAction();
  action.setHeader(proposal.signatureHeader);
  action.setPayload(actionPayload.serializeBinary());
  const transaction = new peer.Transaction();
  transaction.setActionsList([action]);
  const header = new common.Header();
  header.setChannelHeader(proposal.channelHeader);
  header.setSignatureHeader(proposal.signatureHeader);
  const payload = new common.Payload();
  payload.setHeader(header);
  payload.setData(transaction.serializeBinary());
  return payload.serializeBinary();
}
