import type { ApplyEntity } from '../event/entity-ref.ts';
import type { LedgerEvent } from '../event/index.ts';
import type { MoneyWire } from '../money/index.ts';
import type { SettlementEvent } from './events.ts';
import type { Payment, Payout, SettlementEntities } from './state.ts';

/** How bank entries, payments and payouts change by events. Others leave them as they are. */
export const applySettlement: {
  readonly [T in keyof SettlementEntities]: ApplyEntity<SettlementEntities[T]>;
} = {
  statement: (state, event) => {
    if (event.kind !== 'cash.stated') return state;
    const { statement, account, sequence, opening, closing, entries, file, suspect, on } = event;
    return { statement, account, sequence, opening, closing, entries, file, suspect, on };
  },
  cashEntry: (state, event) => {
    if (event.kind === 'cash.received') {
      const { entry, account, amount, valueOn, statement, on } = event;
      return { entry, account, amount, valueOn, statement, use: 'payment', of: entry, on };
    }
    if (event.kind === 'cash.reversed') {
      const { entry, account, amount, valueOn, statement, reverses, on } = event;
      return { entry, account, amount, valueOn, statement, use: 'reversal', of: reverses, on };
    }
    if (event.kind === 'payout.confirmed') {
      const { entry, account, amount, valueOn, payout, on } = event;
      return { entry, account, amount, valueOn, statement: null, use: 'payout', of: payout, on };
    }
    return state;
  },
  payment: (state, event) => {
    if (event.kind === 'cash.received') return received(event);
    if (!state) return state;
    if (event.kind === 'cash.reversed') return { ...state, status: 'reversed' };
    return used(state, event);
  },
  match: (state, event) => {
    if (event.kind === 'payment.matched') {
      const { match, payment, tier, amount, allocations, divisions, lines, on } = event;
      const made = { match, payment, tier, amount, allocations, divisions, lines, on };
      return { ...made, status: 'standing' };
    }
    return event.kind === 'payment.unmatched' && state ? { ...state, status: 'undone' } : state;
  },
  payout: (state, event) => {
    if (event.kind === 'payout.instructed') {
      return instructed(event);
    }
    if (!state) return state;
    if (event.kind === 'payout.sent') return { ...state, status: 'sent', file: event.file };
    if (event.kind === 'payout.confirmed') {
      return { ...state, status: 'confirmed', entry: event.entry, endedOn: event.on };
    }
    if (event.kind === 'payout.failed') {
      return { ...state, status: 'failed', reason: event.reason, endedOn: event.on };
    }
    return state;
  },
  payoutFile: (state, event) => {
    if (event.kind !== 'payout.sent') return state;
    const { file, account, payouts, total, on } = event;
    return { file, account, payouts, total, on };
  },
};

function received(event: {
  readonly entry: string;
  readonly account: string;
  readonly amount: MoneyWire;
  readonly payer: string | null;
  readonly payerRef: string;
  readonly valueOn: string;
  readonly statement: string;
  readonly on: string;
}): Payment {
  const { entry, account, amount, payer, payerRef, valueOn, statement, on } = event;
  const allocated = { minor: '0', currency: amount.currency };
  const money = { received: amount, allocated, refunded: allocated, payer, payerRef, valueOn };
  return { payment: entry, account, status: 'open', ...money, statement, receivedOn: on };
}

/** What a payment is used for, or no longer. */
function used(state: Payment, event: LedgerEvent): Payment {
  switch (event.kind) {
    case 'payment.matched':
      return usedBy(state, 'allocated', BigInt(event.amount.minor));
    case 'payment.unmatched':
      return usedBy(state, 'allocated', -BigInt(event.amount.minor));
    case 'payout.instructed':
      return usedBy(state, 'refunded', BigInt(event.amount.minor));
    case 'payout.failed':
      return usedBy(state, 'refunded', -BigInt(event.amount.minor));
    default:
      return state;
  }
}

function usedBy(state: Payment, field: 'allocated' | 'refunded', moved: bigint): Payment {
  const { currency, minor: whole } = state.received;
  const minor = (BigInt(state[field].minor) + moved).toString();
  const next = { ...state, [field]: { minor, currency } };
  const left = BigInt(whole) - BigInt(next.allocated.minor) - BigInt(next.refunded.minor);
  const spent = next.allocated.minor === '0' ? 'refunded' : 'allocated';
  return { ...next, status: left === 0n ? spent : 'open' };
}

function instructed(event: Extract<SettlementEvent, { kind: 'payout.instructed' }>): Payout {
  const { payout, purpose, financing, funder, loan, source, payee, account } = event;
  const { amount, fees, debited } = event;
  const { valueOn, endToEndId, uetr, reference, on: instructedOn } = event;
  const of = { payout, purpose, financing, funder, loan, source, payee, account };
  const order = { ...of, amount, fees, debited };
  const names = { valueOn, endToEndId, uetr, reference, instructedOn };
  const open = { file: null, entry: null, endedOn: null, reason: null };
  return { ...order, ...names, ...open, status: 'instructed' };
}
