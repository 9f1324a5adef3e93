import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Network } from './administer.ts';
import { deployedChaincodes } from './chaincodes.ts';
import { keepContracts } from './contracts.ts';
import { NetworkFault } from './fault.ts';
import type { Layout } from './layout.ts';
import { notedNames, running, start, stop } from './processes.ts';
import { awaitNode, nodesOf, nodeStart } from './up.ts';

const logLines = 40;

/**
 * Starts one process anew, running or not.
 * @throws NetworkFault `PROCESS_UNKNOWN`, `PROCESS_DOWN`
 */
export async function restart(
  network: Network,
  name: string,
  isHere: (host: string) => boolean,
): Promise<void> {
  const { layout } = network;
  const node = nodesOf(network, isHere).find(one => one.name === name);
  if (node) {
    await stop(layout, name);
    start(layout, nodeStart(network, node));
    return awaitNode(network, node);
  }
  known(layout, name);
  // The keeper starts a contract's process again by itself.
  await stop(layout, name);
  await keepContracts(network, await deployedChaincodes(layout), isHere);
}

/** Ends a process as a power cut would; for tests. */
export function kill(layout: Layout, name: string): void {
  process.kill(known(layout, name), 'SIGKILL');
}

/** The last words of a process. */
export async function lastWords(layout: Layout, name: string): Promise<string> {
  const file = join(layout.logs, `${name}.log`);
  const text = await readFile(file, 'utf8').catch(() => null);
  if (text === null) throw unknown(layout, name);
  return text.trimEnd().split('\n').slice(-logLines).join('\n');
}

function known(layout: Layout, name: string): number {
  const pid = running(layout, name);
  if (pid === null) throw unknown(layout, name);
  return pid;
}

function unknown(layout: Layout, name: string): NetworkFault {
  const names = notedNames(layout).join(', ') || 'none';
  return new NetworkFault('PROCESS_UNKNOWN', `no process ${name} here.`, `Running: ${names}.`);
}
