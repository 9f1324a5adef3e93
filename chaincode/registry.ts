import { commitFields, readPrivateFields, type PrivateField } from '../domain/evidence/index.ts';
import { invariant } from '../domain/result/index.ts';
import { fromBase64url, isObject, type Wire } from '../domain/wire/index.ts';
import type { Input } from './handler.ts';
import { hmacSha256, sha256 } from './signature.ts';
import { COLLECTION_REGISTRY_KEY } from './state-keys.ts';
import type { Tx } from './tx.ts';

/** Where the key of the duplicate registry lies in its collection. */
export const REGISTRY_KEY = 'current';
const KEY_BYTES_MIN = 32;

/** The registry key that comes with the founding act: base64url of 32 bytes or more. */
export function registryKeyOf(input: Input): string | null {
  const value = input.transient.get('registryKey');
  if (typeof value !== 'string') return null;
  return (fromBase64url(value)?.length ?? 0) >= KEY_BYTES_MIN ? value : null;
}

type Keyed = (text: string) => string;

const KEYS_HELD_MAX = 16;

// By the hash of the stored value, which is public: the same hash is the same key on every peer.
const held = new Map<string, Keyed>();

/** Keyed hashes as only members of the collection can make them. */
export async function keyedHash(tx: Tx): Promise<Keyed> {
  const value = await tx.privateValue(COLLECTION_REGISTRY_KEY, REGISTRY_KEY);
  invariant('REGISTRY', typeof value === 'string', () => 'no registry key on this peer');
  return hmacSha256(fromBase64url(value) ?? new Uint8Array());
}

/**
 * The same for acts that write to a collection of members only, so that no one else may send them:
 * a key that this process has read before is told by its public hash. A peer answers that without
 * asking who may read the value, which costs a signature, and notes the same read.
 */
export async function keyedHashOfMembers(tx: Tx): Promise<Keyed> {
  const hash = await tx.privateHash(COLLECTION_REGISTRY_KEY, REGISTRY_KEY);
  const known = held.get(hash);
  if (known) return known;
  const keyed = await keyedHash(tx);
  if (held.size >= KEYS_HELD_MAX) held.clear();
  held.set(hash, keyed);
  return keyed;
}

/**
 * Private fields of one transient value, or one member of it, that open `root`; `null` when they
 * are absent, of another form, or another root.
 */
export function openedFields(
  input: Input,
  at: { readonly name: string; readonly member?: string },
  root: string,
): readonly PrivateField[] | null {
  const given = input.transient.get(at.name);
  const fields = readPrivateFields(at.member === undefined ? given : memberOf(given, at.member));
  return fields && commitFields(fields, sha256) === root ? fields : null;
}

function memberOf(value: Wire | undefined, name: string): Wire | undefined {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}
