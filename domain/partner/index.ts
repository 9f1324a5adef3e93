export {
  decideDiligence,
  decideMarginApply,
  decideMarginCall,
  decideMarginRelease,
  decideTerms,
  MARGIN_FLOOR,
  SHARE_PARAMETERS,
  type MarginState,
  type Standing,
  type TermsState,
} from './decide-partner.ts';
export {
  decideAttribution,
  decideShareClose,
  isMonth,
  monthsBefore,
  monthsOf,
  nextPeriodFrom,
  previewShares,
  PROFIT_PPM,
  type AttributionState,
  type CloseState,
} from './decide-share.ts';
export {
  decideReserveDraw,
  decideShareDispute,
  decideShareSettle,
  type DisputeState,
  type ReserveState,
  type SettleState,
} from './decide-settle.ts';
export { shareId } from './events.ts';
export {
  CLOSED_KINDS,
  DILIGENCE_KINDS,
  SHARE_KINDS,
  type Diligence,
  type Share,
  type ShareDelta,
} from './state.ts';
