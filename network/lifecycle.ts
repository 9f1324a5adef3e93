import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  asAdministrator,
  endorserWords,
  insist,
  jsonOf,
  type Network,
  ordererWords,
} from './administer.ts';
import type { Chaincode, Deployed } from './chaincodes.ts';
import { NetworkFault } from './fault.ts';
import type { ContractPackage } from './package.ts';
import type { OrganisationPlan, PeerPlan } from './plan.ts';

type Target = { readonly organisation: OrganisationPlan; readonly peer: PeerPlan };

/**
 * Installs a package on a peer and compares the id that the peer worked out with ours.
 * @throws NetworkFault `PACKAGE_DIFFERS`
 */
export async function install(
  network: Network,
  target: Target,
  contract: ContractPackage,
): Promise<void> {
  const file = join(network.layout.artifacts, `${contract.label}.tar.gz`);
  await mkdir(network.layout.artifacts, { recursive: true });
  await writeFile(file, contract.bytes);
  const said = await asAdministrator(network, target, [
    ...['lifecycle', 'chaincode', 'install', file],
  ]).catch((error: unknown) => {
    if (error instanceof NetworkFault && error.message.includes('already successfully installed')) {
      return error.message;
    }
    throw error;
  });
  if (!said.includes(contract.id)) {
    throw new NetworkFault(
      'PACKAGE_DIFFERS',
      `${target.peer.name} holds ${contract.label} under another package id than ${contract.id}.`,
      'Every organisation must pack the same sources: compare their releases.',
    );
  }
}

/** Words of a definition; every organisation must approve the same. */
function definition(network: Network, chaincode: Chaincode): readonly string[] {
  return [
    ...['--channelID', network.plan.description.channel],
    ...['--name', chaincode.name],
    ...['--version', chaincode.version],
    ...['--sequence', String(chaincode.sequence)],
    ...['--signature-policy', chaincode.policy],
    ...(chaincode.collections === null ? [] : ['--collections-config', chaincode.collections]),
  ];
}

/**
 * Approves a definition for an organisation and binds it to the package that runs there.
 * @returns false when what the organisation approved before went with the disk of its only peer:
 * nobody else has it, and this sequence can not be approved again
 */
export async function approve(
  network: Network,
  organisation: OrganisationPlan,
  chaincode: Deployed,
): Promise<boolean> {
  const words = ['lifecycle', 'chaincode', 'approveformyorg'];
  const index = network.plan.organisations.indexOf(organisation);
  const said = await insist(20, () =>
    asAdministrator(network, { organisation }, [
      ...words,
      ...ordererWords(network, index),
      ...definition(network, chaincode),
      ...['--package-id', chaincode.packageId],
    ]).catch((error: unknown) => (isLost(organisation, error) ? LOST : unlessDone(error))),
  );
  return said !== LOST;
}

const LOST = 'lost';

function isLost({ peers }: OrganisationPlan, error: unknown): boolean {
  const text = error instanceof NetworkFault ? error.message : '';
  // A fellow peer gives it back in a moment.
  return peers.length === 1 && /private data matching public hash version is not/.test(text);
}

/** Organisations of the channel that have approved a definition or not yet, by MSP id. */
export async function approvals(
  network: Network,
  chaincode: Chaincode,
): Promise<Readonly<Record<string, boolean>>> {
  const said = await asAdministrator(network, administeredHere(network), [
    ...['lifecycle', 'chaincode', 'checkcommitreadiness', '--output', 'json'],
    ...definition(network, chaincode),
  ]);
  return (jsonOf(said) as { approvals: Record<string, boolean> }).approvals;
}

/**
 * Commits a definition; the peers of the organisations that have approved it endorse that.
 * @throws NetworkFault `PROGRAM_FAILED`
 */
export async function commit(
  network: Network,
  chaincode: Chaincode,
  approving = network.plan.organisations,
): Promise<void> {
  const here = administeredHere(network);
  await insist(20, () =>
    asAdministrator(network, here, [
      ...['lifecycle', 'chaincode', 'commit'],
      ...ordererWords(network),
      ...definition(network, chaincode),
      ...endorserWords(network, approving),
    ]).catch(unlessCommitted),
  );
}

/**
 * Orders a transaction that changes nothing, endorsed by every organisation, and waits until each
 * of their peers has committed it.
 */
export async function touch(network: Network, name: string): Promise<void> {
  await asAdministrator(network, administeredHere(network), [
    ...['chaincode', 'invoke', '--waitForEvent', '--waitForEventTimeout', '10s'],
    ...ordererWords(network),
    ...['--channelID', network.plan.description.channel, '--name', name],
    ...['--ctor', JSON.stringify({ Args: ['org.hyperledger.fabric:GetMetadata'] })],
    ...endorserWords(network, network.plan.organisations),
  ]);
}

/** The organisations whose administrators' keys are on this machine. */
export function administrators({ plan, layout }: Network): readonly OrganisationPlan[] {
  return plan.organisations.filter(({ domain }) => existsSync(layout.person(domain, 'Admin').msp));
}

/**
 * An organisation whose administrator is of this host, and its peer here.
 * @throws NetworkFault `CONFIG`
 */
export function administeredHere(network: Network): Target {
  const { layout } = network;
  for (const organisation of administrators(network)) {
    const peer = organisation.peers.find(one => existsSync(layout.peer(one).settings));
    if (peer) return { organisation, peer };
  }
  const remedy = 'Run this on a host that has a peer.';
  throw new NetworkFault('CONFIG', 'no organisation has a peer on this host', remedy);
}

/** Another host may have committed it a moment before. */
function unlessCommitted(error: unknown): string {
  const text = error instanceof NetworkFault ? error.message : '';
  const said = /requested sequence is (\d+), but new definition must be sequence (\d+)/.exec(text);
  return said && Number(said[2]) === Number(said[1]) + 1 ? text : unlessDone(error);
}

/** The same definition again is what was wanted. */
function unlessDone(error: unknown): string {
  const text = error instanceof NetworkFault ? error.message : '';
  if (/attempted to redefine the current committed sequence|unchanged content/.test(text)) {
    return text;
  }
  throw error;
}
