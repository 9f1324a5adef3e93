import type { EntityRef } from '../../event/entity-ref.ts';
import type { MoneyWire } from '../../money/index.ts';
import { dealTargets, type DealEvent } from './deal-events.ts';
import type { PooledAsset, PoolSale } from './state.ts';

/** What left a page of a sold pool, and how it was paid for. */
type Remedied = {
  readonly pool: string;
  readonly originator: string;
  readonly manager: string;
  readonly page: number;
  readonly pageHash: string;
  readonly out: readonly string[];
  readonly reason: string;
  readonly entry: string;
  readonly on: string;
};

/** Pools: their pages, seal, sale and collections; then deals. */
export type SecuritisationEvent =
  | DealEvent
  | {
      /** A page of holdings was put into a draft pool; each is reserved for it. */
      readonly kind: 'pool.proposed';
      readonly pool: string;
      readonly originator: string;
      readonly manager: string;
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
  | ({
      /** Assets of a sold pool went back to the originator for what is outstanding on them. */
      readonly kind: 'pool.repurchased';
      readonly price: MoneyWire;
    } & Remedied)
  | ({
      /** Assets of a sold pool were exchanged for others, and for cash where they are worth less. */
      readonly kind: 'pool.replaced';
      readonly into: readonly PooledAsset[];
      readonly cash: MoneyWire;
      /** By how much what came is worth more than what left: the originator gives it. */
      readonly added: MoneyWire;
    } & Remedied)
  | {
      /** Given up while no issue had paid for it; the price of a sale fell away. */
      readonly kind: 'pool.released';
      readonly pool: string;
      readonly originator: string;
      readonly manager: string;
      readonly deal: string | null;
      /** What the sale asked for; `null` where there was none. */
      readonly price: MoneyWire | null;
      /** What the pool had brought, given back with this entry of the bank. */
      readonly cash: MoneyWire;
      readonly entry: string | null;
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

const ofRemedy = ({ pool, page, on, entry }: Remedied): readonly EntityRef[] => [
  { type: 'pool', id: pool },
  { type: 'poolPage', id: `${pool}~${page}` },
  { type: 'poolCollection', id: `${pool}~${on}` },
  { type: 'collectionEntry', id: entry },
];

export const securitisationTargets: Targets = {
  ...dealTargets,
  'pool.proposed': event => [
    ofPool(event),
    { type: 'poolPage', id: `${event.pool}~${event.page}` },
  ],
  'pool.removed': event => [ofPool(event), { type: 'poolPage', id: `${event.pool}~${event.page}` }],
  'pool.repurchased': ofRemedy,
  'pool.replaced': ofRemedy,
  'pool.released': event => [ofPool(event)],
  'pool.sealed': event => [ofPool(event)],
  'pool.sold': event => [ofPool(event)],
  'pool.collected': ({ pool, on, entry }) => [
    { type: 'pool', id: pool },
    { type: 'poolCollection', id: `${pool}~${on}` },
    { type: 'collectionEntry', id: entry },
  ],
};
