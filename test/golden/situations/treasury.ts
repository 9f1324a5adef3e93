import * as steps from '../../flow/steps.ts';
import { accountOf, BUYER, FUNDER, OPERATOR } from '../../flow/trade.ts';
import { act, linesOf, on, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const cash = 'operator cash 1*, operator checker 2';

/** A settling account of a party that counts since January. */
const account =
  (name: string, party: string): Step =>
  ledger => {
    const id = NAMES[name] ?? '';
    ledger.put('account', id, accountOf(id, party, 'settle'));
  };

const filed = (total: string): Step =>
  act(
    'payout.file',
    'operator cash 1',
    `file: #105; account: @escrow; payouts: [@payout2]; total: ${total}`,
  );

const operatorPays =
  (minor: number): Step =>
  ledger =>
    steps.receive(ledger, { entry: steps.REPAYMENT, minor, payer: OPERATOR });

const drawn: Step = act(
  'buffer.draw',
  'funder treasurer 1*, funder checker 2, operator rule 8',
  'buffer: T0; financing: @financing; payout: @payout; account: @payee; value: 2026-03-03; ' +
    'amount: CNY 885,600.00; line: @ownLine',
);

const topUp = (amount: string): Step =>
  act(
    'buffer.topUp',
    'operator treasurer 1*, operator checker 2',
    `buffer: T0; amount: ${amount}; payment: @repayment`,
  );

/** What the cash buffer moved on the second of March. */
const moved =
  (drawn: string, repaid: string): Step =>
  ledger => {
    const on = '2026-03-02';
    const move = { currency: 'CNY', on, act: 'past', drawn, repaid } as const;
    ledger.put('bufferMove', `CNY~${on}~past`, move);
  };

/** Many moves of the same size on the second of March. */
const movedOften =
  (times: number, drawn: string): Step =>
  ledger => {
    for (const at of Array.from({ length: times }).keys()) {
      const act = `past${String(at).padStart(4, '0')}`;
      const move = { currency: 'CNY', on: '2026-03-02', act, drawn, repaid: '0' } as const;
      ledger.put('bufferMove', `CNY~2026-03-02~${act}`, move);
    }
  };

const funding =
  (minor: number): Step =>
  ledger =>
    steps.funded(ledger, minor);

const RIVALS = ['rivalDebtor', 'rivalSupplier', 'rivalFunder'];

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
  'broker pays 1000': [operatorPays(100_000_000)],
  'broker pays 2000': [operatorPays(200_000_000)],
  'T0 of 1000': ['broker pays 1000', topUp('CNY 1,000,000.00')],
  'T0 just enough': ['broker pays 1000', topUp('CNY 886,500.00')],
  'T0 one cent short': ['broker pays 1000', topUp('CNY 886,499.99')],
  'T0 of 2000': [
    'broker pays 2000',
    act(
      'buffer.topUp',
      'operator treasurer 1*, operator checker 2',
      'buffer: T0; amount: CNY 2,000,000.00; payment: @repayment',
    ),
  ],
  'T1 of 500': [
    act(
      'buffer.topUp',
      'operator treasurer 1*, operator checker 2',
      'buffer: T1; amount: CNY 500,000.00',
    ),
  ],
  'T1 drawn': [
    'T1 of 500',
    'broker pays 1000',
    act(
      'buffer.draw',
      'operator treasurer 1*, operator checker 2',
      'buffer: T1; amount: CNY 300,000.00; payment: @repayment',
    ),
  ],
  'net need of 800': [moved('100000000', '20000000')],
  'net need of 1780.8': [moved('178080000', '0')],
  'net need of 181.7 in 250 payments': [movedOften(250, '72680')],
  'net need of 181.6 in 250 payments': [movedOften(250, '72640')],
  'T0 drawn below what T1 lent': [
    'cleared',
    'own risk',
    'T1 of 500',
    'broker pays 1000',
    topUp('CNY 700,000.00'),
    act(
      'buffer.draw',
      'operator treasurer 1*, operator checker 2',
      'buffer: T1; amount: CNY 300,000.00; payment: @repayment',
    ),
    drawn,
  ],
  'buffer drawn': ['cleared', 'own risk', 'T0 of 1000', drawn],
  'T1 return sent': [
    'T1 drawn',
    'operator account',
    act(
      'buffer.repay',
      'operator treasurer 1*, operator checker 2',
      'buffer: T1; payout: @payout2; account: @operatorAccount; amount: CNY 300,000.00',
    ),
    filed('CNY 300,000.00'),
  ],
  'target of the day': [
    ledger => {
      const set = { currency: 'CNY', on: '2026-03-03', minor: '0', needs: [] } as const;
      ledger.put('bufferTarget', 'CNY', set);
    },
  ],
  'need of 800 counted yesterday': [
    ledger => {
      const needs = [{ on: '2026-02-27', minor: '80000000' }];
      const set = { currency: 'CNY', on: '2026-03-02', minor: '0', needs } as const;
      ledger.put('bufferTarget', 'CNY', set);
    },
  ],
  'buffer half repaid': [
    'funder pays in',
    act(
      'buffer.repay',
      'operator treasurer 1*, operator checker 2',
      'buffer: T0; financing: @financing; amount: CNY 400,000.00',
    ),
  ],
  'buffer payout failed': [
    'buffer payout sent',
    act('payout.fail', 'bank cash', 'payout: @payout; reason: AC04; message: #1'),
  ],
  'T0 uneven': [
    'T0 of 2000',
    ledger => {
      for (let slice = 0; slice < 16; slice++) {
        const minor = slice < 14 ? '0' : '55400000';
        const id = `CNY~${slice.toString().padStart(2, '0')}`;
        ledger.put('bufferSlice', id, { currency: 'CNY', slice, minor });
      }
    },
  ],
  'buffer payout sent': [
    act(
      'payout.file',
      'operator cash 1',
      'file: #105; account: @escrow; payouts: [@payout]; total: CNY 885,600.00',
    ),
  ],
  'funder pays in': [funding(88_650_000)],
  'buffer repaid': [
    'funder pays in',
    act(
      'buffer.repay',
      'operator treasurer 1*, operator checker 2',
      'buffer: T0; financing: @financing; amount: CNY 886,500.00',
    ),
  ],
  'rival lines': linesOf('rival', RIVALS, 'CNY 2,000,000.00'),
  'rival lines too low': linesOf('rival', RIVALS, 'CNY 899,999.99'),
  'rival suspended': [act('party.suspend', 'operator compliance', 'party: @rival; reason: fraud')],
  'rival paid in': [
    ledger =>
      steps.receive(ledger, {
        entry: NAMES['repayment2'] ?? '',
        minor: 89_500_000,
        payer: NAMES['rival'] ?? '',
      }),
    act(
      'payment.match',
      'operator matcher',
      'payment: @repayment2; tier: 1; allocations: [{target: funding, id: @rival, amount: CNY 895,000.00}]',
    ),
    act('balance.fold', 'operator system', 'party: @rival; currency: CNY; upTo: 2026-03-03'),
  ],
  'financed by the buffer': [
    'buffer drawn',
    'buffer payout sent',
    act(
      'payout.confirm',
      'bank cash',
      'payout: @payout; entry: #702; account: @escrow; amount: CNY 885,600.00; valueOn: 2026-03-03',
    ),
  ],
  'two days later': [on('2026-03-05')],
  'operator account': [account('operatorAccount', OPERATOR)],
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
