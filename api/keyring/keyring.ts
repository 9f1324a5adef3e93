import { createCipheriv, createDecipheriv, createHmac, randomBytes } from 'node:crypto';
import { access, mkdir, open, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';

const SIZES = { key: 32, nonce: 12, tag: 16 };

/**
 * Keys of persons, outside the database: a file a person in each replica, wrapped under a key that
 * derives from the installation's KEK, bound to tenant and person (T-73).
 */
export type Keyring = {
  /** The person's key, made if there is none: it stands in every replica before it is given. */
  keyOf(tenant: string, person: string): Promise<Buffer>;
  /** The key that stands; `null` where none was made or it was destroyed. */
  find(tenant: string, person: string): Promise<Buffer | null>;
  /** Overwrites and removes the key in every replica; gives how many had it. */
  destroy(tenant: string, person: string): Promise<number>;
};

/** @param folders replicas, two at least, best on different disks */
export function openKeyring(options: {
  readonly folders: readonly string[];
  readonly kek: Buffer;
}): Keyring {
  const { folders } = options;
  if (folders.length < 2) throw new Error('a keyring has two replicas at least');
  const wrapping = createHmac('sha256', options.kek).update('keys of persons').digest();
  const known = new Map<string, Buffer>();
  const filesOf = (tenant: string, person: string): string[] =>
    folders.map(folder => join(folder, safe(tenant), safe(person).slice(0, 2), safe(person)));
  const find = async (tenant: string, person: string): Promise<Buffer | null> => {
    const bound = `${tenant}/${person}`;
    const cached = known.get(bound);
    if (cached) return cached;
    for (const file of filesOf(tenant, person)) {
      const stored = await readFile(file).catch(() => null);
      const key = stored && unwrap(wrapping, stored, bound);
      if (!key) continue;
      remember(known, bound, key);
      return key;
    }
    return null;
  };
  const making = new Map<string, Promise<Buffer>>();
  const make = async (tenant: string, person: string): Promise<Buffer> => {
    const standing = await find(tenant, person);
    if (standing) return standing;
    const bound = `${tenant}/${person}`;
    const key = randomBytes(SIZES.key);
    const wrapped = wrap(wrapping, key, bound);
    await Promise.all(filesOf(tenant, person).map(file => writeSynced(file, wrapped)));
    remember(known, bound, key);
    return key;
  };
  return {
    find,
    keyOf(tenant, person) {
      const bound = `${tenant}/${person}`;
      // Two that ask at once for a person who has no key yet must be given the same one.
      const made = making.get(bound) ?? make(tenant, person).finally(() => making.delete(bound));
      making.set(bound, made);
      return made;
    },
    async destroy(tenant, person) {
      known.delete(`${tenant}/${person}`);
      let count = 0;
      for (const file of filesOf(tenant, person)) count += (await destroyFile(file)) ? 1 : 0;
      return count;
    },
  };
}

const REMEMBERED_MAX = 10_000;

function remember(known: Map<string, Buffer>, bound: string, key: Buffer): void {
  const [oldest] = known.keys();
  if (known.size >= REMEMBERED_MAX && oldest !== undefined) known.delete(oldest);
  known.set(bound, key);
}

function wrap(key: Buffer, plain: Buffer, bound: string): Buffer {
  const nonce = randomBytes(SIZES.nonce);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(bound));
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** `null` for a file that was cut, changed, or moved from another person. */
function unwrap(key: Buffer, stored: Buffer, bound: string): Buffer | null {
  const end = stored.length - SIZES.tag;
  if (stored.length !== SIZES.nonce + SIZES.key + SIZES.tag) return null;
  const cipher = createDecipheriv('aes-256-gcm', key, stored.subarray(0, SIZES.nonce))
    .setAAD(Buffer.from(bound))
    .setAuthTag(stored.subarray(end));
  try {
    return Buffer.concat([cipher.update(stored.subarray(SIZES.nonce, end)), cipher.final()]);
  } catch {
    return null;
  }
}

async function writeSynced(file: string, bytes: Buffer): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(4).toString('hex')}`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** Overwrites before it removes: what stays of the blocks on disk is noise. */
async function destroyFile(file: string): Promise<boolean> {
  const isThere = await access(file).then(
    () => true,
    () => false,
  );
  if (!isThere) return false;
  const { size } = await stat(file);
  const handle = await open(file, 'r+');
  try {
    await handle.write(randomBytes(size), 0, size, 0);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rm(file);
  return true;
}

/** Names never leave their folder. */
function safe(name: string): string {
  if (!/^[0-9a-f-]{8,64}$/.test(name)) throw new Error('no name of a key');
  return name;
}
