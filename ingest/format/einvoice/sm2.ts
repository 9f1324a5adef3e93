import { Buffer } from 'node:buffer';
import { createHash } from 'node:crypto';

/** The curve of GM/T 0003.5: y² = x³ + ax + b over the field of p, generator of order n. */
const P = 0xfffffffeffffffffffffffffffffffffffffffff00000000ffffffffffffffffn;
const A = P - 3n;
const B = 0x28e9fa9e9d9f5e344d5a9e4bcf6509a7f39789f515ab8f92ddbcbd414d940e93n;
const N = 0xfffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54123n;
const G: Point = {
  x: 0x32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7n,
  y: 0xbc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0n,
};

/** A point of the curve; undefined is the point at infinity. */
type Point = { readonly x: bigint; readonly y: bigint };

/** The identity that GM/T 0009 takes where the parties agreed on none. */
const IDENTITY = Buffer.from('1234567812345678');

/** SM3 (GM/T 0004) of some bytes. */
export function sm3(...parts: readonly Uint8Array[]): Buffer {
  const hash = createHash('sm3');
  for (const part of parts) hash.update(part);
  return hash.digest();
}

/**
 * Whether an SM2 signature with SM3 stands (GM/T 0003.2, section 7). The key is the point as 128
 * hexadecimal digits, `r` and `s` are numbers below the order. Public values only: it takes no care
 * to run in constant time.
 */
export function verifySm2(
  message: Uint8Array,
  signature: { readonly r: bigint; readonly s: bigint },
  key: string,
  identity: Uint8Array = IDENTITY,
): boolean {
  const { r, s } = signature;
  const point = pointOf(key);
  if (!point || r <= 0n || r >= N || s <= 0n || s >= N) return false;
  const t = (r + s) % N;
  if (t === 0n) return false;
  const e = BigInt(`0x${sm3(identityHash(point, identity), message).toString('hex')}`);
  const sum = add(multiply(s, G), multiply(t, point));
  return sum !== undefined && (e + sum.x) % N === r;
}

/** Z of GM/T 0003.2, 5.5: the signer's identity and key, bound to the curve. */
function identityHash({ x, y }: Point, identity: Uint8Array): Buffer {
  const bits = Buffer.from([(identity.length * 8) >> 8, (identity.length * 8) & 0xff]);
  return sm3(bits, identity, ...[A, B, G.x, G.y, x, y].map(bytesOf));
}

/** Reads `r` and `s` from DER or from 64 plain bytes; undefined where it is neither. */
export function readSignature(bytes: Uint8Array): { r: bigint; s: bigint } | undefined {
  const buffer = Buffer.from(bytes);
  if (buffer.length === 64) {
    return { r: numberOf(buffer.subarray(0, 32)), s: numberOf(buffer.subarray(32)) };
  }
  const r = integerAt(buffer, 2);
  const s = r && integerAt(buffer, r.to);
  const isWhole = buffer[0] === 0x30 && buffer[1] === buffer.length - 2 && s?.to === buffer.length;
  return r && s && isWhole ? { r: r.value, s: s.value } : undefined;
}

function integerAt(buffer: Buffer, at: number): { value: bigint; to: number } | undefined {
  const length = buffer[at + 1] ?? 0;
  if (buffer[at] !== 2 || length === 0 || length > 33) return undefined;
  const to = at + 2 + length;
  return to <= buffer.length ? { value: numberOf(buffer.subarray(at + 2, to)), to } : undefined;
}

function pointOf(key: string): Point | undefined {
  if (!/^(04)?[0-9a-fA-F]{128}$/.test(key)) return undefined;
  const hex = key.slice(-128);
  const point = { x: BigInt(`0x${hex.slice(0, 64)}`), y: BigInt(`0x${hex.slice(64)}`) };
  const { x, y } = point;
  const isOnCurve = x < P && y < P && modulo(y * y - (x * x * x + A * x + B)) === 0n;
  return isOnCurve ? point : undefined;
}

function multiply(factor: bigint, point: Point): Point | undefined {
  let result: Point | undefined;
  let step: Point | undefined = point;
  for (let rest = factor; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = add(result, step);
    step = add(step, step);
  }
  return result;
}

function add(a: Point | undefined, b: Point | undefined): Point | undefined {
  if (!a || !b) return a ?? b;
  if (a.x === b.x && modulo(a.y + b.y) === 0n) return undefined;
  const slope =
    a.x === b.x ? (3n * a.x * a.x + A) * inverse(2n * a.y) : (b.y - a.y) * inverse(b.x - a.x);
  const x = modulo(slope * slope - a.x - b.x);
  return { x, y: modulo(slope * (a.x - x) - a.y) };
}

/** By the extended algorithm of Euclid; P is prime. */
function inverse(value: bigint): bigint {
  let [low, high] = [modulo(value), P];
  let [u, v] = [1n, 0n];
  while (low > 1n) {
    const ratio = high / low;
    [low, high] = [high - ratio * low, low];
    [u, v] = [v - ratio * u, u];
  }
  return modulo(u);
}

function modulo(value: bigint): bigint {
  const rest = value % P;
  return rest < 0n ? rest + P : rest;
}

function bytesOf(value: bigint): Buffer {
  return Buffer.from(value.toString(16).padStart(64, '0'), 'hex');
}

function numberOf(bytes: Uint8Array): bigint {
  return BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
}
