export {
  decidePoolPropose,
  decidePoolSeal,
  decidePoolSell,
  phaseOf,
  type ProposeState,
} from './decide-pool.ts';
export { decidePoolCollect, type CollectState } from './decide-collect.ts';
export { decidePoolReplace, decidePoolRepurchase, type RemedyState } from './decide-remedy.ts';
export { decidePoolRelease, type ReleaseState } from './decide-release.ts';
export { decidePoolRemove, type RemoveState } from './decide-remove.ts';
export {
  decideDealFix,
  decideDealObserve,
  decideDealPublish,
  sourcesOf,
  termsOf,
  type FixState,
  type ObserveState,
  type PublishState,
} from './decide-deal.ts';
export {
  decideAllocate,
  decideClose,
  decideOffer,
  decideSubscribe,
  type AllocateState,
  type CloseState,
  type OfferState,
  type SubscribeState,
} from './decide-issue.ts';
export {
  decideFail,
  decideMiss,
  decideNoteForce,
  decideNoteFreeze,
  decideNoteUnfreeze,
  type OrderState,
} from './decide-order.ts';
export { decideNoteTransfer, type TransferNoteState } from './decide-note.ts';
export {
  decideCalculate,
  decideReview,
  decideSettle,
  type CalculateState,
  type ReviewState,
  type SettleState,
} from './decide-distribution.ts';
export { flowRow, lineWire, runRecorded, type Ran, type Recorded } from './distribute.ts';
export { standingOf, type DateInput, type DealStanding } from './standing.ts';
export { performanceOfPool, type PerformanceShare, type PoolPerformance } from './performance.ts';
export { pageOf, REGISTER_PAGES } from './pages.ts';
export type * from './deal-state.ts';
