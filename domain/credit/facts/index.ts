export * from './assemble.ts';
export type { Arrival } from './completeness.ts';
export * from './facts.ts';
export type { LedgerMarks } from './flows.ts';
export { CHINESE_REVENUE, type TotalsReading } from './totals.ts';
