export { type DataFault, type Evidence } from './folder.ts';
export {
  openRegistry,
  type Filing,
  type FilingReceipt,
  type FilingRequest,
  type PledgeRegistry,
  type RegistrySearch,
} from './registry.ts';
export {
  openScreening,
  type Screening,
  type ScreeningAnswer,
  type ScreeningMatch,
  type ScreeningQuestion,
} from './screening.ts';
export {
  openVerification,
  type InvoiceVerification,
  type VerificationAnswer,
  type VerificationQuestion,
  type VerificationResult,
} from './verification.ts';
