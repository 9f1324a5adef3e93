export { CHECKS, type CheckCode, type CheckItem, type CheckResult } from './checklist-item.ts';
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
  PriceWire,
  RateCard,
  Registration,
  RegistrySearch,
  Slice,
  Take,
} from './state.ts';
