import type { EntityRef } from '../../event/entity-ref.ts';
import type { MoneyWire } from '../../money/index.ts';
import type { PooledAsset, PoolSale } from './state.ts';

/** Pools: their pages, seal, sale and collections. */
export type SecuritisationEvent =
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
    };

type Targets = {
  readonly [K in SecuritisationEvent['kind']]: (
    event: Extract<SecuritisationEvent, { kind: K }>,
  ) => readonly EntityRef[];
};

const ofPool = ({ pool }: { readonly pool: string }): EntityRef => ({ type: 'pool', id: pool });

export const securitisationTargets: Targets = {
  'pool.proposed': event => [
    ofPool(event),
    { type: 'poolPage', id: `${event.pool}~${event.page}` },
  ],
  'pool.sealed': event => [ofPool(event)],
  'pool.sold': event => [ofPool(event)],
  'pool.collected': ({ pool, on, entry }) => [
    { type: 'poolCollection', id: `${pool}~${on}` },
    { type: 'collectionEntry', id: entry },
  ],
};
