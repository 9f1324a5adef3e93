import {
  createHmac,
  createPublicKey,
  createSecretKey,
  hash,
  verify,
  type KeyObject,
} from 'node:crypto';

const KEYS_MAX = 5_000;
const VERIFIED_MAX = 20_000;
const HALF_ORDER = BigInt('0x7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8');

// Pure memories of public facts: the same question always has the same answer on every peer.
const keys = new Map<string, KeyObject>();
const verified = new Set<string>();

/** SHA-256 as lower-case hexadecimal. */
export function sha256(bytes: Uint8Array): string {
  return hash('sha256', bytes, 'hex');
}

/** HMAC-SHA-256 of texts under one key, as lower-case hexadecimal. */
export function hmacSha256(key: Uint8Array): (text: string) => string {
  // A key object is made once: given bytes, each HMAC makes one anew, at four times the cost.
  const secret = createSecretKey(key);
  return text => createHmac('sha256', secret).update(text, 'utf8').digest('hex');
}

/**
 * Checks an ECDSA P-256 signature (base64url of r‖s, low s) over `bytes`. A high s, another length
 * or a point off the curve is simply false.
 */
export async function isSigned(
  publicKey: string,
  bytes: Uint8Array,
  signature: string,
): Promise<boolean> {
  const raw = Buffer.from(signature, 'base64url');
  if (raw.length !== 64 || raw.toString('base64url') !== signature) return false;
  if (BigInt(`0x${raw.subarray(32).toString('hex')}`) > HALF_ORDER) return false;
  const known = `${publicKey} ${sha256(bytes)} ${signature}`;
  if (verified.has(known)) return true;
  const key = keyObject(publicKey);
  if (!key) return false;
  const valid = await new Promise<boolean>((resolve, reject) => {
    // Node takes DER on a path that costs the event loop a fifth of the one for raw r‖s.
    verify('sha256', bytes, key, derOf(raw), (error, result) => {
      if (error) reject(error);
      else resolve(result);
    });
  });
  if (valid) remember(verified, known);
  return valid;
}

/** DER SEQUENCE of two minimal integers, from r‖s. */
function derOf(raw: Buffer): Buffer {
  const body = Buffer.concat([derInteger(raw.subarray(0, 32)), derInteger(raw.subarray(32))]);
  return Buffer.concat([Buffer.of(0x30, body.length), body]);
}

function derInteger(bytes: Buffer): Buffer {
  const first = bytes.findIndex(byte => byte !== 0);
  const value = first < 0 ? Buffer.of(0) : bytes.subarray(first);
  const sign = (value[0] ?? 0) < 0x80 ? [] : [0];
  return Buffer.concat([Buffer.of(0x02, value.length + sign.length, ...sign), value]);
}

function keyObject(publicKey: string): KeyObject | null {
  const held = keys.get(publicKey);
  if (held) return held;
  const point = Buffer.from(publicKey, 'base64url');
  if (point.length !== 65 || point[0] !== 4) return null;
  const x = point.subarray(1, 33).toString('base64url');
  const y = point.subarray(33).toString('base64url');
  try {
    const key = createPublicKey({ key: { kty: 'EC', crv: 'P-256', x, y }, format: 'jwk' });
    if (keys.size >= KEYS_MAX) keys.clear();
    keys.set(publicKey, key);
    return key;
  } catch {
    return null;
  }
}

function remember(set: Set<string>, entry: string): void {
  if (set.size >= VERIFIED_MAX) set.clear();
  set.add(entry);
}
