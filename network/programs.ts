import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { NetworkFault } from './fault.ts';

const execute = promisify(execFile);

/** Fabric's own programs that a network needs. */
export const PROGRAM_NAMES = ['peer', 'orderer', 'configtxgen', 'osnadmin', 'cryptogen'] as const;
export type ProgramName = (typeof PROGRAM_NAMES)[number];
/** Needed only where the channel's configuration is changed. */
type ChangeProgram = 'configtxlator';

export type Programs = { readonly folder: string; readonly version: string };

type Found = {
  /** The folder that was chosen, and by which rule. */
  readonly folder: string | null;
  readonly chosenBy: string;
  readonly missing: readonly ProgramName[];
  readonly looked: readonly string[];
};

export const INSTALL =
  'Install Hyperledger Fabric 2.5.16 or later, or 3.1.5 or later, and set TALLY_FABRIC_BIN to the ' +
  'folder of its programs. The embedded ledger needs none of this: npm start.';

/** Oldest supported patch of each release line: before it a range query can stop a peer. */
const patchMin: Readonly<Record<string, number>> = { '2.5': 16, '3.1': 5 };

/** Looks in `TALLY_FABRIC_BIN`, the PATH and `~/fabric-samples/bin`; all programs from one folder. */
export function lookForPrograms(environment: NodeJS.ProcessEnv): Found {
  const own = environment['TALLY_FABRIC_BIN'];
  const path = (environment['PATH'] ?? '').split(delimiter).filter(folder => folder !== '');
  const places = own
    ? [{ folder: own, chosenBy: 'TALLY_FABRIC_BIN' }]
    : [
        ...path.map(folder => ({ folder, chosenBy: 'PATH' })),
        { folder: join(homedir(), 'fabric-samples', 'bin'), chosenBy: 'the usual place' },
      ];
  const chosen = places.find(({ folder }) => existsSync(join(folder, 'peer')));
  const looked = own ? [own] : ['each folder of PATH', join('~', 'fabric-samples', 'bin')];
  const missing = PROGRAM_NAMES.filter(name => !chosen || !existsSync(join(chosen.folder, name)));
  const { folder = null, chosenBy = 'nothing' } = chosen ?? {};
  return { folder, chosenBy, missing, looked };
}

/** Which programs keep a network from running here, in a few words, or null. */
export function missingFabric(): string | null {
  const { folder, missing } = lookForPrograms(process.env);
  if (folder === null) return 'no peer program';
  return missing.length === 0 ? null : `no ${missing.join(', ')} program`;
}

/**
 * The programs of one release line, all of one version.
 * @throws NetworkFault `PROGRAMS_MISSING`, `VERSION_UNSUPPORTED`
 */
export async function findPrograms(
  environment: NodeJS.ProcessEnv,
  line: string,
): Promise<Programs> {
  const { folder, missing, looked } = lookForPrograms(environment);
  if (folder === null || missing.length > 0) {
    const names = missing.join(', ');
    throw new NetworkFault('PROGRAMS_MISSING', `no ${names} in ${looked.join(', ')}.`, INSTALL);
  }
  const version = await versionOf(folder);
  const unsupported = versionFault(version, line);
  if (unsupported !== null) throw new NetworkFault('VERSION_UNSUPPORTED', unsupported, INSTALL);
  return { folder, version };
}

/** Version of the programs in a folder, such as `3.1.5`; empty when the peer does not say. */
export async function versionOf(folder: string): Promise<string> {
  const { stdout } = await execute(join(folder, 'peer'), ['version']).catch(() => ({ stdout: '' }));
  return /Version:\s*v?(\d+\.\d+\.\d+)/.exec(stdout)?.[1] ?? '';
}

/** Why a version can not run a network of this line, or null. */
export function versionFault(version: string, line: string): string | null {
  const [major, minor, patch] = version.split('.');
  const found = `${major}.${minor}`;
  const least = patchMin[found];
  if (least === undefined) return `Fabric ${version || 'of unknown version'} is not supported.`;
  if (Number(patch) < least) return `Fabric ${version} is older than ${found}.${least}.`;
  return found === line ? null : `Fabric ${version} is not of line ${line}, which the network is.`;
}

/**
 * Runs one of Fabric's programs to its end.
 * @throws NetworkFault `PROGRAM_FAILED` with the program's last words, `PROGRAMS_MISSING`
 */
export async function runProgram(
  programs: Programs,
  name: ProgramName | ChangeProgram,
  call: { readonly words: readonly string[]; readonly env?: Readonly<Record<string, string>> },
): Promise<string> {
  try {
    const { stdout, stderr } = await execute(join(programs.folder, name), [...call.words], {
      env: { ...process.env, ...call.env },
      maxBuffer: 64 * 1_048_576,
    });
    return `${stdout}\n${stderr}`.trim();
  } catch (error) {
    const failed = error as { stdout?: string; stderr?: string; code?: unknown };
    if (failed.code === 'ENOENT') {
      throw new NetworkFault('PROGRAMS_MISSING', `no ${name} in ${programs.folder}.`, INSTALL);
    }
    const { stdout = '', stderr = '' } = failed;
    const words = `${stdout}\n${stderr}`.trim().split('\n').slice(-3).join(' | ');
    throw new NetworkFault(
      'PROGRAM_FAILED',
      `${name} ${call.words.slice(0, 3).join(' ')}: ${words}`,
      'Look at the words above and at the logs folder of the network.',
    );
  }
}
