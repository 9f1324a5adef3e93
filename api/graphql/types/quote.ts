import { daysBetween } from '../../../domain/calendar/index.ts';
import type { Entities } from '../../../domain/event/index.ts';
import type { Wire } from '../../../domain/wire/index.ts';
import { builder } from '../builder.ts';
import type { Context } from '../context.ts';
import { objectIdOf } from '../global-id.ts';
import { refused, RefusedType, type Refused } from '../problem.ts';
import {
  askQuotes,
  bestOf,
  freeHoldings,
  HOLDINGS_MAX,
  liveCards,
  type CardQuote,
  type Cleared,
} from '../quote.ts';
import type { FreeRefusal } from '../services.ts';
import { FeeType, findRateCard } from './financing.ts';
import { HoldingType } from './holding.ts';
import { findReceivables, openDay } from './receivable.ts';
import { RateCardType, ReceivableType, type RateCardView, type ReceivableView } from './refs.ts';

type Quote = {
  readonly kind: 'quote';
  readonly quote: Cleared;
  readonly card: RateCardView;
  readonly receivables: readonly ReceivableView[];
  readonly holdings: readonly Entities['holding'][];
  readonly fundOn: string;
};

const QuoteType = builder.objectRef<Quote>('Quote').implement({
  description: 'The cost before signing, computed by the same rules the ledger applies.',
  isTypeOf: value => (value as { kind?: string }).kind === 'quote',
  fields: t => ({
    card: t.expose('card', { type: RateCardType }),
    receivables: t.field({
      type: [ReceivableType],
      resolve: ({ receivables }) => [...receivables],
    }),
    holdings: t.field({ type: [HoldingType], resolve: ({ holdings }) => [...holdings] }),
    outstanding: t.field({ type: 'Money', resolve: ({ quote }) => quote.outstanding }),
    advance: t.field({ type: 'Money', resolve: ({ quote }) => quote.price.advance }),
    discount: t.field({ type: 'Money', resolve: ({ quote }) => quote.price.discount }),
    fees: t.field({ type: [FeeType], resolve: ({ quote }) => [...quote.price.feeLines] }),
    cash: t.field({ type: 'Money', resolve: ({ quote }) => quote.shown.cash }),
    totalCost: t.field({ type: 'Money', resolve: ({ quote }) => quote.shown.totalCost }),
    aprPpm: t.field({ type: 'Ppm', resolve: ({ quote }) => quote.shown.aprPpm }),
    fundOn: t.expose('fundOn', { type: 'BusinessDate' }),
    payOn: t.field({ type: 'BusinessDate', resolve: ({ quote }) => quote.payOn }),
    days: t.int({ resolve: ({ quote, fundOn }) => daysBetween(fundOn, quote.payOn) }),
    shown: t.field({
      type: 'JSON',
      description: '`shown` of `financing.accept`.',
      resolve: ({ quote }) => quote.shown as unknown as Wire,
    }),
    requestBody: t.field({
      type: 'JSON',
      description: 'Bodies ready to be signed; the client adds its own fresh id as `financing`.',
      resolve: requestBody,
    }),
    acceptBody: t.field({
      type: 'JSON',
      resolve: ({ quote }) => ({ card: quote.card, shown: quote.shown as unknown as Wire }),
    }),
  }),
});

function requestBody({ quote, card, holdings, fundOn }: Quote): Wire {
  return {
    holdings: holdings.map(({ holding }) => holding),
    kind: card.row.body.kind,
    mode: card.row.body.mode,
    want: { ...quote.price.advance },
    fundOn,
    window: { until: fundOn },
    invited: [],
  };
}

const QuoteResult = builder.unionType('QuoteResult', { types: [QuoteType, RefusedType] });

type Asked = {
  readonly receivables: readonly string[];
  readonly card: string | null;
  readonly fundOn: string | null;
};

async function quoteFor(context: Context, asked: Asked): Promise<Quote | Refused> {
  const receivables = await findReceivables(context, asked.receivables);
  const lost = asked.receivables.find(id => !receivables.some(({ objectId }) => objectId === id));
  if (lost !== undefined || receivables.length === 0) {
    return refused(context, { code: 'NOT_FOUND', facts: { id: lost ?? 'receivables' } });
  }
  const holdings = await freeHoldings(context, asked.receivables);
  if (holdings.length === 0) {
    const facts = { state: 'not free', ref: asked.receivables[0] ?? '' };
    return refused(context, { code: 'HOLDING_LOCKED', facts });
  }
  return bestQuote(context, asked, { receivables, holdings });
}

async function bestQuote(
  context: Context,
  { card, fundOn }: Asked,
  parts: Pick<Quote, 'receivables' | 'holdings'>,
): Promise<Quote | Refused> {
  const today = await openDay(context);
  const day = fundOn ?? today;
  if (today === null || day === null) {
    return refused(context, { code: 'DAY_NOT_OPEN', facts: { date: day ?? '' } });
  }
  const cards = card === null ? await liveCards(context) : [card];
  const holdings = parts.holdings.map(({ holding }) => holding);
  const quotes = await askQuotes(context, cards, { holdings, fundOn: day, businessDate: today });
  if ('code' in quotes) return refused(context, quotes);
  const best = bestOf(quotes);
  const view = best && (await findRateCard(context, best.card));
  if (best && view) return { kind: 'quote', quote: best, card: view, fundOn: day, ...parts };
  return refused(context, whyNone(quotes));
}

/** Why no card takes the selection: the first card's own reason, or that there is no card. */
function whyNone(quotes: readonly CardQuote[]): FreeRefusal {
  for (const quote of quotes) if (!quote.clears) return quote.refusal;
  return { code: 'LIMIT_ABSENT', facts: { subject: 'rate card' } };
}

const QUOTE_COST = 20;

builder.queryField('quoteSelection', t =>
  t.field({
    type: QuoteResult,
    complexity: QUOTE_COST,
    args: {
      receivables: t.arg.idList({ required: true }),
      card: t.arg.id(),
      fundOn: t.arg({ type: 'BusinessDate' }),
    },
    resolve: (_root, args, context) => {
      const ids = args.receivables.map(id => objectIdOf('Receivable', id) ?? '');
      return quoteFor(context, {
        receivables: [...new Set(ids)].slice(0, HOLDINGS_MAX),
        card: args.card == null ? null : (objectIdOf('RateCard', args.card) ?? ''),
        fundOn: args.fundOn ?? null,
      });
    },
  }),
);
