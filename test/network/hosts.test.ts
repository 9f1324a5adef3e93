import { cpSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { openGatewayLedger } from '../../ledger/gateway/index.ts';
import { systemClock, validationCodeName } from '../../ledger/index.ts';
import { saySkipped } from '../fixture/skipped.ts';
import { describeFabric } from './fabric.ts';
import {
  addressOf,
  describeHosts,
  type Ground,
  type Hosts,
  loopbackGround,
  missingNamespaces,
  namespaceGround,
  ownKeys,
} from './hosts.ts';

const THREE = ['one', 'two', 'three'];
const ALL = [...THREE, 'four', 'five', 'six'];
const MEMBERS = [
  ['one', 'broker'],
  ['two', 'enterprises'],
  ['three', 'auditors'],
] as const;

const open = (hosts: Hosts, host: string, organisation: string) =>
  openGatewayLedger({
    profileFile: join(hosts.folder(host), 'profiles', `${organisation}.json`),
    clock: systemClock,
    random: Math.random,
  });

/** A transaction that changes nothing, from one host, endorsed by whom the gateway finds. */
async function commits(hosts: Hosts, host: string, organisation: string): Promise<string> {
  const ledger = open(hosts, host, organisation);
  try {
    const call = { function: 'org.hyperledger.fabric:GetMetadata', args: [], transient: {} };
    const endorsed = await ledger.endorse(call);
    if (!('envelope' in endorsed)) return JSON.stringify(endorsed);
    const placed = await ledger.order(endorsed);
    return 'code' in placed ? validationCodeName(placed.code) : placed.kind;
  } finally {
    await ledger.close();
  }
}

async function tip(hosts: Hosts, host: string, organisation: string): Promise<string> {
  const ledger = open(hosts, host, organisation);
  const { height, blockHash } = await ledger.info();
  await ledger.close();
  return `${String(height)} ${Buffer.from(blockHash).toString('hex')}`;
}

/** Until all these hosts' peers hold the same last block. */
async function sameTip(
  hosts: Hosts,
  members: readonly (readonly [string, string])[],
): Promise<string[]> {
  let tips: string[] = [];
  for (const until = Date.now() + 30_000; Date.now() < until;) {
    tips = await Promise.all(members.map(([host, name]) => tip(hosts, host, name)));
    if (new Set(tips).size === 1) break;
  }
  return [...new Set(tips)];
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(folder.length + 1));

function severalHosts(makeGround: (hosts: readonly string[]) => Ground): void {
  let ground: Ground;
  let hosts: Hosts;
  beforeAll(async () => {
    ground = makeGround(ALL);
    hosts = await describeHosts(ground, THREE);
  }, 60_000);
  afterAll(() => hosts.remove(), 60_000);

  test('each host gets a pack with no other host’s keys', async () => {
    for (const [host, name] of MEMBERS) {
      await hosts.found('pack', '--host', host);
      hosts.carry(host);
      const keys = filesOf(hosts.folder(host)).filter(file => /(_sk|\.key)$/.test(file));
      const others = MEMBERS.filter(([other]) => other !== host).map(([, other]) => other);
      expect(keys.length).toBeGreaterThan(4);
      for (const other of others) expect(keys.join()).not.toContain(`${other}.tally.local`);
      expect(keys.join()).toContain(`${name}.tally.local`);
      // An authority's key could make anybody's certificate.
      expect(keys.filter(key => /\/(ca|tlsca)\//.test(key))).toEqual([]);
    }
  }, 60_000);

  test('they come up together, and every member’s client commits', async () => {
    await Promise.all(THREE.map(host => hosts.run(host, 'up')));
    for (const [host, name] of MEMBERS) expect(await commits(hosts, host, name)).toBe('VALID');
    expect(await sameTip(hosts, MEMBERS)).toHaveLength(1);
    expect(await hosts.run('two', 'doctor')).toMatch(/No fault/);
  }, 180_000);

  test('one host is down: the others go on; it comes back and holds the same blocks', async () => {
    await hosts.run('three', 'down');
    expect(await commits(hosts, 'one', 'broker')).toBe('VALID');
    await hosts.run('three', 'up');
    expect(await sameTip(hosts, MEMBERS)).toHaveLength(1);
  }, 180_000);

  test('a peer is added on a fourth host', async () => {
    const place = ['--host', 'four', '--address', addressOf(ground, 'four')];
    await hosts.found('add-peer', 'broker', ...place);
    hosts.carry('four');
    await hosts.run('four', 'up');
    expect(await hosts.run('four', 'status')).toMatch(/^peer1\.broker +up/m);
    expect(await commits(hosts, 'four', 'broker')).toBe('VALID');
  }, 180_000);

  test('an organisation joins on a fifth host, and its client commits', async () => {
    const place = ['--host', 'five', '--address', addressOf(ground, 'five')];
    expect(await hosts.found('add-org', 'bank', ...place)).toMatch(/2 members signed/);
    hosts.carry('five');
    await hosts.run('five', 'up');
    expect(await commits(hosts, 'five', 'bank')).toBe('VALID');
    expect(await sameTip(hosts, [...MEMBERS, ['five', 'bank']])).toHaveLength(1);
  }, 180_000);

  test('one with keys of its own joins when three of four members have signed, each at home', async () => {
    const own = await ownKeys('fund', addressOf(ground, 'six'));
    const place = ['--host', 'six', '--address', addressOf(ground, 'six')];
    const asked = await hosts.run('one', 'add-org', 'fund', ...place, '--msp', join(own, 'msp'));
    const [, file = ''] = /1 of 3 signatures; carry (\S+)/.exec(asked) ?? [];
    expect(await hosts.run('two', 'sign', file)).toMatch(/2 of 3 signatures/);
    expect(await hosts.run('three', 'sign', file)).toMatch(/3 members signed/);
    await hosts.run('one', 'pack', '--host', 'six');
    hosts.carry('six', 'one');
    cpSync(own, join(hosts.folder('six'), 'crypto', 'peerOrganizations', 'fund.tally.local'), {
      recursive: true,
    });
    await hosts.run('six', 'up');
    expect(await commits(hosts, 'six', 'fund')).toBe('VALID');
    expect(await sameTip(hosts, [...MEMBERS, ['six', 'fund']])).toHaveLength(1);
  }, 180_000);
}

const isLinux = process.platform === 'linux';
if (!isLinux) saySkipped('hosts with addresses of their own', 'loopback addresses are Linux’s');
(isLinux ? describeFabric : describe.skip)('hosts with loopback addresses of their own', () =>
  severalHosts(loopbackGround),
);

const missing = isLinux ? missingNamespaces() : 'network namespaces are Linux’s';
if (missing !== null) saySkipped('hosts in network namespaces', missing);
(missing === null ? describeFabric : describe.skip)('hosts in network namespaces', () =>
  severalHosts(namespaceGround),
);
