import * as steps from '../../flow/steps.ts';
import { accountOf, BUYER, COLLECT, FUNDER, hashOf, OPERATOR } from '../../flow/trade.ts';
import { act, type Step } from './acting.ts';

/** Situations of bank statements, entries and booked money, by name. */
export const CASH: Readonly<Record<string, readonly (string | Step)[]>> = {
  'funder paid in': [
    ledger => steps.receive(ledger, { entry: steps.FUNDING, minor: 500, payer: FUNDER }),
    act(
      'payment.match',
      'operator matcher',
      'payment: #101; tier: 1; allocations: [{target: funding, id: @funder, amount: CNY 5.00}]',
      'match',
    ),
  ],
  'funder folded': [
    act('balance.fold', 'operator system', 'party: @funder; currency: CNY; upTo: 2026-03-03'),
  ],
  'funding unmatched': [
    act('payment.unmatch', 'operator cash 1, operator checker 2', 'match: @match; reason: wrong'),
  ],
  'statement given': [statement('no')],
  'suspect statement given': [statement('yes')],
  'entry received': [
    act(
      'cash.receive',
      'bank cash',
      'entry: #601; account: @escrow; amount: CNY 0.05; valueOn: 2026-03-03; payer: @buyer; ' +
        'payerRef: #2; statement: s1',
    ),
  ],
  'entry of a payment': [
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 500, payer: BUYER }),
  ],
  'entry reversed': [
    act(
      'cash.reverse',
      'bank cash',
      'entry: #602; reverses: #601; valueOn: 2026-03-03; statement: s1',
    ),
  ],
  'entry divided': [
    act(
      'payment.match',
      'operator matcher',
      'payment: #601; tier: 1; allocations: [{target: receivable, id: @claim, amount: CNY 0.05}]',
      'match',
    ),
  ],
  'operator paid in': [
    ledger => steps.receive(ledger, { entry: hashOf(605), minor: 500, payer: OPERATOR }),
    act(
      'payment.match',
      'operator matcher',
      'payment: #605; tier: 1; allocations: [{target: funding, id: @operator, amount: CNY 5.00}]',
    ),
  ],
  'operator folded': [
    act('balance.fold', 'operator system', 'party: @operator; currency: CNY; upTo: 2026-03-03'),
  ],
  'divided entry reversed': [
    act(
      'cash.reverse',
      'bank cash, operator cash 1, operator director 2',
      'entry: #602; reverses: #601; valueOn: 2026-03-03; statement: s1; cover: CNY 0.05',
    ),
  ],
  'collect account of another currency': [
    ledger => {
      const account = { ...accountOf(COLLECT, OPERATOR, 'collect'), currency: 'USD' as const };
      ledger.put('account', COLLECT, account);
    },
  ],
};

function statement(suspect: string): Step {
  return act(
    'cash.statement',
    'bank cash',
    `statement: s1; account: @escrow; sequence: '1'; opening: CNY 0.00; closing: CNY 0.05; ` +
      `entries: 1; file: #1; suspect: ${suspect}`,
  );
}
