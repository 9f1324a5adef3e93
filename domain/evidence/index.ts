export * from './fingerprint-fields.ts';
export * from './fingerprint.ts';
export { blockHeaderBytes, type BlockHeader } from './block-header.ts';
export * from './merkle.ts';
export {
  HEADER_BYTES,
  memberFault,
  PROOF_CODES,
  PROOF_FORMAT,
  readProofManifest,
  type ProofClaim,
  type ProofCode,
  type ProofField,
  type ProofManifest,
  type ProofPolicy,
} from './proof-bundle.ts';
export * from './trade-details.ts';
export {
  decideDocumentAnchor,
  decideDocumentReserve,
  decideDocumentWithdraw,
  decideEvidenceAnchor,
  decideSubjectErase,
  type AnchorState,
} from './decide.ts';
export {
  decideDisclosureEnd,
  decideDisclosureGrant,
  decideDisclosureRequest,
  readDisclosedFields,
  type DisclosureState,
  type GrantState,
} from './disclosure.ts';
export type { DocumentNumber, DocumentSeries, Erasure, Evidence, IssuedDocument } from './state.ts';
