import { credentials, Client } from '@grpc/grpc-js';
import { connect, hash, type Gateway, type Network } from '@hyperledger/fabric-gateway';
import type { Clock } from '../clock.ts';
import type { NodeAddress, Profile } from '../fabric/profile.ts';
import { signBytes } from '../signature.ts';

export type Peer = {
  readonly address: string;
  readonly client: Client;
  readonly gateway: Gateway;
  readonly network: Network;
};

/** So many failures within the time, and the next peer is asked. */
const FAILURES_MAX = 3;
const FAILURES_MS = 2_000;
/** The preferred peer is tried again after this. */
const BACK_AFTER_MS = 30_000;
const KEEP_ALIVE_MS = 120_000;

/** The gateway peers of the own organisation, of which one is used at a time (L-47). */
export class Peers {
  readonly #peers: readonly Peer[];
  readonly #clock: Clock;
  /** Signs as the profile's identity; the same bytes always get the same signature. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  #at = 0;
  #leftMs = 0;
  #failures: number[] = [];

  constructor(profile: Profile, clock: Clock) {
    this.sign = createSigner(profile);
    this.#peers = profile.gateways.map(node => openPeer(node, profile, this.sign));
    this.#clock = clock;
  }

  current(): Peer {
    const isBack = this.#at !== 0 && this.#clock.nowMs() - this.#leftMs >= BACK_AFTER_MS;
    if (isBack) this.#at = 0;
    const peer = this.#peers[this.#at] ?? this.#peers[0];
    if (!peer) throw new TypeError('a profile without gateways');
    return peer;
  }

  /** Told of every call that did not reach its peer. */
  failed(peer: Peer): void {
    if (this.#peers.length < 2 || peer !== this.#peers[this.#at]) return;
    const nowMs = this.#clock.nowMs();
    this.#failures = [...this.#failures.filter(at => nowMs - at <= FAILURES_MS), nowMs];
    if (this.#failures.length < FAILURES_MAX) return;
    this.#failures = [];
    this.#at = (this.#at + 1) % this.#peers.length;
    this.#leftMs = nowMs;
  }

  close(): void {
    for (const { gateway, client } of this.#peers) {
      gateway.close();
      client.close();
    }
  }
}

function openPeer(
  node: NodeAddress,
  profile: Profile,
  signer: (message: Uint8Array) => Promise<Uint8Array>,
): Peer {
  const { identity, tls } = profile;
  const secure = credentials.createSsl(
    Buffer.from(node.rootPem),
    tls?.key ?? null,
    tls?.certificate ?? null,
  );
  const client = new Client(node.address, secure, {
    'grpc.ssl_target_name_override': node.serverName,
    'grpc.default_authority': node.serverName,
    'grpc.max_receive_message_length': -1,
    'grpc.max_send_message_length': -1,
    'grpc.keepalive_time_ms': KEEP_ALIVE_MS,
  });
  const gateway = connect({
    client,
    identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificate) },
    signer,
    // The signer hashes: Node's own signing takes the message.
    hash: hash.none,
  });
  return { address: node.address, client, gateway, network: gateway.getNetwork(profile.channel) };
}

/**
 * Signs with the identity's key (low s, DER). The library asks again for bytes that were signed
 * before to be recorded: the answer must be the same, so that what is ordered is what was recorded.
 */
function createSigner({ identity }: Profile): (message: Uint8Array) => Promise<Uint8Array> {
  const signed = new WeakMap<Uint8Array, Promise<Uint8Array>>();
  return message => {
    const known = signed.get(message);
    if (known) return known;
    const signature = signBytes(identity.key, message);
    signed.set(message, signature);
    return signature;
  };
}
