import * as steps from '../flow/steps.ts';
import { accountOf, BUYER, FUNDER } from '../flow/trade.ts';
import { act, type Step } from './acting.ts';
import { NAMES } from './names.ts';

const cash = 'operator cash 1*, operator checker 2';

/** A settling account of a party that counts since January. */
const account =
  (name: string, party: string): Step =>
  ledger => {
    const id = NAMES[name] ?? '';
    ledger.put('account', id, accountOf(id, party, 'settle'));
  };

const filed = (total: string): Step =>
  act('payout.file', 'operator cash 1', `file: #105; payouts: [@payout2]; total: ${total}`);

/** Situations of money that leaves the platform, by name. */
export const TREASURY: Readonly<Record<string, readonly (string | Step)[]>> = {
  'buyer account': [account('buyerAccount', BUYER)],
  'funder account': [account('funderAccount', FUNDER)],
  'buyer account of the entry': [
    ledger => {
      const id = NAMES['buyerAccount'] ?? '';
      const named = { ...accountOf(id, BUYER, 'settle'), bankRoot: NAMES['payerRef'] ?? '' };
      ledger.put('account', id, named);
    },
  ],
  'buyer account in dollars': [
    ledger => {
      const id = NAMES['buyerAccount'] ?? '';
      ledger.put('account', id, { ...accountOf(id, BUYER, 'settle'), currency: 'USD' });
    },
  ],
  'buyer account new': [
    ledger => {
      const id = NAMES['buyerAccount'] ?? '';
      const usable = { ...accountOf(id, BUYER, 'settle'), usableFrom: '2026-03-04' };
      ledger.put('account', id, usable);
    },
  ],
  'somebody pays 900': [
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 90_000_000 }),
  ],
  'part refunded': [
    act(
      'payment.refund',
      cash,
      'payment: @repayment; payout: @payout2; account: @buyerAccount; amount: CNY 100,000.00',
    ),
  ],
  'refund sent': ['part refunded', filed('CNY 100,000.00')],
  'refund failed': [
    'refund sent',
    act('payout.fail', 'bank cash', 'payout: @payout2; reason: AC04; message: #1'),
  ],
  'balance paid': [
    act(
      'balance.fold',
      'operator cash 1, operator checker 2',
      'party: @funder; currency: CNY; upTo: 2026-03-03; ' +
        'pay: {payout: @payout2, account: @funderAccount, amount: CNY 5.00}',
    ),
    filed('CNY 5.00'),
  ],
};
