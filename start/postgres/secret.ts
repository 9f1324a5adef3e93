import { randomBytes } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exists } from './binaries.ts';

/**
 * A random secret of 32 bytes kept in `home/secrets/name`, mode 0600; made on first use.
 * @returns the text and the file that holds it
 */
export async function keptSecret(
  home: string,
  name: string,
): Promise<{ text: string; file: string }> {
  const folder = join(home, 'secrets');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = join(folder, name);
  if (!(await exists(file))) {
    // By rename: a kill in between must not leave an empty secret behind.
    const draft = `${file}.${process.pid}`;
    await writeFile(draft, randomBytes(32).toString('base64url'), { mode: 0o600 });
    await rename(draft, file);
  }
  return { text: (await readFile(file, 'utf8')).trim(), file };
}
