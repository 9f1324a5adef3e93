import {
  decideQuote,
  decideStandingCancel,
  decideStandingPlace,
  type QuoteState,
} from '../../domain/financing/index.ts';
import { handler } from '../handler.ts';
import type { Tx } from '../tx.ts';
import { lossesOf } from './claims.ts';

type Standings = Parameters<typeof decideStandingPlace>[0];

const standingOf = async (
  tx: Tx,
  { body }: { readonly body: { readonly standing: string } },
): Promise<Standings> => ({ standing: await tx.entity('standing', body.standing) });

/** Handlers of sealed quotes and standing instructions (receivables.md ). */
export const quoteHandlers = {
  'financing.quote': handler<'financing.quote', QuoteState>({
    load: async (tx, { body }) => {
      const financing = await tx.entity('financing', body.financing);
      return {
        quote: await tx.entity('quote', body.quote),
        financing,
        line: await tx.entity('line', body.line),
        losses: await lossesOf(tx, financing?.buyer),
      };
    },
    decide: decideQuote,
  }),
  'standing.place': handler<'standing.place', Standings>({
    load: standingOf,
    decide: decideStandingPlace,
  }),
  'standing.cancel': handler<'standing.cancel', Standings>({
    load: standingOf,
    decide: decideStandingCancel,
  }),
};
