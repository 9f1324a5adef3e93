export { checkMoney } from './invariants.ts';
export {
  decideReceive,
  decideReverse,
  decideStatement,
  type ReceiveState,
  type ReverseState,
  type StatementState,
} from './decide-cash.ts';
export { decideDisburse, type DisburseState } from './decide-disburse.ts';
export { decideMatch, GRACE, lateRules, MULTIPLE, type MatchState } from './decide-match.ts';
export { divide, type Divided, type DivideState } from './divide.ts';
export type { DemandState } from './settle-demand.ts';
export type { Provision, Recourse, Repurchase, OpenLoss } from './loss-state.ts';
export {
  decideAge,
  decideDefault,
  DEFAULT_DAYS,
  OFFER_DAYS,
  type AgedClaim,
} from './decide-age.ts';
export {
  decideProvisionRaise,
  decideProvisionRun,
  decideProvisionUndo,
} from './decide-provision.ts';
export {
  decidePropose,
  decideRecourse,
  decideRecourseDispute,
  decideRepurchaseAnswer,
} from './decide-recourse.ts';
export { decideWriteoff, type WriteoffState } from './decide-writeoff.ts';
export { decideConvert, type ConvertState } from './loan-convert.ts';
export { decideFund, type FundState, type LoanState } from './loan-pay.ts';
export { decideUnmatch, type UnmatchState } from './decide-unmatch.ts';
export { instruct } from './instruct.ts';
export { decideAssign, type AssignState } from './decide-assign.ts';
export { bufferSliceId } from './buffer-events.ts';
export {
  BUFFER_SLICES,
  type BufferClaim,
  type BufferSlice,
  type BufferTarget,
} from './buffer-state.ts';
export { daysSeen, needOf, roomIn } from './buffer.ts';
export {
  decideDraw,
  decideTopUp,
  T0_FACTOR,
  type BufferState,
  type DrawState,
  type SeenDay,
} from './decide-buffer.ts';
export { decideRepay, type RepayState } from './decide-buffer-repay.ts';
export { unallocatedOf } from './decide-refund.ts';
export { decideFold, decideRefund, type FoldState, type RefundState } from './decide-refund.ts';
export {
  decidePayoutConfirm,
  decidePayoutFail,
  decidePayoutFile,
  type ConfirmState,
  type FailState,
  type FileState,
} from './decide-payout.ts';
export {
  bankRootOf,
  entryIdentity,
  fundingReference,
  type EntryIdentity,
} from './entry-identity.ts';
export { financingOf, loanOf, type LateRules } from './division.ts';
export {
  matchEntry,
  type BankEntry,
  type Candidates,
  type Matched,
  type OpenClaim,
  type OpenFunding,
  type OpenPayout,
} from './match.ts';
export { writePain001 } from './pain001.ts';
export { filesOf, type BankAccount, type PaymentFile, type PaymentOrder } from './payout-file.ts';
export { creditorReference } from './reference.ts';
export type {
  Allocation,
  CashEntry,
  DebtChange,
  Division,
  Match,
  Payment,
  Payout,
  PayoutFile,
  Statement,
} from './state.ts';
export { DIFFERENCES, type DifferenceCode } from './words.ts';
