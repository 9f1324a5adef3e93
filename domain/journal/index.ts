export { debitFault, decideBalanceFold, posted } from './decide-fold.ts';
export { claimLines, titleLines } from './obligation.ts';
export {
  assertBalanced,
  entry,
  reversed,
  type AccountNumber,
  type Book,
  type JournalLine,
  type Place,
} from './posting.ts';
export { trialBalance, type TrialBalance } from './trial-balance.ts';
export type { Balance, BalanceDelta, JournalEntities, JournalEntry } from './state.ts';
