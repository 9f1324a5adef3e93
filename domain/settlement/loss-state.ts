import type { MoneyWire } from '../money/index.ts';

/** Valuation of one financing; key `provision~<financing>`. */
export type Provision = {
  readonly financing: string;
  readonly funder: string;
  readonly principal: MoneyWire;
  readonly days: number;
  readonly policyPpm: number;
  /** What a risk officer provides beyond policy; `null` when policy alone decides. */
  readonly raisedPpm: number | null;
  readonly ppm: number;
  readonly amount: MoneyWire;
  readonly reason: string | null;
  readonly on: string;
};

/** A demand on the seller of a claim; key `recourse~<id>`. */
export type Recourse = {
  readonly recourse: string;
  readonly financing: string;
  readonly funder: string;
  readonly supplier: string;
  readonly cause: 'default' | 'breach';
  readonly amount: MoneyWire;
  readonly dueOn: string;
  readonly demandedOn: string;
  readonly dispute: string | null;
  readonly status: 'demanded' | 'disputed' | 'settled';
};

/** An offer to take a financed claim back; key `repurchase~<id>`. */
export type Repurchase = {
  readonly repurchase: string;
  readonly financing: string;
  readonly funder: string;
  readonly supplier: string;
  readonly proposer: string;
  readonly holdings: readonly string[];
  readonly price: MoneyWire;
  readonly payOn: string;
  readonly subReason: string | null;
  readonly status: 'pending' | 'accepted' | 'declined' | 'cancelled' | 'settled';
};

/**
 * A default whose loss is not booked: nobody enters claims of the debtor meanwhile. Key
 * `openLoss~<debtor>~<financing>`, written blind and deleted when it is booked, paid or returned.
 */
export type OpenLoss = {
  readonly buyer: string;
  readonly financing: string;
  readonly on: string;
};

export type LossEntities = {
  provision: Provision;
  recourse: Recourse;
  repurchase: Repurchase;
  openLoss: OpenLoss;
};
