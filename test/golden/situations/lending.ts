import type { StateDouble } from '../../flow/state-double.ts';
import { change } from '../../flow/refusals.ts';
import * as steps from '../../flow/steps.ts';
import {
  accountOf,
  attest,
  BUYER,
  FUNDER,
  LINES,
  PAYEE,
  scoreOf,
  SUPPLIER,
} from '../../flow/trade.ts';
import { act, on, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const maker = 'supplier maker 1, supplier checker 2';
const named = (name: string): string => NAMES[name] ?? '';

/** SHA-256 over canonical terms and 16 zero bytes: rate, then advance in millionths. */
const COMMITMENTS = {
  // {"advancePpm":500000,"programme":"core","ratePpm":72000}
  fair: '138c42b35d3fa4b9a3995b9fc37270ad5362af5290efd09a8c98a12f61d98d0e',
  // {"advancePpm":500000,"programme":"core","ratePpm":360001}
  dear: '1a201c0d540651a9db816f929a21c5c09e03579daf7d50d82ce5b6b07c5c9cbd',
  // {"advancePpm":500001,"programme":"core","ratePpm":72000}
  high: '7e889c0eb5bc51d4edebc1c549a89204265d26da8c590a541645845ba8b2df73',
  // {"advancePpm":499999,"programme":"core","ratePpm":72000}
  low: '25781589c01b71c592a8a863a8b14c237001d15a7e73882c61473496c311d757',
} as const;

const requested = (loan: string, more = 'dueOn: 2026-06-30'): Step =>
  act(
    'orderLoan.request',
    maker,
    `loan: @${loan}; order: @order; amount: CNY 500,000.00; sealedFor: [@funder]; ${more}`,
  );

const quoted = (terms: keyof typeof COMMITMENTS, loan = 'loan', quote = 'quote'): Step =>
  act(
    'orderLoan.quote',
    'funder maker',
    `quote: @${quote}; loan: @${loan}; line: @debtorLine; commitment: ${COMMITMENTS[terms]}; ` +
      'until: 2026-03-03',
  );

const scored =
  (subject: string, changes: Parameters<typeof scoreOf>[1]): Step =>
  ledger =>
    attest(ledger, scoreOf(subject, { product: 'orderLoan', ...changes }));

const repaid =
  (payer: string): Step =>
  ledger =>
    steps.receive(ledger, { entry: steps.REPAYMENT, minor: 15_100_000, payer });

const aged = act('claim.age', 'funder maker', 'items: [{target: orderLoan, id: @loan}]');

/** The supplier's line can carry one fen less than the loan. */
async function shortLine(ledger: StateDouble): Promise<void> {
  for (const at of [0, 1, 2, 3]) {
    const id = `${LINES.supplier}~${String(at).padStart(2, '0')}`;
    const slice = await ledger.entity('slice', id);
    if (slice) ledger.put('slice', id, { ...slice, cap: at === 0 ? '49999999' : '0' });
  }
}

const hasFolded =
  (folded: string): Step =>
  ledger => {
    const balance = { party: FUNDER, currency: 'CNY', folded, count: 1, hash: null } as const;
    ledger.put('balance', `${FUNDER}~CNY`, balance);
  };

/** Situations of loans on orders, by name. */
export const LENDING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'order to lend on': [
    'carrier',
    'ordered',
    'order accepted',
    'lines set',
    scored(SUPPLIER, {}),
    scored(BUYER, {}),
  ],
  'buyer of grade BBB': [scored(BUYER, { grade: 'BBB' })],
  'order grade BB': [scored(SUPPLIER, { grade: 'BB' })],
  'no score for orders': [
    ledger => ledger.delete('attestation', `score~${SUPPLIER}~supplier~orderLoan`),
  ],
  'loan requested': [requested('loan')],
  'short loan requested': [requested('loan', 'dueOn: 2026-03-10')],
  'loan quoted': [quoted('fair')],
  'dear loan quoted': [quoted('dear')],
  'high loan quoted': [quoted('high')],
  'low loan quoted': [quoted('low')],
  'second loan quoted': [requested('loan2'), quoted('fair', 'loan2', 'quote2')],
  'loan accepted': [
    act(
      'orderLoan.accept',
      maker,
      'loan: @loan; quote: @quote; terms: {programme: core, ratePpm: 72,000, advancePpm: 500,000}; ' +
        'salt: AAAAAAAAAAAAAAAAAAAAAA; shown: {totalCost: CNY 11,900.00, aprPpm: 73,000}',
    ),
  ],
  'lines taken': [
    act(
      'orderLoan.commit',
      'funder maker 1, funder checker 2',
      'loan: @loan; lines: [@debtorLine, @supplierLine, @funderLine]; amount: CNY 500,000.00',
    ),
  ],
  'loan committed': [
    'order to lend on',
    'loan requested',
    'loan quoted',
    'loan accepted',
    'lines taken',
  ],
  vendor: [
    ledger => {
      const account = named('vendorAccount');
      ledger.put('account', account, accountOf(account, named('second'), 'settle'));
    },
  ],
  'vendor loan committed': [
    'order to lend on',
    'vendor',
    requested('loan', 'dueOn: 2026-06-30; use: @vendorAccount'),
    'loan quoted',
    'loan accepted',
    'lines taken',
  ],
  drawn: [
    act(
      'orderLoan.draw',
      maker,
      'loan: @loan; amount: CNY 150,000.00; milestone: signed; payTo: @payee',
      'draw',
    ),
  ],
  'funder rich': [hasFolded('500000000')],
  'funder poor': [hasFolded('79909999')],
  'draw funded': [
    act(
      'orderLoan.fund',
      'funder treasurer 1*, funder checker 2',
      'loan: @loan; draw: @draw; payout: @payout; amount: CNY 150,000.00',
    ),
  ],
  'draw file': [
    act(
      'payout.file',
      'operator cash',
      'file: #104; account: @escrow; payouts: [@payout]; total: CNY 150,000.00',
    ),
  ],
  'draw paid': [
    act(
      'payout.confirm',
      'bank cash',
      'payout: @payout; entry: #102; account: @escrow; amount: CNY 150,000.00; valueOn: 2026-03-03',
    ),
  ],
  'draw sent': ['loan committed', 'signed', 'drawn', 'funder rich', 'draw funded', 'draw file'],
  'loan active': ['draw sent', 'draw paid'],
  'second of April': [on('2026-04-02')],
  'loan repayment received': ['second of April', repaid(SUPPLIER)],
  'loan repayment of the buyer': ['second of April', repaid(BUYER)],
  'buyer pays the kept claim': [
    'second of April',
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 100_000_000, payer: BUYER }),
  ],
  'second draw asked': [
    'delivered',
    act(
      'orderLoan.draw',
      maker,
      'loan: @loan; amount: CNY 1.00; milestone: delivered; payTo: @payee',
      'draw2',
    ),
  ],
  'second draw on its way': [
    'second draw asked',
    act(
      'orderLoan.fund',
      'funder treasurer 1*, funder checker 2',
      'loan: @loan; draw: @draw2; payout: @payout2; amount: CNY 1.00',
    ),
  ],
  'loan written off': [
    act(
      'writeoff.book',
      'funder director 1, funder checker 2, auditor maker',
      'loan: @loan; amount: CNY 150,000.00; reason: insolvent',
    ),
  ],
  'supplier pays in July': [
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 15_600_000, payer: SUPPLIER }),
  ],
  'loan overdue': [on('2026-07-01'), aged],
  'loan defaulted': [on('2026-07-31'), act('claim.default', 'funder maker', 'loan: @loan')],
  'loan expired': [on('2026-07-01'), aged],
  'loan repaid': [
    act(
      'payment.match',
      'operator matcher',
      'payment: #103; tier: 1; allocations: [{target: loan, id: @loan, amount: CNY 150,900.00}]',
    ),
  ],
  'supplier line short': [shortLine],
  'supplier overdue': [
    ledger => {
      const financing = named('unknown');
      const open = { holder: SUPPLIER, buyer: BUYER, financing, payOn: '2026-03-03' };
      ledger.put('openFinancing', `${SUPPLIER}~${open.payOn}~${financing}`, open);
    },
  ],
  'payee in dollars': [ledger => change(ledger, 'account', PAYEE, { currency: 'USD' })],
  'payee closed': [ledger => change(ledger, 'account', PAYEE, { state: 'registered' })],
  'payout exists': [ledger => ledger.put('payout', named('payout'), { status: 'failed' } as never)],
  'second payout exists': [
    ledger => ledger.put('payout', named('payout2'), { status: 'failed' } as never),
  ],
  'financing exists': [
    ledger => ledger.put('financing', named('financing'), { status: 'expired' } as never),
  ],
  'fresh disputed': [
    act(
      'dispute.open',
      'buyer maker',
      'dispute: @dispute; object: {type: receivable, id: @fresh}; kind: quantity; ' +
        'amount: CNY 50,000.00; evidence: [#1]',
    ),
  ],
  'converted with a surplus': [
    'loan active',
    'kept claim confirmed',
    'second of April',
    'funder rich',
    act(
      'orderLoan.convert',
      'supplier maker 1, supplier checker 2, funder maker',
      'loan: @loan; financing: @financing; holdings: [@fresh]; amount: CNY 150,000.00; ' +
        'surplus: CNY 799,100.00; lines: [@debtorLine, @supplierLine, @funderLine]; account: @payee',
      'conversion',
    ),
    act(
      'payout.file',
      'operator cash',
      'file: #105; account: @escrow; payouts: [@conversion]; total: CNY 799,100.00',
    ),
  ],
};
