/** What a payment can be for. */
export const MATCH_TARGETS = [
  'receivable',
  'funding',
  'recourse',
  'repurchase',
  'margin',
  'loan',
] as const;
export type MatchTarget = (typeof MATCH_TARGETS)[number];

/** What a payout is for; `draw` of an order loan, `surplus` of its conversion. */
export type PayoutPurpose =
  'disbursement' | 'balance' | 'refund' | 'buffer' | 'margin' | 'share' | 'draw' | 'surplus';

/** The broker's two buffers: cash that is ready today, and a bank's line that refills it. */
export const BUFFERS = ['T0', 'T1'] as const;

/** Why an amount differs from what was expected. */
export const DIFFERENCES = [
  'bankFee',
  'discountTaken',
  'short',
  'fx',
  'withholding',
  'overpaid',
] as const;
export type DifferenceCode = (typeof DIFFERENCES)[number];
