import { createHash, createHmac } from 'node:crypto';
import { documentFromWire, type Invoice, type Receipt } from '../../domain/document/index.ts';
import { commitFields, type PrivateField } from '../../domain/evidence/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import { draftClaim } from '../../ingest/index.ts';
import type { SourceRow } from './types/source-document.ts';

/** A claim that lacks only its fresh id, with the private fields that open its root. */
export type PreparedClaim = {
  readonly claim: Readonly<Record<string, Wire>>;
  readonly fields: readonly PrivateField[];
  readonly blockers: readonly string[];
  readonly buyerKey: string;
  readonly buyerName: string;
};

/**
 * Prepares the item of `receivable.offer` of a loaded invoice. Salts derive from the document's own
 * random key, so the same invoice gives the same root each time.
 */
export function prepareClaim(
  row: SourceRow,
  of: {
    readonly supplier: string;
    readonly buyer: string | null;
    readonly receipts: readonly Wire[];
  },
): PreparedClaim {
  const invoice = documentFromWire(row.body) as Invoice;
  const draft = draftClaim(invoice, {
    supplier: of.supplier,
    receipts: of.receipts.map(body => documentFromWire(body) as Receipt),
    ...ownFile(row),
  });
  const fields = draft.privateFields.map(({ path, value }) => ({
    path,
    salt: saltOf(row.salt_key, path),
    value,
  }));
  const claim = {
    supplier: of.supplier,
    buyer: of.buyer,
    face: { ...draft.face },
    invoiceOn: draft.invoiceOn,
    ...(draft.acceptedOn === undefined ? {} : { acceptedOn: draft.acceptedOn }),
    dueOn: draft.dueOn ?? null,
    root: commitFields(fields, bytes => createHash('sha256').update(bytes).digest('hex')),
    invoices: draft.invoices.map(({ fingerprintRef, claimed }) => ({
      fingerprintRef,
      claimed: { ...claimed },
    })),
    recourseTerms: 'none',
  };
  const { blockers, buyer } = draft;
  return { claim, fields, blockers, buyerKey: buyer.key, buyerName: buyer.name };
}

/** K3 and K4 speak of a file that is one document; a table holds many, so its bytes name none. */
function ownFile(row: SourceRow): { canonicalHash?: string; rawHash?: string } {
  if (row.canonical_hash === null) return {};
  const canonicalHash = row.canonical_hash;
  return row.raw_sha256 === null ? { canonicalHash } : { canonicalHash, rawHash: row.raw_sha256 };
}

/** HMAC-SHA-256 of the path under the document's key, base64url. */
function saltOf(key: Buffer, path: string): string {
  return createHmac('sha256', key).update(`claim\n${path}`).digest('base64url');
}
