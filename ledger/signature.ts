import { hash, sign, verify, type KeyObject } from 'node:crypto';

/** Order n of P-256. Fabric refuses signatures whose s lies above n/2. */
const ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const HALF_ORDER = ORDER / 2n;
const HALF_ORDER_BYTES = Buffer.from(HALF_ORDER.toString(16).padStart(64, '0'), 'hex');
const REMEMBERED_MAX = 20_000;

/** ECDSA P-256 over SHA-256, DER with low s, on the thread pool so that the event loop goes on. */
export function signBytes(key: KeyObject, bytes: Uint8Array): Promise<Uint8Array> {
  // Node's other encoding, raw r and s, costs the event loop five times as much.
  return new Promise((resolve, reject) => {
    sign('sha256', bytes, key, (fault, signature) => {
      if (fault) reject(fault);
      else resolve(withLowS(signature));
    });
  });
}

/** True only for a valid signature with low s. Anything that is no signature is false. */
export function verifyBytes(
  key: KeyObject,
  bytes: Uint8Array,
  signature: Uint8Array,
): Promise<boolean> {
  const s = derHalves(signature)?.s;
  if (!s || Buffer.compare(s, HALF_ORDER_BYTES) > 0) return Promise.resolve(false);
  return new Promise(resolve => {
    verify('sha256', bytes, key, signature, (fault, valid) => {
      resolve(!fault && valid);
    });
  });
}

/** What a signature covers, and a short text that stands for it in memories. */
export type Signed = { readonly bytes: () => Uint8Array; readonly digest: () => string };

/** Bytes signed as they stand. */
export function signedBytes(bytes: Uint8Array): Signed {
  return { bytes: () => bytes, digest: () => hash('sha256', bytes, 'base64') };
}

/**
 * A response as each of its endorsers signs it, followed by the endorser's own identity. Its digest
 * is one for all of them, as a memory names the identity beside it.
 */
export function endorsedBytes(response: Uint8Array): (endorser: Uint8Array) => Signed {
  let known: string | null = null;
  const digest = (): string => (known ??= `endorsed ${hash('sha256', response, 'base64')}`);
  return endorser => ({ bytes: () => Buffer.concat([response, endorser]), digest });
}

/**
 * Signatures that this process made itself a moment ago. Their check could only repeat the
 * arithmetic of the signing, so validation skips it; a restart, a resend of old bytes or an
 * altered byte misses the memory and is verified in full, as is everything offline.
 */
export type SignatureMemory = {
  remember(identity: string, signed: Signed, signature: Uint8Array): void;
  knows(identity: string, signed: Signed, signature: Uint8Array): boolean;
};

export function createSignatureMemory(): SignatureMemory {
  const known = new Map<string, { readonly identity: string; readonly digest: string }>();
  return {
    remember(identity, signed, signature) {
      known.set(nameOf(signature), { identity, digest: signed.digest() });
      if (known.size <= REMEMBERED_MAX) return;
      const oldest = known.keys().next().value;
      if (oldest !== undefined) known.delete(oldest);
    },
    knows(identity, signed, signature) {
      const found = known.get(nameOf(signature));
      return found?.identity === identity && found.digest === signed.digest();
    },
  };
}

function nameOf(signature: Uint8Array): string {
  return Buffer.from(signature.buffer, signature.byteOffset, signature.byteLength).toString(
    'latin1',
  );
}

/** The same signature with s at most n/2: a high s becomes n − s, integers minimal. */
export function withLowS(signature: Uint8Array): Uint8Array {
  const halves = derHalves(signature);
  if (!halves || Buffer.compare(halves.s, HALF_ORDER_BYTES) <= 0) return signature;
  const low = ORDER - BigInt(`0x${halves.s.toString('hex')}`);
  const s = Buffer.from(low.toString(16).padStart(64, '0'), 'hex');
  const body = Buffer.concat([derInteger(halves.r), derInteger(s)]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function derInteger(bytes: Buffer): Buffer {
  let from = 0;
  while (from < bytes.length - 1 && bytes[from] === 0) from++;
  const value = bytes.subarray(from);
  const padded = (value[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), value]) : value;
  return Buffer.concat([Buffer.of(0x02, padded.length), padded]);
}

function derHalves(signature: Uint8Array): { r: Buffer; s: Buffer } | null {
  const bytes = Buffer.from(signature);
  if (bytes[0] !== 0x30 || bytes[1] !== bytes.length - 2 || bytes[2] !== 0x02) return null;
  const rLength = bytes[3] ?? 0;
  const at = 4 + rLength;
  if (bytes[at] !== 0x02 || at + 2 + (bytes[at + 1] ?? 0) !== bytes.length) return null;
  return { r: fixed(bytes.subarray(4, at)), s: fixed(bytes.subarray(at + 2)) };
}

function fixed(integer: Buffer): Buffer {
  const stripped = integer[0] === 0 ? integer.subarray(1) : integer;
  return Buffer.concat([Buffer.alloc(Math.max(0, 32 - stripped.length)), stripped]);
}
