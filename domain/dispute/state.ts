import type { MoneyWire } from '../money/index.ts';

/** What a case can be about. */
export const DISPUTE_OBJECTS = ['receivable', 'financing', 'share'] as const;
export const DISPUTE_KINDS = [
  'quantity',
  'quality',
  'price',
  'delivery',
  'duplicate',
  'payment',
  'share',
  'service',
  'other',
] as const;
export const OUTCOMES = ['upheld', 'reduced', 'voided', 'paid'] as const;
export const ENFORCE_STEPS = ['filed', 'accepted', 'seized', 'paid', 'returned'] as const;

export type DisputeObject = {
  readonly type: (typeof DISPUTE_OBJECTS)[number];
  readonly id: string;
};

/** What was decided or agreed. */
export type Award = {
  readonly outcome: (typeof OUTCOMES)[number];
  readonly amount: MoneyWire | null;
  /** Whose holdings a reduction takes from. */
  readonly bearer: string | null;
  readonly dueOn: string | null;
  readonly document: string;
};

/** A case; key `dispute~<id>` (receivables.md §11). */
export type Dispute = {
  readonly dispute: string;
  readonly object: DisputeObject;
  /** The claim that it puts in question, when there is one. */
  readonly receivable: string | null;
  readonly opener: string;
  readonly other: string;
  readonly kind: (typeof DISPUTE_KINDS)[number];
  readonly amount: MoneyWire;
  readonly evidence: readonly string[];
  readonly openedOn: string;
  /** Days that the clock stood still by agreement. */
  readonly pausedDays: number;
  readonly mediator: string | null;
  readonly arbitrator: string | null;
  readonly award: Award | null;
  readonly steps: readonly {
    readonly step: (typeof ENFORCE_STEPS)[number];
    readonly amount: MoneyWire | null;
    readonly proof: string;
    readonly on: string;
  }[];
  readonly endedOn: string | null;
  readonly version: number;
  readonly status:
    | 'open'
    | 'answered'
    | 'mediation'
    | 'arbitration'
    | 'awarded'
    | 'enforcement'
    | 'closed'
    | 'closedUnpaid';
};

export type DisputeStatus = Dispute['status'];
export type DisputeEntities = { dispute: Dispute };
