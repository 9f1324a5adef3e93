import { createHash, randomBytes } from 'node:crypto';
import { canonicalBytes, type Wire } from '../../domain/wire/index.ts';

/** A private value with its salt, as it travels beside an act. */
export type PrivateField = { readonly path: string; readonly salt: string; readonly value: Wire };

/** Fields with fresh salts of 128 bits. */
export function salted(values: Readonly<Record<string, Wire>>): readonly PrivateField[] {
  return Object.entries(values).map(([path, value]) => ({
    path,
    salt: randomBytes(16).toString('base64url'),
    value,
  }));
}

/** The root that commits to fields: RFC 6962 tree over canonical({path, salt, value}) by path. */
export function rootOf(fields: readonly PrivateField[]): string {
  const sorted = [...fields].sort((a, b) => (a.path < b.path ? -1 : 1));
  const leaves = sorted.map(({ path, salt, value }) =>
    hash(0, Buffer.from(canonicalBytes({ path, salt, value }))),
  );
  return tree(leaves).toString('hex');
}

function tree(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hash(1, Buffer.concat([tree(hashes.slice(0, split)), tree(hashes.slice(split))]));
}

function hash(prefix: number, bytes: Buffer): Buffer {
  return createHash('sha256')
    .update(Buffer.from([prefix]))
    .update(bytes)
    .digest();
}
