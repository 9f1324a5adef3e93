import { createHash, randomBytes } from 'node:crypto';
import {
  actBytes,
  signatureBytes,
  type Act,
  type ActBodies,
  type ActKind,
} from '../../domain/act/index.ts';
import { signBytes, type Key } from './keys.ts';

/** A signature entry as the ledger wants it. */
export type Entry = {
  readonly alg: 'p256';
  readonly key: string;
  readonly role: string;
  readonly at: string;
  readonly stepUp?: { readonly method: string; readonly at: string };
  readonly value: string;
};

/** Who signs in which role. */
export type SignsAs = { readonly key: Key; readonly role: string };

/** A fresh act id: UUID of version 7. */
export function freshId(): string {
  const time = Date.now().toString(16).padStart(12, '0');
  const hex = randomBytes(10).toString('hex');
  const variant = ((Number.parseInt(hex.slice(3, 4), 16) & 3) | 8).toString(16);
  const tail = `7${hex.slice(0, 3)}-${variant}${hex.slice(4, 7)}-${hex.slice(7, 19)}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail}`;
}

export function actOf<K extends ActKind>(
  kind: K,
  actor: string,
  businessDate: string,
  body: ActBodies[K],
): Act<K> {
  return { id: freshId(), kind, actor, businessDate, body };
}

export function actHash(act: Act): string {
  return createHash('sha256').update(actBytes(act)).digest('hex');
}

/** Signs an act; `stepUp` is what the step-up service confirmed for this key. */
export function signAct(
  channel: string,
  act: Act,
  by: SignsAs,
  stepUp?: { readonly method: string; readonly at: string },
): Entry {
  const entry = {
    alg: 'p256' as const,
    key: by.key.id,
    role: by.role,
    at: new Date().toISOString(),
    ...(stepUp ? { stepUp } : {}),
  };
  const covered = entry as Parameters<typeof signatureBytes>[2];
  return { ...entry, value: signBytes(by.key, signatureBytes(channel, actHash(act), covered)) };
}
