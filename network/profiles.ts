import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Layout } from './layout.ts';
import { ORDERER_DOMAIN, ORDERER_MSP, type OrdererPlan, type PeerPlan, type Plan } from './plan.ts';

/**
 * Writes a connection profile for each organisation whose user's keys are on this machine. Its
 * form is in docs/reference; roots stand in it, so that it can be carried, keys are files.
 */
export async function writeProfiles(plan: Plan, layout: Layout): Promise<readonly string[]> {
  await mkdir(layout.profiles, { recursive: true, mode: 0o700 });
  const roots = new Map<string, string>();
  for (const domain of [ORDERER_DOMAIN, ...plan.organisations.map(one => one.domain)]) {
    roots.set(domain, await readFile(layout.tlsRoot(domain), 'utf8'));
  }
  const written: string[] = [];
  for (const { name, mspId, domain } of plan.organisations) {
    const user = layout.person(domain, 'User1');
    if (!existsSync(user.msp)) continue;
    const tls = { certFile: join(user.tls, 'client.crt'), keyFile: join(user.tls, 'client.key') };
    const peers = plan.organisations.flatMap(one =>
      one.peers.map(peer => peerEntry(plan, peer, roots.get(one.domain) ?? '')),
    );
    const profile = {
      v: 1,
      line: plan.description.line,
      consensus: plan.description.consensus,
      channel: plan.description.channel,
      chaincode: plan.description.chaincode,
      mspId,
      gateways: peers
        .filter(peer => peer.mspId === mspId)
        .map(({ address, serverName, rootPem }) => ({ mspId, address, serverName, rootPem })),
      identity: await identityOf(user.msp),
      tlsClient: plan.description.clientTls === 'mutual' ? tls : null,
      peers,
      orderers: plan.orderers.map(one => ordererEntry(plan, one, roots.get(ORDERER_DOMAIN) ?? '')),
      asLocalhost: plan.isLocal,
    };
    const file = join(layout.profiles, `${name}.json`);
    await writeFile(file, `${JSON.stringify(profile, null, 2)}\n`, { mode: 0o600 });
    written.push(file);
  }
  return written;
}

async function identityOf(msp: string): Promise<{ certFile: string; keyFile: string }> {
  const only = async (folder: string): Promise<string> =>
    join(msp, folder, (await readdir(join(msp, folder)))[0] ?? '');
  return { certFile: await only('signcerts'), keyFile: await only('keystore') };
}

/** Clients name a loopback host by name: a TLS server name may not be an IP address. */
function reached({ isLocal }: Plan, { address, port }: { address: string; port: number }): string {
  return `${isLocal ? 'localhost' : address}:${port}`;
}

function peerEntry(plan: Plan, peer: PeerPlan, rootPem: string) {
  const { mspId, name, serverName, address, operationsPort } = peer;
  const operations = `http://${reached(plan, { address, port: operationsPort })}`;
  return { mspId, name, address: reached(plan, peer), serverName, rootPem, operations };
}

function ordererEntry(plan: Plan, orderer: OrdererPlan, rootPem: string) {
  const { name, serverName, address, operationsPort } = orderer;
  const operations = `http://${reached(plan, { address, port: operationsPort })}`;
  const place = reached(plan, orderer);
  return { mspId: ORDERER_MSP, name, address: place, serverName, rootPem, operations };
}
