import type { MoneyWire } from '../../money/index.ts';
import type { DealEntities } from './deal-state.ts';

/** A holding as it was put into a pool. */
export type PooledAsset = {
  /** The holding; it stays reserved for the pool. */
  readonly asset: string;
  readonly type: string;
  readonly ref: string;
  readonly obligor: string;
  readonly group: string;
  readonly termsRoot: string;
  readonly amount: MoneyWire;
};

/** What a true sale records (SEC-61). */
export type PoolSale = {
  readonly price: MoneyWire;
  readonly formula: string;
  readonly effectiveAt: string;
  /** Hash of the isolation paper. */
  readonly isolation: string;
  /** Root of the notices to obligors. */
  readonly notices: string;
  readonly registration: string | null;
  readonly on: string;
};

type Sealed = {
  readonly cutOff: string;
  readonly rules: string;
  readonly sealedOn: string;
};

/** Header of a pool; key `pool~<id>`. True sale changes this row only (SEC-60). */
export type Pool = {
  readonly pool: string;
  readonly originator: string;
  /** Who may seal it: the party that its first page names, or the originator itself. */
  readonly manager: string;
  /** Hash of each page, in order. */
  readonly pages: readonly string[];
  readonly assets: number;
  readonly amount: MoneyWire;
  /** What is left of the amount after payments, dilution and defaults. */
  readonly outstanding: MoneyWire;
  /** The deal that it was published in. */
  readonly deal: string | null;
  /** Days of the recorded collections, ascending. */
  readonly collected: readonly string[];
  /** Cash of the pool by whose plan keeps it, in minor units: the deal, or the pool before there is one. */
  readonly received: Readonly<Record<string, string>>;
  /** Given up while no issue had paid for it; its pages are emptied one by one. */
  readonly released: { readonly on: string; readonly reason: string } | null;
} & (
  | { readonly state: 'draft' }
  | ({ readonly state: 'sealed' } & Sealed)
  | ({ readonly state: 'sold'; readonly sale: PoolSale } & Sealed)
);

/** At most 200 assets of a pool; key `poolPage~<pool>~<n>`. */
export type PoolPage = {
  readonly pool: string;
  readonly page: number;
  readonly assets: readonly PooledAsset[];
};

/**
 * What a pool received and lost up to a day; without an entry of the custodian for a day on which a
 * remedy alone brought cash; key `poolCollection~<pool>~<on>`.
 */
export type PoolCollection = {
  readonly pool: string;
  readonly on: string;
  readonly entry: string | null;
  readonly flows: readonly { readonly flow: string; readonly amount: MoneyWire }[];
  /** By how much assets that came were worth more than those they replaced; absent when by nothing. */
  readonly added?: MoneyWire;
};

/** Which collection a bank entry went into: it is taken once; key `collectionEntry~<entry>`. */
export type CollectionEntry = {
  readonly entry: string;
  readonly pool: string;
  readonly on: string;
};

export type SecuritisationEntities = DealEntities & {
  pool: Pool;
  poolPage: PoolPage;
  poolCollection: PoolCollection;
  collectionEntry: CollectionEntry;
};
