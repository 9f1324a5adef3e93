/** How title or lien passes. */
export const FINANCING_KINDS = ['sale', 'saleWithRecourse', 'pledge'] as const;
export type FinancingKind = (typeof FINANCING_KINDS)[number];

/** What a line is kept for. */
export const LINE_KINDS = [
  'debtor',
  'debtorGroup',
  'supplier',
  'programme',
  'funder',
  'ownRisk',
] as const;
/** `card` is the capacity of a rate card. */
export type LineKind = (typeof LINE_KINDS)[number] | 'card';

/** How the price of money is taken: before the term, or with the repayment. */
export const MODES = ['discount', 'interest'] as const;
export type Mode = (typeof MODES)[number];

export const FEE_KINDS = ['origination', 'service', 'transfer', 'minimum'] as const;
export type FeeKind = (typeof FEE_KINDS)[number];
export const FEE_PAYERS = ['supplier', 'funder'] as const;
export type FeePayer = (typeof FEE_PAYERS)[number];
export const FEE_PAYEES = ['platform'] as const;
export type FeePayee = (typeof FEE_PAYEES)[number];
