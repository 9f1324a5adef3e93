import { randomBytes } from 'node:crypto';
import { lstat, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Drops, DroppedFile } from '../../ingest/index.ts';

const PLAIN = /^[A-Za-z0-9_-]{1,64}$/;
const DONE = '.done';

/**
 * Drop folders of a tenant: `<root>/<tenant>/<folder>`, made when they are first looked at. Links,
 * folders, and files whose names begin with a point are not seen.
 */
export function folderDrops(root: string, tenant: string): Drops {
  const placeOf = (folder: string): string => join(root, plain(tenant), plain(folder));
  return {
    async list(folder) {
      const place = placeOf(folder);
      try {
        await mkdir(place, { recursive: true, mode: 0o700 });
        return await filesIn(place);
      } catch {
        return null;
      }
    },
    async read(folder, name) {
      return new Uint8Array(await readFile(join(placeOf(folder), single(name))));
    },
    async take(folder, name) {
      const place = placeOf(folder);
      const taken = join(place, 'taken');
      await mkdir(taken, { recursive: true, mode: 0o700 });
      const apart = `${Date.now()}-${randomBytes(3).toString('hex')}-${single(name)}`;
      await rename(join(place, single(name)), join(taken, apart));
      await rm(join(place, `${single(name)}${DONE}`), { force: true });
    },
    async deliver(folder, name, text) {
      const answers = join(placeOf(folder), 'answers');
      await mkdir(answers, { recursive: true, mode: 0o700 });
      const draft = join(answers, `.${single(name)}`);
      const handle = await open(draft, 'w', 0o600);
      try {
        await handle.writeFile(text);
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(draft, join(answers, single(name)));
    },
  };
}

async function filesIn(place: string): Promise<readonly DroppedFile[]> {
  const names = (await readdir(place)).filter(name => !name.startsWith('.')).sort();
  const all = new Set(names);
  const files: DroppedFile[] = [];
  for (const name of names.filter(one => !one.endsWith(DONE))) {
    const found = await lstat(join(place, name));
    if (!found.isFile()) continue;
    const isMarked = all.has(`${name}${DONE}`);
    files.push({ name, bytes: found.size, modifiedAt: found.mtimeMs, isMarked });
  }
  return files;
}

function plain(name: string): string {
  if (!PLAIN.test(name)) throw new Error('no name of a drop folder');
  return name;
}

/** A file's name as it stands in its folder; one with a slash would lead elsewhere. */
function single(name: string): string {
  if (/[/\\\0]/.test(name) || name.startsWith('.')) throw new Error('no name of a dropped file');
  return name;
}
