import type { ActBodies } from '../domain/act/index.ts';
import type { RenderedDocument } from './render.ts';
import type { SignedDocument } from './sign/index.ts';

/** Body of the act `document.anchor` for one document (DOC-4): hashes and codes only. */
export type AnchorBody = ActBodies['document.anchor'];

/**
 * The anchor of a rendered and signed document. `subject` is the ledger id that the paper is about,
 * `audience` the party ids that may have it.
 */
export function anchorBody(
  document: RenderedDocument,
  signed: SignedDocument,
  about: {
    readonly subject: string;
    readonly period?: string;
    readonly audience: readonly string[];
    readonly figuresRoot: string;
    readonly effectiveOn: string;
    readonly expiresOn?: string;
  },
): AnchorBody {
  const { document: head } = document.figures;
  return {
    documentId: document.documentId,
    kind: document.kind,
    number: head.number,
    version: head.version,
    ...(head.supersedes === undefined ? {} : { supersedes: head.supersedes }),
    ...about,
    figuresHash: document.figuresHash,
    layoutHash: document.layoutHash,
    bodyHash: signed.bodyHash,
    bodyLength: signed.bodyLength,
    fileHash: signed.fileHash,
    templateHash: document.templateHash,
    height: head.height,
    renderer: document.renderer,
    algorithms: { hash: 'sha256', signature: signed.signatureAlgorithm },
    issuer: head.issuer,
  };
}
