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
