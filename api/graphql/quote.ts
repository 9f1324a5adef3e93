import type { Entities } from '../../domain/event/index.ts';
import type { PriceWire, Shown } from '../../domain/financing/index.ts';
import type { MoneyWire } from '../../domain/money/index.ts';
import { canonical, isList, isObject, parseWire } from '../../domain/wire/index.ts';
import type { Context } from './context.ts';
import type { FreeRefusal } from './services.ts';

/** What one rate card would give for a selection, as the ledger computes it. */
export type CardQuote =
  | {
      readonly clears: true;
      readonly card: string;
      readonly outstanding: MoneyWire;
      readonly payOn: string;
      readonly price: PriceWire;
      readonly shown: Shown;
    }
  | { readonly clears: false; readonly card: string; readonly refusal: FreeRefusal };

export type Cleared = Extract<CardQuote, { clears: true }>;

export type Selection = {
  readonly holdings: readonly string[];
  readonly fundOn: string;
  readonly businessDate: string;
};

const CARDS_MAX = 50;
export const HOLDINGS_MAX = 200;

/** Live cards that the caller sees, cheapest first. */
export async function liveCards({ reading }: Context): Promise<string[]> {
  const rows = await reading.query<{ id: string }>(
    `select id from book.rate_card where status = 'live'
      order by (body->>'ratePpm')::numeric, id limit ${CARDS_MAX}`,
  );
  return rows.map(({ id }) => id);
}

/** Free holdings of the caller in these claims, in the order of the claims. */
export async function freeHoldings(
  { reading, caller }: Context,
  receivables: readonly string[],
): Promise<Entities['holding'][]> {
  const rows = await reading.query<{ body: Entities['holding'] }>(
    `select body from book.holding
      where body->>'holder' = $1 and body->>'state' = 'free' and body->>'receivable' = any($2)
      order by array_position($2, body->>'receivable'), id limit ${HOLDINGS_MAX}`,
    [caller.party, receivables],
  );
  return rows.map(({ body }) => body);
}

/** Asks the contract what each card would give; it runs the very rules of request and accept. */
export async function askQuotes(
  { services, caller }: Context,
  cards: readonly string[],
  selection: Selection,
): Promise<readonly CardQuote[] | FreeRefusal> {
  if (cards.length === 0) return [];
  const query = { kind: 'financing.preview', holder: caller.party, cards, ...selection };
  const answer = await services.ledger.evaluate({ text: canonical(query) });
  if (answer.kind === 'refused') return answer.refusal as FreeRefusal;
  if (answer.kind !== 'answer') throw new Error(`preview ended as ${answer.kind}`);
  const parsed = parseWire(Buffer.from(answer.bytes).toString('utf8'));
  const quotes = parsed.ok && isObject(parsed.value) ? parsed.value['quotes'] : null;
  return isList(quotes ?? undefined) ? (quotes as unknown as readonly CardQuote[]) : [];
}

/** The card that pays most; `null` when none clears. */
export function bestOf(quotes: readonly CardQuote[]): Cleared | null {
  const cleared = quotes.filter((quote): quote is Cleared => quote.clears);
  const more = (a: Cleared, b: Cleared): Cleared =>
    BigInt(b.shown.cash.minor) > BigInt(a.shown.cash.minor) ? b : a;
  return cleared.length === 0 ? null : cleared.reduce(more);
}
