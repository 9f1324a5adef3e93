import { existsSync } from 'node:fs';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { Network } from './administer.ts';
import { NetworkFault } from './fault.ts';
import { layoutOf, type Layout } from './layout.ts';
import { ORDERER_DOMAIN, type Plan } from './plan.ts';
import { hostChoice } from './up.ts';

/**
 * Writes what one host of the network needs, and no more: its own processes' keys, the persons'
 * keys of the organisations that have a peer there, everybody's public roots, the channel's first
 * block. The folder is put as `network/state/<name>` there, and `up` starts that host's part.
 * @returns the folder
 */
export async function pack({ plan, layout, programs }: Network, host: string): Promise<string> {
  const isHere = hostChoice({ plan, layout, programs }, host);
  if (!existsSync(layout.genesis)) {
    const remedy = 'Make them first: npm run network -- found.';
    throw new NetworkFault('NETWORK_STOPPED', 'There are no keys and no genesis block.', remedy);
  }
  const target = layoutOf(join(layout.folder, 'packs', host));
  await rm(target.folder, { recursive: true, force: true });
  const copy = async (from: string): Promise<void> => {
    const to = join(target.folder, relative(layout.folder, from));
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    await cp(from, to, { recursive: true });
  };
  // An organisation that makes its own keys puts them there itself.
  for (const place of placesOf(plan, layout, isHere).filter(one => existsSync(one)))
    await copy(place);
  for (const folder of [target.logs, target.pids]) await mkdir(folder, { recursive: true });
  await writeFile(target.host, `${host}\n`);
  return target.folder;
}

function placesOf(
  plan: Plan,
  layout: Layout,
  isHere: (host: string) => boolean,
): readonly string[] {
  const places = [layout.description, layout.genesis];
  if (existsSync(layout.chaincodes)) places.push(layout.chaincodes);
  for (const domain of [ORDERER_DOMAIN, ...plan.organisations.map(one => one.domain)]) {
    places.push(layout.msp(domain), layout.tlsRoot(domain));
  }
  for (const orderer of plan.orderers.filter(({ host }) => isHere(host))) {
    places.push(dirname(layout.orderer(orderer).msp));
  }
  for (const organisation of plan.organisations) {
    const { peers, contracts, domain } = organisation;
    const own = peers.filter(one => isHere(one.host));
    for (const peer of own) places.push(dirname(layout.peer(peer).msp));
    if (isHere(contracts.host)) places.push(layout.contractTls(organisation));
    if (own.length === 0) continue;
    for (const person of ['Admin', 'User1']) {
      places.push(dirname(layout.person(domain, person).msp));
    }
  }
  return places;
}
