import { byCodeUnit, canonical, type Wire } from '../wire/index.ts';

/** SHA-256 of bytes, lower-case hexadecimal; handed in, as `domain/` has no cryptography. */
export type Sha256 = (bytes: Uint8Array) => string;

/**
 * A private value with its salt: base64url or hexadecimal of at least 128 random bits, made by the
 * client. `path` is unique within one commitment: `invoices[0].number`.
 */
export type PrivateField = { readonly path: string; readonly salt: string; readonly value: Wire };

/** One step of an inclusion proof: the sibling's hash, and on which side it stands. */
export type ProofStep = { readonly side: 'left' | 'right'; readonly hash: string };

const encoder = new TextEncoder();

const SALT = /^[A-Za-z0-9_-]{22,128}$/;

/** True for a salt of at least 128 bits: 22 or more base64url signs. */
export function isSalt(text: string): boolean {
  return SALT.test(text);
}

/**
 * The salted root of private fields: an RFC 6962 tree (trust.md T-68) whose leaves are
 * canonical({path, salt, value}), ordered by path in UTF-16 code units.
 */
export function commitFields(fields: readonly PrivateField[], sha256: Sha256): string {
  if (fields.length === 0) return sha256(new Uint8Array());
  const hashes = sorted(fields).map(field => sha256(encoder.encode(`\u0000${leafText(field)}`)));
  return subtree(hashes, { from: 0, to: hashes.length }, sha256);
}

/** Proof that one field stands under the root of all of them; `null` for an unknown path. */
export function proveField(
  fields: readonly PrivateField[],
  path: string,
  sha256: Sha256,
): readonly ProofStep[] | null {
  const at = sorted(fields).findIndex(field => field.path === path);
  return at < 0 ? null : inclusionProof(fieldLeaves(fields), at, sha256);
}

/** True when `field` stands under `root` by this proof. */
export function verifyField(
  field: PrivateField,
  proof: readonly ProofStep[],
  expected: { readonly root: string; readonly sha256: Sha256 },
): boolean {
  return verifyInclusion(leafOf(field), proof, expected);
}

/** RFC 6962 section 2.1: leaf H(0x00 ‖ bytes), node H(0x01 ‖ left ‖ right); none: H of nothing. */
export function merkleRoot(leaves: readonly Uint8Array[], sha256: Sha256): string {
  if (leaves.length === 0) return sha256(new Uint8Array());
  const hashes = leaves.map(leaf => leafHash(leaf, sha256));
  return subtree(hashes, { from: 0, to: hashes.length }, sha256);
}

/** The audit path of leaf `at`, from the leaf up. */
export function inclusionProof(
  leaves: readonly Uint8Array[],
  at: number,
  sha256: Sha256,
): readonly ProofStep[] {
  const hashes = leaves.map(leaf => leafHash(leaf, sha256));
  return pathOf(hashes, at, sha256);
}

export function verifyInclusion(
  leaf: Uint8Array,
  proof: readonly ProofStep[],
  expected: { readonly root: string; readonly sha256: Sha256 },
): boolean {
  const { root, sha256 } = expected;
  const top = proof.reduce(
    (hash, step) =>
      step.side === 'left' ? nodeHash(step.hash, hash, sha256) : nodeHash(hash, step.hash, sha256),
    leafHash(leaf, sha256),
  );
  return top === root;
}

function sorted(fields: readonly PrivateField[]): readonly PrivateField[] {
  return [...fields].sort((a, b) => byCodeUnit(a.path, b.path));
}

function fieldLeaves(fields: readonly PrivateField[]): readonly Uint8Array[] {
  return sorted(fields).map(leafOf);
}

function leafOf(field: PrivateField): Uint8Array {
  return encoder.encode(leafText(field));
}

/** canonical({ path, salt, value }), whose names stand in order. */
function leafText({ path, salt, value }: PrivateField): string {
  return `{"path":${canonical(path)},"salt":${canonical(salt)},"value":${canonical(value)}}`;
}

type Span = { readonly from: number; readonly to: number };

function subtree(hashes: readonly string[], { from, to }: Span, sha256: Sha256): string {
  if (to - from === 1) return hashes[from] ?? '';
  const split = from + largestPowerBelow(to - from);
  const left = subtree(hashes, { from, to: split }, sha256);
  return nodeHash(left, subtree(hashes, { from: split, to }, sha256), sha256);
}

function pathOf(hashes: readonly string[], at: number, sha256: Sha256): readonly ProofStep[] {
  if (hashes.length <= 1) return [];
  const split = largestPowerBelow(hashes.length);
  const [left, right] = [hashes.slice(0, split), hashes.slice(split)];
  if (at < split) {
    return [...pathOf(left, at, sha256), { side: 'right', hash: whole(right, sha256) }];
  }
  return [...pathOf(right, at - split, sha256), { side: 'left', hash: whole(left, sha256) }];
}

function whole(hashes: readonly string[], sha256: Sha256): string {
  return subtree(hashes, { from: 0, to: hashes.length }, sha256);
}

function largestPowerBelow(count: number): number {
  let power = 1;
  while (power * 2 < count) power *= 2;
  return power;
}

function leafHash(leaf: Uint8Array, sha256: Sha256): string {
  const bytes = new Uint8Array(leaf.length + 1);
  bytes.set(leaf, 1);
  return sha256(bytes);
}

function nodeHash(left: string, right: string, sha256: Sha256): string {
  const bytes = new Uint8Array(65);
  bytes[0] = 1;
  putHex(bytes, 1, left);
  putHex(bytes, 33, right);
  return sha256(bytes);
}

function putHex(bytes: Uint8Array, from: number, text: string): void {
  for (let at = 0; at < text.length; at += 2) {
    bytes[from + at / 2] = (hexDigit(text, at) << 4) | hexDigit(text, at + 1);
  }
}

/** The value of a lower-case hexadecimal digit. */
function hexDigit(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return code < 0x3a ? code - 0x30 : code - 0x57;
}
