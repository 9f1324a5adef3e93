export { assuranceEvidence, type AssuranceEvidence, type LineEvidence } from './assurance.ts';
export {
  ageOrder,
  decideOrderCancel,
  decideOrderRevise,
  type Ageing,
  type Drawn,
  type DrawnOrder,
  type ReviseState,
} from './decide-change.ts';
export { decideOrderAttest, decideOrderClaim } from './decide-milestone.ts';
export {
  decideOrder,
  decideOrderAccept,
  decideOrderClose,
  decideOrderDecline,
  type OneOrder,
  type RegisterState,
} from './decide-order.ts';
export { readOrderFields } from './fields.ts';
export type { Order } from './state.ts';
export type { OrderLink, ReceiptLink } from './link.ts';
export { creditExceptions } from './match-header.ts';
export type { MatchException, MatchRule, Tolerances } from './match-rules.ts';
export {
  describeMatch,
  matchInvoice,
  type Association,
  type Billed,
  type LineResult,
  type MatchedLine,
  type MatchHistory,
  type MatchInput,
  type MatchResult,
} from './match.ts';
export { toBase } from './units.ts';
