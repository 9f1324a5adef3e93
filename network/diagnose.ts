import { X509Certificate } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { asAdministrator, jsonOf, type Network } from './administer.ts';
import { type Deployed, deployedChaincodes } from './chaincodes.ts';
import type { Check } from './doctor.ts';
import { NetworkFault } from './fault.ts';
import type { OrganisationPlan, PeerPlan } from './plan.ts';
import { statusOf } from './status.ts';

const dayMs = 86_400_000;
const renewBeforeDays = 30;

/** What is wrong with a network that is there: keys, processes, agreement on the contract, chain. */
export async function examineNetwork(
  network: Network,
  nowMs: number,
  isHere: (host: string) => boolean = () => true,
): Promise<readonly Check[]> {
  const status = await statusOf(network, isHere);
  const isUp = (name: string): boolean =>
    status.some(row => row.name === name && row.state !== 'stopped' && row.state !== 'ill');
  const peers = network.plan.organisations
    .flatMap(organisation => organisation.peers)
    .filter(({ name }) => isUp(name));
  const [keys, agreed, chain] = await Promise.all([
    examineKeys(network, nowMs),
    examineContracts(network, peers),
    examineChain(network, peers),
  ]);
  const processes = status.map(({ name, state }): Check => {
    const facts = `${name} ${state}`;
    if (state !== 'stopped' && state !== 'ill') return { name: 'process', facts, fault: null };
    const log = join(network.layout.logs, `${name}.log`);
    const remedy = `Read the end of ${log}, then npm run network -- restart ${name}.`;
    return { name: 'process', facts, fault: { code: 'PROCESS_DOWN', remedy } };
  });
  return [...keys, ...processes, ...agreed, chain];
}

/** Every certificate is in its time, and each person's is of the organisation it stands for. */
async function examineKeys(network: Network, nowMs: number): Promise<readonly Check[]> {
  const { layout, plan } = network;
  const files = (await readdir(layout.crypto, { recursive: true, withFileTypes: true }))
    .filter(entry => entry.isFile() && /\.(crt|pem)$/.test(entry.name))
    .map(entry => join(entry.parentPath, entry.name));
  const checks: Check[] = [];
  let soonest = Infinity;
  for (const file of files) {
    const ends = Date.parse(new X509Certificate(await readFile(file)).validTo);
    soonest = Math.min(soonest, ends);
    if (ends > nowMs) continue;
    checks.push(expired(relative(layout.folder, file), ends));
  }
  for (const { mspId, domain } of plan.organisations) {
    for (const person of ['Admin', 'User1']) {
      const fault = await strangeness(layout.person(domain, person).msp, layout.msp(domain));
      if (!fault) continue;
      const remedy = `Put there a certificate that ${mspId}'s own authority has signed.`;
      const facts = `${person} of ${mspId}: ${fault}`;
      checks.push({ name: 'identity', facts, fault: { code: 'MSP_WRONG', remedy } });
    }
  }
  const days = Math.floor((soonest - nowMs) / dayMs);
  const soon = days < renewBeforeDays ? ', renew' : '';
  const facts = `${files.length}, the first ends in ${days} days${soon}`;
  return [...checks, { name: 'certificates', facts, fault: null }];
}

function expired(file: string, endedMs: number): Check {
  const facts = `${file} ended on ${new Date(endedMs).toISOString().slice(0, 10)}`;
  const remedy = 'Have its organisation issue a new one for the same key and name, and restart.';
  return { name: 'certificates', facts, fault: { code: 'CERTIFICATE_EXPIRED', remedy } };
}

/** Why a person's certificate is none of this organisation, or null. */
async function strangeness(msp: string, organisation: string): Promise<string | null> {
  if (!existsSync(msp)) return null;
  const read = async (folder: string): Promise<X509Certificate> => {
    const [file = ''] = await readdir(folder);
    return new X509Certificate(await readFile(join(folder, file)));
  };
  const own = await read(join(msp, 'signcerts'));
  const root = await read(join(organisation, 'cacerts'));
  return own.verify(root.publicKey) ? null : 'its certificate is signed by another authority';
}

/** For each contract: who has approved, whose package it is, and whether each peer gets answers. */
async function examineContracts(
  network: Network,
  peers: readonly PeerPlan[],
): Promise<readonly Check[]> {
  const checks: Check[] = [];
  for (const chaincode of await deployedChaincodes(network.layout)) {
    const organisations = network.plan.organisations.filter(one =>
      peers.some(peer => peer.name === one.peers[0].name),
    );
    const [first] = organisations;
    if (!first) return [];
    checks.push(await examineApprovals(network, first, chaincode));
    const each = organisations.map(organisation =>
      examineContract(network, organisation, chaincode),
    );
    checks.push(...(await Promise.all(each)));
  }
  return checks;
}

async function examineApprovals(
  network: Network,
  organisation: OrganisationPlan,
  { name }: Deployed,
): Promise<Check> {
  const said = await asAdministrator(network, { organisation }, [
    ...['lifecycle', 'chaincode', 'querycommitted', '--output', 'json'],
    ...['--channelID', network.plan.description.channel, '--name', name],
  ]).catch(() => '');
  const row = { name: 'contract', facts: `${name} is not on the channel` };
  const remedy = `Each of them runs: npm run network -- deploy --chaincode ${name}.`;
  if (said === '') return { ...row, fault: { code: 'NOT_APPROVED', remedy } };
  const { sequence, approvals = {} } = jsonOf(said) as {
    readonly sequence: number;
    readonly approvals?: Readonly<Record<string, boolean>>;
  };
  const missing = Object.keys(approvals).filter(mspId => approvals[mspId] !== true);
  const facts = `${name} sequence ${sequence}`;
  if (missing.length === 0) return { ...row, facts: `${facts}, all approve`, fault: null };
  const without = `${facts}, not approved by ${missing.join(', ')}`;
  return { ...row, facts: without, fault: { code: 'NOT_APPROVED', remedy } };
}

async function examineContract(
  network: Network,
  organisation: OrganisationPlan,
  chaincode: Deployed,
): Promise<Check> {
  const { name, packageId } = chaincode;
  const { mspId } = organisation;
  const row = { name: 'contract' };
  const approved = await approvedPackage(network, organisation, chaincode);
  if (approved !== packageId) {
    const facts = `${mspId} approved ${approved || 'no package'} for ${name}, ${packageId} runs`;
    const remedy = `Compare the releases, then npm run network -- deploy --chaincode ${name}.`;
    return { ...row, facts, fault: { code: 'PACKAGE_DIFFERS', remedy } };
  }
  try {
    await asAdministrator(network, { organisation }, [
      ...['chaincode', 'query', '--channelID', network.plan.description.channel],
      ...['--name', name, '--ctor', '{"Args":["org.hyperledger.fabric:GetMetadata"]}'],
    ]);
    return { ...row, facts: `${name} answers ${mspId}`, fault: null };
  } catch (error) {
    if (!(error instanceof NetworkFault)) throw error;
    const log = join(network.layout.logs, `${name}.${organisation.name}.log`);
    const remedy = `Read the end of ${log}; npm run network -- restart ${name}.${organisation.name}.`;
    const facts = `${name} gives ${mspId} no answer`;
    return { ...row, facts, fault: { code: 'CHAINCODE_DOWN', remedy } };
  }
}

/** Id of the package that an organisation bound to the present definition; empty for none. */
async function approvedPackage(
  network: Network,
  organisation: OrganisationPlan,
  { name }: Deployed,
): Promise<string> {
  try {
    const said = await asAdministrator(network, { organisation }, [
      ...['lifecycle', 'chaincode', 'queryapproved', '--output', 'json'],
      ...['--channelID', network.plan.description.channel, '--name', name],
    ]);
    return /"package_id"\s*:\s*"([^"]+)"/.exec(said)?.[1] ?? '';
  } catch (error) {
    if (error instanceof NetworkFault) return '';
    throw error;
  }
}

/** All peers that are as high hold the same last block. */
async function examineChain(network: Network, peers: readonly PeerPlan[]): Promise<Check> {
  const tips = await Promise.all(
    peers.map(async peer => {
      const organisation = network.plan.organisations.find(one => one.mspId === peer.mspId);
      if (!organisation) return null;
      const said = await asAdministrator(network, { organisation, peer }, [
        ...['channel', 'getinfo', '--channelID', network.plan.description.channel],
      ]).catch(() => '');
      if (said === '') return null;
      return jsonOf(said) as { readonly height: number; readonly currentBlockHash: string };
    }),
  );
  const known = tips.filter(tip => tip !== null);
  const hashes = new Map<number, Set<string>>();
  for (const { height, currentBlockHash } of known) {
    hashes.set(height, (hashes.get(height) ?? new Set()).add(currentBlockHash));
  }
  const split = [...hashes].find(([, found]) => found.size > 1);
  const heights = known.map(({ height }) => height).join(', ');
  if (!split) return { name: 'chain', facts: `heights ${heights || 'unknown'}`, fault: null };
  const remedy = 'Stop the peer that differs and let it join anew: its data are not the channel’s.';
  const facts = `peers hold different blocks ${split[0] - 1}`;
  return { name: 'chain', facts, fault: { code: 'CHAIN_SPLIT', remedy } };
}
