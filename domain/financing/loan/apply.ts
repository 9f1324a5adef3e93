import type { ApplyEntity } from '../../event/entity-ref.ts';
import { change, foldBy } from '../../event/fold.ts';
import type { Debt } from '../state.ts';
import type { LoanDraw, LoanEntities, LoanStatus, OrderLoan } from './state.ts';

const NOTHING_OWED = (on: string, dueOn: string): Debt => ({
  ...{ principal: '0', unearned: '0', interestDue: '0', interestTo: on },
  ...{ lateDue: '0', lateTo: dueOn, writtenOff: '0' },
});

const to = (status: LoanStatus) =>
  change((state: OrderLoan, _: unknown) => ({ ...state, status, version: state.version + 1 }));
const ends = (status: LoanStatus) =>
  change((state: OrderLoan, { on }: { readonly on: string }) => ({
    ...state,
    ...{ status, frozen: [], reserved: [], endedOn: on, version: state.version + 1 },
  }));

/** How order loans change by events. */
export const applyLoan: { readonly [T in keyof LoanEntities]: ApplyEntity<LoanEntities[T]> } = {
  orderLoan: foldBy<OrderLoan>({
    'orderLoan.requested': (_, { kind: _kind, on, ...asked }) => ({
      ...asked,
      ...{ status: 'requested', requestedOn: on, funder: null, terms: null, acceptedOn: null },
      ...{ frozen: [], takes: [], draws: [], reserved: [], version: 1, endedOn: null },
      debt: NOTHING_OWED(on, asked.dueOn),
    }),
    'orderLoan.accepted': change((state, { funder, terms, on }) => {
      const version = state.version + 1;
      return { ...state, status: 'accepted', funder, terms, acceptedOn: on, version };
    }),
    'orderLoan.committed': change((state, { takes }) => {
      return { ...state, status: 'committed', frozen: takes, version: state.version + 1 };
    }),
    'orderLoan.drawn': change((state, { draw, amount, milestone, payTo, payee }) => {
      const asked = {
        draw,
        amount,
        milestone,
        payTo,
        payee,
        status: 'asked',
        payout: null,
      } as const;
      return { ...state, draws: [...state.draws, asked], version: state.version + 1 };
    }),
    'orderLoan.funded': change((state, { draw, payout }) => {
      return drawIs(state, draw, { status: 'instructed', payout });
    }),
    'orderLoan.drawPaid': change((state, { draw, frozen, takes, debt }) => {
      return { ...drawIs(state, draw, { status: 'paid' }), frozen, takes, debt };
    }),
    'orderLoan.drawFailed': change((state, { draw }) => {
      return drawIs(state, draw, { status: 'asked', payout: null });
    }),
    'orderLoan.activated': to('active'),
    'orderLoan.overdue': to('overdue'),
    'orderLoan.defaulted': to('defaulted'),
    'orderLoan.writtenOff': change((state, { debt, takes }) => {
      return { ...state, status: 'writtenOff', debt, takes, version: state.version + 1 };
    }),
    'orderLoan.paid': change((state, { debt, takes }) => {
      return { ...state, debt, takes, version: state.version + 1 };
    }),
    'orderLoan.converted': change((state, { debt, takes, made }) => {
      const pledged = made.holdings.map(({ holding }) => holding);
      const reserved = state.reserved.filter(holding => !pledged.includes(holding));
      return { ...state, debt, takes, reserved, version: state.version + 1 };
    }),
    'orderLoan.repaid': ends('repaid'),
    'orderLoan.expired': ends('expired'),
    'holding.reserved': change((state, { holding }) => {
      return { ...state, reserved: [...state.reserved, holding], version: state.version + 1 };
    }),
  }),
};

function drawIs(state: OrderLoan, id: string, changed: Partial<LoanDraw>): OrderLoan {
  const draws = state.draws.map(one => (one.draw === id ? { ...one, ...changed } : one));
  return { ...state, draws, version: state.version + 1 };
}
