/** What a payment can be for. */
export const MATCH_TARGETS = ['receivable', 'funding', 'recourse', 'repurchase', 'margin'] as const;
export type MatchTarget = (typeof MATCH_TARGETS)[number];

/** What a payout is for: cash of a financing, a party's own balance, money that was not owed. */
export type PayoutPurpose = 'disbursement' | 'balance' | 'refund' | 'buffer' | 'margin' | 'share';

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
