import type { ActBodies } from '../../domain/act/index.ts';

/**
 * What the ledger says about an issued document: the body of its `document.anchor` act with the block
 * that holds it, and its state now. Hashes are lower-case hex; days BusinessDate, moments Instant.
 */
export type DocumentRecord = {
  readonly documentId: string;
  readonly kind: string;
  readonly number: string;
  readonly version: number;
  readonly issuer: string;
  readonly issuerName?: string;
  readonly figuresHash: string;
  readonly bodyHash: string;
  readonly bodyLength: number;
  readonly fileHash: string;
  readonly layoutHash: string;
  readonly height: number;
  readonly effectiveOn: string;
  readonly expiresOn?: string;
  /** When the anchor act was ordered: the moment at which certificates are judged. */
  readonly anchoredAt: string;
  readonly block: number;
  readonly txId: string;
  readonly replacedBy?: {
    readonly documentId: string;
    readonly number: string;
    readonly on: string;
  };
  readonly withdrawn?: { readonly on: string; readonly reason: string };
  /** Holder, amount and dates to compare with the paper, from the ledger and not from the file. */
  readonly facts?: readonly { readonly name: string; readonly value: string }[];
};

/** A certificate that stopped counting at a moment; `serial` is hex. */
export type Revocation = { readonly serial: string; readonly at: string };

/** An anchored document as the ledger keeps it (`document~<id>`), with the block that holds it. */
export type AnchoredDocument = Omit<ActBodies['document.anchor'], 'supersedes'> & {
  readonly supersededBy?: string | null;
  readonly withdrawal?: { readonly reason: string; readonly on: string } | null;
};

/**
 * The record that a verification needs. `replacement` names the document that superseded this one;
 * without it a superseded document is still `REPLACED`, by its id alone.
 */
export function recordOf(
  document: AnchoredDocument,
  at: {
    readonly anchoredAt: string;
    readonly block: number;
    readonly txId: string;
    readonly replacement?: { readonly number: string; readonly on: string };
  },
): DocumentRecord {
  const { supersededBy, withdrawal, expiresOn } = document;
  const { replacement, ...place } = at;
  const replacedBy = supersededBy
    ? { documentId: supersededBy, number: replacement?.number ?? '', on: replacement?.on ?? '' }
    : undefined;
  return {
    documentId: document.documentId,
    kind: document.kind,
    number: document.number,
    version: document.version,
    issuer: document.issuer,
    figuresHash: document.figuresHash,
    bodyHash: document.bodyHash,
    bodyLength: document.bodyLength,
    fileHash: document.fileHash,
    layoutHash: document.layoutHash,
    height: document.height,
    effectiveOn: document.effectiveOn,
    ...(expiresOn === undefined ? {} : { expiresOn }),
    ...place,
    ...(replacedBy ? { replacedBy } : {}),
    ...(withdrawal ? { withdrawn: { on: withdrawal.on, reason: withdrawal.reason } } : {}),
  };
}
