import {
  createHash,
  createPrivateKey,
  generateKeyPairSync,
  sign,
  type KeyObject,
} from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A person's key pair; the private half never leaves the folder of its owner. */
export type Key = { readonly id: string; readonly publicKey: string; readonly secret: KeyObject };

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/**
 * The key `name` in `folder`, made at its first use: P-256, a PKCS#8 file of mode 0600. The id is
 * `k-` and 24 hexadecimal digits of the public key's hash.
 */
export function keyIn(folder: string, name: string): Key {
  const file = join(folder, `${name}.pem`);
  if (!existsSync(file)) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(file, pem, { mode: 0o600, flag: 'wx' });
  }
  const secret = createPrivateKey(readFileSync(file));
  const { x = '', y = '' } = secret.export({ format: 'jwk' });
  const point = Buffer.concat([
    Buffer.from([4]),
    Buffer.from(x, 'base64url'),
    Buffer.from(y, 'base64url'),
  ]);
  const id = `k-${createHash('sha256').update(point).digest('hex').slice(0, 24)}`;
  return { id, publicKey: point.toString('base64url'), secret };
}

/** ECDSA over SHA-256 as base64url of r‖s with low s. */
export function signBytes(key: Key, bytes: Uint8Array): string {
  const raw = sign('sha256', bytes, { key: key.secret, dsaEncoding: 'ieee-p1363' });
  const s = BigInt(`0x${raw.subarray(32).toString('hex')}`);
  if (s > ORDER / 2n) {
    Buffer.from((ORDER - s).toString(16).padStart(64, '0'), 'hex').copy(raw, 32);
  }
  return raw.toString('base64url');
}
