import type { Act } from '../act/index.ts';
import type { Refusal } from '../errors/index.ts';
import type { Context } from '../governance/index.ts';
import type { MoneyWire } from '../money/index.ts';
import { invariant, ok, type Result } from '../result/index.ts';
import { decideAccept, termsOf, type AcceptState } from './decide-accept.ts';
import { decideRequest, type RequestState } from './decide-request.ts';
import { applyFinancing } from './apply.ts';
import { priceOf, shownOf, type Shown } from './price.ts';
import type { PriceWire, RateCard } from './state.ts';

/** What a holder asks: these holdings, cash on that day. */
export type Selection = {
  readonly holder: string;
  readonly holdings: readonly string[];
  readonly fundOn: string;
  readonly businessDate: string;
};

/** What one card would give; the figures are those that the ledger would accept. */
export type Quote = {
  readonly card: string;
  readonly outstanding: MoneyWire;
  readonly payOn: string;
  readonly price: PriceWire;
  readonly shown: Shown;
};

/** An id of nothing: a preview writes nothing. */
const NO_ID = '00000000-0000-7000-8000-000000000000';

/**
 * Runs request and acceptance of one card on what was read and writes nothing: the quote, or the
 * refusal that says what would make it clear.
 */
export function quoteOf(
  selection: Selection,
  card: RateCard,
  state: { readonly request: RequestState; readonly accept: Omit<AcceptState, 'financing'> },
  context: Context,
): Result<Quote, Refusal> {
  const request = requestAct(selection, card, state.request);
  const requested = decideRequest(state.request, request, context);
  if (!requested.ok) return requested;
  const [event] = requested.value;
  const financing = event && applyFinancing.financing(undefined, event, NO_ID);
  invariant('PREVIEW', financing?.status === 'requested', () => 'a request that is none');
  const priced = priceOf(termsOf(financing, card, context));
  if (!priced.ok) return priced;
  const shown = shownOf(priced.value);
  const accepted = decideAccept(
    { ...state.accept, financing },
    acceptAct(request, card, shown),
    context,
  );
  if (!accepted.ok) return accepted;
  const [first] = accepted.value;
  invariant('PREVIEW', first?.kind === 'financing.accepted', () => 'no acceptance');
  const { outstanding, payOn } = financing;
  return ok({ card: card.card, outstanding, payOn, price: first.price, shown });
}

function requestAct(
  { holder, holdings, fundOn, businessDate }: Selection,
  card: RateCard,
  state: RequestState,
): Act<'financing.request'> {
  const { kind, mode } = card;
  const currency = state.parts[0]?.holding.outstanding.currency ?? card.capacity.currency;
  const body = {
    financing: NO_ID,
    holdings,
    kind,
    mode,
    want: { minor: '1', currency },
    fundOn,
    window: { until: businessDate },
    invited: [],
  };
  return { id: NO_ID, kind: 'financing.request', actor: holder, businessDate, body };
}

function acceptAct(
  { id, actor, businessDate }: Act<'financing.request'>,
  card: RateCard,
  shown: Shown,
): Act<'financing.accept'> {
  const body = { financing: id, card: card.card, shown };
  return { id, kind: 'financing.accept', actor, businessDate, body };
}
