import { readFile, realpath } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Reach } from './process/index.ts';

/** Folders of the program that the API runs from. */
const CODE = ['api', 'chaincode', 'domain', 'ingest', 'ledger', 'reports', 'portal/dist'] as const;
/** Looked for by the loader of native modules. */
const SYSTEM = ['/etc/alpine-release'] as const;
/** What it keeps below the data folder, and what others lay there for it to read. */
const KEPT = ['ledger', 'objects', 'uploads', 'documents', 'keyring', 'drops'] as const;
const GIVEN = ['services', 'registers', 'secrets'] as const;

/**
 * What the API process may open: its program, its own data, and the files that it is told of. The
 * keys of parties lie elsewhere in the data folder, so it cannot open one: neither the buyer's nor
 * anybody's.
 */
export async function apiReach(
  root: string,
  home: string,
  environment: Readonly<Record<string, string>>,
): Promise<Reach> {
  const modules = join(root, 'node_modules');
  const told = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
  return {
    read: [
      ...CODE.map(folder => join(root, folder, '*')),
      join(root, 'package.json'),
      join(modules, '*'),
      join(await realpath(modules), '*'),
      ...GIVEN.map(folder => join(home, folder, '*')),
      ...SYSTEM,
      ...told.map(([, file]) => file),
      ...(await profileFiles(environment['TALLY_LEDGER_PROFILE'])),
    ],
    write: [...KEPT.map(folder => join(home, folder, '*')), join(home, 'pins.json*')],
  };
}

/** A connection profile and the key and certificate files that it names, relative to itself. */
async function profileFiles(profile: string | undefined): Promise<readonly string[]> {
  if (profile === undefined) return [];
  const text = await readFile(profile, 'utf8').catch(() => '{}');
  const named: string[] = [];
  JSON.parse(text, (key, value: unknown) => {
    if (key.endsWith('File') && typeof value === 'string') named.push(value);
    return value;
  });
  return [profile, ...named.map(file => resolve(dirname(profile), file))];
}
