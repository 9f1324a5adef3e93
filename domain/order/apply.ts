import type { ApplyEntity } from '../event/entity-ref.ts';
import { change, foldBy } from '../event/fold.ts';
import type { OrderEvent } from './events.ts';
import type { Milestone, Order, OrderEntities, OrderKey, OrderStatus } from './state.ts';

type Born = Extract<OrderEvent, { kind: 'order.registered' | 'order.issued' }>;

const ends = (status: OrderStatus) =>
  change((state: Order, { on, reason }: { readonly on: string; readonly reason: string }) => ({
    ...state,
    status,
    endedOn: on,
    reason,
    version: state.version + 1,
  }));
const taken = (_: OrderKey | undefined, { key, order }: Born): OrderKey => ({ key, order });
const freed = change((state: OrderKey, _: unknown) => ({ ...state, order: null }));

/** How orders change by events. */
export const applyOrder: { readonly [T in keyof OrderEntities]: ApplyEntity<OrderEntities[T]> } = {
  order: foldBy<Order>({
    'order.registered': (_, event) => born(event),
    'order.issued': (_, event) => born(event),
    'order.accepted': change((state, { on }) => {
      return { ...state, status: 'accepted', acceptedOn: on, version: state.version + 1 };
    }),
    'order.fulfilled': change(state => {
      return { ...state, status: 'fulfilled', version: state.version + 1 };
    }),
    'order.closed': change((state, { on }) => {
      return { ...state, status: 'closed', endedOn: on, version: state.version + 1 };
    }),
    'order.declined': ends('declined'),
    'order.cancelled': ends('cancelled'),
    'order.expired': ends('expired'),
    'order.lapsed': ends('lapsed'),
    'order.revised': change((state, { value, root }) => {
      const revision = state.revision + 1;
      return { ...state, value, root, revision, version: state.version + 1 };
    }),
    'order.claimed': change((state, { milestone, evidence }) =>
      withMilestone(state, milestone, before => ({
        ...before,
        claimed: [...before.claimed, ...evidence],
      })),
    ),
    'order.attested': change((state, { milestone, result, ppm, on }) =>
      withMilestone(state, milestone, before => {
        return { ...before, result, attestedPpm: ppm, attestedOn: on };
      }),
    ),
    'orderLoan.accepted': change((state, { loan }) => ({ ...state, loan })),
    'orderLoan.repaid': change(state => ({ ...state, loan: null })),
    'orderLoan.expired': change((state, { loan }) => {
      return { ...state, loan: state.loan === loan ? null : state.loan };
    }),
    'order.covered': change((state, { amount }) => {
      const total = BigInt(state.covered.minor) + BigInt(amount.minor);
      return { ...state, covered: { ...state.covered, minor: total.toString() } };
    }),
  }),
  orderKey: foldBy<OrderKey>({
    'order.registered': taken,
    'order.issued': taken,
    'order.declined': freed,
    'order.cancelled': freed,
    'order.expired': freed,
    'order.lapsed': freed,
  }),
};

function born({ kind: _kind, ...order }: Born): Order {
  const covered = { minor: '0', currency: order.value.currency };
  const open = { acceptedOn: null, endedOn: null, reason: null, loan: null };
  return { ...order, ...open, covered, status: 'registered', revision: 1, version: 1 };
}

function withMilestone(
  state: Order,
  code: string,
  next: (milestone: Milestone) => Milestone,
): Order {
  const milestones = state.milestones.map(one => (one.code === code ? next(one) : one));
  return { ...state, milestones, version: state.version + 1 };
}
