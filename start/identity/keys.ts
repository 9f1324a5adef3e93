import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportJWK, generateKeyPair, type JWK } from 'jose';

/** The provider's own secrets: signing keys (newest first) and cookie keys. */
export type ProviderKeys = {
  readonly jwks: readonly JWK[];
  readonly cookieKeys: readonly string[];
};

/** Reads `keys.json` of the folder, or makes it (mode 0600) at the first start. */
export async function providerKeys(folder: string): Promise<ProviderKeys> {
  const file = join(folder, 'keys.json');
  try {
    return JSON.parse(await readFile(file, 'utf8')) as ProviderKeys;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  const keys = { jwks: [await signingKey()], cookieKeys: [randomBytes(32).toString('base64url')] };
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(file, JSON.stringify(keys), { mode: 0o600, flag: 'wx' });
  return keys;
}

async function signingKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('ES256', { extractable: true });
  const jwk = await exportJWK(privateKey);
  return { ...jwk, kid: randomBytes(8).toString('hex'), alg: 'ES256', use: 'sig' };
}
