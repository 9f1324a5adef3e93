import { join } from 'node:path';
import { ORDERER_DOMAIN, type OrdererPlan, type OrganisationPlan, type PeerPlan } from './plan.ts';

type NodeFolders = { readonly msp: string; readonly tls: string; readonly settings: string };

/** Where everything of one network lies: `<state>/<name>/{cfg,crypto,artifacts,data,logs,pids,profiles}`. */
export type Layout = {
  readonly folder: string;
  readonly description: string;
  /** Names the one host whose part of the network lies here; absent where all of it does. */
  readonly host: string;
  readonly crypto: string;
  readonly artifacts: string;
  readonly genesis: string;
  /** What is deployed on the channel (JSON). */
  readonly chaincodes: string;
  readonly logs: string;
  readonly pids: string;
  readonly profiles: string;
  settings(name: string): string;
  data(name: string): string;
  orderer(orderer: OrdererPlan): NodeFolders;
  peer(peer: PeerPlan): NodeFolders;
  /** The organisation's public folder: roots and node OUs. */
  msp(domain: string): string;
  /** Root of the TLS certificates of a domain. */
  tlsRoot(domain: string): string;
  /** A person's keys: `Admin`, or `User1` for programs. */
  person(domain: string, name: string): { readonly msp: string; readonly tls: string };
  /** Keys of the contract's process of an organisation. */
  contractTls(organisation: OrganisationPlan): string;
};

/** Names the places of the network in `folder`. */
export function layoutOf(folder: string): Layout {
  const crypto = join(folder, 'crypto');
  const settings = (name: string): string => join(folder, 'cfg', name);
  const home = (domain: string): string =>
    domain === ORDERER_DOMAIN
      ? join(crypto, 'ordererOrganizations', domain)
      : join(crypto, 'peerOrganizations', domain);
  const node = (place: string, name: string): NodeFolders => ({
    msp: join(place, 'msp'),
    tls: join(place, 'tls'),
    settings: settings(name),
  });
  const domainOf = ({ serverName }: PeerPlan): string =>
    serverName.slice(serverName.indexOf('.') + 1);
  return {
    folder,
    description: join(folder, 'network.json'),
    host: join(folder, 'host'),
    crypto,
    artifacts: join(folder, 'artifacts'),
    genesis: join(folder, 'artifacts', 'genesis.block'),
    chaincodes: join(folder, 'artifacts', 'chaincodes.json'),
    logs: join(folder, 'logs'),
    pids: join(folder, 'pids'),
    profiles: join(folder, 'profiles'),
    settings,
    data: name => join(folder, 'data', name),
    orderer: ({ name, serverName }) =>
      node(join(home(ORDERER_DOMAIN), 'orderers', serverName), name),
    peer: peer => node(join(home(domainOf(peer)), 'peers', peer.serverName), peer.name),
    msp: domain => join(home(domain), 'msp'),
    tlsRoot: domain => join(home(domain), 'tlsca', `tlsca.${domain}-cert.pem`),
    person: (domain, name) => {
      const place = join(home(domain), 'users', `${name}@${domain}`);
      return { msp: join(place, 'msp'), tls: join(place, 'tls') };
    },
    contractTls: ({ domain, contractServerName }) =>
      join(home(domain), 'peers', contractServerName, 'tls'),
  };
}
