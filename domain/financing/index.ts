export { CHECKS, type CheckCode, type CheckItem, type CheckResult } from './checklist-item.ts';
export { decideChecklist, isPayable, type CheckState, type Examined } from './checklist.ts';
export {
  advanceCapOf,
  creditFaults,
  productOf,
  scoreIn,
  type AdvanceCap,
  type Credit,
  type CreditFile,
} from './credit-check.ts';
export {
  advanceFaults,
  assuranceOf,
  cardFaults,
  decideAccept,
  PRICE_PARAMETERS,
  termsOf,
  type AcceptState,
} from './decide-accept.ts';
export { decideCardPublish, decideCardWithdraw } from './decide-card.ts';
export { decideClear, type ClearState } from './decide-clear.ts';
export {
  ceilingOf,
  decideCommit,
  NET_ASSETS,
  NET_ASSETS_PPM,
  type CommitState,
  type LineState,
} from './decide-commit.ts';
export { decideCancel, decideLapse, decideRefuse, type EndState } from './decide-end.ts';
export {
  decideLimitFold,
  decideLimitSet,
  type FoldState,
  type LimitState,
} from './decide-limit.ts';
export {
  decideRegistrationDraft,
  decideRegistrationFile,
  decideRegistrationSearch,
} from './decide-registration.ts';
export {
  claimFaults,
  DAYS_MIN,
  decideRequest,
  type ConsentCheck,
  type Part,
  type RequestState,
} from './decide-request.ts';
export { sliceId } from './events.ts';
export { inState } from './faults.ts';
export { FEES_KEY, feeTermsOf } from './fees.ts';
export { releaseOf, roomOf, takeFrom, takenOf, visitOrder } from './limit.ts';
export { quoteOf, type Quote, type Selection } from './preview.ts';
export {
  priceOf,
  shownOf,
  type FeeLine,
  type FeeTerm,
  type Price,
  type Shown,
  type Terms,
} from './price.ts';
export type {
  Debt,
  Financed,
  Financing,
  FinancingIn,
  FinancingStatus,
  LimitDelta,
  LimitFold,
  Line,
  OpenFinancing,
  PriceWire,
  RateCard,
  Registration,
  RegistrySearch,
  Slice,
  Take,
} from './state.ts';
export type { FinancingKind, LineKind, Mode } from './words.ts';
