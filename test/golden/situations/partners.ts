import * as steps from '../../flow/steps.ts';
import { accountOf, partyOf } from '../../flow/trade.ts';
import { act, on, type Step } from './acting.ts';
import { NAMES } from '../names.ts';

const partner = NAMES['partner'] ?? '';
const partner2 = NAMES['partner2'] ?? '';

const termed = (body: string, who = 'partner'): Step =>
  act('partner.terms', `operator director, ${who} director`, `party: @${who}; ${body}`);
const attributed = (ref: string, more: string): Step =>
  act('attribution.record', 'operator metering', `lines: [{source: api, ref: ${ref}, ${more}}]`);
const closed = (month: string, kind: string): Step =>
  act('share.close', 'operator maker 1, operator checker 2', `period: ${month}; kind: ${kind}`);
const closedFor = (months: readonly string[], kinds: readonly string[]): readonly Step[] =>
  months.flatMap(month => kinds.map(kind => closed(`'${month}'`, kind)));
const KINDS = ['base', 'valueAdded', 'data'];

const pays =
  (minor: number): Step =>
  ledger =>
    steps.receive(ledger, { entry: steps.REPAYMENT, minor, payer: partner });
const high =
  'riskClass: high; shareKind: base; partnerPpm: 200,000; tiers: []; marginPpm: 100,000; ' +
  'insurance: {document: paper 7, until: 2026-12-31}';

/** Situations of partners, by name. */
export const PARTNERS: Readonly<Record<string, readonly (string | Step)[]>> = {
  partners: [
    ledger => {
      for (const id of [partner, partner2]) ledger.put('party', id, partyOf(id, 'partner'));
      const account = NAMES['partnerAccount'] ?? '';
      ledger.put('account', account, accountOf(account, partner, 'settle'));
    },
  ],
  'partner suspended': [
    act('party.suspend', 'operator compliance', 'party: @partner; reason: fraud'),
  ],
  'base partner': [
    'partners',
    termed('riskClass: low; shareKind: base; partnerPpm: 200,000; tiers: []; marginPpm: 0'),
  ],
  'value partner': [
    'partners',
    termed('riskClass: low; shareKind: valueAdded; partnerPpm: 700,000; tiers: []; marginPpm: 0'),
  ],
  'high partner': ['partners', termed(high)],
  'insurance over': [on('2027-01-04')],
  'march closed late': [closed("'2026-03'", 'valueAdded')],
  'april closed': [on('2026-05-06'), closed("'2026-04'", 'valueAdded')],
  'first of April': [on('2026-04-01')],
  'seventeenth of April': [on('2026-04-17')],
  'review due': [
    act(
      'diligence.record',
      'operator compliance 1, operator risk 2',
      'party: @partner; kind: api; findings: []; nextDueOn: 2026-03-20',
    ),
  ],
  'margin paid': [
    pays(1_000_000),
    act(
      'payment.match',
      'operator matcher',
      'payment: @repayment; tier: 1; allocations: [{target: margin, id: @partner, amount: CNY 10,000.00}]',
    ),
  ],
  'partner pays 10': [pays(1_000_000)],
  'partner pays 60 more': [
    ledger =>
      steps.receive(ledger, {
        entry: NAMES['repayment2'] ?? '',
        minor: 6_000_000,
        payer: partner,
      }),
    act(
      'payment.match',
      'operator matcher',
      'payment: @repayment2; tier: 1; allocations: [{target: margin, id: @partner, amount: CNY 60,000.00}]',
    ),
  ],
  'volume of 500': [
    attributed('r1', 'partner: @partner, kind: base, base: CNY 1.00, disbursed: CNY 500,000.00'),
  ],
  'margin called': [
    act(
      'margin.call',
      'operator risk',
      'partner: @partner; amount: CNY 40,000.00; dueOn: 2026-03-10',
    ),
  ],
  'margin released': [
    act(
      'margin.release',
      'operator director 1, operator checker 2',
      'partner: @partner; amount: CNY 20,000.00; to: @partnerAccount; reason: volume',
      'marginAct',
    ),
    act(
      'payout.file',
      'operator cash 1',
      'file: #106; account: @escrow; payouts: [@marginAct]; total: CNY 20,000.00',
    ),
  ],
  'value earned': [
    attributed(
      'r1',
      'partner: @partner, kind: valueAdded, base: CNY 1,200,000.00, disbursed: CNY 10,000,000.00',
    ),
  ],
  'value taken back': [
    attributed('r2', 'partner: @partner, kind: valueAdded, base: CNY -1,300,000.00'),
  ],
  'winter closed': closedFor(['2026-01', '2026-02'], ['valueAdded']),
  'march closed': ['winter closed', 'first of April', closed("'2026-03'", 'valueAdded')],
  'share disputed': [
    act(
      'share.dispute',
      'partner maker',
      "share: '2026-03:valueAdded:PARTNER'; lines: [r1]; reason: missing".replace(
        'PARTNER',
        partner,
      ),
    ),
  ],
  'share settled': [
    'seventeenth of April',
    act(
      'share.settle',
      'operator treasurer 1, operator checker 2',
      `share: '2026-03:valueAdded:${partner}'; payout: @payout2; account: @partnerAccount`,
    ),
  ],
  'share payout failed': [
    act(
      'payout.file',
      'operator cash 1',
      'file: #106; account: @escrow; payouts: [@payout2]; total: CNY 794,000.00',
    ),
    act('payout.fail', 'bank cash', 'payout: @payout2; reason: AC04; message: #1'),
  ],
  'two earn': [
    'base partner',
    termed(
      'riskClass: low; shareKind: base; partnerPpm: 200,000; tiers: []; marginPpm: 0',
      'partner2',
    ),
    attributed('r1', 'partner: @partner, kind: base, base: CNY 300,000.00'),
    attributed('r2', 'partner: @partner2, kind: base, base: CNY 700,000.00'),
  ],
  'quarter closed': [
    ...closedFor(['2026-01', '2026-02'], KINDS),
    'first of April',
    ...closedFor(['2026-03'], KINDS),
  ],
  'profit closed': [
    act(
      'share.close',
      'operator maker 1, operator checker 2, auditor maker',
      "period: '2026-Q1'; kind: profit; profit: CNY 10,000,000.00",
    ),
  ],
  'supplier leaving': [act('party.exit', 'supplier admin 1', 'party: @supplier; reason: wish')],
  'buyer leaving': [act('party.exit', 'buyer admin 1', 'party: @buyer; reason: wish')],
  'funder leaving': [act('party.exit', 'funder admin 1', 'party: @funder; reason: wish')],
  'partner leaving': [act('party.exit', 'partner admin 1', 'party: @partner; reason: wish')],
  'supplier gone': [
    'supplier leaving',
    act('party.exit', 'supplier admin 1', 'party: @supplier; reason: wish'),
  ],
  'supplier paid its residual': [
    act(
      'balance.fold',
      'operator cash 1, operator checker 2',
      'party: @supplier; currency: CNY; upTo: 2026-06-01; ' +
        'pay: {payout: @payout2, account: @payee, amount: CNY 100,000.00}',
    ),
  ],
  'reserve of 50': [ledger => ledger.put('riskReserve', 'CNY', { minor: '5000000' })],
  'reserve drawn': [
    act(
      'reserve.draw',
      'operator director 1, operator checker 2, auditor maker',
      'loss: @financing; amount: CNY 50,000.00; to: @funder',
    ),
  ],
  'reserve of 600': [ledger => ledger.put('riskReserve', 'CNY', { minor: '60000000' })],
};
