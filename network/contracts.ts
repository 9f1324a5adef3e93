import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Network } from './administer.ts';
import { contractPlace, contractStart, type Deployed, writeLinks } from './chaincodes.ts';
import { NetworkFault } from './fault.ts';
import { awaitListener } from './ports.ts';
import { running, start, type Start } from './processes.ts';

const listenSeconds = 30;
const KEEPER = fileURLToPath(new URL('./keeper.ts', import.meta.url));

/**
 * Sees that the keeper runs and keeps these contracts' processes on these hosts, and tells the
 * peers where they are.
 */
export async function keepContracts(
  { plan, layout }: Network,
  chaincodes: readonly Deployed[],
  isHere: (host: string) => boolean,
): Promise<void> {
  const starts: Start[] = [];
  for (const chaincode of chaincodes) {
    for (const organisation of plan.organisations) {
      await writeLinks(layout, organisation, chaincode);
      if (!isHere(organisation.contracts.host)) continue;
      starts.push(contractStart(layout, organisation, chaincode));
    }
  }
  const file = layout.settings('keeper.json');
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, JSON.stringify(starts, null, 2), { mode: 0o600 });
  const keeper = running(layout, 'keeper');
  if (keeper !== null) process.kill(keeper, 'SIGHUP');
  else {
    start(layout, {
      name: 'keeper',
      program: process.execPath,
      words: ['--disable-warning=ExperimentalWarning', KEEPER, layout.folder],
      env: {},
      cwd: layout.folder,
    });
  }
}

/**
 * Waits until the contracts' processes of these hosts take calls.
 * @throws NetworkFault `CHAINCODE_DOWN`
 */
export async function awaitContracts(
  { plan, layout }: Network,
  chaincodes: readonly Deployed[],
  isHere: (host: string) => boolean,
): Promise<void> {
  for (const chaincode of chaincodes) {
    for (const organisation of plan.organisations) {
      const place = contractPlace(organisation, chaincode);
      if (!isHere(place.host) || (await awaitListener(place, listenSeconds))) continue;
      const name = `${chaincode.name}.${organisation.name}`;
      const remedy = `Read the end of ${join(layout.logs, `${name}.log`)}.`;
      throw new NetworkFault('CHAINCODE_DOWN', `${name} takes no calls.`, remedy);
    }
  }
}
