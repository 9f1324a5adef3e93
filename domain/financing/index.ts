export { CHECKS, type CheckCode, type CheckItem, type CheckResult } from './checklist-item.ts';
export { isPayable, isUsable } from './checklist.ts';
export { creditFaults, productOf, type Credit, type CreditFile } from './credit-check.ts';
export {
  advanceFaults,
  assuranceOf,
  decideAccept,
  PRICE_PARAMETERS,
  type AcceptState,
} from './decide-accept.ts';
export { decideCardPublish, decideCardWithdraw } from './decide-card.ts';
export { decideClear, type ClearState } from './decide-clear.ts';
export {
  ceilingOf,
  decideCommit,
  exposureFault,
  lineFaults,
  takeLines,
  type CommitState,
  type LineState,
} from './decide-commit.ts';
export { exposureNow, NET_ASSETS, NET_ASSETS_PPM } from './exposure.ts';
export { decideCancel, decideLapse, decideRefuse, type EndState } from './decide-end.ts';
export {
  decideLimitFold,
  decideLimitSet,
  type FoldState,
  type LimitState,
} from './decide-limit.ts';
export {
  decideRegistrationChange,
  decideRegistrationDischarge,
  decideRegistrationDraft,
  decideRegistrationFile,
  decideRegistrationSearch,
  type FiledState,
} from './decide-registration.ts';
export { DAYS_MIN, decideRequest, type ConsentCheck, type RequestState } from './decide-request.ts';
export {
  decideQuote,
  decideStandingCancel,
  decideStandingPlace,
  type QuoteState,
} from './decide-quote.ts';
export { decideLoanAccept, LOAN_PARAMETERS, type LoanAcceptState } from './loan/decide-accept.ts';
export {
  ageLoan,
  defaultLoan,
  decideLoanCommit,
  frozenBack,
  type LoanCommitState,
} from './loan/decide-commit.ts';
export { decideDraw, type DrawState } from './loan/decide-draw.ts';
export {
  decideLoanQuote,
  decideLoanRequest,
  type LoanQuoteState,
  type LoanRequestState,
} from './loan/decide-request.ts';
export { mergeTakes, owingOf, type Owing } from './loan/owed.ts';
export { drawnOf, hasFirstRight, OWED_LOANS, type LoanDraw, type OrderLoan } from './loan/state.ts';
export { sliceId } from './events.ts';
export { lossFaults, outstandingFaults, type UnbookedLoss } from './faults.ts';
export { releaseOf, roomOf, takeFrom, visitOrder } from './limit.ts';
export { quoteOf } from './preview.ts';
export { type FeeLine, type Shown } from './price.ts';
export { OWED_STATES, type OpenFinancing, type OwedFinancing } from './state.ts';
export type {
  Debt,
  Financing,
  FinancingIn,
  Line,
  PriceWire,
  RateCard,
  Slice,
  Take,
} from './state.ts';
