import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { asAdministrator, insist, type Network } from './administer.ts';
import {
  deployedChaincodes,
  type Deployed,
  nextDeployment,
  productChaincode,
} from './chaincodes.ts';
import { awaitContracts, keepContracts } from './contracts.ts';
import { makeCrypto } from './crypto.ts';
import { deploy, welcome } from './deploy.ts';
import { NetworkFault } from './fault.ts';
import { awaitHealth, metricsOf } from './health.ts';
import { touch } from './lifecycle.ts';
import { ORDERER_DOMAIN, type OrdererPlan, type OrganisationPlan, type PeerPlan } from './plan.ts';
import { checkPorts } from './ports.ts';
import { running, start, type Start } from './processes.ts';
import { writeProfiles } from './profiles.ts';
import { runProgram } from './programs.ts';
import { PROFILE } from './settings/channel.ts';
import { programEnvironment } from './settings/orderer.ts';
import { linksFolder } from './settings/peer.ts';
import { writeChannelSettings, writeSettings } from './settings/write.ts';

const healthSeconds = 30;
const readySeconds = 30;
const listenSeconds = 5;
const catchUpSeconds = 120;

export type UpOptions = {
  /** Only the processes of this host; all when left out. */
  readonly host?: string;
  readonly say: (line: string) => void;
};

/**
 * Brings the network up, new or with the data it has, and returns when a transaction that every
 * organisation endorsed has been committed by each of their peers.
 * @returns false where other hosts have still to bring up their part and to approve the contract
 * @throws NetworkFault
 */
export async function up(network: Network, { host, say }: UpOptions): Promise<boolean> {
  const { plan, layout } = network;
  const isHere = hostChoice(network, host);
  if (!existsSync(layout.genesis)) await found(network, say);
  await writeSettings(plan, layout, isHere);
  await writeProfiles(plan, layout);
  const nodes = nodesOf(network, isHere);
  const stopped = nodes.filter(({ name }) => running(layout, name) === null);
  if (stopped.length === nodes.length) await checkPorts(plan, isHere);
  for (const node of stopped) start(layout, nodeStart(network, node));
  const wanted = await wantedChaincodes(network);
  await keepContracts(network, wanted, isHere);
  say(`${stopped.length} of ${nodes.length} orderers and peers started`);
  const joining = await Promise.all(nodes.map(node => joined(network, node)));
  const newcomers = nodes.filter((_, at) => joining[at]).filter(isPeer);
  say('channel joined');
  const isAgreed = await deployChanged(network, { wanted, newcomers, isHere, say });
  await awaitContracts(network, wanted, isHere);
  if (isAgreed) await insist(readySeconds, () => touch(network, plan.description.chaincode));
  return isAgreed;
}

/**
 * Which hosts' processes are meant: one, or all when none is named.
 * @throws NetworkFault `HOST_UNKNOWN`
 */
export function hostChoice({ plan }: Network, host?: string): (name: string) => boolean {
  if (host === undefined) return () => true;
  const { hosts } = plan.description;
  if (Object.hasOwn(hosts, host)) return name => name === host;
  const remedy = `Known hosts: ${Object.keys(hosts).join(', ')}.`;
  throw new NetworkFault('HOST_UNKNOWN', `no host ${host}.`, remedy);
}

type Changed = {
  readonly wanted: readonly Deployed[];
  /** Peers that have joined the channel just now. */
  readonly newcomers: readonly PeerPlan[];
  readonly isHere: (host: string) => boolean;
  readonly say: (line: string) => void;
};

/** @returns whether every organisation has approved everything */
async function deployChanged(network: Network, changed: Changed): Promise<boolean> {
  const { wanted, newcomers, isHere, say } = changed;
  let isAgreed = true;
  const deployed = await deployedChaincodes(network.layout);
  for (const chaincode of wanted) {
    const before = deployed.find(({ name }) => name === chaincode.name);
    const isKnown = before?.packageId === chaincode.packageId;
    if (isKnown && (await allWelcome(network, newcomers, chaincode))) continue;
    const sequence = chaincode.sequence + (isKnown ? 1 : 0);
    const missing = await deploy(network, { chaincode: { ...chaincode, sequence }, isHere });
    const what = missing.length === 0 ? 'deployed' : `waits for ${missing.join(', ')}`;
    say(`${chaincode.name} ${what}`);
    isAgreed &&= missing.length === 0;
  }
  return isAgreed;
}

/** @returns false when an approval went with a peer's disk, and all approve anew together */
async function allWelcome(
  network: Network,
  newcomers: readonly PeerPlan[],
  chaincode: Deployed,
): Promise<boolean> {
  let isWhole = true;
  for (const peer of newcomers) {
    const target = { peer, organisation: ownerOf(network, peer) };
    isWhole = (await welcome(network, target, chaincode)) && isWhole;
  }
  return isWhole;
}

/** The chaincodes of the channel with the packages of the present sources; at first the product's. */
async function wantedChaincodes({ plan, layout }: Network): Promise<readonly Deployed[]> {
  const deployed = await deployedChaincodes(layout);
  const wanted = deployed.length === 0 ? [productChaincode(plan)] : deployed;
  return Promise.all(wanted.map(chaincode => nextDeployment(layout, chaincode)));
}

/** Makes keys, certificates and the channel's first block. */
export async function found(network: Network, say: (line: string) => void): Promise<void> {
  const { plan, layout, programs } = network;
  await makeCrypto(plan, layout, programs);
  const folder = await writeChannelSettings(plan, layout);
  await runProgram(programs, 'configtxgen', {
    words: [
      ...['-profile', PROFILE, '-channelID', plan.description.channel],
      ...['-outputBlock', layout.genesis, '-configPath', folder],
    ],
    env: { FABRIC_LOGGING_SPEC: 'warning' },
  });
  say('keys and genesis block made');
}

type Node = OrdererPlan | PeerPlan;

const isPeer = (node: Node): node is PeerPlan => 'mspId' in node;

/** The orderers and peers of these hosts. */
export function nodesOf({ plan }: Network, isHere: (host: string) => boolean): readonly Node[] {
  const peers = plan.organisations.flatMap(organisation => organisation.peers);
  return [...plan.orderers, ...peers].filter(({ host }) => isHere(host));
}

/** How to start an orderer or a peer. */
export function nodeStart({ layout, programs }: Network, node: Node): Start {
  const { settings } = isPeer(node) ? layout.peer(node) : layout.orderer(node);
  const env = programEnvironment(settings);
  const common = { name: node.name, cwd: layout.folder };
  if (!isPeer(node)) {
    return { ...common, program: join(programs.folder, 'orderer'), words: [], env };
  }
  return {
    ...common,
    program: join(programs.folder, 'peer'),
    words: ['node', 'start'],
    env: { ...env, TALLY_CHAINCODE_LINKS: linksFolder(layout, node) },
  };
}

/**
 * Waits until an orderer or peer is well.
 * @throws NetworkFault `PROCESS_DOWN`
 */
export function awaitNode({ layout }: Network, node: Node): Promise<void> {
  return awaitHealth(node, {
    seconds: healthSeconds,
    isRunning: () => running(layout, node.name) !== null,
    log: join(layout.logs, `${node.name}.log`),
  });
}

/** @returns whether it has joined the channel just now */
async function joined(network: Network, node: Node): Promise<boolean> {
  await awaitNode(network, node);
  return isPeer(node) ? joinPeer(network, node) : joinOrderer(network, node);
}

async function joinOrderer(network: Network, orderer: OrdererPlan): Promise<boolean> {
  const { layout, programs, plan } = network;
  const { channel } = plan.description;
  if (existsSync(join(layout.data(orderer.name), 'ledger', 'chains', channel))) return false;
  const { tls } = layout.orderer(orderer);
  const words = [
    ...['channel', 'join', '--channelID', channel, '--config-block', layout.genesis],
    ...['--orderer-address', `${orderer.address}:${orderer.adminPort}`],
    ...['--ca-file', layout.tlsRoot(ORDERER_DOMAIN)],
    ...['--client-cert', join(tls, 'server.crt'), '--client-key', join(tls, 'server.key')],
  ];
  // On a busy machine an orderer is well a moment before it listens to administrators.
  await insist(listenSeconds, () => runProgram(programs, 'osnadmin', { words }));
  return true;
}

async function joinPeer(network: Network, peer: PeerPlan): Promise<boolean> {
  const { layout, plan } = network;
  const { channel } = plan.description;
  const chains = join(layout.data(peer.name), 'ledgersData', 'chains', 'chains', channel);
  if (existsSync(chains)) return false;
  const organisation = ownerOf(network, peer);
  const words = ['channel', 'join', '--blockpath', layout.genesis];
  // As orderers, a peer is well a moment before it listens.
  await insist(listenSeconds, () => asAdministrator(network, { organisation, peer }, words));
  await caughtUp(network, peer);
  return true;
}

/** Waits until a peer is as high as the highest of the others that tell. */
async function caughtUp({ plan, layout }: Network, peer: PeerPlan): Promise<void> {
  const metric = `ledger_blockchain_height{channel="${plan.description.channel}"}`;
  const height = async (of: PeerPlan): Promise<number> => (await metricsOf(of)).get(metric) ?? 0;
  const others = plan.organisations.flatMap(({ peers }) => peers);
  const wanted = Math.max(...(await Promise.all(others.map(height))));
  await insist(catchUpSeconds, async () => {
    if ((await height(peer)) >= wanted) return;
    const remedy = `Read the end of ${join(layout.logs, `${peer.name}.log`)}.`;
    throw new NetworkFault('PROCESS_DOWN', `${peer.name} does not catch up.`, remedy);
  });
}

function ownerOf({ plan }: Network, { name, mspId }: PeerPlan): OrganisationPlan {
  const found = plan.organisations.find(one => one.mspId === mspId);
  if (found) return found;
  throw new NetworkFault('CONFIG', `${name} is of no organisation.`, 'Correct network.json.');
}
