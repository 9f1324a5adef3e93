import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { lookForPrograms } from '../../network/programs.ts';
import { freeShift } from './fabric.ts';

const execute = promisify(execFile);
const PROGRAM = fileURLToPath(new URL('../../network/program.ts', import.meta.url));
const FOUNDER = 'founder';

/** Places that stand for machines: each with an address of its own that the others reach. */
export type Ground = {
  readonly addresses: Readonly<Record<string, string>>;
  /** What a program's line begins with to run on that host. */
  through(host: string): readonly string[];
  remove(): void;
};

/** Loopback addresses of this machine; only Linux has more than one without asking for them. */
export function loopbackGround(hosts: readonly string[]): Ground {
  return {
    addresses: Object.fromEntries(hosts.map((host, at) => [host, `127.0.0.${String(at + 1)}`])),
    through: () => [],
    remove: () => undefined,
  };
}

const command = (...words: readonly string[]): void => {
  execFileSync('ip', words, { stdio: 'pipe' });
};

/** Network namespaces that one bridge joins: no host reaches another's loopback. */
export function namespaceGround(hosts: readonly string[]): Ground {
  const mark = `tally${String(process.pid % 10_000)}`;
  const network = `10.201.${String(process.pid % 250)}`;
  const space = (host: string): string => `${mark}-${host}`;
  command('link', 'add', mark, 'type', 'bridge');
  command('address', 'add', `${network}.254/24`, 'dev', mark);
  command('link', 'set', mark, 'up');
  for (const [at, host] of hosts.entries()) {
    const inside = ['netns', 'exec', space(host), 'ip'];
    const [outer, inner] = [`${mark}o${String(at)}`, `${mark}i${String(at)}`];
    command('netns', 'add', space(host));
    command('link', 'add', outer, 'type', 'veth', 'peer', 'name', inner);
    command('link', 'set', outer, 'master', mark, 'up');
    command('link', 'set', inner, 'netns', space(host));
    command(...inside, 'address', 'add', `${network}.${String(at + 1)}/24`, 'dev', inner);
    command(...inside, 'link', 'set', inner, 'up');
    command(...inside, 'link', 'set', 'lo', 'up');
  }
  return {
    addresses: Object.fromEntries(hosts.map((host, at) => [host, `${network}.${String(at + 1)}`])),
    through: host => ['ip', 'netns', 'exec', space(host)],
    remove: () => {
      for (const host of hosts) command('netns', 'delete', space(host));
      command('link', 'delete', mark);
    },
  };
}

/** Why this machine gives no network namespaces, or null. */
export function missingNamespaces(): string | null {
  const name = `tallyprobe${String(process.pid)}`;
  try {
    command('netns', 'add', name);
    command('link', 'add', `tp${String(process.pid)}`, 'type', 'bridge');
    command('link', 'delete', `tp${String(process.pid)}`);
    command('netns', 'delete', name);
    return null;
  } catch {
    return 'no network namespaces for this user';
  }
}

/** A network over several hosts, each with a folder and a program of its own. */
export type Hosts = {
  readonly folder: (host: string) => string;
  /** Runs the network's program on a host as a person there would. */
  run(host: string, ...words: readonly string[]): Promise<string>;
  /** Runs it where the network was founded. */
  found(...words: readonly string[]): Promise<string>;
  /** Carries a host's pack to that host, from the founder or from where it was made. */
  carry(host: string, from?: string): void;
  /** Ends all and deletes all. */
  remove(): Promise<void>;
};

/** Describes a network of three organisations on three of the hosts, a founder apart from them. */
export async function describeHosts(ground: Ground, three: readonly string[]): Promise<Hosts> {
  const root = mkdtempSync(join(tmpdir(), 'tally-hosts-'));
  const folder = (host: string): string => join(root, host, 'network', 'test');
  const carried = new Set<string>();
  const run = async (host: string, ...words: readonly string[]): Promise<string> => {
    const through = host === FOUNDER ? [] : ground.through(host);
    const node = [process.execPath, '--disable-warning=ExperimentalWarning', PROGRAM];
    const [program = process.execPath, ...line] = [...through, ...node, ...words];
    line.push('--name', 'test');
    const env = { ...process.env, NODE_OPTIONS: '', TALLY_HOME: join(root, host) };
    const { stdout, stderr } = await execute(program, line, { env });
    return `${stdout}\n${stderr}`;
  };
  const file = join(root, 'network.json');
  mkdirSync(root, { recursive: true });
  const names = ['broker', 'enterprises', 'auditors'];
  const organisations = names.map((name, at) => ({
    name,
    mspId: `${name.charAt(0).toUpperCase()}${name.slice(1)}MSP`,
    peers: [three[at]],
  }));
  const hosts = Object.fromEntries(three.map(host => [host, { address: addressOf(ground, host) }]));
  const portShift = await freeShift();
  writeFileSync(file, JSON.stringify({ hosts, orderers: three, organisations, portShift }));
  await run(FOUNDER, 'found', '--file', file);
  return {
    folder,
    run,
    found: (...words) => run(FOUNDER, ...words),
    carry: (host, from = FOUNDER) => {
      mkdirSync(join(root, host, 'network'), { recursive: true });
      cpSync(join(folder(from), 'packs', host), folder(host), { recursive: true });
      carried.add(host);
    },
    remove: async () => {
      await Promise.all([...carried].map(host => run(host, 'reset', '--yes')));
      rmSync(root, { recursive: true, force: true });
      ground.remove();
    },
  };
}

/** What an organisation makes for itself elsewhere: the folder of all its keys. */
export async function ownKeys(name: string, address: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'tally-own-keys-'));
  const SANS = [address, 'localhost'];
  const Specs = ['peer0', 'chaincode'].map(Hostname => ({ Hostname, SANS }));
  const Domain = `${name}.tally.local`;
  const organisation = { Name: name, Domain, EnableNodeOUs: true, Specs, Users: { Count: 1 } };
  const file = join(folder, 'crypto.yaml');
  writeFileSync(file, JSON.stringify({ PeerOrgs: [organisation] }));
  const { folder: programs } = lookForPrograms(process.env);
  const words = ['generate', `--config=${file}`, `--output=${folder}`];
  await execute(join(programs ?? '', 'cryptogen'), words);
  return join(folder, 'peerOrganizations', Domain);
}

export function addressOf({ addresses }: Ground, host: string): string {
  const address = addresses[host];
  if (address === undefined) throw new Error(`no host ${host}`);
  return address;
}
