export { assuranceEvidence, type AssuranceEvidence, type LineEvidence } from './assurance.ts';
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
