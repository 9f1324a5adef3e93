export { assuranceEvidence, type AssuranceEvidence, type LineEvidence } from './assurance.ts';
export { isSameItem, linkOrder, linkReceipts, type OrderLink, type ReceiptLink } from './link.ts';
export { creditExceptions } from './match-header.ts';
export { TOLERANCES, type MatchException, type MatchRule, type Tolerances } from './match-rules.ts';
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
export { isComparable, toBase } from './units.ts';
