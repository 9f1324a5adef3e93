import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import { minus, plus, zeroOf } from './amounts.ts';
import type { Holding } from './state.ts';

type Amounts = Omit<Extract<Holding, { state: 'free' }>, 'state'>;

/** How a holding changes. The holding that a split or a transfer makes is born by the same event. */
export const applyHolding: ApplyEntity<Holding> = foldBy<Holding>({
  'receivable.offered': (_, { terms }, id) => ({
    ...born({ holding: id, receivable: terms.receivable, amount: terms.face }),
    holder: terms.supplier,
    tier: 0,
    parent: null,
    recourseTo: null,
    state: 'free',
  }),
  'holding.split': (state, event, id) => {
    if (state)
      return splitOut(
        state,
        event.parts.map(({ holding }) => holding),
      );
    const part = event.parts.find(({ holding }) => holding === id);
    if (!part) return state;
    const { receivable, holder, tier, recourseTo, holding: parent } = event;
    const amounts = born({ holding: id, receivable, amount: part.amount });
    return { ...amounts, holder, tier, parent, recourseTo, state: 'free' };
  },
  'holding.transferred': (state, event, id) => {
    if (state) return splitOut(state, [event.child]);
    const { receivable, to, tier, recourseTo, holding: parent, amount } = event;
    const amounts = born({ holding: id, receivable, amount });
    return { ...amounts, holder: to, tier, parent, recourseTo, state: 'free' };
  },
  'holding.reserved': change((state, { lockedFor }) => {
    return { ...next(state), state: 'reserved', lockedFor };
  }),
  'holding.pledged': change((state, { financing, funder }) => {
    return { ...next(state), state: 'pledged', financing, funder };
  }),
  'holding.sold': change((state, { financing, funder, residualTo }) => {
    return { ...next(state), holder: funder, state: 'sold', financing, residualTo };
  }),
  'holding.released': change(state => ({ ...next(state), state: 'free' })),
  'holding.returned': change((state, { to }) => ({ ...next(state), holder: to, state: 'free' })),
  'holding.paid': change((state, { amount }) => ({
    ...state,
    outstanding: minus(state.outstanding, amount),
    paid: plus(state.paid, amount),
    version: state.version + 1,
  })),
  'holding.closed': change(state => ({ ...next(state), state: 'closed' })),
  'receivable.declined': change(voided),
  'receivable.withdrawn': change(voided),
  'receivable.cancelled': change(voided),
});

function born(part: Pick<Amounts, 'holding' | 'receivable' | 'amount'>) {
  const nothing = zeroOf(part.amount);
  const rest = { splitOut: nothing, paid: nothing, diluted: nothing, writtenOff: nothing };
  return { ...part, outstanding: part.amount, ...rest, version: 1 };
}

/** The fields that every state has, one version on; what only the old state had falls away. */
function next(state: Holding): Amounts {
  const { holding, receivable, holder, amount, outstanding, splitOut, paid } = state;
  const { diluted, writtenOff, tier, parent, recourseTo, version } = state;
  const amounts = { amount, outstanding, splitOut, paid, diluted, writtenOff };
  const place = { holding, receivable, holder, tier, parent, recourseTo };
  return { ...place, ...amounts, version: version + 1 };
}

function splitOut(state: Holding, children: readonly string[]): Holding {
  const left = { outstanding: zeroOf(state.amount), splitOut: state.outstanding };
  return { ...next(state), ...left, state: 'split', children };
}

function voided(state: Holding): Holding {
  const diluted = plus(state.diluted, state.outstanding);
  return { ...next(state), outstanding: zeroOf(state.amount), diluted, state: 'closed' };
}
