import { GatewayError, type Proposal, type Transaction } from '@hyperledger/fabric-gateway';
import { encodeIdentity } from '../block.ts';
import type { Clock } from '../clock.ts';
import { faultBeforeOrder, faultOfOrder, type Phase, type RpcFault } from '../fabric/faults.ts';
import type { Profile } from '../fabric/profile.ts';
import type {
  BlockOutcomes,
  Call,
  Prepared,
  Refused,
  Stream,
  Transport,
  Unknown,
} from '../fabric/transport.ts';
import type { NotSent } from '../port.ts';
import { common, gateway as messages } from '../protos.ts';
import { Peers, type Peer } from './peers.ts';

const DEADLINE_EXCEEDED = 4;
const UNAVAILABLE = 14;
/** Endorsed transactions whose recording failed are never ordered; so many are kept at most. */
const PENDING_MAX = 2_000;

/** What is known of a transaction between its endorsement and its ordering. */
type Pending = { readonly peer: Peer; readonly transaction: Transaction };

/** Fabric's gateway service, which peers from 2.4 on have. */
export class GatewayTransport implements Transport {
  readonly kind = 'gateway';
  readonly #profile: Profile;
  readonly #clock: Clock;
  readonly #peers: Peers;
  readonly #pending = new Map<string, Pending>();

  constructor(profile: Profile, clock: Clock) {
    this.#profile = profile;
    this.#clock = clock;
    this.#peers = new Peers(profile, clock);
  }

  async endorse(call: Call, deadlineMs: number): Promise<Prepared | Refused | NotSent> {
    const peer = this.#peers.current();
    try {
      const proposal = this.#propose(peer, call);
      const transaction = await proposal.endorse(this.#by(deadlineMs));
      this.#peers.heard(peer);
      const payload = transaction.getDigest();
      const txId = transaction.getTransactionId();
      const envelope = new common.Envelope();
      envelope.setPayload(payload);
      envelope.setSignature(await this.#peers.sign(payload));
      this.#keep(txId, { peer, transaction });
      return { txId, envelope: envelope.serializeBinary() };
    } catch (fault) {
      return this.#before(fault, peer, 'endorse', call);
    }
  }

  async order({ txId, envelope }: Prepared, deadlineMs: number): Promise<null | NotSent | Unknown> {
    const pending = this.#pending.get(txId);
    this.#pending.delete(txId);
    const peer = pending?.peer ?? this.#peers.current();
    try {
      const transaction = pending?.transaction ?? transactionOf(peer, txId, envelope);
      await transaction.submit(this.#by(deadlineMs));
      this.#peers.heard(peer);
      return null;
    } catch (fault) {
      return faultOfOrder(this.#rpcFault(fault, peer), txId);
    }
  }

  async applied(txId: string, deadlineMs: number): Promise<bigint | null> {
    const peer = this.#peers.current();
    const { channel, identity } = this.#profile;
    const request = new messages.CommitStatusRequest();
    request.setChannelId(channel);
    request.setTransactionId(txId);
    request.setIdentity(encodeIdentity({ mspId: identity.mspId, pem: identity.certificate }));
    const signed = new messages.SignedCommitStatusRequest();
    signed.setRequest(request.serializeBinary());
    try {
      const commit = peer.gateway.newCommit(signed.serializeBinary());
      const { blockNumber } = await commit.getStatus(this.#by(deadlineMs));
      this.#peers.heard(peer);
      return blockNumber;
    } catch (fault) {
      this.#rpcFault(fault, peer);
      return null;
    }
  }

  async evaluate(call: Call, deadlineMs: number): Promise<Uint8Array | Refused | NotSent> {
    const peer = this.#peers.current();
    try {
      const answer = await this.#propose(peer, call).evaluate(this.#by(deadlineMs));
      this.#peers.heard(peer);
      return answer;
    } catch (fault) {
      return this.#before(fault, peer, 'evaluate', call);
    }
  }

  async blocks(from: bigint): Promise<Stream<Uint8Array>> {
    const peer = this.#peers.current();
    const events = await peer.network.getBlockEvents({ startBlock: from });
    return mapped(peer, events, block => block.serializeBinary());
  }

  async outcomes(from: bigint): Promise<Stream<BlockOutcomes>> {
    const peer = this.#peers.current();
    const events = await peer.network.getFilteredBlockEvents({ startBlock: from });
    return mapped(peer, events, block => ({
      number: BigInt(block.getNumber()),
      outcomes: block.getFilteredTransactionsList().map(one => ({
        txId: one.getTxid(),
        code: one.getTxValidationCode(),
      })),
    }));
  }

  close(): Promise<void> {
    this.#peers.close();
    return Promise.resolve();
  }

  #propose({ network }: Peer, call: Call): Proposal {
    const { organisations } = call;
    return network.getContract(call.chaincode).newProposal(call.function, {
      arguments: [...call.args],
      transientData: call.transient,
      ...(organisations ? { endorsingOrganizations: [...organisations] } : {}),
    });
  }

  #keep(txId: string, pending: Pending): void {
    this.#pending.set(txId, pending);
    if (this.#pending.size <= PENDING_MAX) return;
    const oldest = this.#pending.keys().next().value;
    if (oldest !== undefined) this.#pending.delete(oldest);
  }

  #by(deadlineMs: number): { readonly deadline: number } {
    return { deadline: this.#clock.nowMs() + deadlineMs };
  }

  #before(fault: unknown, peer: Peer, phase: Phase, call: Call): Refused | NotSent {
    return faultBeforeOrder(this.#rpcFault(fault, peer), phase, call.organisations?.length);
  }

  #rpcFault(fault: unknown, peer: Peer): RpcFault {
    const rpc = readFault(fault);
    if (rpc.code === UNAVAILABLE) this.#peers.failed(peer);
    else if (rpc.code === DEADLINE_EXCEEDED) this.#peers.late(peer);
    else this.#peers.heard(peer);
    return rpc;
  }
}

/** @throws what is no fault of the network */
function readFault(fault: unknown): RpcFault {
  if (fault instanceof GatewayError) {
    return { code: fault.code, text: fault.message, details: fault.details };
  }
  const { code, details } = fault as { readonly code?: unknown; readonly details?: unknown };
  if (typeof code !== 'number') throw fault;
  return { code, text: typeof details === 'string' ? details : String(fault), details: [] };
}

/** An envelope from the record, as the library takes it. */
function transactionOf({ gateway }: Peer, txId: string, bytes: Uint8Array): Transaction {
  const envelope = common.Envelope.deserializeBinary(bytes);
  const prepared = new messages.PreparedTransaction();
  prepared.setTransactionId(txId);
  prepared.setEnvelope(envelope);
  return gateway.newSignedTransaction(prepared.serializeBinary(), envelope.getSignature_asU8());
}

function mapped<A, B>(
  { streams }: Peer,
  events: AsyncIterable<A> & { close(): void },
  map: (item: A) => B,
): Stream<B> {
  streams.add(events);
  return {
    async *[Symbol.asyncIterator]() {
      for await (const item of events) yield map(item);
    },
    close: () => {
      streams.delete(events);
      events.close();
    },
  };
}
