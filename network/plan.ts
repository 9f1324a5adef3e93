import type { Description } from './description.ts';

/** A place where a process listens. */
export type Place = {
  /** Name of its host in `network.json`. */
  readonly host: string;
  /** Address of the host as the other processes reach it. */
  readonly address: string;
  readonly port: number;
};

export type OrdererPlan = Place & {
  /** `orderer1`; also the name of its process, folder and pid file. */
  readonly name: string;
  /** Name in its certificates. */
  readonly serverName: string;
  readonly adminPort: number;
  readonly operationsPort: number;
};

export type PeerPlan = Place & {
  /** `peer0.broker`. */
  readonly name: string;
  readonly serverName: string;
  readonly organisation: string;
  readonly mspId: string;
  readonly chaincodePort: number;
  readonly operationsPort: number;
};

export type OrganisationPlan = {
  readonly name: string;
  readonly mspId: string;
  readonly domain: string;
  readonly peers: readonly [PeerPlan, ...PeerPlan[]];
  /** First port and host of its contracts' processes: the n-th chaincode listens n × 10 higher. */
  readonly contracts: Place;
  readonly contractServerName: string;
  /** Whether it came after the channel's founding. */
  readonly joined: boolean;
};

/** A description with every name, address and port worked out. */
export type Plan = {
  readonly description: Description;
  readonly orderers: readonly OrdererPlan[];
  readonly organisations: readonly OrganisationPlan[];
  /** Whether all processes are on one loopback address. */
  readonly isLocal: boolean;
};

export const DOMAIN = 'tally.local';
export const ORDERER_MSP = 'OrdererMSP';
export const ORDERER_DOMAIN = `orderer.${DOMAIN}`;

const ports = { orderer: 6050, admin: 6150, ordererOperations: 6250, peer: 7051, contract: 9991 };
const operationsAbovePeer = 200;
const peersApart = 10;
const secondPeerAbove = 1_000;

/** Works out names, addresses and ports; the same description gives the same plan everywhere. */
export function planOf(description: Description): Plan {
  const at = (host: string, port: number): Place => ({
    host,
    address: description.hosts[host]?.address ?? host,
    port: port + description.portShift,
  });
  const orderers = description.orderers.map((host, index): OrdererPlan => {
    const name = `orderer${index + 1}`;
    return {
      ...at(host, ports.orderer + index),
      name,
      serverName: `${name}.${ORDERER_DOMAIN}`,
      adminPort: ports.admin + index + description.portShift,
      operationsPort: ports.ordererOperations + index + description.portShift,
    };
  });
  const organisations = description.organisations.map((organisation, index): OrganisationPlan => {
    const { name, mspId, joined = false } = organisation;
    const domain = `${name}.${DOMAIN}`;
    const [first = '', ...others] = organisation.peers;
    const peer = (host: string, number: number): PeerPlan => {
      const place = at(host, ports.peer + peersApart * index + secondPeerAbove * number);
      return {
        ...place,
        name: `peer${number}.${name}`,
        serverName: `peer${number}.${domain}`,
        organisation: name,
        mspId,
        chaincodePort: place.port + 1,
        operationsPort: place.port + operationsAbovePeer,
      };
    };
    return {
      name,
      mspId,
      domain,
      peers: [peer(first, 0), ...others.map((host, number) => peer(host, number + 1))],
      contracts: at(first, ports.contract + index),
      contractServerName: `chaincode.${domain}`,
      joined,
    };
  });
  const addresses = Object.values(description.hosts).map(({ address }) => address);
  const isLocal = addresses.length === 1 && addresses[0] === '127.0.0.1';
  return { description, orderers, organisations, isLocal };
}

export const addressOf = ({ address, port }: Pick<Place, 'address' | 'port'>): string =>
  `${address}:${port}`;

/** Every port that the processes of these hosts listen on, with the address it is bound to. */
export function listenersOf(plan: Plan, isHere: (host: string) => boolean): readonly Place[] {
  const orderers = plan.orderers.flatMap(orderer =>
    [orderer.port, orderer.adminPort, orderer.operationsPort].map(port => ({ ...orderer, port })),
  );
  const peers = plan.organisations
    .flatMap(({ peers }) => peers)
    .flatMap(peer =>
      [peer.port, peer.chaincodePort, peer.operationsPort].map(port => ({ ...peer, port })),
    );
  const contracts = plan.organisations.map(organisation => organisation.contracts);
  return [...orderers, ...peers, ...contracts].filter(({ host }) => isHere(host));
}
