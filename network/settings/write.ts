import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Layout } from '../layout.ts';
import type { Plan } from '../plan.ts';
import { channelSettings } from './channel.ts';
import { ordererSettings } from './orderer.ts';
import { peerSettings } from './peer.ts';

const BUILDER = fileURLToPath(new URL('../builders/ccaas', import.meta.url));

/**
 * Writes the settings of every process of these hosts from the plan. JSON, which is YAML: Fabric's
 * programs ask for these file names.
 */
export async function writeSettings(
  plan: Plan,
  layout: Layout,
  isHere: (host: string) => boolean,
): Promise<void> {
  const write = (name: string, file: string, settings: object): Promise<void> =>
    writeFileIn(layout.settings(name), file, settings);
  const { description } = plan;
  const parts = { layout, line: description.line };
  for (const orderer of plan.orderers.filter(({ host }) => isHere(host))) {
    await write(orderer.name, 'orderer.yaml', ordererSettings(orderer, parts));
  }
  for (const organisation of plan.organisations) {
    for (const peer of organisation.peers.filter(({ host }) => isHere(host))) {
      const parts = { description, layout, organisation, builder: BUILDER };
      await write(peer.name, 'core.yaml', peerSettings(peer, parts));
    }
  }
}

/** Writes what the genesis block is made from. */
export async function writeChannelSettings(plan: Plan, layout: Layout): Promise<string> {
  const folder = layout.settings('channel');
  await writeFileIn(folder, 'configtx.yaml', channelSettings(plan, layout));
  return folder;
}

/** Writes one file of settings, for its owner's eyes only. */
export async function writeFileIn(folder: string, file: string, settings: object): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const text = `${JSON.stringify(settings, null, 2)}\n`;
  await writeFile(join(folder, file), text, { mode: 0o600 });
}
