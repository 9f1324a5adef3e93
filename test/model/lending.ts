import * as steps from '../flow/steps.ts';
import { attest, partyOf, scoreOf, tradeLedger } from '../flow/trade.ts';
import { cny, type Sides } from './attempt.ts';
import { fold, fund } from './cash-trials.ts';
import { LOAN_TRIALS } from './loan-trials.ts';
import { brought } from './lent.ts';
import {
  AUDITOR,
  BUYER,
  FUNDER,
  idCarrier as CARRIER,
  idSecond as SECOND,
  LINES,
  SUPPLIER,
} from './names.ts';
import { ORDER_LINE, ORDER_SCORES_UNTIL } from './order-rules.ts';
import { ORDER_TRIALS } from './order-trials.ts';
import type { Campaign, Reached } from './run.ts';
import { same } from './same.ts';

const ONWARD_WEIGHT = 150;

/** Orders, and the loans on them. */
export const LENDING: Campaign = {
  days: '03-03 03-04 03-25 04-03 06-17 06-30 07-01 07-06 07-31 08-03',
  first: firstLedger,
  trials: [...ORDER_TRIALS, ...LOAN_TRIALS, [10, fund], [8, fold], [ONWARD_WEIGHT, brought]],
  isUnderWay: ({ loans }) => {
    return [...loans.values()].some(({ status, draws }) => {
      const pays = draws.some(draw => draw.status === 'instructed' || draw.status === 'sent');
      return pays || status === 'accepted';
    });
  },
  compare: async (sides, { order, loan }, reached) => {
    const of = sides.model.loans.get(loan ?? '')?.order ?? order;
    if (of !== undefined) await compareOrder(sides, of, reached);
  },
  compareAll: async (sides, reached) => {
    for (const order of sides.model.orders.keys()) await compareOrder(sides, order, reached);
  },
};

async function firstLedger() {
  const ledger = await tradeLedger();
  ledger.put('party', SECOND, partyOf(SECOND, 'enterprise'));
  ledger.put('party', AUDITOR, partyOf(AUDITOR, 'auditor'));
  ledger.put('party', CARRIER, partyOf(CARRIER, 'partner'));
  for (const subject of [SUPPLIER, BUYER]) {
    const changes = { product: 'orderLoan', validUntil: ORDER_SCORES_UNTIL } as const;
    await attest(ledger, scoreOf(subject, changes));
  }
  const subjects = { debtor: BUYER, supplier: SUPPLIER, funder: FUNDER };
  for (const kind of ['debtor', 'supplier', 'funder'] as const) {
    const place = { line: LINES[kind], kind, subject: subjects[kind], cap: cny(ORDER_LINE) };
    const body = { ...place, from: '2026-03-03', until: '2027-03-03', slices: 4 };
    steps.stands(await ledger.act('limit.set', FUNDER, body, steps.maker(FUNDER)));
  }
  return ledger;
}

type Milestones = readonly { readonly code: string; readonly attestedPpm: number }[];
type Owed = { readonly principal: string; readonly interestDue: string };
type Draws = readonly { readonly draw: string; readonly status: string }[];

async function compareOrder(sides: Sides, id: string, reached: Reached): Promise<void> {
  const { model } = sides;
  const order = model.orders.get(id);
  if (!order) return;
  await same(
    sides,
    'order',
    id,
    found => [
      found['status'],
      (found['value'] as { minor: string }).minor,
      (found['milestones'] as Milestones).map(one => one.attestedPpm).join(),
    ],
    [order.status, order.value, [order.signed ? 1_000_000 : 0, order.delivered].join()],
  );
  reached.states.add(`order ${order.status}`);
  for (const loan of model.loans.values()) {
    if (loan.order !== id) continue;
    // What the bank is told is the payout's own state.
    const draws = loan.draws.map(({ id: name, status }) => {
      return `${name} ${status === 'sent' ? 'instructed' : status}`;
    });
    await same(
      sides,
      'orderLoan',
      loan.id,
      found => {
        const debt = found['debt'] as Owed;
        const drawn = (found['draws'] as Draws).map(({ draw, status }) => `${draw} ${status}`);
        return [found['status'], debt.principal, debt.interestDue, drawn.join()];
      },
      [loan.status, loan.principal, loan.interestDue, draws.join()],
    );
    reached.states.add(`orderLoan ${loan.status}`);
    for (const { status } of loan.draws) reached.states.add(`draw ${status}`);
  }
}
