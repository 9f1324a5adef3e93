import { existsSync } from 'node:fs';
import { chmod, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Layout } from './layout.ts';
import { ORDERER_DOMAIN, type OrganisationPlan, type Plan } from './plan.ts';
import { type Programs, runProgram } from './programs.ts';

/**
 * Makes keys and certificates of a test network that are not there yet: for each organisation its
 * roots, peers, an administrator, a user for programs, and TLS keys for the contract's process.
 * An organisation whose folder exists keeps what it has and gets only what is new.
 */
export async function makeCrypto(plan: Plan, layout: Layout, programs: Programs): Promise<void> {
  const file = join(layout.artifacts, 'crypto.yaml');
  await writeFile(file, JSON.stringify(cryptoConfig(plan), null, 2));
  const fresh = !existsSync(layout.crypto);
  await mkdir(layout.crypto, { recursive: true, mode: 0o700 });
  const words = fresh
    ? ['generate', `--config=${file}`, `--output=${layout.crypto}`]
    : ['extend', `--config=${file}`, `--input=${layout.crypto}`];
  await runProgram(programs, 'cryptogen', { words });
  for (const organisation of plan.organisations) await asPlainServer(layout, organisation);
  await lockKeys(layout.crypto);
}

function cryptoConfig(plan: Plan): object {
  const sans = (address: string): readonly string[] =>
    [...new Set([address, 'localhost', '127.0.0.1'])].filter(name => name !== '');
  return {
    OrdererOrgs: [
      {
        Name: 'orderer',
        Domain: ORDERER_DOMAIN,
        EnableNodeOUs: true,
        Specs: plan.orderers.map(({ name, address }) => ({
          Hostname: name,
          SANS: sans(address),
        })),
      },
    ],
    PeerOrgs: plan.organisations.map(({ name, domain, peers, contracts }) => ({
      Name: name,
      Domain: domain,
      EnableNodeOUs: true,
      Specs: [
        ...peers.map(({ serverName, address }) => ({
          Hostname: serverName.slice(0, serverName.indexOf('.')),
          SANS: sans(address),
        })),
        { Hostname: 'chaincode', SANS: sans(contracts.address) },
      ],
      Users: { Count: 1 },
    })),
  };
}

/** The contract's process gets TLS keys only: with a peer's signing key it could endorse. */
async function asPlainServer(layout: Layout, organisation: OrganisationPlan): Promise<void> {
  const folder = dirname(layout.contractTls(organisation));
  await rm(join(folder, 'msp'), { recursive: true, force: true });
}

async function lockKeys(folder: string): Promise<void> {
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (entry.isFile() && /(_sk|\.key)$/.test(entry.name)) {
      await chmod(join(entry.parentPath, entry.name), 0o600);
    }
  }
}
