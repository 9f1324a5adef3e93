export {
  cancelClaims,
  endOfOutstanding,
  invoiceShares,
  payHoldings,
  pledgeHolding,
  realiseHolding,
  releaseHolding,
  reserveHolding,
  returnHolding,
  sellHolding,
} from './effects.ts';
export type { InvoiceShare, ReceivableEvent, RegistryKey } from './events.ts';
export { agreementFault } from './agreed.ts';
export { diluteClaim, type DilutedHolding } from './dilution.ts';
export { OWED_CLAIMS, uncleanFaults } from './standing.ts';
export {
  decideDilute,
  decideFreeze,
  decideReschedule,
  decideUnfreeze,
  type ClaimHoldings,
  type DiluteState,
  type RescheduleState,
} from './decide-change.ts';
export {
  decideAcceptClaim,
  decideIssue,
  decideReject,
  endClaim,
  type IssueState,
} from './decide-issue.ts';
export type {
  Assurance,
  ClaimedInvoice,
  ClaimTerms,
  Confirmation,
  ConfirmLine,
  Fingerprint,
  Flag,
  Holding,
  Invoice,
  InvoiceEntry,
  LiveState,
  LockedFor,
  Parts,
  Receivable,
  RegistryKeyKind,
} from './state.ts';
export {
  decideCancel,
  decideDecline,
  decideFingerprintCancel,
  decideRecord,
  decideWithdraw,
} from './decide-claim.ts';
export {
  confirmLineKey,
  decideConfirm,
  type ConfirmedItem,
  type ConfirmState,
} from './decide-confirm.ts';
export { decideClear, decideFlag } from './decide-flag.ts';
export {
  decideSplit,
  decideTransfer,
  HOLDING_PARAMETERS,
  type SplitState,
  type TransferState,
} from './decide-holding.ts';
export { decideOffer, flagId, type OfferedItem, type OfferState } from './decide-offer.ts';
export { checkInvariants, type Law, type Touched } from './invariants.ts';
export {
  freeAmount,
  matchLines,
  type KeyedInvoice,
  type MatchLine,
  type Registry,
} from './registry-check.ts';
export { proveReceivable, type ProofReport } from './proof.ts';
export { INVOICES_IN_TEXT_MAX, registrationText } from './registration-text.ts';
export { TENOR_PARAMETERS } from './tenor.ts';
