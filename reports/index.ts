export {
  DOCUMENT_KINDS,
  renderAgain,
  renderDocument,
  type AccountInput,
  type AccountStatementFigures,
  type DebtConfirmationFigures,
  type DocumentKind,
  type FiguresByKind,
  type FinancingAgreementFigures,
  type PartyInput,
  type ReceivableCertificateFigures,
  type SignedActInput,
} from './kinds/index.ts';
export { openRenderer, type Renderer, type RendererLimits } from './renderer.ts';
export { type IssueInput, type RenderedDocument } from './render.ts';
export {
  documentNumber,
  figuresRoot,
  isLeaf,
  isRows,
  type AmountInput,
  type FigureNode,
  type Figures,
  type Locale,
} from './figures/index.ts';
export {
  issueDocumentKey,
  makeDocumentRoot,
  signDocument,
  type CertificateRequest,
  type DocumentKey,
  type SignedDocument,
  type SigningKey,
} from './sign/index.ts';
export { anchorBody, type AnchorBody } from './anchor.ts';
export {
  documentIdIn,
  pinsText,
  proofText,
  readPins,
  readProof,
  recordOf,
  verifyDocument,
  type AnchoredDocument,
  type DeepCheck,
  type DocumentProof,
  type DocumentRecord,
  type ProofResult,
  type Remark,
  type Revocation,
  type Step,
  type StepName,
  type ProofHeader,
  type TrustPins,
  type Verdict,
  type VerifyCode,
  type VerifyInput,
} from './verify/index.ts';
export { describeFault, type DocumentFault, type DocumentFaultCode } from './fault.ts';
