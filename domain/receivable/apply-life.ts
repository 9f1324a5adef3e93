import { change, type Changes } from '../event/fold.ts';
import { minus, movePart, outstandingOf, plus, withMinor, zeroOf } from './amounts.ts';
import { fieldsOf, type HoldingFields } from './holding-fields.ts';
import { confirmationOf, isLined } from './standing.ts';
import type { ConfirmLine, Holding, Invoice, Parts, Receivable } from './state.ts';

/** What a claim's later life changes on it. */
export const claimLife: Changes<Receivable> = {
  'receivable.accepted': change(state => {
    const confirmation = confirmationOf(state);
    if (!confirmation) return state;
    const lined = isLined(state);
    return {
      ...state,
      version: state.version + 1,
      status: 'confirmed',
      assurance: 'L3',
      confirmation,
      lined,
    };
  }),
  'receivable.rejected': change((state, { reason, on }) => ended(state, 'declined', reason, on)),
  'receivable.expired': change((state, { reason, on }) => ended(state, 'expired', reason, on)),
  'receivable.diluted': change((state, { holdings }) => {
    let { parts } = state;
    for (const { amount, from } of holdings)
      parts = movePart(parts, { amount, from, to: 'diluted' });
    const closed = holdings.filter(({ closes }) => closes).map(({ holding }) => holding);
    const left = state.holdings.filter(id => !closed.includes(id));
    return { ...state, ...position(state, parts), holdings: left };
  }),
  'receivable.rescheduled': change((state, { dueOn, from, on }) => {
    return { ...state, dueOn, rescheduled: { from, on }, version: state.version + 1 };
  }),
  'receivable.frozen': change((state, { reason, ref, on }) => {
    return { ...state, frozen: { reason, ref, on }, version: state.version + 1 };
  }),
  'receivable.unfrozen': change(state => {
    return { ...state, frozen: null, version: state.version + 1 };
  }),
  'holding.realised': change((state, { amount }) => {
    const parts = movePart(state.parts, { amount, from: 'pledged', to: 'sold' });
    return { ...state, ...position(state, parts) };
  }),
  'claim.overdue': change((state, { on }) => {
    const late = { ...lateOf(state), overdueOn: on, agedTo: 1 };
    return { ...state, ...late, version: state.version + 1, status: 'overdue' };
  }),
  'claim.aged': change((state, { to }) => {
    if (state.status !== 'overdue' && state.status !== 'defaulted') return state;
    return { ...state, agedTo: to, version: state.version + 1 };
  }),
  'claim.defaulted': change((state, { on }) => {
    if (state.status !== 'overdue') return state;
    return { ...state, status: 'defaulted', defaultedOn: on, version: state.version + 1 };
  }),
  'receivable.closedWithLoss': change((state, { on }) => {
    const { assurance, confirmation, lined } = lateOf(state);
    const version = state.version + 1;
    return {
      ...state,
      version,
      status: 'closedWithLoss',
      assurance,
      confirmation,
      lined,
      closedOn: on,
    };
  }),
  'writeoff.booked': change((state, { financing, holdings }, id) => {
    let { parts } = state;
    const own = holdings.filter(({ receivable }) => receivable === id);
    for (const { amount } of own)
      parts = movePart(parts, { amount, from: 'sold', to: 'writtenOff' });
    const closed = own.filter(({ closes }) => closes).map(({ holding }) => holding);
    const left = state.holdings.filter(held => !closed.includes(held));
    const known = new Set(state.losses.map(({ holding }) => holding));
    const fresh = own.filter(({ holding }) => !known.has(holding));
    const losses = [...state.losses, ...fresh.map(({ holding }) => ({ holding, financing }))];
    return { ...state, ...position(state, parts), holdings: left, losses };
  }),
  'writeoff.recovered': change((state, { amount, holding, whole }) => {
    const parts = movePart(state.parts, { amount, from: 'writtenOff', to: 'paid' });
    const losses = whole ? state.losses.filter(loss => loss.holding !== holding) : state.losses;
    return { ...state, ...position(state, parts), losses };
  }),
  'dispute.opened': change((state, { dispute, sides, amount }) => {
    const disputes = [...state.disputes, { dispute, sides, amount, awarded: false }];
    return { ...state, disputes, version: state.version + 1 };
  }),
  'dispute.awarded': change((state, { dispute, award, closes }) => {
    if (closes) return undisputed(state, dispute);
    const disputes = state.disputes.map(open =>
      open.dispute === dispute
        ? { ...open, amount: award.amount ?? open.amount, awarded: true }
        : open,
    );
    return { ...state, disputes, version: state.version + 1 };
  }),
  'dispute.settled': change((state, { dispute }) => undisputed(state, dispute)),
  'dispute.withdrawn': change((state, { dispute }) => undisputed(state, dispute)),
  'dispute.paid': change((state, { dispute, amount, closes }) => {
    if (closes) return undisputed(state, dispute);
    const disputes = state.disputes.map(open =>
      open.dispute === dispute ? { ...open, amount: minus(open.amount, amount) } : open,
    );
    return { ...state, disputes, version: state.version + 1 };
  }),
  'dispute.stepped': change((state, { dispute, closes }) => {
    return closes ? undisputed(state, dispute) : state;
  }),
};

/** What a claim's later life changes on its holdings. */
export const holdingLife: Changes<Holding> = {
  'receivable.issued': (_, { terms }, id) => ({
    ...bornHolding({ holding: id, receivable: terms.receivable, amount: terms.face }),
    holder: terms.supplier,
    tier: 0,
    parent: null,
    recourseTo: null,
    state: 'free',
  }),
  'receivable.rejected': change(voided),
  'receivable.expired': change(voided),
  'receivable.diluted': change((state, { holdings }, id) => {
    const part = holdings.find(({ holding }) => holding === id);
    if (!part) return state;
    const outstanding = minus(state.outstanding, part.amount);
    const diluted = plus(state.diluted, part.amount);
    const changed = { outstanding, diluted };
    if (part.closes) return { ...fieldsOf(state), ...changed, state: 'closed' };
    return { ...state, ...changed, version: state.version + 1 };
  }),
  'holding.realised': change((state, { financing, funder, residualTo }) => {
    return { ...fieldsOf(state), holder: funder, state: 'sold', financing, residualTo };
  }),
  'writeoff.booked': change((state, { holdings }, id) => {
    const part = holdings.find(({ holding }) => holding === id);
    if (!part) return state;
    const outstanding = minus(state.outstanding, part.amount);
    const writtenOff = plus(state.writtenOff, part.amount);
    const changed = { outstanding, writtenOff };
    if (part.closes) return { ...fieldsOf(state), ...changed, state: 'closed' };
    return { ...state, ...changed, version: state.version + 1 };
  }),
  'writeoff.recovered': change((state, { amount }) => {
    const writtenOff = minus(state.writtenOff, amount);
    return { ...state, writtenOff, paid: plus(state.paid, amount), version: state.version + 1 };
  }),
};

/** A credit note takes from what the invoice can carry, what is claimed and what is financed. */
export const invoiceLife: Changes<Invoice> = {
  'receivable.diluted': change((state, { receivable, invoices, financed }, id) => {
    const share = invoices.find(({ invoice }) => invoice === id)?.amount ?? zeroOf(state.amount);
    const lent = financed.find(({ invoice }) => invoice === id)?.amount ?? zeroOf(state.amount);
    const entries = state.entries.map(entry => {
      if (entry.receivable !== receivable) return entry;
      const claimed = minus(entry.claimed, share);
      return { ...entry, claimed, financed: minus(entry.financed, lent) };
    });
    return {
      ...state,
      creditNotes: plus(state.creditNotes, share),
      claimed: minus(state.claimed, share),
      financed: minus(state.financed, lent),
      entries,
    };
  }),
};

/** A buyer's own line: taken when it issues a claim, free again when that comes to nothing. */
export const confirmLineLife: Changes<ConfirmLine> = {
  'receivable.issued': (state, { terms: { buyer, face } }) => {
    return { buyer, used: plus(state?.used ?? zeroOf(face), face) };
  },
  'receivable.rejected': change((state, { face }) => ({ ...state, used: minus(state.used, face) })),
  'receivable.expired': change((state, { face }) => ({ ...state, used: minus(state.used, face) })),
};

function undisputed(state: Receivable, dispute: string): Receivable {
  const disputes = state.disputes.filter(open => open.dispute !== dispute);
  return { ...state, disputes, version: state.version + 1 };
}

function position(state: Receivable, parts: Parts) {
  const outstanding = withMinor(state.face, outstandingOf(parts));
  return { parts, outstanding, version: state.version + 1 };
}

function lateOf(state: Receivable) {
  const assurance = 'assurance' in state ? state.assurance : 'L1';
  return { assurance, confirmation: confirmationOf(state), lined: isLined(state) };
}

/** What was free, or kept for an order loan, counts as diluted. */
export function endedParts(state: Receivable): Parts {
  let { parts } = state;
  for (const from of ['free', 'reserved'] as const) {
    const amount = withMinor(state.face, BigInt(parts[from]));
    parts = movePart(parts, { amount, from, to: 'diluted' });
  }
  return parts;
}

function ended(
  state: Receivable,
  status: 'declined' | 'expired',
  reason: string,
  on: string,
): Receivable {
  const parts = endedParts(state);
  return { ...state, ...position(state, parts), holdings: [], status, endedOn: on, reason };
}

/** Amounts of a holding that begins: all of it outstanding. */
export function bornHolding(part: Pick<HoldingFields, 'holding' | 'receivable' | 'amount'>) {
  const nothing = zeroOf(part.amount);
  const rest = { splitOut: nothing, paid: nothing, diluted: nothing, writtenOff: nothing };
  return { ...part, outstanding: part.amount, ...rest, version: 1 };
}

/** A holding of a claim that ended before it was live. */
export function voided(state: Holding): Holding {
  const diluted = plus(state.diluted, state.outstanding);
  return { ...fieldsOf(state), outstanding: zeroOf(state.amount), diluted, state: 'closed' };
}
