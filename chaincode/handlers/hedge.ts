import {
  decideConvert,
  decideHedge,
  decideHedgeSettle,
  type ConvertState,
  type HedgeState,
} from '../../domain/hedge/index.ts';
import { handler } from '../handler.ts';

/** Handlers of hedges and conversions (receivables.md §10). */
export const hedgeHandlers = {
  'hedge.record': handler<'hedge.record', HedgeState>({
    load: async (tx, { body }) => ({
      hedge: await tx.entity('hedge', body.hedge),
      payment: undefined,
    }),
    decide: decideHedge,
  }),
  'hedge.settle': handler<'hedge.settle', HedgeState>({
    load: async (tx, { body }) => ({
      hedge: await tx.entity('hedge', body.hedge),
      payment: await tx.entity('payment', body.entry),
    }),
    decide: decideHedgeSettle,
  }),
  'fx.convert': handler<'fx.convert', ConvertState>({
    load: async (tx, { actor, body }) => ({
      balance: await tx.entity('balance', `${actor}~${body.from.currency}`),
      rate: await tx.entity('latestRate', body.rate),
    }),
    decide: decideConvert,
  }),
};
