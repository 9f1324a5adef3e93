import { createHash, createHmac } from 'node:crypto';
import { canonicalBytes } from '../../domain/wire/index.ts';
import { figureBytes, leaves, type Figures } from './figures.ts';

/** Lower-case hex of SHA-256. */
export function sha256Hex(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** First 32 hex of SHA-256 over canonical {issuer, kind, number, version} (DOC-2). */
export function issuedDocumentId(name: {
  readonly issuer: string;
  readonly kind: string;
  readonly number: string;
  readonly version: number;
}): string {
  const { issuer, kind, number, version } = name;
  return sha256Hex(canonicalBytes({ issuer, kind, number, version })).slice(0, 32);
}

/**
 * `<issuer>-<kind>-<subject>-<period or date>-<seq>` (DOC-6); the sequence has at least four digits.
 * @example documentNumber({ issuer: 'BRK', kind: 'RC', subject: 'r7f3', period: '20260331', seq: 7 })
 * // BRK-RC-r7f3-20260331-0007
 */
export function documentNumber(parts: {
  readonly issuer: string;
  readonly kind: string;
  readonly subject: string;
  readonly period: string;
  readonly seq: number;
}): string {
  const seq = String(parts.seq).padStart(4, '0');
  return [parts.issuer, parts.kind, parts.subject, parts.period, seq].join('-');
}

/** SHA-256 of the canonical figures: what the record on the ledger names as figuresHash. */
export function figuresHash(figures: Figures): string {
  return sha256Hex(figureBytes(figures));
}

/**
 * Leaves canonical({path, salt, value}) by path, ready for the Merkle tree; each salt is the first
 * 128 bits of HMAC-SHA-256(secret, documentId | path), so the same inputs give the same root.
 */
export function saltedLeaves(figures: Figures, secret: Uint8Array): readonly Uint8Array[] {
  const { documentId } = figures.document;
  return [...leaves(figures.figures)]
    .sort((a, b) => (a.path < b.path ? -1 : 1))
    .map(({ path, leaf }) => {
      const mac = createHmac('sha256', secret).update(`${documentId}|${path}`).digest('hex');
      return canonicalBytes({ path, salt: mac.slice(0, 32), value: leaf });
    });
}

/** RFC 6962 root over the salted leaves: leaf H(0x00‖bytes), node H(0x01‖left‖right). */
export function figuresRoot(figures: Figures, secret: Uint8Array): string {
  const hashes = saltedLeaves(figures, secret).map(leaf => hash(0, leaf));
  return hashes.length === 0 ? sha256Hex(new Uint8Array()) : merkle(hashes).toString('hex');
}

function merkle(hashes: readonly Buffer[]): Buffer {
  const [only] = hashes;
  if (hashes.length === 1 && only) return only;
  let split = 1;
  while (split * 2 < hashes.length) split *= 2;
  return hash(1, Buffer.concat([merkle(hashes.slice(0, split)), merkle(hashes.slice(split))]));
}

function hash(prefix: number, bytes: Uint8Array): Buffer {
  return createHash('sha256').update(Uint8Array.of(prefix)).update(bytes).digest();
}
