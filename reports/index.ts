export {
  DOCUMENT_KINDS,
  renderAgain,
  renderDocument,
  templateOf,
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
export { verifyLink, type IssueInput, type RenderedDocument } from './render.ts';
export {
  documentNumber,
  figuresRoot,
  issuedDocumentId,
  saltedLeaves,
  type AmountInput,
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
  STEPS,
  verifyDocument,
  type DeepCheck,
  type DocumentRecord,
  type ProofResult,
  type Remark,
  type Revocation,
  type Step,
  type StepName,
  type Verdict,
  type VerifyCode,
  type VerifyInput,
} from './verify/index.ts';
export { describeFault, type DocumentFault, type DocumentFaultCode } from './fault.ts';
