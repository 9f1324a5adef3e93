import { createHash, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { creditParameters } from '../api/credit/index.ts';

/** Programs of the operator that sign acts of their own (receivables.md R-14, class `service`). */
export const serviceRoles = [
  'ingest',
  'matcher',
  'scorer',
  'stepup',
  'document',
  'screening',
  'system',
] as const;

/** The public half, as the founding act registers it. */
export type ServiceKey = {
  readonly role: (typeof serviceRoles)[number];
  readonly key: string;
  /** Uncompressed point, base64url. */
  readonly publicKey: string;
};

/**
 * The operator's service keys: one P-256 key a role in `home/services/<role>.pem`, mode 0600, made
 * at the first start. Their public halves are written to `home/services/public.json`, and the
 * references of the credit tables to `home/services/parameters.json`, for the founding of the channel.
 */
export async function serviceKeys(home: string): Promise<readonly ServiceKey[]> {
  const folder = join(home, 'services');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const keys: ServiceKey[] = [];
  for (const role of serviceRoles)
    keys.push({ role, ...(await keyIn(join(folder, `${role}.pem`))) });
  await writeWhole(join(folder, 'public.json'), JSON.stringify(keys, null, 2));
  await writeWhole(join(folder, 'parameters.json'), JSON.stringify(creditParameters(), null, 2));
  return keys;
}

async function keyIn(file: string): Promise<{ key: string; publicKey: string }> {
  const pem = await readFile(file, 'utf8').catch(() => null);
  const secret = createPrivateKey(pem ?? (await makeKey(file)));
  const { x = '', y = '' } = secret.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  const key = `k-${createHash('sha256').update(point).digest('hex').slice(0, 24)}`;
  return { key, publicKey: point.toString('base64url') };
}

async function makeKey(file: string): Promise<string> {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  await writeWhole(file, pem);
  return pem;
}

/** Either the old content or the whole new one, whatever ends us in between. */
async function writeWhole(file: string, text: string): Promise<void> {
  await writeFile(`${file}.draft`, text, { mode: 0o600 });
  await rename(`${file}.draft`, file);
}
