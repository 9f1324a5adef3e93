import { NetworkFault } from './fault.ts';

/** What `network.json` says: who takes part and where each process runs. */
export type Description = {
  /** Release line of Fabric's programs. */
  readonly line: '3.1' | '2.5';
  readonly consensus: 'raft' | 'bft';
  readonly channel: string;
  readonly chaincode: string;
  /** `mutual`: peers ask their clients for a TLS certificate too. */
  readonly clientTls: 'server' | 'mutual';
  /** Cut of blocks: after `timeoutMs`, `messages`, or `preferredBytes`. */
  readonly blocks: {
    readonly timeoutMs: number;
    readonly messages: number;
    readonly preferredBytes: number;
    readonly absoluteBytes: number;
  };
  /** Most rows a query answers, and the longest a call of the contract may take. */
  readonly limits: { readonly queryRowsMax: number; readonly executeTimeoutMs: number };
  /** Added to every port, for a second network on the same addresses. */
  readonly portShift: number;
  /** Hosts by name; `address` is an IP or DNS name that all the others can reach. */
  readonly hosts: Readonly<Record<string, { readonly address: string }>>;
  /** The host of each orderer, in order. */
  readonly orderers: readonly string[];
  /** An organisation's peers stand on these hosts; its contract's process on the first of them. */
  readonly organisations: readonly OrganisationDescription[];
};

export type OrganisationDescription = {
  /** Lower case; part of names of processes and of the organisation's domain. */
  readonly name: string;
  readonly mspId: string;
  readonly peers: readonly string[];
  /** Came to the channel after its founding: the contract's usual policy does not name it. */
  readonly joined?: boolean;
};

const NAME = /^[a-z][a-z0-9]{0,30}$/;
const ADDRESS = /^[A-Za-z0-9][A-Za-z0-9.-]*$/;

const ORGANISATIONS = ['broker', 'enterprises', 'auditors'] as const;

/** Three organisations with a peer each and three Raft orderers (four for BFT) on this machine. */
export function defaultDescription(consensus: 'raft' | 'bft' = 'raft'): Description {
  return {
    line: '3.1',
    consensus,
    channel: 'tally',
    chaincode: 'tally',
    clientTls: 'server',
    blocks: { timeoutMs: 200, messages: 500, preferredBytes: 2_097_152, absoluteBytes: 10_485_760 },
    limits: { queryRowsMax: 100_000, executeTimeoutMs: 30_000 },
    portShift: 0,
    hosts: { here: { address: '127.0.0.1' } },
    orderers: Array.from({ length: consensus === 'bft' ? 4 : 3 }, () => 'here'),
    organisations: ORGANISATIONS.map(name => ({
      name,
      mspId: `${name[0]?.toUpperCase()}${name.slice(1)}MSP`,
      peers: ['here'],
    })),
  };
}

/**
 * Reads `network.json`. What it leaves out is as in the default network; what it does not know is
 * a fault.
 * @throws NetworkFault `CONFIG` naming every fault
 */
export function parseDescription(text: string, file: string): Description {
  const faults: string[] = [];
  const given = objectOf(text, faults);
  const consensus = given['consensus'] === 'bft' ? 'bft' : 'raft';
  const standard = defaultDescription(consensus);
  for (const key of Object.keys(given)) {
    if (!Object.hasOwn(standard, key)) faults.push(`${key}: not known`);
  }
  const description: Description = { ...standard, ...given };
  if (faults.length === 0) faults.push(...faultsOf(description, standard));
  if (faults.length > 0) {
    throw new NetworkFault('CONFIG', `${file}: ${faults.join('; ')}`, 'Correct the file.');
  }
  return description;
}

function objectOf(text: string, faults: string[]): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) {
      return value as Record<string, unknown>;
    }
  } catch {
    // Told below, with the same words.
  }
  faults.push('not a JSON object');
  return {};
}

function faultsOf(description: Description, standard: Description): string[] {
  const checks: readonly (readonly [string, boolean])[] = [
    ['line is 3.1 or 2.5', ['3.1', '2.5'].includes(description.line)],
    ['consensus is raft or bft', ['raft', 'bft'].includes(description.consensus)],
    ['bft needs line 3.1', description.consensus !== 'bft' || description.line === '3.1'],
    ['channel is a short lower-case name', NAME.test(description.channel)],
    ['chaincode is a short lower-case name', NAME.test(description.chaincode)],
    ['clientTls is server or mutual', ['server', 'mutual'].includes(description.clientTls)],
    ['blocks has whole numbers', hasNumbers(description.blocks, standard.blocks)],
    ['limits has whole numbers', hasNumbers(description.limits, standard.limits)],
    ['portShift is 0 to 50000', isWithin(description.portShift, { low: 0, high: 50_000 })],
    ['hosts are names with an address', areHosts(description.hosts)],
    ['orderers are at least 3 hosts, 4 for bft', areOrderers(description, standard)],
    ['organisations have name, mspId and peers on hosts', areOrganisations(description)],
  ];
  return checks.filter(([, holds]) => !holds).map(([rule]) => rule);
}

function hasNumbers(given: object, standard: object): boolean {
  const values = Object.values(given) as unknown[];
  const names = Object.keys(standard);
  return (
    Object.keys(given).length === names.length &&
    names.every(name => Object.hasOwn(given, name)) &&
    values.every(value => Number.isSafeInteger(value) && Number(value) > 0)
  );
}

function isWithin(value: unknown, { low, high }: { low: number; high: number }): boolean {
  return Number.isSafeInteger(value) && Number(value) >= low && Number(value) <= high;
}

function areHosts(hosts: unknown): boolean {
  if (typeof hosts !== 'object' || hosts === null) return false;
  const entries = Object.entries(hosts as Record<string, { address?: unknown } | null>);
  return (
    entries.length > 0 &&
    entries.every(
      ([name, host]) =>
        NAME.test(name) && typeof host?.address === 'string' && ADDRESS.test(host.address),
    )
  );
}

function areOrderers({ orderers, hosts }: Description, standard: Description): boolean {
  return (
    Array.isArray(orderers) &&
    orderers.length >= standard.orderers.length &&
    orderers.every(host => Object.hasOwn(hosts, String(host)))
  );
}

function areOrganisations({ organisations, hosts }: Description): boolean {
  if (!Array.isArray(organisations) || organisations.length === 0) return false;
  const known = organisations as readonly Partial<OrganisationDescription>[];
  return (
    new Set(known.map(({ name }) => name)).size === known.length &&
    known.every(
      ({ name, mspId, peers, joined = false }) =>
        typeof joined === 'boolean' &&
        NAME.test(String(name)) &&
        /^[A-Za-z][A-Za-z0-9]*$/.test(String(mspId)) &&
        Array.isArray(peers) &&
        peers.length > 0 &&
        peers.every(host => Object.hasOwn(hosts, String(host))),
    )
  );
}
