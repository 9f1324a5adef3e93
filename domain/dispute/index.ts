export {
  decideDisputeOpen,
  decideDisputeWithdraw,
  decideNeutral,
  decidePause,
  decideRespond,
  type NeutralState,
  type OpenState,
} from './decide.ts';
export {
  decideAward,
  decideEnforce,
  decideEnforceStep,
  decideSettle,
  type AwardState,
} from './decide-award.ts';
export type { Award, Dispute, DisputeStatus } from './state.ts';
