import type { Trial } from './attempt.ts';
import * as cash from './cash-trials.ts';
import * as loans from './loan-trials.ts';
import { attestOrder } from './order-trials.ts';
import { roomOf } from './order-rules.ts';
import type { ModelLoan, ModelOrder, ModelState } from './state.ts';

/** A number at which no trial goes wrong on purpose. */
const RIGHT = 6;

type Next = (model: ModelState, loan: ModelLoan, order: ModelOrder, number: number) => Trial;

const drawNext: Next = (model, loan, order, number) => {
  const { draws } = loan;
  const of = (status: string) => draws.find(one => one.status === status);
  if (of('sent')) return loans.drawPaid;
  if (of('instructed')) return loans.fileDraw;
  const asked = of('asked');
  if (asked) {
    if (model.folded >= asked.amount) return loans.fundDraw;
    return model.pending >= asked.amount ? cash.fold : cash.fund;
  }
  if (loan.status === 'active' && number % 3 === 0) return loans.repay;
  return roomOf(loan, order) > 0n ? loans.draw : attestOrder;
};

/** What a loan wants next, so that runs reach its end. */
const NEXT: Readonly<Record<string, Next>> = {
  requested: (model, loan) => (loan.quotedOn === model.today ? loans.accept : loans.quote),
  accepted: () => loans.commit,
  committed: drawNext,
  active: (model, loan, order, number) => {
    if (model.today > loan.dueOn) return loans.ageLoan;
    return drawNext(model, loan, order, number);
  },
  overdue: (_, __, ___, number) => (number % 2 === 0 ? loans.repay : loans.defaulted),
  defaulted: () => loans.repay,
};

/** The step that brings one of the open loans on. */
export const brought: Trial = (sides, { a, b, c }) => {
  const { model } = sides;
  const open = [...model.loans.values()].filter(({ status }) => NEXT[status] !== undefined);
  const loan = open[c % open.length];
  const order = model.orders.get(loan?.order ?? '');
  if (!loan || !order) return null;
  const trial = NEXT[loan.status]?.(model, loan, order, c);
  return trial?.(sides, { a: a * 4 + 1, b: a % 3 === 0 ? b : RIGHT, c }) ?? null;
};
