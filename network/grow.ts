import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Network } from './administer.ts';
import { type Change, proposeOrganisation, signChange } from './configuration.ts';
import { makeCrypto } from './crypto.ts';
import { type Description, parseDescription } from './description.ts';
import { NetworkFault } from './fault.ts';
import { ORDERER_DOMAIN, planOf } from './plan.ts';
import { writeSettings } from './settings/write.ts';

/** Where a new process is to stand: a host that is known, or a new one with its address. */
export type Ground = { readonly host?: string; readonly address?: string };

/** A newcomer: its name, and the public folder of its own authority if it has made its own keys. */
export type Newcomer = Ground & {
  readonly name: string;
  readonly mspId?: string;
  /** Folder with `cacerts`, `tlscacerts` and `config.yaml`. */
  readonly msp?: string;
};

/**
 * Describes one more peer of an organisation and makes its keys.
 * @returns the network with it, and its host
 * @throws NetworkFault `CONFIG`, `HOST_UNKNOWN`
 */
export async function addPeer(
  network: Network,
  name: string,
  ground: Ground,
): Promise<{ readonly network: Network; readonly host: string }> {
  const { description } = network.plan;
  const { hosts, host } = withHost(description, ground);
  const known = description.organisations.find(one => one.name === name);
  if (!known) {
    const names = description.organisations.map(one => one.name).join(', ');
    throw new NetworkFault('CONFIG', `no organisation ${name}.`, `Known: ${names}.`);
  }
  const organisations = description.organisations.map(one =>
    one === known ? { ...one, peers: [...one.peers, host] } : one,
  );
  const grown = changed(network, { ...description, hosts, organisations });
  await checkAuthority(network, `${name}.tally.local`);
  await makeCrypto(grown.plan, grown.layout, grown.programs);
  await describe(grown);
  return { network: grown, host };
}

/**
 * Takes a new organisation into the channel: its keys are made, or its own public folder is taken;
 * the change of the channel's configuration is written, signed by the administrators whose keys are
 * here, and sent once a majority has signed.
 * @throws NetworkFault `CONFIG`, `HOST_UNKNOWN`, `PROGRAM_FAILED`
 */
export async function addOrganisation(
  network: Network,
  { name, mspId = `${name.charAt(0).toUpperCase()}${name.slice(1)}MSP`, msp, ...ground }: Newcomer,
): Promise<{ readonly network: Network; readonly host: string; readonly change: Change | null }> {
  const { description } = network.plan;
  const { hosts, host } = withHost(description, ground);
  const others = description.organisations.filter(one => one.name !== name);
  const organisations = [...others, { name, mspId, peers: [host], joined: true }];
  const grown = changed(network, { ...description, hosts, organisations });
  const organisation = grown.plan.organisations.find(one => one.name === name);
  const before = network.plan.organisations.find(one => one.name === name);
  if (!organisation || before?.joined === false) {
    const remedy = 'Take another name.';
    throw new NetworkFault('CONFIG', `${name} has founded this channel.`, remedy);
  }
  if (msp === undefined) {
    await checkAuthority(network, ORDERER_DOMAIN);
    await makeCrypto(grown.plan, grown.layout, grown.programs);
  } else await takeFolder(grown, organisation.domain, msp);
  // Where no process of the network runs, its administrators still need a peer's settings.
  if (!hasPeer(network)) await writeSettings(network.plan, network.layout, () => true);
  const file = await proposeOrganisation(network, organisation);
  const change = file === null ? null : await signChange(network, file);
  await describe(grown);
  return { network: grown, host, change };
}

function hasPeer({ plan, layout }: Network): boolean {
  const peers = plan.organisations.flatMap(one => one.peers);
  return peers.some(peer => existsSync(layout.peer(peer).settings));
}

function withHost(
  { hosts }: Description,
  { host = Object.keys(hosts)[0] ?? '', address }: Ground,
): { readonly hosts: Description['hosts']; readonly host: string } {
  if (address !== undefined) return { hosts: { ...hosts, [host]: { address } }, host };
  if (Object.hasOwn(hosts, host)) return { hosts, host };
  const remedy = `Say its --address. Known hosts: ${Object.keys(hosts).join(', ')}.`;
  throw new NetworkFault('HOST_UNKNOWN', `no host ${host}.`, remedy);
}

/** The same network with another description, which must be a possible one. */
function changed(network: Network, description: Description): Network {
  const text = JSON.stringify(description);
  return { ...network, plan: planOf(parseDescription(text, network.layout.description)) };
}

async function describe({ layout, plan }: Network): Promise<void> {
  await writeFile(layout.description, `${JSON.stringify(plan.description, null, 2)}\n`);
}

/** New keys are made where the first ones were: only there are the authorities' own keys. */
async function checkAuthority({ layout }: Network, domain: string): Promise<void> {
  const folder = join(dirname(layout.msp(domain)), 'ca');
  const files = existsSync(folder) ? await readdir(folder) : [];
  if (files.some(name => name.endsWith('_sk'))) return;
  const remedy = 'Run this where the network was founded, then pack --host for the new process.';
  throw new NetworkFault('CONFIG', 'the authorities’ keys are not on this machine.', remedy);
}

/** Takes what an organisation with keys of its own makes public. */
async function takeFolder({ layout }: Network, domain: string, msp: string): Promise<void> {
  const roots = join(msp, 'tlscacerts');
  const [root] = existsSync(roots) ? await readdir(roots) : [];
  if (root === undefined || !existsSync(join(msp, 'cacerts'))) {
    const remedy = 'It needs cacerts, tlscacerts and config.yaml with the node OUs.';
    throw new NetworkFault('CONFIG', `${msp} is not an organisation’s public folder.`, remedy);
  }
  await mkdir(dirname(layout.tlsRoot(domain)), { recursive: true, mode: 0o700 });
  await cp(msp, layout.msp(domain), { recursive: true });
  await cp(join(roots, root), layout.tlsRoot(domain));
}
