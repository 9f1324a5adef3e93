import { partyOf, SUPPLIER } from '../../flow/trade.ts';
import { act, on, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const milestones =
  'milestones: [{code: signed, weightPpm: 300,000, evidenceKinds: [contract], attestor: @buyer, ' +
  'dueOn: 2026-03-31}, {code: delivered, weightPpm: 700,000, evidenceKinds: [receipt], ' +
  'attestor: @carrier, dueOn: 2026-05-29}]';
const terms = 'validUntil: 2026-06-30; terms: {payDays: 60}';
const carrier = NAMES['carrier'] ?? '';

const ordered = (buyer: string): Step =>
  act(
    'order.register',
    'supplier maker',
    `order: @order; buyer: @${buyer}; value: CNY 1,000,000.00; root: root orderPaper; ` +
      `${milestones}; ${terms}`,
  );

const attested = (milestone: string, who: string, result: string): Step =>
  act(
    'order.attest',
    `${who} attestor`,
    `order: @order; milestone: ${milestone}; result: ${result}; evidence: [paper 42]`,
  );

const confirms = (expect: number): Step =>
  act(
    'receivable.confirm',
    'buyer maker 1*, buyer checker 2',
    `items: [{receivable: @fresh, expect: ${expect}, root: root invoiceLarge, ` +
      'face: CNY 1,000,000.00, dueOn: 2026-05-20, payTo: @collect, statement: paper 8, ' +
      'undertaking: irrevocable}]',
  );

const aged = act('claim.age', 'funder maker', 'items: [{target: order, id: @order}]');

const claim =
  'receivable: @fresh, supplier: @supplier, buyer: @buyer, face: CNY 1,000,000.00, ' +
  'invoiceOn: 2026-02-20, dueOn: 2026-05-20, root: root invoiceLarge, ' +
  'invoices: [{fingerprintRef: INV-9, claimed: CNY 1,000,000.00}], recourseTerms: none, order: @order';

/** Situations of orders and what is drawn on them, by name. */
export const ORDERING: Readonly<Record<string, readonly (string | Step)[]>> = {
  carrier: [ledger => ledger.put('party', carrier, partyOf(carrier, 'partner'))],
  'carrier related': [
    ledger => {
      const { persons } = partyOf(SUPPLIER, 'enterprise');
      ledger.put('party', carrier, { ...partyOf(carrier, 'partner'), persons });
    },
  ],
  ordered: [ordered('buyer')],
  'ordered for second': [ordered('second')],
  'order issued': [
    act(
      'order.issue',
      'buyer maker 1*, buyer checker 2',
      'order: @order; supplier: @supplier; value: CNY 1,000,000.00; root: root orderPaper; ' +
        `${milestones}; ${terms}`,
    ),
  ],
  'order accepted': [
    act(
      'order.accept',
      'buyer maker 1*, buyer checker 2',
      'order: @order; expect: 1; root: root orderPaper; value: CNY 1,000,000.00',
    ),
  ],
  'order declined': [act('order.decline', 'buyer maker', 'order: @order; reason: notOurs')],
  'order cancelled': [act('order.cancel', 'buyer maker', 'order: @order; reason: demand')],
  'order closed': [act('order.close', 'supplier maker, buyer maker', 'order: @order')],
  'order expired': [on('2026-04-03'), aged],
  'order lapsed': [on('2026-07-01'), aged],
  signed: [attested('signed', 'buyer', 'met')],
  delivered: [attested('delivered', 'carrier', 'met')],
  'half delivered': [attested('delivered', 'carrier', 'partly; ppm: 500,000')],
  'order claim offered': [act('receivable.offer', 'supplier maker', `items: [{${claim}}]`)],
  'order claim confirmed': ['order claim offered', confirms(1)],
  // Its first holding was kept for the funder when it was offered.
  'kept claim confirmed': ['order claim offered', confirms(2)],
};
