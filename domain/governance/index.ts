export { pairsOf, type Band } from './band.ts';
export { parameterAt, RULES_VERSION, type Context, type Signer } from './context.ts';
export {
  decideParamApprove,
  decideParamPropose,
  decideParamWithdraw,
  decidePeriodClose,
  decideReset,
  decideTrip,
  decideTripReview,
  type PeriodState,
  type ProposalState,
} from './decide-control.ts';
export { signingDemand, type SigningDemand } from './demand.ts';
export { breakerId } from './control-events.ts';
export { decideBootstrap, decideDayClose, decideDayOpen } from './decide.ts';
export {
  convert,
  decideRate,
  DIVERGE,
  freshRate,
  invert,
  type LatestRate,
  type Rate,
} from './exchange.ts';
export { checkSigners } from './signers.ts';
export type { Breaker, Channel, Day, OpenDays, Parameter } from './state.ts';
