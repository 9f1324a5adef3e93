import type { EntityRef } from '../../event/entity-ref.ts';
import type { MoneyWire } from '../../money/index.ts';
import { dealTargets, type DealEvent } from './deal-events.ts';
import type { PooledAsset, PoolSale } from './state.ts';

/** Pools: their pages, seal, sale and collections; then deals. */
export type SecuritisationEvent =
  | DealEvent
  | {
      /** A page of holdings was put into a draft pool; each is reserved for it. */
      readonly kind: 'pool.proposed';
      readonly pool: string;
      readonly originator: string;
      readonly page: number;
      readonly pageHash: string;
      readonly assets: readonly PooledAsset[];
      readonly amount: MoneyWire;
    }
  | {
      /** Holdings left a page before the sale; they are free again. */
      readonly kind: 'pool.removed';
      readonly pool: string;
      readonly page: number;
      readonly pageHash: string;
      readonly assets: readonly string[];
      readonly amount: MoneyWire;
      readonly reason: string;
    }
  | {
      readonly kind: 'pool.released';
      readonly pool: string;
      readonly originator: string;
      readonly reason: string;
      readonly on: string;
    }
  | {
      readonly kind: 'pool.sealed';
      readonly pool: string;
      readonly manager: string;
      readonly cutOff: string;
      readonly rules: string;
      readonly assets: number;
      readonly amount: MoneyWire;
      readonly on: string;
    }
  | {
      /** True sale: title of every asset of the pool goes to the vehicle. */
      readonly kind: 'pool.sold';
      readonly pool: string;
      readonly originator: string;
      readonly amount: MoneyWire;
      readonly sale: PoolSale;
    }
  | {
      readonly kind: 'pool.collected';
      readonly pool: string;
      readonly on: string;
      readonly entry: string;
      readonly flows: readonly { readonly flow: string; readonly amount: MoneyWire }[];
      /** By how much the flows lower what is outstanding, and the cash among them. */
      readonly reduction: MoneyWire;
      readonly cash: MoneyWire;
    };

type Targets = {
  readonly [K in SecuritisationEvent['kind']]: (
    event: Extract<SecuritisationEvent, { kind: K }>,
  ) => readonly EntityRef[];
};

const ofPool = ({ pool }: { readonly pool: string }): EntityRef => ({ type: 'pool', id: pool });

export const securitisationTargets: Targets = {
  ...dealTargets,
  'pool.proposed': event => [
    ofPool(event),
    { type: 'poolPage', id: `${event.pool}~${event.page}` },
  ],
  'pool.removed': event => [ofPool(event), { type: 'poolPage', id: `${event.pool}~${event.page}` }],
  'pool.released': event => [ofPool(event)],
  'pool.sealed': event => [ofPool(event)],
  'pool.sold': event => [ofPool(event)],
  'pool.collected': ({ pool, on, entry }) => [
    { type: 'pool', id: pool },
    { type: 'poolCollection', id: `${pool}~${on}` },
    { type: 'collectionEntry', id: entry },
  ],
};
