import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { MoneyWire } from '../money/index.ts';
import { minus, movePart, outstandingOf, partsOf, plus, withMinor, zeroOf } from './amounts.ts';
import { claimLife, confirmLineLife, endedParts } from './apply-life.ts';
import { confirmationOf } from './standing.ts';
import type { ClaimTerms, ConfirmLine, Flag, LiveState, Parts, Receivable } from './state.ts';

/** How a claim changes; what its holdings do moves its parts. */
export const applyClaim: ApplyEntity<Receivable> = foldBy<Receivable>({
  ...claimLife,
  'receivable.offered': (_, { terms }) => ({ ...bornClaim(terms), status: 'offered' }),
  'receivable.issued': (_, { terms, confirmation, lined }) => {
    return { ...bornClaim(terms), status: 'issued', confirmation, lined };
  },
  'receivable.confirmed': change((state, { confirmation, lined }) => ({
    ...state,
    version: state.version + 1,
    status: 'confirmed',
    assurance: 'L3',
    confirmation,
    lined,
  })),
  'receivable.recorded': change((state, { assurance, matchResult, on }) => ({
    ...state,
    version: state.version + 1,
    status: 'recorded',
    assurance,
    matchResult,
    recordedOn: on,
  })),
  'receivable.declined': change((state, event) => ended(state, 'declined', event)),
  'receivable.withdrawn': change((state, event) => ended(state, 'withdrawn', event)),
  'receivable.cancelled': change((state, event) => ended(state, 'cancelled', event)),
  'receivable.settled': change((state, { on }) => settled(state, on)),
  'holding.split': change((state, { holding, parts }) => ({
    ...state,
    holdings: replaceIn(
      state.holdings,
      holding,
      parts.map(part => part.holding),
    ),
    version: state.version + 1,
  })),
  'holding.transferred': change((state, { holding, child }) => ({
    ...state,
    holdings: replaceIn(state.holdings, holding, [child]),
    version: state.version + 1,
  })),
  'footprint.recorded': change((state, { scope }) => ({
    ...state,
    footprints: [...(state.footprints ?? []), scope],
    version: state.version + 1,
  })),
  'holding.reserved': change((state, { amount }) => moved(state, amount, 'free', 'reserved')),
  'holding.pledged': change((state, { amount }) => moved(state, amount, 'reserved', 'pledged')),
  'holding.sold': change((state, { amount }) => moved(state, amount, 'reserved', 'sold')),
  'holding.released': change((state, { amount, from }) => moved(state, amount, from, 'free')),
  'holding.returned': change((state, { amount }) => moved(state, amount, 'sold', 'free')),
  'holding.paid': change((state, { amount, from }) => moved(state, amount, from, 'paid')),
  'holding.closed': change((state, { holding }) => ({
    ...state,
    holdings: replaceIn(state.holdings, holding, []),
    version: state.version + 1,
  })),
  'duplicate.flagged': change((state, { flag }) => ({
    ...state,
    flags: [...state.flags, flag],
    version: state.version + 1,
  })),
  'duplicate.cleared': change((state, { flag }) => ({
    ...state,
    flags: state.flags.filter(open => open !== flag),
    version: state.version + 1,
  })),
});

export const applyFlag: ApplyEntity<Flag> = foldBy<Flag>({
  'duplicate.flagged': (_, { flag, receivable, rule, other, on }) => {
    return { flag, receivable, rule, other, on, state: 'open' };
  },
  'duplicate.cleared': change((state, { reason, on }) => {
    return { ...state, state: 'cleared', reason, clearedOn: on };
  }),
});

export const applyConfirmLine: ApplyEntity<ConfirmLine> = foldBy<ConfirmLine>({
  ...confirmLineLife,
  'receivable.confirmed': (state, { buyer, face }) => {
    return { buyer, used: plus(state?.used ?? zeroOf(face), face) };
  },
  'receivable.settled': change((state, { face }) => ({ ...state, used: minus(state.used, face) })),
  'receivable.cancelled': change((state, { face }) => {
    return { ...state, used: minus(state.used, face) };
  }),
});

function bornClaim(terms: ClaimTerms) {
  const whole = { parts: partsOf(terms.face), outstanding: terms.face };
  const clean = { flags: [], disputes: [], frozen: null, rescheduled: null, losses: [] };
  return { ...terms, ...whole, holdings: [terms.receivable], ...clean, version: 1 };
}

function moved(
  state: Receivable,
  amount: MoneyWire,
  from: LiveState,
  to: LiveState | 'paid',
): Receivable {
  const parts = movePart(state.parts, { amount, from, to });
  return { ...state, ...position(state, parts) };
}

function position(state: Receivable, parts: Parts) {
  const outstanding = withMinor(state.face, outstandingOf(parts));
  return { parts, outstanding, version: state.version + 1 };
}

/** A claim that ends before it is live: what was free counts as diluted, nothing is outstanding. */
function ended(
  state: Receivable,
  status: 'declined' | 'withdrawn' | 'cancelled',
  { reason, on }: { readonly reason: string; readonly on: string },
): Receivable {
  const parts = endedParts(state);
  const terms = { ...state, ...position(state, parts), holdings: [] };
  return { ...terms, status, endedOn: on, reason };
}

function settled(state: Receivable, on: string): Receivable {
  const confirmation = confirmationOf(state);
  const assurance = 'assurance' in state ? state.assurance : 'L1';
  const version = state.version + 1;
  return { ...state, version, status: 'settled', assurance, confirmation, settledOn: on };
}

function replaceIn(
  holdings: readonly string[],
  holding: string,
  by: readonly string[],
): readonly string[] {
  return holdings.flatMap(held => (held === holding ? by : [held]));
}
