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
  /** What reads from it; ended when its line is given up. */
  readonly streams: Set<{ close(): void }>;
};

/** So many failures within the time, and the next peer is asked. */
const FAILURES_MAX = 3;
const FAILURES_MS = 2_000;
/** The preferred peer is tried again after this. */
const BACK_AFTER_MS = 30_000;
/** A line on which a call ended at its deadline, and nothing else was heard for so long, is dead. */
const SILENT_MS = 5_000;
const KEEP_ALIVE_MS = 120_000;
/** A lost line is tried again as streams are (L-52); the library itself would wait up to 2 minutes. */
const RECONNECT_MS_MIN = 100;
const RECONNECT_MS_MAX = 5_000;

/** The gateway peers of the own organisation, of which one is used at a time (L-47). */
export class Peers {
  readonly #peers: Peer[];
  readonly #open: (at: number) => Peer;
  readonly #heard = new WeakMap<Peer, number>();
  readonly #clock: Clock;
  /** Signs as the profile's identity; the same bytes always get the same signature. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
  #at = 0;
  #leftMs = 0;
  #failures: number[] = [];

  constructor(profile: Profile, clock: Clock) {
    this.sign = createSigner(profile);
    const { gateways } = profile;
    this.#open = at => {
      const node = gateways[at];
      if (!node) throw new TypeError('a profile without gateways');
      return openPeer(node, profile, this.sign);
    };
    this.#peers = gateways.map((_, at) => this.#open(at));
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

  /** Told of every answer, also of a refusal. */
  heard(peer: Peer): void {
    this.#heard.set(peer, this.#clock.nowMs());
  }

  /**
   * Told of every call that ended at its deadline. A line that was lost without a word still looks
   * whole to the library: after a silence it is opened anew, and what reads from it begins again.
   */
  late(peer: Peer): void {
    const at = this.#peers.indexOf(peer);
    const heardMs = this.#heard.get(peer) ?? 0;
    if (at < 0 || this.#clock.nowMs() - heardMs < SILENT_MS) return;
    this.#peers[at] = this.#open(at);
    closePeer(peer);
  }

  close(): void {
    for (const peer of this.#peers) closePeer(peer);
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
    'grpc.initial_reconnect_backoff_ms': RECONNECT_MS_MIN,
    'grpc.max_reconnect_backoff_ms': RECONNECT_MS_MAX,
  });
  const gateway = connect({
    client,
    identity: { mspId: identity.mspId, credentials: Buffer.from(identity.certificate) },
    signer,
    // The signer hashes: Node's own signing takes the message.
    hash: hash.none,
  });
  const network = gateway.getNetwork(profile.channel);
  return { address: node.address, client, gateway, network, streams: new Set() };
}

function closePeer({ gateway, client, streams }: Peer): void {
  for (const stream of streams) stream.close();
  gateway.close();
  client.close();
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
