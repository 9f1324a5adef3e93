import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import { minus, plus, zeroOf } from './amounts.ts';
import { bornHolding, holdingLife, voided } from './apply-life.ts';
import { fieldsOf } from './holding-fields.ts';
import type { Holding } from './state.ts';

/** How a holding changes. The holding that a split or a transfer makes is born by the same event. */
export const applyHolding: ApplyEntity<Holding> = foldBy<Holding>({
  ...holdingLife,
  'receivable.offered': (_, { terms }, id) => ({
    ...bornHolding({ holding: id, receivable: terms.receivable, amount: terms.face }),
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
    const amounts = bornHolding({ holding: id, receivable, amount: part.amount });
    return { ...amounts, holder, tier, parent, recourseTo, state: 'free' };
  },
  'holding.transferred': (state, event, id) => {
    if (state) return splitOut(state, [event.child]);
    const { receivable, to, tier, recourseTo, holding: parent, amount } = event;
    const amounts = bornHolding({ holding: id, receivable, amount });
    return { ...amounts, holder: to, tier, parent, recourseTo, state: 'free' };
  },
  'holding.reserved': change((state, { lockedFor }) => {
    return { ...fieldsOf(state), state: 'reserved', lockedFor };
  }),
  'holding.pledged': change((state, { financing, funder }) => {
    return { ...fieldsOf(state), state: 'pledged', financing, funder };
  }),
  'holding.sold': change((state, { financing, funder, residualTo }) => {
    return { ...fieldsOf(state), holder: funder, state: 'sold', financing, residualTo };
  }),
  'financing.assigned': change((state, { to }) => {
    if (state.state === 'sold') return { ...state, holder: to, version: state.version + 1 };
    return state.state === 'pledged' ? { ...state, funder: to, version: state.version + 1 } : state;
  }),
  'holding.released': change(state => ({ ...fieldsOf(state), state: 'free' })),
  'holding.returned': change((state, { to }) => ({
    ...fieldsOf(state),
    holder: to,
    state: 'free',
  })),
  'holding.paid': change((state, { amount }) => ({
    ...state,
    outstanding: minus(state.outstanding, amount),
    paid: plus(state.paid, amount),
    version: state.version + 1,
  })),
  'holding.closed': change(state => ({ ...fieldsOf(state), state: 'closed' })),
  'receivable.declined': change(voided),
  'receivable.withdrawn': change(voided),
  'receivable.cancelled': change(voided),
});

function splitOut(state: Holding, children: readonly string[]): Holding {
  const left = { outstanding: zeroOf(state.amount), splitOut: state.outstanding };
  return { ...fieldsOf(state), ...left, state: 'split', children };
}
