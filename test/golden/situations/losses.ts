import type { StateDouble } from '../../flow/state-double.ts';
import { BUYER, DAY, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import { act, on, type Step } from './acting.ts';

/** A default on a debtor whose loss nobody has booked. */
function loss(ledger: StateDouble, buyer: string): void {
  const financing = NAMES['unknown'] ?? '';
  ledger.put('openLoss', `${buyer}~${financing}`, { buyer, financing, on: DAY });
}

const age = 'items: [{target: receivable, id: @claim}]';
const defaultBody = 'receivable: @claim; financing: @financing';

/** Situations of late and lost money, by name. */
export const LOSSES: Readonly<Record<string, readonly (string | Step)[]>> = {
  'loss open': [ledger => loss(ledger, BUYER)],
  'loss of another open': [ledger => loss(ledger, SUPPLIER)],
  'claim overdue': [on('2026-06-02'), act('claim.age', 'supplier maker', age)],
  overdue: ['financed', 'claim overdue'],
  'overdue with recourse': ['financed with recourse', 'claim overdue'],
  defaulted: ['overdue', on('2026-07-02'), act('claim.default', 'funder maker', defaultBody)],
  'defaulted with recourse': [
    'overdue with recourse',
    on('2026-07-02'),
    act('claim.default', 'funder maker', defaultBody),
  ],
  'half written off': [
    'defaulted',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 450,000.00; reason: insolvent',
    ),
  ],
  'written off': [
    'defaulted',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 900,000.00; reason: insolvent',
    ),
  ],
  'rest written off': [
    'half written off',
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'financing: @financing; holdings: [@claim]; amount: CNY 450,000.00; reason: insolvent',
    ),
  ],
  'breach demanded after a loss': [
    'half written off',
    act(
      'recourse.demand',
      'funder maker',
      'recourse: @recourse; financing: @financing; cause: breach; amount: CNY 900,000.00; dueOn: 2026-07-10',
    ),
  ],
  'recourse demanded': [
    'defaulted with recourse',
    act(
      'recourse.demand',
      'funder maker',
      'recourse: @recourse; financing: @financing; cause: default; amount: CNY 900,000.00; dueOn: 2026-07-10',
    ),
  ],
  'repurchase proposed': [
    'financed',
    act(
      'repurchase.propose',
      'supplier maker',
      'repurchase: @repurchase; financing: @financing; holdings: [@claim]; price: CNY 900,000.00; on: 2026-03-10',
    ),
  ],
  'repurchase accepted': [
    'repurchase proposed',
    act('repurchase.accept', 'funder maker', 'repurchase: @repurchase'),
  ],
  'provision raised': [
    act(
      'provision.raise',
      'funder maker 1, funder checker 2',
      'financing: @financing; ppm: 50,000; reason: sector',
    ),
  ],
  'recourse case open': [
    act(
      'dispute.open',
      'supplier maker',
      'dispute: @dispute2; object: {type: financing, id: @financing}; kind: payment; ' +
        'amount: CNY 900,000.00; evidence: [#1]',
    ),
  ],
  'recourse contested': [
    act('recourse.dispute', 'supplier maker', 'recourse: @recourse; dispute: @dispute2'),
  ],
  'repurchase cancelled': [act('repurchase.cancel', 'supplier maker', 'repurchase: @repurchase')],
};
