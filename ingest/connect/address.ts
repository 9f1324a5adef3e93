import { lookup } from 'node:dns/promises';
import { BlockList, isIPv4, isIPv6 } from 'node:net';
import { ConnectorFault } from './fault.ts';

/** An address that was resolved once and checked; the connection goes to it and nowhere else. */
export type Target = {
  readonly url: URL;
  readonly address: string;
  readonly family: 4 | 6;
};

export type Resolve = (host: string) => Promise<readonly { readonly address: string }[]>;

export type EgressOptions = {
  /** `host:port` that the operator allows although it is inside or has no TLS. */
  readonly allowed: readonly string[];
  readonly resolve?: Resolve;
};

const PORTS = ['', '443', '8443'];

/**
 * Resolves the host of a URL once and holds every one of its addresses against what is public
 * unicast (T-81). @throws ConnectorFault CON-01
 */
export async function targetOf(text: string, options: EgressOptions): Promise<Target> {
  const url = plainUrl(text);
  if (!url) throw refused(text);
  const host = url.hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  const isAllowed = options.allowed.includes(`${host}:${portOf(url)}`);
  const isSecure = url.protocol === 'https:' && PORTS.includes(url.port);
  if (!isAllowed && !isSecure) throw refused(text);
  const found = await addressesOf(host, options.resolve ?? resolveAll);
  const [first] = found;
  if (!first || (!isAllowed && !found.every(isPublic))) throw refused(text);
  return { url, address: first, family: isIPv4(first) ? 4 : 6 };
}

/** A web address without a user in it. */
function plainUrl(text: string): URL | undefined {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !/^https?:$/.test(url.protocol)) return undefined;
  return url.username === '' && url.password === '' ? url : undefined;
}

function portOf({ port, protocol }: URL): string {
  if (port !== '') return port;
  return protocol === 'https:' ? '443' : '80';
}

async function addressesOf(host: string, resolve: Resolve): Promise<readonly string[]> {
  if (isIPv4(host) || isIPv6(host)) return [host];
  const rows = await resolve(host).catch(() => []);
  return rows.map(row => row.address);
}

const resolveAll: Resolve = host => lookup(host, { all: true, order: 'verbatim' });

function refused(text: string): ConnectorFault {
  const shown = URL.canParse(text) ? new URL(text).host : text.slice(0, 80);
  return new ConnectorFault('CON-01', { host: shown });
}

/** IANA special-purpose registries of IPv4 and IPv6, as of 2026. */
const INSIDE: readonly (readonly [string, number])[] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
];
const INSIDE_6: readonly (readonly [string, number])[] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
];

const inside = new BlockList();
for (const [net, bits] of INSIDE) inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of INSIDE_6) inside.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an address is public unicast; an IPv4 address inside an IPv6 one never is. */
export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !inside.check(address, 'ipv4');
  const bare = address.split('%')[0] ?? '';
  return isIPv6(bare) && global6.check(bare, 'ipv6') && !inside.check(bare, 'ipv6');
}
