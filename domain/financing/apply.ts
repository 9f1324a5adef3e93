import type { ApplyEntity } from '../event/entity-ref.ts';
import type { LedgerEvent } from '../event/index.ts';
import { invariant } from '../result/index.ts';
import type { FinancingEvent } from './events.ts';
import type { LoanEvent } from './loan/events.ts';
import { mergeTakes } from './loan/owed.ts';
import { openFinancingId } from './open-financing.ts';
import {
  OWED_STATES,
  type Financing,
  type FinancingEntities,
  type FinancingIn,
  type FinancingStatus,
  type OwedFinancing,
  type Slice,
} from './state.ts';

type Filing = Extract<FinancingEvent, { filedOn: string }>;
const FILINGS: ReadonlySet<LedgerEvent['kind']> = new Set([
  'registration.filed',
  'registration.amended',
  'registration.extended',
] as const);

/** How financings, cards, limits and registrations change by events. */
export const applyFinancing: {
  readonly [T in keyof FinancingEntities]: ApplyEntity<FinancingEntities[T]>;
} = {
  rateCard: (state, event) => {
    if (event.kind === 'rateCard.published') return event.card;
    if (event.kind === 'rateCard.withdrawn' && state) return { ...state, status: 'withdrawn' };
    return state;
  },
  financing: (state, event) => {
    if (event.kind === 'financing.requested') return requested(event);
    if (event.kind === 'orderLoan.converted') return event.made;
    const next = state && after(state, event);
    return next ? { ...next, version: state.version + 1 } : state;
  },
  line: (state, event) => {
    if (event.kind === 'limit.set') {
      return { ...event.line, overLimit: false, version: (state?.version ?? 0) + 1 };
    }
    return event.kind === 'limit.overLimit' && state ? { ...state, overLimit: true } : state;
  },
  ownRisk: (state, event) => {
    if (event.kind !== 'limit.set') return state;
    return { owner: event.line.owner, line: event.line.line };
  },
  slice: (state, event, id) => {
    const [line = '', number = '0'] = id.split('~');
    const slice = Number(number);
    if (event.kind === 'limit.set') return capped(state, { line, slice }, event);
    if (event.kind === 'limit.folded' && state) {
      const folded = event.slices.find(row => row.slice === slice);
      return folded ? { ...state, ...folded } : state;
    }
    return state && moved(state, event);
  },
  limitDelta: (state, event) => {
    if (event.kind === 'limit.folded') return undefined;
    const change = changeOf(event);
    if (!change) return state;
    const { line, period, act, frozen, used } = change;
    return { line, period, act, frozen: frozen.toString(), used: used.toString() };
  },
  limitFold: (state, event) => {
    if (event.kind !== 'limit.folded') return state;
    const { line, period, acts, hash } = event;
    const frozen = (BigInt(state?.frozen ?? '0') + BigInt(event.frozen)).toString();
    const used = (BigInt(state?.used ?? '0') + BigInt(event.used)).toString();
    return { line, period, frozen, used, count: (state?.count ?? 0) + acts.length, hash };
  },
  registration: (state, event) => {
    if (event.kind === 'registration.drafted') {
      const { financing, template, text, on } = event;
      const draft = { template, text, on };
      return { financing, draft, filing: state?.filing ?? null, discharge: null };
    }
    if (event.kind === 'registration.discharged' && state) {
      const { on, dueOn, isLate, proof } = event;
      return { ...state, discharge: { on, dueOn, isLate, proof } };
    }
    if (FILINGS.has(event.kind)) {
      const filed = event as Filing;
      const { financing, number, filedOn, until, proof } = filed;
      const filing = { number, filedOn, until, proof };
      return { financing, draft: state?.draft ?? null, filing, discharge: null };
    }
    return state;
  },
  openFinancing: (state, event, id) => {
    if (event.kind === 'receivable.rescheduled') {
      const moved = event.financings.find(one => openFinancingId(one) === id);
      if (!moved) return undefined;
      const { holder, buyer, financing, payOn } = moved;
      return { holder, buyer, financing, payOn };
    }
    if (event.kind === 'financing.activated') {
      const { holder, buyer, financing, payOn } = event;
      return { holder, buyer, financing, payOn };
    }
    const ends = event.kind === 'financing.repaid' || event.kind === 'financing.returned';
    return ends ? undefined : state;
  },
  registrySearch: (state, event) => {
    if (event.kind !== 'registration.searched') return state;
    const { funder, subject, searchedOn, result, report } = event;
    return { funder, subject, searchedOn, result, report };
  },
};

function requested(event: Extract<FinancingEvent, { kind: 'financing.requested' }>): Financing {
  const { financing, holder, buyer, holdings, outstanding, by: kind, mode, want } = event;
  const { aprMaxPpm, fundOn, payOn, windowUntil, invited, standing, on: requestedOn } = event;
  const object = { financing, holder, buyer, holdings, outstanding, kind, mode, want };
  const terms = { aprMaxPpm, fundOn, payOn, windowUntil, invited, standing, requestedOn };
  return { status: 'requested', version: 1, ...object, ...terms };
}

/** The next state of a financing; `undefined` when the event does not concern it. */
function after(state: Financing, event: LedgerEvent): Financing | undefined {
  switch (event.kind) {
    case 'financing.accepted': {
      const { funder, card, quote, programme, price, cardTake, on } = event;
      const accepted = { funder, card, quote, programme, price, cardTake, acceptedOn: on };
      return { ...only(state, 'requested'), ...accepted, status: 'accepted' };
    }
    case 'financing.refused':
      return without(only(state, 'accepted'), OFFER_FIELDS, 'requested');
    case 'financing.committed': {
      const { takes, on } = event;
      return { ...only(state, 'accepted'), takes, committedOn: on, status: 'committed' };
    }
    case 'financing.cleared': {
      const { items, account, on } = event;
      const committed = only(state, 'committed', 'cleared');
      return { ...committed, checklist: items, account, clearedOn: on, status: 'cleared' };
    }
    case 'financing.cancelled':
      return { ...state, endedOn: event.on, status: 'cancelled' };
    case 'financing.expired':
      return { ...state, endedOn: event.on, status: 'expired' };
    default:
      return paid(state, event);
  }
}

/** From the payout on: instruction, failure, activation, repayment. */
function paid(state: Financing, event: LedgerEvent): Financing | undefined {
  switch (event.kind) {
    case 'payout.instructed': {
      if (event.purpose === 'surplus') return undefined;
      const { payout, valueOn } = event;
      return { ...only(state, 'cleared'), payout, valueOn, status: 'disbursing' };
    }
    case 'payout.failed': {
      if (event.purpose === 'surplus') return undefined;
      return without(only(state, 'disbursing'), ['payout', 'valueOn'], 'cleared');
    }
    case 'financing.activated':
      return activated(only(state, 'disbursing'), event.on);
    case 'payment.matched': {
      const change = event.debts.find(({ financing }) => financing === state.financing);
      if (!change) return undefined;
      return { ...only(state, ...OWED_STATES), debt: change.debt, takes: change.takes };
    }
    case 'financing.repaid':
      return { ...only(state, ...OWED_STATES), repaidOn: event.on, status: 'repaid' };
    case 'orderLoan.surplusPaid':
      return grown(only(state, ...OWED_STATES), event);
    default:
      return late(state, event);
  }
}

/** Past the pay day: overdue, defaulted, written off, returned; and what moves the day itself. */
function late(state: Financing, event: LedgerEvent): Financing | undefined {
  switch (event.kind) {
    case 'receivable.rescheduled': {
      const moved = event.financings.find(({ financing }) => financing === state.financing);
      return moved ? { ...state, payOn: moved.payOn } : undefined;
    }
    case 'financing.assigned': {
      const { to: funder, takes } = event;
      return { ...only(state, 'active', 'overdue'), funder, takes };
    }
    case 'financing.overdue':
      return { ...only(state, 'active'), overdueOn: event.on, status: 'overdue' };
    case 'claim.defaulted':
      return { ...only(state, 'overdue'), defaultedOn: event.on, status: 'defaulted' };
    case 'writeoff.booked': {
      const { debt, takes, on } = event;
      const before = only(state, 'defaulted', 'writtenOff');
      return { ...before, debt, takes, writtenOffOn: on, status: 'writtenOff' };
    }
    case 'financing.returned':
      return { ...only(state, ...OWED_STATES), returnedOn: event.on, status: 'returned' };
    default:
      return undefined;
  }
}

/** More was lent on the same claims: debt, price and lines carry it. */
function grown(
  state: OwedFinancing,
  { amount, takes }: Extract<FinancingEvent | LoanEvent, { kind: 'orderLoan.surplusPaid' }>,
): Financing {
  const more = (minor: string): string => (BigInt(minor) + BigInt(amount.minor)).toString();
  const { debt, price } = state;
  const advance = { ...price.advance, minor: more(price.advance.minor) };
  return {
    ...state,
    price: { ...price, advance, cash: advance },
    debt: { ...debt, principal: more(debt.principal) },
    takes: mergeTakes(state.takes, takes),
  };
}

function activated(state: FinancingIn<'disbursing'>, on: string): Financing {
  const { price, payOn, fundOn } = state;
  const debt = {
    principal: price.advance.minor,
    unearned: price.discount.minor,
    interestDue: '0',
    interestTo: on > fundOn ? on : fundOn,
    lateDue: '0',
    lateTo: payOn,
    writtenOff: '0',
  };
  return { ...state, activatedOn: on, debt, status: 'active' };
}

const OFFER_FIELDS = [
  'funder',
  'card',
  'quote',
  'programme',
  'price',
  'cardTake',
  'acceptedOn',
] as const;

/** The state before a step: without the fields that the step had added. */
function without(state: Financing, fields: readonly string[], status: FinancingStatus): Financing {
  const kept = Object.entries(state).filter(([name]) => !fields.includes(name));
  return { ...Object.fromEntries(kept), status } as unknown as Financing;
}

function only<S extends FinancingStatus>(state: Financing, ...wanted: S[]): FinancingIn<S> {
  invariant('INV-R15', (wanted as FinancingStatus[]).includes(state.status), () => {
    return `financing ${state.financing} is ${state.status}, not ${wanted.join(' or ')}`;
  });
  return state as FinancingIn<S>;
}

function capped(
  state: Slice | undefined,
  of: { readonly line: string; readonly slice: number },
  event: Extract<FinancingEvent, { kind: 'limit.set' }>,
): Slice {
  const frozen = state?.frozen ?? '0';
  const used = state?.used ?? '0';
  return { ...of, cap: event.caps[of.slice] ?? '0', frozen, used };
}

/** frozen and used of one slice after an event of its line. */
function moved(state: Slice, event: LedgerEvent): Slice {
  const change = changeOf(event, state.slice);
  if (!change) return state;
  const frozen = BigInt(state.frozen) + change.frozen;
  const used = BigInt(state.used) + change.used;
  invariant('INV-R12', frozen >= 0n && used >= 0n, () => {
    return `slice ${state.slice} of ${state.line}: frozen ${frozen}, used ${used}`;
  });
  return { ...state, frozen: frozen.toString(), used: used.toString() };
}

type Change = {
  readonly line: string;
  readonly period: string;
  readonly act: string;
  readonly frozen: bigint;
  readonly used: bigint;
};

/** What an event adds to frozen and used, of one slice or of the whole line. */
function changeOf(event: LedgerEvent, slice?: number): Change | null {
  if (event.kind !== 'limit.frozen' && event.kind !== 'limit.used') {
    if (event.kind !== 'limit.released') return null;
  }
  const { line, period, act } = event;
  const amount = event.slices
    .filter(part => slice === undefined || part.slice === slice)
    .reduce((total, part) => total + BigInt(part.amount.minor), 0n);
  if (event.kind === 'limit.frozen') return { line, period, act, frozen: amount, used: 0n };
  if (event.kind === 'limit.used') {
    return { line, period, act, frozen: event.from ? 0n : -amount, used: amount };
  }
  const ofFrozen = event.from === 'frozen';
  return { line, period, act, frozen: ofFrozen ? -amount : 0n, used: ofFrozen ? 0n : -amount };
}
