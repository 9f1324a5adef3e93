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
