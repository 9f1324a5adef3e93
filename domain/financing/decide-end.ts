import type { Act } from '../act/index.ts';
import { nextBusinessDay } from '../calendar/index.ts';
import { refuse, type Refusal } from '../errors/index.ts';
import type { LedgerEvent } from '../event/index.ts';
import { releaseHolding, type Holding, type Receivable } from '../receivable/index.ts';
import { ok, type Result } from '../result/index.ts';
import { inState } from './faults.ts';
import type { Financing, FinancingIn, Take } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type EndState = {
  readonly financing: Financing | undefined;
  readonly holdings: readonly Holding[];
  readonly receivables: readonly Receivable[];
};

/** `financing.cancel`: the holder gives up before the funder commits; its holdings are free. */
export function decideCancel(state: EndState, act: Act<'financing.cancel'>): Decision {
  const seenBy = (seen: Financing): boolean => seen.holder === act.actor;
  const states = ['requested', 'accepted'] as const;
  const open = inState(state.financing, act, { states, seenBy });
  if (!open.ok) return open;
  const { financing } = open.value;
  const { reason } = act.body;
  return ok([
    { kind: 'financing.cancelled', financing, reason, on: act.businessDate },
    ...releases(state, act),
  ]);
}

/** `financing.refuse`: the funder of an accepted card steps back; the request is open again. */
export function decideRefuse(
  { financing }: Pick<EndState, 'financing'>,
  act: Act<'financing.refuse'>,
): Decision {
  const seenBy = (seen: Financing): boolean => 'funder' in seen && seen.funder === act.actor;
  const accepted = inState(financing, act, { states: ['accepted'], seenBy });
  if (!accepted.ok) return accepted;
  const { financing: id, cardTake } = accepted.value;
  const { reason } = act.body;
  return ok([
    { kind: 'financing.refused', financing: id, reason, on: act.businessDate },
    ...releasedFrozen(cardTake ? [cardTake] : [], act),
  ]);
}

/** `financing.lapse`: anyone closes what passed its window (`TOO_EARLY` before it). */
export function decideLapse(state: EndState, act: Act<'financing.lapse'>): Decision {
  const states = ['requested', 'accepted', 'committed', 'cleared'] as const;
  const open = inState(state.financing, act, { states, seenBy: () => true });
  if (!open.ok) return open;
  const last = lastDayOf(open.value);
  if (!last.ok) return last;
  if (act.businessDate <= last.value) {
    const date = nextBusinessDay(last.value);
    if (!date.ok) return date;
    return refuse('TOO_EARLY', { kind: act.kind, act: act.kind, date: date.value });
  }
  const { financing } = open.value;
  const { reason } = act.body;
  return ok([
    { kind: 'financing.expired', financing, reason, on: act.businessDate },
    ...releases(state, act),
  ]);
}

/** The last day of a state's window: the request's own, else the business day after (§6.1). */
function lastDayOf(
  financing: FinancingIn<'requested' | 'accepted' | 'committed' | 'cleared'>,
): Result<string, Refusal> {
  if (financing.status === 'requested') return ok(financing.windowUntil);
  const { acceptedOn, fundOn } = financing;
  const from = financing.status === 'accepted' || acceptedOn > fundOn ? acceptedOn : fundOn;
  return nextBusinessDay(from);
}

/** Everything a financing holds goes back: holdings, capacity and limits, the registry. */
function releases(state: EndState, act: Act): readonly LedgerEvent[] {
  const { financing } = state;
  const takes = financing ? takesOf(financing) : [];
  const applied = financing !== undefined && 'takes' in financing;
  return [
    ...state.holdings.map(releaseHolding),
    ...releasedFrozen(takes, act),
    ...(applied ? state.receivables.map(claim => freedOf(claim, financing.financing)) : []),
  ];
}

function takesOf(financing: Financing): readonly Take[] {
  const card = 'cardTake' in financing && financing.cardTake ? [financing.cardTake] : [];
  return 'takes' in financing ? [...card, ...financing.takes] : card;
}

/** The registry forgets the application; nothing was financed. */
function freedOf(claim: Receivable, financing: string): LedgerEvent {
  const invoices = claim.invoices.map(({ invoice, claimed }) => {
    return { invoice, amount: { minor: '0', currency: claimed.currency } };
  });
  return { kind: 'fingerprint.freed', receivable: claim.receivable, invoices, financing };
}

function releasedFrozen(takes: readonly Take[], act: Act): readonly LedgerEvent[] {
  const period = act.businessDate.slice(0, 7);
  return takes.map(({ line, slices }) => {
    return { kind: 'limit.released', from: 'frozen', line, period, act: act.id, slices };
  });
}
