import { toBase64url, toHex } from '../../domain/wire/index.ts';
import { browserStore } from './browser-store.ts';

/** A key of this browser: the private half cannot be read out, not even by this page. */
export type BrowserKey = { id: string; publicKey: string; person: string; pair: CryptoKeyPair };

const keys = browserStore('tallystick', 'keys');

/** The key that this person made in this browser, if any. */
export async function keyOf(person: string): Promise<BrowserKey | null> {
  const found = await keys<BrowserKey | undefined>('readonly', store => store.get(person));
  return found ?? null;
}

/** Makes a P-256 key, not extractable, and keeps it for this person. */
export async function makeKey(person: string): Promise<BrowserKey> {
  if (!window.isSecureContext) throw new Error('INSECURE_CONTEXT');
  await navigator.storage.persist();
  const pair = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, [
    'sign',
    'verify',
  ]);
  const point = new Uint8Array(await crypto.subtle.exportKey('raw', pair.publicKey));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', point));
  const id = `k-${toHex(digest).slice(0, 24)}`;
  const key = { id, publicKey: toBase64url(point), person, pair };
  await keys('readwrite', store => store.put(key, person));
  return key;
}
