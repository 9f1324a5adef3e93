import type { EntityRef } from '../event/entity-ref.ts';
import type { Quote, Standing } from './quote-state.ts';

export type QuoteEvent =
  | ({ readonly kind: 'financing.quoted' } & Omit<Quote, 'status'>)
  | ({ readonly kind: 'standing.placed' } & Omit<Standing, 'status'>)
  | { readonly kind: 'standing.cancelled'; readonly standing: string; readonly on: string };

type Of<K extends QuoteEvent['kind']> = Extract<QuoteEvent, { kind: K }>;

/** Which entities an event changes. */
export const quoteTargets: {
  readonly [K in QuoteEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'financing.quoted': ({ quote }) => [{ type: 'quote', id: quote }],
  'standing.placed': ({ standing }) => [{ type: 'standing', id: standing }],
  'standing.cancelled': ({ standing }) => [{ type: 'standing', id: standing }],
};
