import { actBytes, signatureBytes, type Act, type Signature } from '../../domain/act/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { toBase64url, toHex } from '../../domain/wire/index.ts';
import type { BrowserKey } from './key-store.ts';

const ORDER = BigInt('0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551');

/** A fresh act id, made here and kept before anything is sent. */
export function freshId(): string {
  return uuidV7(Date.now(), crypto.getRandomValues(new Uint8Array(10)));
}

export async function hashOf(act: Act): Promise<string> {
  const bytes = new Uint8Array(actBytes(act));
  return toHex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
}

/** Signs exactly these bytes: ECDSA P-256 over SHA-256, r‖s with low s, base64url. */
export async function signAct(
  channel: string,
  act: Act,
  by: { key: BrowserKey; role: string },
  stepUp?: Signature['stepUp'],
): Promise<Signature> {
  const entry = {
    alg: 'p256' as const,
    key: by.key.id,
    role: by.role as Signature['role'],
    at: new Date().toISOString(),
    ...(stepUp ? { stepUp } : {}),
  };
  const covered = new Uint8Array(signatureBytes(channel, await hashOf(act), entry));
  const algorithm = { name: 'ECDSA', hash: 'SHA-256' };
  const raw = new Uint8Array(await crypto.subtle.sign(algorithm, by.key.pair.privateKey, covered));
  return { ...entry, value: toBase64url(lowS(raw)) };
}

function lowS(raw: Uint8Array): Uint8Array {
  const s = BigInt(`0x${toHex(raw.subarray(32))}`);
  if (s <= ORDER / 2n) return raw;
  const text = (ORDER - s).toString(16).padStart(64, '0');
  const low = new Uint8Array(raw);
  for (let at = 0; at < 32; at++)
    low[32 + at] = Number.parseInt(text.slice(at * 2, at * 2 + 2), 16);
  return low;
}
