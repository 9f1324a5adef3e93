import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Connection } from './connection.ts';
import type { Layout } from './layout.ts';
import { type ContractPackage, packageOf } from './package.ts';
import type { OrganisationPlan, Place, Plan } from './plan.ts';
import type { Start } from './processes.ts';
import { linksFolder } from './settings/peer.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A contract of the channel as it is to be defined. */
export type Chaincode = {
  readonly name: string;
  readonly version: string;
  readonly sequence: number;
  /**
   * Files and classes, `chaincode/contract.ts#TallyContract`; a file is relative to the
   * repository. The first class is the default one of the chaincode.
   */
  readonly contracts: readonly string[];
  /** Endorsement policy in Fabric's own words. */
  readonly policy: string;
  /** File with its collections, or null. */
  readonly collections: string | null;
  /** Place among the chaincodes of the network, from 0: gives its ports. */
  readonly slot: number;
};

/** Where the product's contract stands. */
export const PRODUCT: readonly string[] = ['chaincode/contract.ts#TallyContract'];

/** The product's contract: any two of the organisations endorse, collections as both ledgers have. */
export function productChaincode(plan: Plan): Chaincode {
  return {
    name: plan.description.chaincode,
    version: '1',
    sequence: 1,
    contracts: PRODUCT,
    policy: policyOf(plan, 2),
    collections: join(ROOT, 'chaincode', 'collections.json'),
    slot: 0,
  };
}

/**
 * `OutOf(2, 'BrokerMSP.peer', …)` over the organisations that founded the channel: who came later
 * endorses when a policy that was deployed says so.
 */
export function policyOf({ organisations }: Plan, count: number): string {
  const founders = organisations.filter(({ joined }) => !joined);
  return `OutOf(${count},${founders.map(({ mspId }) => `'${mspId}.peer'`).join(',')})`;
}

/** A chaincode as this machine last deployed it. */
export type Deployed = Chaincode & {
  readonly packageId: string;
  /** Digest of what the organisations agreed on: version, policy, collections. */
  readonly definition: string;
};

/** What was deployed on this network so far, as this machine knows it. */
export async function deployedChaincodes({ chaincodes }: Layout): Promise<readonly Deployed[]> {
  if (!existsSync(chaincodes)) return [];
  return JSON.parse(await readFile(chaincodes, 'utf8')) as Deployed[];
}

/** Keeps a chaincode in the list of what is deployed, in the place of an older one of its name. */
export async function rememberChaincode(layout: Layout, chaincode: Deployed): Promise<void> {
  const others = (await deployedChaincodes(layout)).filter(({ name }) => name !== chaincode.name);
  const all = [...others, chaincode].sort((one, other) => one.slot - other.slot);
  await writeFile(layout.chaincodes, JSON.stringify(all, null, 2));
}

/**
 * A chaincode with the package of its present sources and the sequence that its definition needs: a
 * new one when it differs from what was deployed, or when a higher one is wanted.
 */
export async function nextDeployment(layout: Layout, wanted: Chaincode): Promise<Deployed> {
  const deployed = await deployedChaincodes(layout);
  const before = deployed.find(({ name }) => name === wanted.name);
  const { id: packageId } = await packageFor(wanted);
  const collections = wanted.collections === null ? '' : await readFile(wanted.collections, 'utf8');
  const agreed = [wanted.version, wanted.policy, collections].join('\0');
  const definition = createHash('sha256').update(agreed).digest('hex');
  if (!before) return { ...wanted, sequence: 1, slot: deployed.length, packageId, definition };
  const isSame = before.definition === definition;
  const sequence = isSame ? Math.max(before.sequence, wanted.sequence) : before.sequence + 1;
  return { ...wanted, sequence, slot: before.slot, packageId, definition };
}

/** The package of a chaincode: its label and the digest of the program that this machine has. */
export async function packageFor(
  { name, version, contracts }: Pick<Chaincode, 'name' | 'version' | 'contracts'>,
  connection?: Connection,
): Promise<ContractPackage> {
  return packageOf(`${name}_${version}`, await programDigest(contracts), connection);
}

/** SHA-256 over names and bytes of all sources that the contract consists of. */
async function programDigest(contracts: readonly string[]): Promise<string> {
  const files = contracts.map(contract => contract.split('#')[0] ?? '');
  const isProduct = files.some(file => file.startsWith('chaincode/'));
  const sources = isProduct ? await sourcesOf(['chaincode', 'domain']) : files;
  const hash = createHash('sha256');
  for (const source of sources) {
    const bytes = await readFile(join(ROOT, source));
    hash.update(`${source} ${bytes.length}\n`).update(bytes);
  }
  return hash.digest('hex');
}

async function sourcesOf(folders: readonly string[]): Promise<string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    const entries = await readdir(join(ROOT, folder), { recursive: true, withFileTypes: true });
    for (const entry of entries) {
      if (!entry.isFile() || !/\.(ts|json)$/.test(entry.name)) continue;
      if (entry.name.endsWith('.test.ts')) continue;
      found.push(relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
    }
  }
  return found.sort();
}

/** Where the process of one organisation's contract listens. */
export function contractPlace({ contracts }: OrganisationPlan, { slot }: Chaincode): Place {
  return { ...contracts, port: contracts.port + 10 * slot };
}

/** Tells each peer of an organisation how to reach its contract's process: mutual TLS. */
export async function writeLinks(
  layout: Layout,
  organisation: OrganisationPlan,
  chaincode: Chaincode,
): Promise<void> {
  const { address, port } = contractPlace(organisation, chaincode);
  const root = await readFile(layout.tlsRoot(organisation.domain), 'utf8');
  for (const peer of organisation.peers) {
    const { tls } = layout.peer(peer);
    if (!existsSync(tls)) continue;
    const link: Connection = {
      address: `${address}:${port}`,
      dial_timeout: '10s',
      tls_required: true,
      client_auth_required: true,
      client_key: await readFile(join(tls, 'server.key'), 'utf8'),
      client_cert: await readFile(join(tls, 'server.crt'), 'utf8'),
      root_cert: root,
    };
    const folder = linksFolder(layout, peer);
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const file = join(folder, `${chaincode.name}_${chaincode.version}.json`);
    await writeFile(file, JSON.stringify(link), { mode: 0o600 });
  }
}

/** How to start the process of one organisation's contract. */
export function contractStart(
  layout: Layout,
  organisation: OrganisationPlan,
  chaincode: Deployed,
): Start {
  const { address, port } = contractPlace(organisation, chaincode);
  const tls = layout.contractTls(organisation);
  const contracts = chaincode.contracts.flatMap(one => ['--contract', join(ROOT, one)]);
  return {
    name: `${chaincode.name}.${organisation.name}`,
    program: process.execPath,
    words: [
      ...['--disable-warning=ExperimentalWarning', '--disable-warning=DeprecationWarning'],
      join(ROOT, 'chaincode', 'server.ts'),
      ...['--address', `${address}:${port}`, '--id', chaincode.packageId, ...contracts],
      ...['--tls-key', join(tls, 'server.key'), '--tls-cert', join(tls, 'server.crt')],
      // Only peers with a certificate of the organisation's own root are let in.
      ...['--client-root', join(tls, 'ca.crt')],
    ],
    cwd: ROOT,
    env: {
      CORE_PEER_LOCALMSPID: organisation.mspId,
      // What Node made of the sources, for all networks here: the next start is three times as quick.
      NODE_COMPILE_CACHE: join(dirname(layout.folder), '.cache'),
    },
  };
}
