import type { MoneyWire } from '../money/index.ts';

/** What a sealed quote says when it is opened; kind and mode are the request's own. */
export type QuoteTerms = {
  readonly programme: string;
  readonly ratePpm: number;
  readonly advancePpm: number;
};

/** A sealed quote on one request; key `quote~<id>`. Losers are never opened. */
export type Quote = {
  readonly quote: string;
  /** The request that it answers: a financing's, or an order loan's. */
  readonly financing: string;
  readonly funder: string;
  readonly holder: string;
  readonly commitment: string;
  readonly until: string;
  readonly status: 'live' | 'accepted';
  readonly quotedOn: string;
};

/** A standing instruction; key `standing~<id>`. */
export type Standing = {
  readonly standing: string;
  readonly supplier: string;
  /** Debtors it is for; empty when any is. */
  readonly buyers: readonly string[];
  readonly aprMaxPpm: number;
  /** The most that one request may want. */
  readonly amountMax: MoneyWire;
  /** The next business day, or only the named day of the week. */
  readonly fundOn: 'asap' | 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday';
  readonly until: string;
  readonly status: 'live' | 'cancelled';
  readonly placedOn: string;
};

export type QuoteEntities = { quote: Quote; standing: Standing };
