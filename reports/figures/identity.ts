import { createHash, createHmac } from 'node:crypto';
import { commitFields, type PrivateField } from '../../domain/evidence/index.ts';
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
 * Leaves {path, salt, value}, ready to be committed to and shown one by one; each salt is the first
 * 128 bits of HMAC-SHA-256(secret, documentId | path), so the same inputs give the same root.
 */
export function saltedLeaves(figures: Figures, secret: Uint8Array): readonly PrivateField[] {
  const { documentId } = figures.document;
  return [...leaves(figures.figures)].map(({ path, leaf }) => {
    const mac = createHmac('sha256', secret).update(`${documentId}|${path}`).digest('hex');
    return { path, salt: mac.slice(0, 32), value: leaf };
  });
}

/** Merkle root over the salted leaves: one figure can be proved without showing the others. */
export function figuresRoot(figures: Figures, secret: Uint8Array): string {
  return commitFields(saltedLeaves(figures, secret), sha256Hex);
}
