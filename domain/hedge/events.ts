import type { ApplyEntity, EntityRef } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { MoneyWire } from '../money/index.ts';
import type { Conversion, Hedge, HedgeCover, HedgeEntities } from './state.ts';

export type HedgeEvent =
  | ({ readonly kind: 'hedge.recorded' } & Omit<Hedge, 'status' | 'result'>)
  | {
      readonly kind: 'hedge.settled';
      readonly hedge: string;
      /** Items whose cover ends. */
      readonly items: readonly string[];
      readonly amount: MoneyWire;
      readonly entry: string;
      readonly on: string;
    }
  | ({ readonly kind: 'fx.converted' } & Conversion);

type Of<K extends HedgeEvent['kind']> = Extract<HedgeEvent, { kind: K }>;

const covers = (hedge: string, items: readonly string[]): readonly EntityRef[] =>
  items.map(item => ({ type: 'hedgeCover', id: `${item}~${hedge}` }));

/** Which entities an event changes. */
export const hedgeTargets: {
  readonly [K in HedgeEvent['kind']]: (event: Of<K>) => readonly EntityRef[];
} = {
  'hedge.recorded': ({ hedge, covered }) => [
    { type: 'hedge', id: hedge },
    ...covers(
      hedge,
      covered.map(({ item }) => item),
    ),
  ],
  'hedge.settled': ({ hedge, items }) => [{ type: 'hedge', id: hedge }, ...covers(hedge, items)],
  'fx.converted': ({ conversion }) => [{ type: 'conversion', id: conversion }],
};

/** How hedges and conversions change by events. */
export const applyHedge: {
  readonly [T in keyof HedgeEntities]: ApplyEntity<HedgeEntities[T]>;
} = {
  hedge: foldBy<Hedge>({
    'hedge.recorded': (_, { kind: _kind, ...hedge }) => {
      return { ...hedge, status: 'live', result: null };
    },
    'hedge.settled': change((state, { amount, entry }) => {
      return { ...state, status: 'settled', result: { amount, entry } };
    }),
  }),
  hedgeCover: foldBy<HedgeCover>({
    'hedge.recorded': (state, { hedge, owner, pair, maturesOn, covered }, id) => {
      const found = covered.find(({ item }) => `${item}~${hedge}` === id);
      return found ? { ...found, hedge, owner, pair, maturesOn } : state;
    },
    'hedge.settled': () => undefined,
  }),
  conversion: foldBy<Conversion>({
    'fx.converted': (_, { kind: _kind, ...conversion }) => conversion,
  }),
};
