export {
  decideGive,
  decideGiveBack,
  decideSupersede,
  LEDGER_FIGURES,
  type ConfirmationState,
  type GiveState,
} from './decide-confirm.ts';
export {
  decideAbandon,
  decideClose,
  decideGate,
  decideInvite,
  decideJoin,
  decideLeave,
  decideOpen,
  type GateState,
  type InviteState,
  type OneEngagement,
  type OpenState,
} from './decide-engagement.ts';
export { decideEsopChange, decideEsopGrant, type GrantState } from './decide-esop.ts';
export {
  decideDocumentDeliver,
  decideDocumentRequest,
  decideTaskAdd,
  decideTaskAssign,
  decideTaskReceive,
  decideTaskSubmit,
  type RoomState,
  type SubmitState,
  type TaskState,
} from './decide-task.ts';
export { checkRooms } from './invariants.ts';
export type { Engagement, Task } from './state.ts';
