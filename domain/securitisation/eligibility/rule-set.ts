import type { Limit } from './concentration.ts';
import type { Rule } from './judge.ts';

/** Rules of entry and limits of concentration, named on the ledger by their hash (SEC-28, SEC-29). */
export type RuleSet = {
  readonly code: string;
  readonly rules: readonly Rule[];
  readonly limits: readonly Limit[];
  /** Whether limits are measured on the eligible balance or on what they leave of it. */
  readonly base: 'before' | 'after';
};

/**
 * Entry of a confirmed trade claim in China, as far as the ledger's own records decide it: tenor
 * warned above six months and refused above twelve, nothing overdue, no single debtor above half.
 */
export const LEDGER_RULES: RuleSet = {
  code: 'cn-trade-ledger-1',
  rules: [
    { code: 'EL-01', effect: 'reject' },
    { code: 'EL-03', effect: 'reject' },
    { code: 'EL-04', effect: 'reject' },
    { code: 'EL-05', effect: 'reject' },
    { code: 'EL-06', effect: 'reject', params: { days: 0 } },
    { code: 'EL-08', effect: 'warn', params: { months: 6 } },
    { code: 'EL-08', effect: 'reject', params: { months: 12 } },
    { code: 'EL-09', effect: 'reject', params: { currency: 'CNY' } },
    { code: 'EL-11', effect: 'reject' },
    { code: 'EL-12', effect: 'reject' },
    { code: 'EL-16', effect: 'reject' },
  ],
  limits: [{ by: 'obligor', ppm: 500_000 }],
  base: 'before',
};
