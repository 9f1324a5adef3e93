import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import {
  addressOf,
  ORDERER_DOMAIN,
  type OrganisationPlan,
  type PeerPlan,
  type Plan,
} from './plan.ts';
import { type Programs, runProgram } from './programs.ts';

/** What every command of a network works with. */
export type Network = {
  readonly plan: Plan;
  readonly layout: Layout;
  readonly programs: Programs;
};

type Target = { readonly organisation: OrganisationPlan; readonly peer?: PeerPlan };

/** Runs the `peer` program as an organisation's administrator against one of its peers. */
export function asAdministrator(
  network: Network,
  target: Target,
  words: readonly string[],
): Promise<string> {
  return runProgram(network.programs, 'peer', { words, env: administratorsEnv(network, target) });
}

/** What the `peer` program of an organisation's administrator finds in its environment. */
export function administratorsEnv(
  { layout, plan }: Network,
  { organisation, peer = organisation.peers[0] }: Target,
): Readonly<Record<string, string>> {
  const admin = layout.person(organisation.domain, 'Admin');
  return {
    FABRIC_CFG_PATH: settingsHere(layout, plan, peer),
    FABRIC_LOGGING_SPEC: 'warning:cli.lifecycle.chaincode=info',
    CORE_PEER_ADDRESS: addressOf(peer),
    CORE_PEER_LOCALMSPID: organisation.mspId,
    CORE_PEER_MSPCONFIGPATH: admin.msp,
    CORE_PEER_TLS_ROOTCERT_FILE: layout.tlsRoot(organisation.domain),
    CORE_PEER_TLS_CLIENTAUTHREQUIRED: String(plan.description.clientTls === 'mutual'),
    CORE_PEER_TLS_CLIENTCERT_FILE: join(admin.tls, 'client.crt'),
    CORE_PEER_TLS_CLIENTKEY_FILE: join(admin.tls, 'client.key'),
  };
}

/** The settings of a peer, or of any other that stands here: only this program's defaults matter. */
function settingsHere(layout: Layout, { organisations }: Plan, peer: PeerPlan): string {
  const all = [peer, ...organisations.flatMap(({ peers }) => peers)];
  const folders = all.map(one => layout.peer(one).settings);
  return folders.find(folder => existsSync(folder)) ?? layout.peer(peer).settings;
}

/** Words that name the first orderer and the root of its TLS certificate. */
export function ordererWords({ plan, layout }: Network, index = 0): readonly string[] {
  const orderer = plan.orderers[index % plan.orderers.length];
  const address = orderer ? addressOf(orderer) : '';
  return ['--orderer', address, '--tls', '--cafile', layout.tlsRoot(ORDERER_DOMAIN)];
}

/** Words that name the peers which are to endorse. */
export function endorserWords(
  { layout }: Network,
  organisations: readonly OrganisationPlan[],
): readonly string[] {
  return organisations.flatMap(({ peers, domain }) => [
    '--peerAddresses',
    addressOf(peers[0]),
    '--tlsRootCertFiles',
    layout.tlsRoot(domain),
  ]);
}

/** The JSON object in what a program said; its warnings stand around it. */
export function jsonOf(said: string): unknown {
  return JSON.parse(said.slice(said.indexOf('{'), said.lastIndexOf('}') + 1));
}

/**
 * Tries until it succeeds or `seconds` pass; a network that has just started has no leader and no
 * membership for a moment.
 * @throws the last fault
 */
export async function insist<T>(seconds: number, attempt: () => Promise<T>): Promise<T> {
  const until = Date.now() + seconds * 1_000;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (Date.now() > until) throw error;
      await new Promise(done => setTimeout(done, 100));
    }
  }
}
