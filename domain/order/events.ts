import type { EntityRef } from '../event/entity-ref.ts';
import type { MoneyWire } from '../money/index.ts';
import type { MilestoneResult, Order } from './state.ts';

type Born = Omit<
  Order,
  'status' | 'revision' | 'version' | 'covered' | 'loan' | 'acceptedOn' | 'endedOn' | 'reason'
>;
type Named = { readonly order: string; readonly on: string };
type Ended = Named & { readonly key: string; readonly reason: string };

export type OrderEvent =
  | ({ readonly kind: 'order.registered' | 'order.issued' } & Born)
  | ({ readonly kind: 'order.accepted' | 'order.fulfilled' | 'order.closed' } & Named)
  | ({
      readonly kind: 'order.declined' | 'order.cancelled' | 'order.expired' | 'order.lapsed';
    } & Ended)
  /** Effect: the buyer confirmed claims on it. */
  | ({ readonly kind: 'order.covered'; readonly amount: MoneyWire } & Named)
  | ({
      readonly kind: 'order.revised';
      readonly value: MoneyWire;
      readonly root: string;
    } & Named)
  | ({
      readonly kind: 'order.claimed';
      readonly milestone: string;
      readonly evidence: readonly string[];
    } & Named)
  | ({
      readonly kind: 'order.attested';
      readonly milestone: string;
      readonly by: string;
      readonly result: MilestoneResult;
      readonly ppm: number;
      readonly evidence: readonly string[];
    } & Named);

type Of<K extends OrderEvent['kind']> = Extract<OrderEvent, { kind: K }>;

const own = ({ order }: { readonly order: string }): readonly EntityRef[] => [
  { type: 'order', id: order },
];
const withKey = ({
  order,
  key,
}: {
  readonly order: string;
  readonly key: string;
}): readonly EntityRef[] => [
  { type: 'order', id: order },
  { type: 'orderKey', id: key },
];

/** Which entities an event changes. */
export const orderTargets: {
  readonly [K in OrderEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'order.registered': withKey,
  'order.issued': withKey,
  'order.accepted': own,
  'order.fulfilled': own,
  'order.closed': own,
  'order.covered': own,
  'order.declined': withKey,
  'order.cancelled': withKey,
  'order.expired': withKey,
  'order.lapsed': withKey,
  'order.revised': own,
  'order.claimed': own,
  'order.attested': own,
};
