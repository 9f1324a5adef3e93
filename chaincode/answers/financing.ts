import { schema } from '../../domain/act/index.ts';
import {
  PRICE_PARAMETERS,
  quoteOf,
  roomOf,
  type RateCard,
  type RequestState,
} from '../../domain/financing/index.ts';
import { fail } from '../../domain/result/index.ts';
import { claimsCredit, claimsOf, lossesOf, slicesFor, slicesOf } from '../handlers/claims.ts';
import { consentsOf } from '../handlers/consent.ts';
import type { Tx } from '../tx.ts';
import { answered, asked, contextOf, type Answer } from './answer.ts';

const { id, date, list, object } = schema;

const SELECTION = object({
  holder: id,
  holdings: list(id, 1, 200),
  cards: list(id, 1, 50),
  fundOn: date,
  businessDate: date,
});

/** Questions about financing: what cards would give, and what room a line has. */
export const financingAnswers: Readonly<Record<string, Answer>> = {
  'financing.preview': asked(SELECTION, async (tx, selection) => {
    const context = await contextOf(tx, selection.businessDate, PRICE_PARAMETERS);
    const request = await requestState(tx, selection);
    const quotes = [];
    for (const id of selection.cards) {
      const card = await tx.entity('rateCard', id);
      if (!card) {
        quotes.push({ card: id, clears: false, refusal: { code: 'NOT_FOUND', facts: { id } } });
        continue;
      }
      const accept = await acceptState(tx, card, request, selection);
      const quote = quoteOf(selection, card, { request, accept }, context);
      quotes.push(
        quote.ok
          ? { ...quote.value, clears: true }
          : { card: id, clears: false, refusal: quote.error },
      );
    }
    return answered({ quotes });
  }),
  'limit.room': asked(object({ line: id }), async (tx, query) => {
    const line = await tx.entity('line', query.line);
    if (!line) return fail({ code: 'NOT_FOUND', facts: { id: query.line } });
    const slices = await slicesOf(tx, line);
    const { currency } = line.cap;
    const total = (pick: (slice: (typeof slices)[number]) => bigint) => ({
      minor: slices.reduce((sum, slice) => sum + pick(slice), 0n).toString(),
      currency,
    });
    return answered({
      line,
      frozen: total(({ frozen }) => BigInt(frozen)),
      used: total(({ used }) => BigInt(used)),
      room: total(roomOf),
    });
  }),
};

async function requestState(
  tx: Tx,
  selection: { readonly holder: string; readonly holdings: readonly string[] },
): Promise<RequestState> {
  const held = [...(await tx.entities('holding', selection.holdings)).values()];
  const claims = await claimsOf(
    tx,
    held.map(({ receivable }) => receivable),
  );
  const parts = held.flatMap(holding => {
    const receivable = claims.find(claim => claim.receivable === holding.receivable);
    return receivable ? [{ holding, receivable }] : [];
  });
  return { financing: undefined, parts, consents: () => null, standing: undefined };
}

async function acceptState(
  tx: Tx,
  card: RateCard,
  { parts }: RequestState,
  selection: { readonly holder: string; readonly businessDate: string },
) {
  const receivables = [...new Set(parts.map(({ receivable }) => receivable))];
  const { holder, businessDate: on } = selection;
  const buyer = receivables[0]?.buyer ?? '';
  const line = await tx.entity('line', card.card);
  const wanted = BigInt(card.capacity.minor);
  return {
    card,
    quote: undefined,
    standing: undefined,
    line,
    holdings: parts.map(({ holding }) => holding),
    receivables,
    credit: await claimsCredit(tx, { holder, buyer, receivables }),
    slices: await slicesFor(tx, line, { hint: 0, wanted, whole: false }),
    consents: await consentsOf(tx, { party: holder, to: [card.funder], on }),
    losses: await lossesOf(tx, buyer),
  };
}
