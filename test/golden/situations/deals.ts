import { act, on, type Step } from './acting.ts';

const SIGNED = 'bank maker, funder maker, supplier maker';
const OFFER =
  'issue: @issue; deal: @deal; classes: [{bond: a, units: 85, price: CNY 10,000.00}, ' +
  '{bond: b, units: 6, price: CNY 10,000.00}, {bond: c, units: 9, price: CNY 10,000.00}]; ' +
  'minimum: CNY 900,000.00; until: 2026-03-31';

const publishes = (terms: string): Step =>
  act('deal.publish', SIGNED, `deal: @deal; terms: terms ${terms}; docs: []`);

const subscribes = (who: string, bond: string, units: number): Step =>
  act(
    'issue.subscribe',
    `${who} maker, ${who} checker 2`,
    `issue: @issue; bond: ${bond}; units: ${units}; price: CNY 10,000.00`,
  );

const pool = ['page proposed', 'sealed'];

/** Situations of deals, issues and payment dates, by name. */
export const DEALS: Readonly<Record<string, readonly (string | Step)[]>> = {
  'pool given up': [
    act(
      'pool.release',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; reason: market',
    ),
  ],
  'deal published': [...pool, publishes('trade')],
  'floating deal published': [...pool, publishes('floating')],
  'observing deal published': [...pool, publishes('observing')],
  'observing live': ['observing deal published', 'allocated', 'sold at par', 'closed'],
  'deal with retention published': [...pool, publishes('retained')],
  offered: [act('issue.offer', 'bank maker', OFFER)],
  subscribed: [
    'offered',
    subscribes('rival', 'a', 85),
    subscribes('second', 'b', 6),
    subscribes('second', 'c', 9),
  ],
  allocated: [
    'subscribed',
    act(
      'issue.allocate',
      'bank maker',
      'issue: @issue; lines: [{investor: @rival, bond: a, units: 85}, ' +
        '{investor: @second, bond: b, units: 6}, {investor: @second, bond: c, units: 9}]',
    ),
  ],
  'sold at par': [
    act(
      'pool.sell',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; price: CNY 1,000,000.00; formula: face; ' +
        'effectiveAt: 2026-03-03T08:00:00.000Z; isolation: paper 1; notices: #2',
    ),
  ],
  closed: [
    act(
      'issue.close',
      'bank maker, funder maker',
      'issue: @issue; custodian: @funder; entries: [I-1]',
    ),
  ],
  live: ['deal published', 'allocated', 'sold at par', 'closed'],
  'floating live': ['floating deal published', 'allocated', 'sold at par', 'closed'],
  'retaining live': [
    'deal with retention published',
    'offered',
    subscribes('rival', 'a', 85),
    subscribes('second', 'b', 6),
    subscribes('supplier', 'c', 9),
    act(
      'issue.allocate',
      'bank maker',
      'issue: @issue; lines: [{investor: @rival, bond: a, units: 85}, ' +
        '{investor: @second, bond: b, units: 6}, {investor: @supplier, bond: c, units: 9}]',
    ),
    'sold at par',
    'closed',
  ],
  fixed: [
    act(
      'deal.fix',
      'funder maker',
      'deal: @deal; index: LPR1Y; on: 2026-03-03; ppb: 30,000,000; source: NIFC',
    ),
  ],
  'observing calculated': [
    act(
      'distribution.calculate',
      'bank maker',
      'distribution: @distribution; deal: @deal; dealHash: hash of observing; on: 2026-03-05; ' +
        'linesHash: observing lines',
    ),
  ],
  'pay day': [on('2026-03-05')],
  'fourth of march': [on('2026-03-04')],
  'pool paid': [
    on('2026-03-04'),
    act(
      'pool.collect',
      'funder maker',
      'pool: @pool; entry: E-4; on: 2026-03-04; flows: [{flow: principal, amount: CNY 10,000.00}]',
    ),
    on('2026-03-05'),
  ],
  'notes frozen': [
    act(
      'note.freeze',
      'neutral maker, bank maker',
      'issue: @issue; bond: a; holder: @rival; manager: @bank; units: 80; order: paper 1',
    ),
  ],
  'given back': [
    act(
      'pool.release',
      'supplier maker, bank maker, funder maker',
      'pool: @pool; manager: @bank; custodian: @funder; reason: issueFailed',
    ),
  ],
  'collected of the deal': [
    on('2026-03-04'),
    act(
      'pool.collect',
      'funder maker',
      'pool: @pool; entry: E-4; on: 2026-03-04; flows: [{flow: principal, amount: CNY 10,000.00}]',
    ),
  ],
  'called off': [
    act(
      'issue.fail',
      'bank maker, funder maker',
      'issue: @issue; calledOffBy: {manager: @bank, custodian: @funder}',
    ),
  ],
  failed: [on('2026-04-01'), act('issue.fail', 'rival maker', 'issue: @issue')],
  missed: [
    on('2026-03-06'),
    act('distribution.miss', 'rival maker', 'distribution: @distribution; reason: noFunds'),
  ],
  observed: [
    act(
      'deal.observe',
      'funder maker',
      "deal: @deal; name: servicerRank; value: '3'; on: 2026-03-03",
    ),
  ],
  calculated: [
    act(
      'distribution.calculate',
      'bank maker',
      'distribution: @distribution; deal: @deal; dealHash: hash of terms; on: 2026-03-05; ' +
        'linesHash: first lines',
    ),
  ],
  reviewed: [
    act(
      'distribution.review',
      'funder maker',
      'distribution: @distribution; linesHash: first lines',
    ),
  ],
  settled: [
    act(
      'distribution.settle',
      'funder maker, funder checker 2',
      'distribution: @distribution; entry: P-1; balance: CNY 10,000.00',
    ),
  ],
};
