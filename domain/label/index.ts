export {
  decideLabelAnswer,
  decideLabelClaim,
  decideLabelWithdraw,
  type AnswerState,
  type ClaimState,
} from './decide.ts';
