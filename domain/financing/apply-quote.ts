import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { Quote, QuoteEntities, Standing } from './quote-state.ts';

/** How sealed quotes and standing instructions change by events. */
export const applyQuote: { readonly [T in keyof QuoteEntities]: ApplyEntity<QuoteEntities[T]> } = {
  quote: foldBy<Quote>({
    'orderLoan.quoted': (_, { kind: _kind, loan, ...quote }) => {
      return { ...quote, financing: loan, status: 'live' };
    },
    'orderLoan.accepted': change(state => ({ ...state, status: 'accepted' })),
    'financing.quoted': (_, { kind: _kind, ...quote }) => ({ ...quote, status: 'live' }),
    'financing.accepted': change(state => ({ ...state, status: 'accepted' })),
  }),
  standing: foldBy<Standing>({
    'standing.placed': (_, { kind: _kind, ...standing }) => ({ ...standing, status: 'live' }),
    'standing.cancelled': change(state => ({ ...state, status: 'cancelled' })),
  }),
};
