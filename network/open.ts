import { existsSync } from 'node:fs';
import { copyFile, mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Network } from './administer.ts';
import { defaultDescription, parseDescription, type Description } from './description.ts';
import { NetworkFault } from './fault.ts';
import { type Layout, layoutOf } from './layout.ts';
import { planOf } from './plan.ts';
import { findPrograms } from './programs.ts';

/** What a person may say about the network on the command line. */
export type NetworkOptions = {
  readonly name: string;
  /** A `network.json` to begin with. */
  readonly file?: string;
  readonly consensus?: 'raft' | 'bft';
  readonly portShift?: number;
  readonly line?: '3.1' | '2.5';
};

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** Where the networks of this machine lie. */
export function stateFolder(environment: NodeJS.ProcessEnv, name: string): string {
  const home = environment['TALLY_HOME'];
  return home ? join(home, 'network', name) : join(ROOT, 'network', 'state', name);
}

/**
 * A network as its folder holds it; a new one gets its folder and its `network.json`.
 * @throws NetworkFault `CONFIG`, `PROGRAMS_MISSING`, `VERSION_UNSUPPORTED`
 */
export async function openNetwork(options: NetworkOptions, create: boolean): Promise<Network> {
  const layout = layoutOf(stateFolder(process.env, options.name));
  const description = await describe(options, layout, create);
  const programs = await findPrograms(process.env, description.line);
  return { plan: planOf(description), layout, programs };
}

async function describe(
  options: NetworkOptions,
  layout: Layout,
  create: boolean,
): Promise<Description> {
  if (!existsSync(layout.description)) {
    if (!create) {
      const remedy = `Start it: npm run network -- up --name ${options.name}.`;
      throw new NetworkFault('NETWORK_STOPPED', `There is no network ${options.name}.`, remedy);
    }
    for (const folder of [layout.folder, layout.artifacts, layout.logs, layout.pids]) {
      await mkdir(folder, { recursive: true, mode: 0o700 });
    }
    if (options.file === undefined) {
      const { consensus, line, portShift } = options;
      const given = { ...(line && { line }), ...(portShift !== undefined && { portShift }) };
      const description = { ...defaultDescription(consensus), ...given };
      await writeFile(layout.description, `${JSON.stringify(description, null, 2)}\n`);
    } else {
      parseDescription(await readFile(options.file, 'utf8'), options.file);
      await copyFile(options.file, layout.description);
    }
  }
  return parseDescription(await readFile(layout.description, 'utf8'), layout.description);
}
