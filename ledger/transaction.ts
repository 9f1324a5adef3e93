import { createHash, hash } from 'node:crypto';
import { ENVELOPE_EVENT, type Envelope, type KeyWrite } from './port.ts';
import { common, millisecondsOf, msp, peer, type TimestampMessage } from './protos.ts';
import { decodeReadWriteSet, type HashedWrite, type ReadWriteSet } from './read-write-set.ts';
import type { ValidationCode } from './validation-code.ts';

/** A certificate as Fabric carries it: `SerializedIdentity`. */
export type IdentityBytes = { readonly mspId: string; readonly pem: string };

export type Endorsement = { readonly endorser: Uint8Array; readonly signature: Uint8Array };

/** One endorsed transaction, taken apart. Times are milliseconds since 1970. */
export type DecodedTransaction = {
  readonly channel: string;
  readonly txId: string;
  readonly timestampMs: number;
  readonly chaincode: string;
  readonly args: readonly Uint8Array[];
  readonly creator: Uint8Array;
  readonly nonce: Uint8Array;
  /** What the creator signed, and the signature (DER). */
  readonly payload: Uint8Array;
  readonly signature: Uint8Array;
  /** What each endorser signed, followed by the endorser's own identity bytes. */
  readonly responsePayload: Uint8Array;
  /** SHA-256 that binds the response to the proposal: as written, and as computed. */
  readonly proposalHash: Uint8Array;
  readonly proposalHashComputed: Uint8Array;
  readonly endorsements: readonly Endorsement[];
  readonly event: { readonly name: string; readonly payload: Uint8Array } | null;
  readonly response: { readonly status: number; readonly payload: Uint8Array };
  readonly readWriteSet: ReadWriteSet;
};

/** Bytes that are not what they should be; `code` is the validation code they deserve. */
export class DecodeFault extends Error {
  readonly code: ValidationCode;
  /** Of what is well formed but no endorsed transaction: the type that its header says. */
  readonly headerType: number | null;
  constructor(code: ValidationCode, text: string, headerType: number | null = null) {
    super(text);
    this.name = 'DecodeFault';
    this.code = code;
    this.headerType = headerType;
  }
}

const ENDORSED: number = common.HeaderType.ENDORSER_TRANSACTION;

export function sha256(...parts: readonly Uint8Array[]): Buffer {
  const [only] = parts;
  // One call costs half of making a hash, feeding it and asking for its digest.
  if (only && parts.length === 1) return hash('sha256', only, 'buffer');
  const made = createHash('sha256');
  for (const part of parts) made.update(part);
  return made.digest();
}

/** Fabric's transaction id: SHA-256 of nonce and creator, in hex. */
export function transactionId(nonce: Uint8Array, creator: Uint8Array): string {
  return sha256(nonce, creator).toString('hex');
}

export function encodeIdentity(identity: IdentityBytes): Uint8Array {
  const message = new msp.SerializedIdentity();
  message.setMspid(identity.mspId);
  message.setIdBytes(Buffer.from(identity.pem));
  return message.serializeBinary();
}

/** @throws Error on other bytes */
export function decodeIdentity(bytes: Uint8Array): IdentityBytes {
  const message = msp.SerializedIdentity.deserializeBinary(bytes);
  return { mspId: message.getMspid(), pem: Buffer.from(message.getIdBytes_asU8()).toString() };
}

/**
 * Takes an endorsed transaction apart.
 * @throws DecodeFault with the validation code that Fabric gives to what is wrong
 */
export function decodeTransaction(bytes: Uint8Array): DecodedTransaction {
  const { envelope, header, channel, data } = decodeHeaders(bytes);
  const signer = parsed(3, () =>
    common.SignatureHeader.deserializeBinary(header.getSignatureHeader_asU8()),
  );
  const { proposalPayload, ...action } = decodeAction(data);
  return {
    ...action,
    channel: channel.getChannelId(),
    txId: channel.getTxId(),
    timestampMs: millisecondsOf(channel.getTimestamp() as TimestampMessage | undefined),
    creator: signer.getCreator_asU8(),
    nonce: signer.getNonce_asU8(),
    payload: envelope.getPayload_asU8(),
    signature: envelope.getSignature_asU8(),
    proposalHashComputed: sha256(
      header.getChannelHeader_asU8(),
      header.getSignatureHeader_asU8(),
      proposalPayload,
    ),
  };
}

/** What followers and clients need of a transaction: much less to decode than the whole. */
export type EmittedTransaction = Pick<
  DecodedTransaction,
  'channel' | 'txId' | 'timestampMs' | 'event' | 'response'
> & { readonly endorsements: readonly Endorsement[] };

/** @throws DecodeFault as {@link decodeTransaction}, but for faults of input and writes */
export function decodeEmitted(bytes: Uint8Array): EmittedTransaction {
  const { channel, data } = decodeHeaders(bytes);
  const { endorsed, result } = decodeEndorsed(data);
  return {
    channel: channel.getChannelId(),
    txId: channel.getTxId(),
    timestampMs: millisecondsOf(channel.getTimestamp() as TimestampMessage | undefined),
    event: decodeEvent(result.getEvents_asU8()),
    response: responseOf(result),
    endorsements: endorsementsOf(endorsed),
  };
}

/** The envelope that the contract emitted, or null when it set no such event. */
export function envelopeOf(transaction: Pick<DecodedTransaction, 'event'>): Envelope | null {
  if (transaction.event?.name !== ENVELOPE_EVENT) return null;
  return JSON.parse(Buffer.from(transaction.event.payload).toString()) as Envelope;
}

/** All writes of a set in the order of the set. */
export function keyWrites(set: ReadWriteSet): KeyWrite[] {
  return set.flatMap(({ namespace, writes, metadataWrites, collections }) => [
    ...writes.map(write => publicWrite(namespace, write.key, write)),
    ...metadataWrites.map(write => metadataOnly(namespace, '', write.key)),
    ...collections.flatMap(({ collection, writes: hashed, metadataWrites: hashedMetadata }) => [
      ...hashed.map(write => ({
        namespace,
        collection,
        key: write.key,
        kind: hashedKind(write),
        value: write.value,
      })),
      ...hashedMetadata.map(write => metadataOnly(namespace, collection, write.key)),
    ]),
  ]);
}

function hashedKind(write: HashedWrite): KeyWrite['kind'] {
  if (write.isPurge) return 'purge';
  return write.isDelete ? 'delete' : 'put';
}

function publicWrite(
  namespace: string,
  key: string,
  write: { readonly isDelete: boolean; readonly value: Uint8Array },
): KeyWrite {
  const kind = write.isDelete ? 'delete' : 'put';
  return { namespace, collection: '', key, kind, value: write.value };
}

function metadataOnly(namespace: string, collection: string, key: string): KeyWrite {
  return { namespace, collection, key, kind: 'metadata', value: new Uint8Array(0) };
}

function decodeHeaders(bytes: Uint8Array) {
  const envelope = parsed(1, () => common.Envelope.deserializeBinary(bytes));
  const payload = parsed(2, () => common.Payload.deserializeBinary(envelope.getPayload_asU8()));
  const header = payload.getHeader();
  if (!header) throw new DecodeFault(3, 'no header');
  const channel = parsed(20, () =>
    common.ChannelHeader.deserializeBinary(header.getChannelHeader_asU8()),
  );
  const type: number = channel.getType();
  if (type !== ENDORSED) throw new DecodeFault(13, `header type ${String(type)}`, type);
  return { envelope, header, channel, data: payload.getData_asU8() };
}

function decodeEndorsed(data: Uint8Array) {
  const transaction = parsed(16, () => peer.Transaction.deserializeBinary(data));
  const [action, ...more] = transaction.getActionsList();
  if (!action || more.length > 0) throw new DecodeFault(16, 'a transaction has one action');
  const payload = parsed(16, () =>
    peer.ChaincodeActionPayload.deserializeBinary(action.getPayload_asU8()),
  );
  const endorsed = payload.getAction();
  if (!endorsed) throw new DecodeFault(16, 'no endorsed action');
  const response = parsed(21, () =>
    peer.ProposalResponsePayload.deserializeBinary(endorsed.getProposalResponsePayload_asU8()),
  );
  const result = parsed(21, () =>
    peer.ChaincodeAction.deserializeBinary(response.getExtension_asU8()),
  );
  return { payload, endorsed, response, result };
}

function decodeAction(data: Uint8Array): ActionFields {
  const { payload, endorsed, response, result } = decodeEndorsed(data);
  const proposalPayload = payload.getChaincodeProposalPayload_asU8();
  return {
    ...decodeInput(proposalPayload),
    proposalPayload,
    responsePayload: endorsed.getProposalResponsePayload_asU8(),
    proposalHash: response.getProposalHash_asU8(),
    endorsements: endorsementsOf(endorsed),
    event: decodeEvent(result.getEvents_asU8()),
    response: responseOf(result),
    readWriteSet: parsed(22, () => decodeReadWriteSet(result.getResults_asU8())),
  };
}

function endorsementsOf(endorsed: InstanceType<typeof peer.ChaincodeEndorsedAction>) {
  return endorsed.getEndorsementsList().map(one => ({
    endorser: one.getEndorser_asU8(),
    signature: one.getSignature_asU8(),
  }));
}

function responseOf(
  result: InstanceType<typeof peer.ChaincodeAction>,
): DecodedTransaction['response'] {
  return {
    status: result.getResponse()?.getStatus() ?? 0,
    payload: result.getResponse()?.getPayload_asU8() ?? new Uint8Array(0),
  };
}

type ActionFields = Pick<
  DecodedTransaction,
  | 'chaincode'
  | 'args'
  | 'responsePayload'
  | 'proposalHash'
  | 'endorsements'
  | 'event'
  | 'response'
  | 'readWriteSet'
> & { readonly proposalPayload: Uint8Array };

function decodeInput(bytes: Uint8Array): Pick<DecodedTransaction, 'chaincode' | 'args'> {
  const proposal = parsed(16, () => peer.ChaincodeProposalPayload.deserializeBinary(bytes));
  const invocation = parsed(16, () =>
    peer.ChaincodeInvocationSpec.deserializeBinary(proposal.getInput_asU8()),
  );
  const spec = invocation.getChaincodeSpec();
  return {
    chaincode: spec?.getChaincodeId()?.getName() ?? '',
    args: spec?.getInput()?.getArgsList_asU8() ?? [],
  };
}

function decodeEvent(bytes: Uint8Array): DecodedTransaction['event'] {
  if (bytes.length === 0) return null;
  const event = parsed(21, () => peer.ChaincodeEvent.deserializeBinary(bytes));
  return { name: event.getEventName(), payload: event.getPayload_asU8() };
}

function parsed<T>(code: ValidationCode, read: () => T): T {
  try {
    return read();
  } catch (fault) {
    throw new DecodeFault(code, fault instanceof Error ? fault.message : String(fault));
  }
}
