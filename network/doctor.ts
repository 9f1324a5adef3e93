import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { statfs } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { defaultDescription } from './description.ts';
import type { FaultCode } from './fault.ts';
import { layoutOf } from './layout.ts';
import { stateFolder } from './open.ts';
import { listenersOf, planOf } from './plan.ts';
import { notedNames, running } from './processes.ts';
import { INSTALL, lookForPrograms, PROGRAM_NAMES, versionFault, versionOf } from './programs.ts';
import { takenPorts } from './ports.ts';

/** One thing that was looked at: what was found, and what to do when it is not as needed. */
export type Check = {
  readonly name: string;
  readonly facts: string;
  readonly fault: { readonly code: FaultCode | 'MACHINE'; readonly remedy: string } | null;
};

const openFilesMin = 8_192;
const diskMinBytes = 512 * 1_048_576;

/** Everything that a Fabric network needs of this machine, good or bad. */
export async function examineMachine(name: string): Promise<readonly Check[]> {
  return [
    ...(await programs()),
    await ports(name),
    openFiles(),
    await disk(name),
    { name: 'node', facts: process.versions.node, fault: nodeFault() },
    packages(),
  ];
}

async function programs(): Promise<readonly Check[]> {
  const { folder, chosenBy, missing, looked } = lookForPrograms(process.env);
  if (folder === null) {
    const facts = `${PROGRAM_NAMES.join(', ')} not found in ${looked.join(', ')}`;
    const fault = { code: 'PROGRAMS_MISSING', remedy: INSTALL } as const;
    return [{ name: 'programs', facts, fault }];
  }
  const shown = folder.replace(homedir(), '~');
  const lost = missing.map((one): Check => {
    const remedy = `Put ${one} of the same release beside the others, in ${shown}.`;
    return { name: 'programs', facts: `no ${one}`, fault: { code: 'PROGRAMS_MISSING', remedy } };
  });
  const version = await versionOf(folder);
  const line = version.startsWith('2.5.') ? '2.5' : '3.1';
  const unsupported = versionFault(version, line);
  const facts = unsupported ?? `Fabric ${version} in ${shown} (${chosenBy})`;
  const old = { code: 'VERSION_UNSUPPORTED', remedy: INSTALL } as const;
  return [...lost, { name: 'programs', facts, fault: unsupported === null ? null : old }];
}

async function ports(name: string): Promise<Check> {
  const layout = layoutOf(stateFolder(process.env, name));
  const isUp = notedNames(layout).some(one => running(layout, one) !== null);
  if (isUp) return { name: 'ports', facts: `network ${name} runs on them`, fault: null };
  const taken = await takenPorts(listenersOf(planOf(defaultDescription()), () => true));
  const remedy = 'End what listens there, or start elsewhere: up --name OTHER --port-shift 10000.';
  if (taken.length === 0) return { name: 'ports', facts: 'free', fault: null };
  return {
    name: 'ports',
    facts: `${taken.join(' ')} taken`,
    fault: { code: 'PORT_TAKEN', remedy },
  };
}

function openFiles(): Check {
  const said = execFileSync('sh', ['-c', 'ulimit -n'], { encoding: 'utf8' }).trim();
  const isEnough = said === 'unlimited' || Number(said) >= openFilesMin;
  const remedy = `Run ulimit -n ${openFilesMin} before the network is started.`;
  const fault = isEnough ? null : ({ code: 'MACHINE', remedy } as const);
  return { name: 'open files', facts: `${said}, needs ${openFilesMin}`, fault };
}

async function disk(name: string): Promise<Check> {
  const folder = stateFolder(process.env, name);
  const { bavail, bsize } = await statfs(existsSync(folder) ? folder : '.');
  const free = bavail * bsize;
  const facts = `${(free / 1e9).toFixed(1)} GB free, needs 0.5 GB`;
  const remedy = 'Make room: each orderer reserves 128 MB for its log.';
  return { name: 'disk', facts, fault: free < diskMinBytes ? { code: 'MACHINE', remedy } : null };
}

function nodeFault(): Check['fault'] {
  if (Number(process.versions.node.split('.')[0]) >= 24) return null;
  return { code: 'MACHINE', remedy: 'Start with npm run network, which takes Node 24.' };
}

/** With an older class-transformer every call that returns an object fails. */
function packages(): Check {
  const shim = createRequire(createRequire(import.meta.url).resolve('fabric-shim'));
  const { version } = shim('class-transformer/package.json') as { version: string };
  const remedy = 'Install the packages as the lock file names them: npm ci.';
  const fault = version === '0.5.1' ? null : ({ code: 'MACHINE', remedy } as const);
  return { name: 'packages', facts: `class-transformer ${version}, needs 0.5.1`, fault };
}
