export {
  DOCUMENT_KINDS,
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
  type AmountInput,
  type Figures,
  type Locale,
} from './figures/index.ts';
export { describeFault, type DocumentFault, type DocumentFaultCode } from './fault.ts';
