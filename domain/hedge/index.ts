export { COVER_PPM } from './cover.ts';
export {
  decideConvert,
  decideHedge,
  decideHedgeSettle,
  type ConvertState,
  type HedgeState,
} from './decide.ts';
