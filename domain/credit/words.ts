/** Grades that a score can give, best first; D (default) is recorded, never scored. */
export const GRADES = ['AAA', 'AA', 'A', 'BBB', 'BB', 'B', 'CCC'] as const;
export type Grade = (typeof GRADES)[number];

/** Depth of data behind a score, best first (CR-35). */
export const DEPTHS = ['A', 'B', 'C', 'D', 'E', 'F', 'G'] as const;
export type Depth = (typeof DEPTHS)[number];

/** Assurance of a claim, best first (receivables.md §6.4); L0 is not fundable. */
export const ASSURANCES = ['L3', 'L2', 'L1', 'order'] as const;
export type Assurance = (typeof ASSURANCES)[number];

/** Products whose policies differ in what a limit may leave out. */
export const PRODUCTS = [
  'confirmedReceivable',
  'unconfirmedReceivable',
  'orderLoan',
  'ownRisk',
] as const;
export type Product = (typeof PRODUCTS)[number];

/** The segments of CR-31, in the order in which they are tried. */
export const SEGMENTS = ['SEG-T', 'SEG-D', 'SEG-C', 'SEG-U'] as const;
export type SegmentId = (typeof SEGMENTS)[number];

/** In which part an enterprise is attested: as claimant or as debtor. */
export const CREDIT_ROLES = ['supplier', 'buyer'] as const;
export type CreditRole = (typeof CREDIT_ROLES)[number];
