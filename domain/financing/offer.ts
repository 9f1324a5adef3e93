import type { Act } from '../act/index.ts';
import { daysBetween } from '../calendar/index.ts';
import { firstOf, refuse, type Refusal } from '../errors/index.ts';
import { fail, ok, type Result } from '../result/index.ts';
import { canonicalBytes, fromBase64url } from '../wire/index.ts';
import { notFound } from './faults.ts';
import type { ConsentCheck } from './decide-request.ts';
import type { Quote, QuoteTerms } from './quote-state.ts';
import type { FinancingIn, RateCard } from './state.ts';
import type { Mode } from './words.ts';

/** The highest annual rate of a card or a quote. */
export const RATE_PPM_MAX = 360_000;

/** What a funder offers on one request: from a card that many see, or from a quote to one. */
export type Offer = {
  readonly card: string | null;
  readonly quote: string | null;
  readonly funder: string;
  readonly programme: string;
  readonly gradeMin: string | null;
  readonly mode: Mode;
  readonly ratePpm: number;
  readonly advancePpm: number;
  readonly isLive: boolean;
  readonly until: string;
};

/** Hash of quoted terms: SHA-256 over their canonical bytes and 16 bytes of salt. */
export function quoteCommitment(
  terms: QuoteTerms,
  salt: string,
  sha256: (bytes: Uint8Array) => string,
): string | null {
  const salted = fromBase64url(salt);
  if (salted?.length !== 16) return null;
  const plain = canonicalBytes(terms);
  const bytes = new Uint8Array(plain.length + salted.length);
  bytes.set(plain);
  bytes.set(salted, plain.length);
  return sha256(bytes);
}

/** The card is there, and meant for this holder, debtor, tenor, kind and mode. */
export function cardOffer(
  financing: FinancingIn<'requested'>,
  card: RateCard,
  consents: ConsentCheck,
): Result<Offer, Refusal> {
  const fault = firstOf(cardFaults(financing, card, consents));
  if (fault) return fail(fault);
  const { funder, programme, gradeMin, mode, ratePpm, advancePpm, until } = card;
  const terms = { funder, programme, gradeMin, mode, ratePpm, advancePpm };
  return ok({ card: card.card, quote: null, ...terms, isLive: card.status === 'live', until });
}

type QuoteBody = Extract<Act<'financing.accept'>['body'], { readonly quote: string }>;

/**
 * The quote of this very request, opened by terms and salt: `QUOTE_NOT_OPENED` when they are not
 * what the funder committed to. The funder signed the commitment, so no second signature is asked.
 */
export function quoteOffer(
  financing: FinancingIn<'requested'>,
  of: { readonly quote: Quote | undefined; readonly body: QuoteBody },
  check: {
    readonly consents: ConsentCheck;
    readonly sha256: (bytes: Uint8Array) => string;
  },
): Result<Offer, Refusal> {
  const { quote, body } = of;
  if (quote?.financing !== financing.financing) return fail(notFound(body.quote));
  const { terms, salt } = body;
  if (quoteCommitment(terms, salt, check.sha256) !== quote.commitment) {
    return refuse('QUOTE_NOT_OPENED');
  }
  if (terms.ratePpm > RATE_PPM_MAX) {
    const facts = { figure: `rate ${terms.ratePpm} ppm`, range: `0 to ${RATE_PPM_MAX} ppm` };
    return refuse('PRICE_OUT_OF_RANGE', facts);
  }
  const consent = firstOf([check.consents(quote.funder) ?? []].flat());
  if (consent) return fail(consent);
  const { funder, until } = quote;
  const { mode } = financing;
  const offered = { card: null, quote: quote.quote, funder, gradeMin: null, mode };
  return ok({ ...offered, ...terms, isLive: quote.status === 'live', until });
}

function cardFaults(
  financing: FinancingIn<'requested'>,
  card: RateCard,
  consents: ConsentCheck,
): readonly Refusal[] {
  if (!isOpenTo(card, financing)) return [{ code: 'NOT_INVITED', facts: {} }];
  const faults: Refusal[] = [];
  if (card.kind !== financing.kind || card.mode !== financing.mode) {
    const facts = {
      figure: `${financing.kind} ${financing.mode}`,
      range: `${card.kind} ${card.mode}`,
    };
    faults.push({ code: 'PRICE_OUT_OF_RANGE', facts });
  }
  const days = daysBetween(financing.fundOn, financing.payOn);
  if (days < card.tenorDays.from) {
    faults.push({ code: 'RESIDUAL_TENOR_SHORT', facts: { days, min: card.tenorDays.from } });
  }
  if (days > card.tenorDays.to) {
    const facts = { figure: `${days} days`, range: `to ${card.tenorDays.to} days` };
    faults.push({ code: 'PRICE_OUT_OF_RANGE', facts });
  }
  return [...faults, ...[consents(card.funder) ?? []].flat()];
}

/** The card names this supplier and debtor, and the request this funder; an empty list is all. */
function isOpenTo(card: RateCard, { holder, buyer, invited }: FinancingIn<'requested'>): boolean {
  const shownTo = card.suppliers === 'all' || card.suppliers.includes(holder);
  const asked = invited.length === 0 || invited.includes(card.funder);
  return shownTo && asked && (card.debtors.length === 0 || card.debtors.includes(buyer));
}
