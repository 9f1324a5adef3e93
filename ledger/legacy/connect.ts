import fabricNetwork from 'fabric-network';
import type { Channel, Committer, Endorser, IdentityContext } from 'fabric-common';
import type { NodeAddress, Profile } from '../fabric/profile.ts';
import { LedgerError } from '../port.ts';

// The published types lose it.
type Clonable = { clone(state: object): IdentityContext };

/** The older SDK's objects for one channel, connected. */
export type Connected = {
  readonly channel: Channel;
  readonly endorsers: readonly Endorser[];
  readonly committers: readonly Committer[];
  /** A new one for every proposal: it makes the transaction id. */
  newContext(): IdentityContext;
  disconnect(): void;
};

/**
 * Connects with every peer and orderer of the profile. Which peers to ask is the adapter's choice:
 * the library's own discovery knows nothing of what a transaction will write.
 * @throws LedgerError `CONFIG` for a network whose orderers do not trust one another (BFT)
 */
export async function connectLegacy(profile: Profile): Promise<Connected> {
  if (profile.consensus === 'bft') {
    const text = 'TALLY_LEDGER=legacy trusts one orderer, this network has BFT: use gateway';
    throw new LedgerError('CONFIG', text);
  }
  const gateway = new fabricNetwork.Gateway();
  const { identity, tls } = profile;
  await gateway.connect(connectionProfile(profile), {
    identity: {
      type: 'X.509',
      mspId: identity.mspId,
      credentials: {
        certificate: identity.certificate,
        privateKey: identity.key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      },
    } as never,
    discovery: { enabled: false, asLocalhost: profile.asLocalhost },
    ...(tls
      ? { tlsInfo: { certificate: tls.certificate.toString(), key: tls.key.toString() } }
      : {}),
  });
  const channel = (await gateway.getNetwork(profile.channel)).getChannel();
  const { identityContext } = gateway as unknown as { identityContext: Clonable };
  return {
    channel,
    endorsers: channel.getEndorsers(),
    committers: channel.getCommitters(),
    newContext: () => identityContext.clone({}),
    disconnect: () => {
      gateway.disconnect();
    },
  };
}

/** The profile in the form that the older SDK reads. */
function connectionProfile(profile: Profile): Record<string, unknown> {
  const { mspId, channel } = profile;
  const peers = profile.peers.map(peer => [nameOf(peer), peer] as const);
  const orderers = profile.orderers.map(one => [nameOf(one), one] as const);
  const organisations = new Set([mspId, ...profile.peers.flatMap(one => one.mspId ?? [])]);
  return {
    name: channel,
    version: '1.0.0',
    client: { organization: mspId },
    organizations: Object.fromEntries(
      [...organisations].map(organisation => [
        organisation,
        {
          mspid: organisation,
          peers: peers.filter(([, peer]) => peer.mspId === organisation).map(([name]) => name),
        },
      ]),
    ),
    peers: Object.fromEntries(peers.map(([name, node]) => [name, nodeOf(node)])),
    orderers: Object.fromEntries(orderers.map(([name, node]) => [name, nodeOf(node)])),
    channels: {
      [channel]: {
        orderers: orderers.map(([name]) => name),
        peers: Object.fromEntries(peers.map(([name]) => [name, {}])),
      },
    },
  };
}

function nameOf({ name, address }: NodeAddress): string {
  return name ?? address;
}

function nodeOf(node: NodeAddress): Record<string, unknown> {
  return {
    url: `grpcs://${node.address}`,
    tlsCACerts: { pem: node.rootPem },
    grpcOptions: { 'ssl-target-name-override': node.serverName, hostnameOverride: node.serverName },
    ...(node.mspId ? { mspid: node.mspId } : {}),
  };
}
