import type { MoneyWire } from '../money/index.ts';

/** What an attestor found of a milestone. */
export const MILESTONE_RESULTS = ['met', 'partly', 'notMet'] as const;
export type MilestoneResult = (typeof MILESTONE_RESULTS)[number];

/** A step of an order that somebody independent attests. */
export type Milestone = {
  readonly code: string;
  /** Part of the order; those of an order sum to one million. */
  readonly weightPpm: number;
  readonly evidenceKinds: readonly string[];
  /** Neither the supplier nor related to it. */
  readonly attestor: string;
  readonly dueOn: string;
  /** SHA-256 of what the supplier showed for it; it releases nothing. */
  readonly claimed: readonly string[];
  readonly result: MilestoneResult | null;
  /** How much of the milestone is attested. */
  readonly attestedPpm: number;
  readonly attestedOn: string | null;
};

export type OrderStatus =
  | 'registered'
  | 'accepted'
  | 'fulfilled'
  | 'closed'
  | 'declined'
  | 'cancelled'
  | 'expired'
  | 'lapsed';

/** An order; key `order~<id>` (states of receivables.md §3.1). */
export type Order = {
  readonly order: string;
  readonly status: OrderStatus;
  readonly supplier: string;
  readonly buyer: string;
  /** Which side made it; the other one accepts. */
  readonly by: string;
  readonly value: MoneyWire;
  /** Salted Merkle root of the private order. */
  readonly root: string;
  /** K6 under the registry key. */
  readonly key: string;
  readonly milestones: readonly Milestone[];
  readonly validUntil: string;
  readonly payDays: number;
  /** 1 at first; each revision replaces the one before. */
  readonly revision: number;
  readonly version: number;
  /** Σ faces of the claims on it that the buyer confirmed. */
  readonly covered: MoneyWire;
  /** The loan that has first right on its claims. */
  readonly loan: string | null;
  readonly registeredOn: string;
  readonly acceptedOn: string | null;
  readonly endedOn: string | null;
  readonly reason: string | null;
};

/** Which live order bears a K6; key `orderKey~<K6>`. `order` is `null` when it is free again. */
export type OrderKey = { readonly key: string; readonly order: string | null };

export type OrderEntities = { order: Order; orderKey: OrderKey };
