import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Files of documents and uploads. Names are made here; contents never change. */
export type ObjectStore = {
  /**
   * Keeps the bytes, synced to disk, and gives them a name and their SHA-256 in hex. `tenant` and
   * `kind` are bound to the content: it opens under no other.
   */
  put(place: ObjectPlace, bytes: Uint8Array): Promise<{ name: string; sha256: string }>;
  /** The plain bytes. @throws StoreFault `ABSENT` or `ALTERED` */
  get(place: ObjectPlace, name: string): Promise<Uint8Array>;
  /** Removes the file; an absent one is no fault. */
  remove(place: ObjectPlace, name: string): Promise<void>;
};

export type ObjectPlace = {
  readonly tenant: string;
  readonly kind: 'document' | 'upload' | 'evidence';
};

/** A stored file that is gone or does not open. */
export class StoreFault extends Error {
  readonly code: 'ABSENT' | 'ALTERED';
  constructor(code: 'ABSENT' | 'ALTERED', name: string) {
    super(`${code} ${name}`);
    this.name = 'StoreFault';
    this.code = code;
  }
}

const magic = Buffer.from('TALLY1');
const sizes = { key: 32, nonce: 12, tag: 16 };

/**
 * An object store in a folder. Each file has its own AES-256-GCM key, wrapped under the key
 * encryption key of `kekFile` (32 bytes, base64url); the place and the name are authenticated with
 * both, so a file moved to another tenant does not open.
 * @throws Error when the key file is not 32 bytes of base64url
 */
export async function openFolderStore(options: {
  readonly folder: string;
  readonly kekFile: string;
}): Promise<ObjectStore> {
  const kek = Buffer.from((await readFile(options.kekFile, 'utf8')).trim(), 'base64url');
  if (kek.length !== sizes.key) throw new Error(`${options.kekFile}: a key has 32 bytes`);
  const fileOf = ({ tenant, kind }: ObjectPlace, name: string): string =>
    join(options.folder, safe(tenant), kind, safe(name).slice(0, 2), safe(name));
  return {
    async put(place, bytes) {
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const name = randomBytes(16).toString('hex');
      const key = randomBytes(sizes.key);
      const bound = Buffer.from(`${place.tenant}/${place.kind}/${name}`);
      await writeSynced(
        fileOf(place, name),
        Buffer.concat([magic, seal(kek, key, bound), seal(key, bytes, bound)]),
      );
      return { name, sha256 };
    },
    async get(place, name) {
      const stored = await readFile(fileOf(place, name)).catch(() => null);
      if (!stored) throw new StoreFault('ABSENT', name);
      const bound = Buffer.from(`${place.tenant}/${place.kind}/${name}`);
      const wrapped = magic.length + sizes.nonce + sizes.key + sizes.tag;
      if (!stored.subarray(0, magic.length).equals(magic)) throw new StoreFault('ALTERED', name);
      try {
        const key = unseal(kek, stored.subarray(magic.length, wrapped), bound);
        return new Uint8Array(unseal(key, stored.subarray(wrapped), bound));
      } catch {
        throw new StoreFault('ALTERED', name);
      }
    },
    async remove(place, name) {
      await rm(fileOf(place, name), { force: true });
    },
  };
}

/** nonce ‖ ciphertext ‖ tag */
function seal(key: Uint8Array, plain: Uint8Array, bound: Uint8Array): Buffer {
  const nonce = randomBytes(sizes.nonce);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(bound);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Uint8Array, sealed: Uint8Array, bound: Uint8Array): Buffer {
  const end = sealed.length - sizes.tag;
  const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, sizes.nonce), {
    authTagLength: sizes.tag,
  });
  decipher.setAAD(bound).setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(sizes.nonce, end)), decipher.final()]);
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const draft = `${file}.draft`;
  const handle = await open(draft, 'wx', 0o600);
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}

/** Names never leave their folder. */
function safe(name: string): string {
  if (!/^[0-9a-f-]{2,64}$/.test(name)) throw new StoreFault('ABSENT', name);
  return name;
}
