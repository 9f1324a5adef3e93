import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { LossEntities, OpenLoss, Provision, Recourse, Repurchase } from './loss-state.ts';

/** How valuations, demands and take-backs change by events. */
export const applyLoss: { readonly [T in keyof LossEntities]: ApplyEntity<LossEntities[T]> } = {
  provision: foldBy<Provision>({
    'provision.booked': (_, { kind: _kind, ...provision }) => provision,
  }),
  recourse: foldBy<Recourse>({
    'recourse.demanded': (_, { kind: _kind, ...demand }) => {
      return { ...demand, dispute: null, status: 'demanded' };
    },
    'recourse.disputed': change((state, { dispute }) => {
      return { ...state, dispute, status: 'disputed' };
    }),
    'recourse.settled': change(state => ({ ...state, status: 'settled' })),
  }),
  repurchase: foldBy<Repurchase>({
    'repurchase.proposed': (_, { kind: _kind, on: _on, ...offer }) => {
      return { ...offer, subReason: null, status: 'pending' };
    },
    'repurchase.accepted': change(state => ({ ...state, status: 'accepted' })),
    'repurchase.settled': change(state => ({ ...state, status: 'settled' })),
    'repurchase.declined': change((state, { subReason }) => {
      return { ...state, subReason, status: 'declined' };
    }),
    'repurchase.cancelled': change((state, { subReason }) => {
      return { ...state, subReason, status: 'cancelled' };
    }),
  }),
  openLoss: foldBy<OpenLoss>({
    'claim.defaulted': (state, { buyer, financing, on }) => {
      return financing === null ? state : { buyer, financing, on };
    },
    // The loss is booked, or nothing is lost any more: the row is taken away.
    'writeoff.booked': () => undefined,
    'financing.returned': () => undefined,
    'financing.repaid': () => undefined,
  }),
};
