import type { MoneyWire } from '../money/index.ts';

export const HEDGE_KINDS = ['forward', 'swap', 'option', 'natural'] as const;

/** A hedge of one pair; key `hedge~<id>`. */
export type Hedge = {
  readonly hedge: string;
  readonly owner: string;
  readonly of: (typeof HEDGE_KINDS)[number];
  readonly pair: string;
  readonly notional: MoneyWire;
  readonly ratePpm: number;
  readonly maturesOn: string;
  readonly bank: string;
  readonly confirmation: string;
  readonly covered: readonly { readonly item: string; readonly amount: MoneyWire }[];
  readonly recordedOn: string;
  readonly status: 'live' | 'settled';
  /** What it brought, below zero for a loss, with the bank entry; `null` while it lives. */
  readonly result: { readonly amount: MoneyWire; readonly entry: string } | null;
};

/** What a live hedge covers of one item; key `hedgeCover~<item>~<hedge>`, gone when it is settled. */
export type HedgeCover = {
  readonly item: string;
  readonly hedge: string;
  readonly owner: string;
  readonly pair: string;
  readonly amount: MoneyWire;
  readonly maturesOn: string;
};

/** Money that changed its currency; key `conversion~<act>`. */
export type Conversion = {
  readonly conversion: string;
  readonly party: string;
  readonly from: MoneyWire;
  readonly to: MoneyWire;
  readonly pair: string;
  readonly units: number;
  readonly ratePpm: number;
  readonly on: string;
};

export type HedgeEntities = { hedge: Hedge; hedgeCover: HedgeCover; conversion: Conversion };
