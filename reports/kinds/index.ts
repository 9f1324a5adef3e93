export {
  DOCUMENT_KINDS,
  renderAgain,
  renderDocument,
  type DocumentKind,
  type FiguresByKind,
} from './kinds.ts';
export type { AccountStatementFigures } from './account-statement.ts';
export type { DebtConfirmationFigures } from './debt-confirmation.ts';
export type { FinancingAgreementFigures } from './financing-agreement.ts';
export type { ReceivableCertificateFigures } from './receivable-certificate.ts';
export type { AccountInput, PartyInput, SignedActInput } from './input.ts';
