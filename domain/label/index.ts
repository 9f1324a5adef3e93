export { decideFootprint, type FootprintState } from './footprint.ts';
export {
  decideLabelAnswer,
  decideLabelClaim,
  decideLabelWithdraw,
  type AnswerState,
  type ClaimState,
} from './decide.ts';
