import type { StateDouble } from '../flow/state-double.ts';
import { change, sent, toClear, toDisburse, warn } from '../flow/refusals.ts';
import * as steps from '../flow/steps.ts';
import {
  accountOf,
  attest,
  BUYER,
  claim,
  CLAIM,
  COLLECT,
  cny,
  FUNDER,
  OPERATOR,
  SUPPLIER,
  scoreOf,
} from '../flow/trade.ts';
import { act, on, type Step } from './acting.ts';
import { NAMES } from './names.ts';
import { signersOf } from './values.ts';

const fresh = NAMES['fresh'] ?? '';
const offered = (claimed: string, root = 'invoice', claimId = 'fresh'): Step =>
  act(
    'receivable.offer',
    'supplier maker',
    `items: [{receivable: @${claimId}, supplier: @supplier, buyer: @buyer, face: CNY ${claimed}, ` +
      `invoiceOn: 2026-02-20, dueOn: 2026-05-20, root: root ${root}, ` +
      `invoices: [{fingerprintRef: INV-9, claimed: CNY ${claimed}}], recourseTerms: none}]`,
  );
const confirmed = (more: string): Step =>
  act(
    'receivable.confirm',
    'buyer maker',
    'items: [{receivable: @fresh, expect: 1, root: root invoice, face: CNY 10,000.00, ' +
      `dueOn: 2026-05-20, payTo: @collect, statement: paper 8, ${more}}]`,
  );

const freshAged = act('claim.age', 'funder maker', 'items: [{target: receivable, id: @fresh}]');

/** The invoice of the offered part counts as financed, as a commitment books it. */
async function invoiceFinanced(ledger: StateDouble): Promise<void> {
  const state = await ledger.entity('receivable', fresh);
  const id = state?.invoices[0]?.invoice ?? '';
  const row = await ledger.entity('invoice', id);
  if (!row) throw new Error('no invoice');
  ledger.put('invoice', id, { ...row, financed: row.claimed });
}

const fund =
  (kind: 'sale' | 'pledge'): Step =>
  ledger =>
    ledger.act(
      'financing.request',
      SUPPLIER,
      { ...steps.bodies.request, kind },
      steps.maker(SUPPLIER),
    );

const poolPage = (asset: string): Step =>
  act(
    'pool.propose',
    'supplier maker',
    `pool: @pool; manager: @bank; assets: [{asset: @${asset}, type: receivable, ref: r, obligor: o, group: g, ` +
      'termsRoot: #7}]',
  );

/** Situations of claims, holdings, financings, money and pools, by name. */
export const MOVING: Readonly<Record<string, readonly (string | Step)[]>> = {
  'fresh offered': [offered('10,000.00')],
  'half offered': [offered('5,000.00')],
  'half financed': [offered('5,000.00'), invoiceFinanced],
  'fresh confirmed': [confirmed('undertaking: irrevocable')],
  'fresh confirmed with set-off': [confirmed('undertaking: setOffReserved, setOff: CNY 1.00')],
  'fresh declined': [
    act('receivable.decline', 'buyer maker', 'receivable: @fresh; reason: notOurs'),
  ],
  'fresh withdrawn': [
    act('receivable.withdraw', 'supplier maker', 'receivable: @fresh; reason: error'),
  ],
  'fresh cancelled': [
    act('receivable.cancel', 'supplier maker, buyer maker', 'receivable: @fresh; reason: error'),
  ],
  'fresh overdue': [on('2026-05-21'), freshAged],
  'fresh expired': [on('2026-05-21'), freshAged],
  'fresh paid': [
    on('2026-05-20'),
    ledger => steps.receive(ledger, { entry: steps.REPAYMENT, minor: 1_000_000, payer: BUYER }),
    act(
      'payment.match',
      'operator matcher',
      'payment: #103; tier: 1; allocations: [{target: receivable, id: @fresh, amount: CNY 10,000.00}]',
    ),
  ],
  'fresh recorded': [
    act(
      'receivable.record',
      'operator maker, association registrar',
      'receivable: @fresh; assurance: L2; evidence: [paper 4]; matchResult: #5',
    ),
  ],
  'fresh flagged': [
    act(
      'duplicate.flag',
      'operator ingest',
      'receivable: @fresh; rule: S3; other: #77; evidence: #78',
    ),
  ],
  'claim flagged': [ledger => change(ledger, 'receivable', CLAIM, { flags: ['f:S3:0'] })],
  'flag cleared': [
    act(
      'duplicate.clear',
      'operator risk 1, operator checker 2',
      `flag: ${fresh}:S3:0000000000000000; reason: explained; evidence: #79`,
    ),
  ],
  'affiliated above the cap': [
    async ledger => {
      const [signer] = signersOf('supplier maker 1');
      await change(ledger, 'party', BUYER, { persons: [signer?.person] });
      await attest(ledger, scoreOf(SUPPLIER, { conditions: ['affiliateCap'] }));
    },
  ],
  'a line one fen short': [line('999999')],
  'a line just enough': [line('1000000')],
  'a second claim': [
    ledger => claim(ledger, { id: NAMES['other'] ?? '', face: 5_000_000n, dueOn: '2026-06-01' }),
  ],
  'a claim due later': [
    ledger => claim(ledger, { id: NAMES['other'] ?? '', face: 5_000_000n, dueOn: '2026-07-01' }),
  ],
  'tier nine': [ledger => change(ledger, 'holding', CLAIM, { tier: 9 })],
  'tier ten': [ledger => change(ledger, 'holding', CLAIM, { tier: 10 })],
  '499 holdings': [holdings(499)],
  '500 holdings': [holdings(500)],
  'second suspended': [
    act('party.suspend', 'operator compliance', 'party: @second; reason: fraud'),
  ],
  'card published': [
    async ledger => {
      const { card } = steps.bodies;
      steps.stands(await ledger.act('rateCard.publish', FUNDER, card, steps.maker(FUNDER)));
    },
  ],
  'card accepted': [
    async ledger => {
      const accept = steps.bodies.accept;
      const supplier = steps.maker(SUPPLIER);
      steps.stands(await ledger.act('financing.accept', SUPPLIER, accept, supplier));
    },
  ],
  'card withdrawn': [act('rateCard.withdraw', 'funder maker 1, funder checker 2', 'card: @card')],
  requested: ['card published', fund('sale')],
  'lines set': [steps.setLines],
  'ready to clear': [toClear],
  'ready to disburse': [toDisburse],
  'file sent': [sent],
  'buyer on red': [warn(3)],
  'buyer on orange': [warn(2)],
  'supplier without consent': [
    ledger => ledger.delete('consent', `${SUPPLIER}~${FUNDER}~financing`),
  ],
  'supplier not scored': [
    ledger => ledger.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
  ],
  'supplier of grade CCC': [ledger => attest(ledger, scoreOf(SUPPLIER, { grade: 'CCC' }))],
  'tables active': [
    ledger => {
      for (const [key, hash] of [
        ['credit.model', '1'],
        ['credit.policy', '2'],
      ] as const) {
        const value = { hash: hash.padStart(64, '0') };
        ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
      }
    },
  ],
  'no score yet': [
    ledger => ledger.delete('attestation', `score~${SUPPLIER}~supplier~confirmedReceivable`),
  ],
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
  'file failed': [act('payout.fail', 'bank cash', 'payout: @payout; reason: AC04; message: #1')],
  'page proposed': [poolPage('claim')],
  'pool of 500 pages': [
    async ledger => {
      const pool = NAMES['pool'] ?? '';
      const state = await ledger.entity('pool', pool);
      const pages = Array.from({ length: 500 }, () => state?.pages[0] ?? '');
      if (!state) throw new Error('no pool');
      ledger.put('pool', pool, { ...state, pages });
    },
  ],
  'page proposed by another': [
    act(
      'pool.propose',
      'supplier maker',
      'pool: @pool; manager: @otherBank; assets: [{asset: @claim, type: receivable, ref: r, ' +
        'obligor: o, group: g, termsRoot: #7}]',
    ),
  ],
  'sealed by another': [
    'another bank',
    act(
      'pool.seal',
      'otherBank maker',
      'pool: @pool; cutOff: 2026-03-02; rules: #1; pagesRoot: pages of 1',
    ),
  ],
  'two pages proposed': [poolPage('claim'), poolPage('other')],
  sealed: [
    act(
      'pool.seal',
      'bank maker',
      'pool: @pool; cutOff: 2026-03-02; rules: #1; pagesRoot: pages of 1',
    ),
  ],
  sold: [
    act(
      'pool.sell',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; price: CNY 990,000.00; formula: face; ' +
        'effectiveAt: 2026-03-03T08:00:00.000Z; isolation: paper 1; notices: #2',
    ),
  ],
  'bought back': [
    act(
      'pool.repurchase',
      'supplier maker, bank maker',
      'pool: @pool; manager: @bank; page: 0; assets: [@claim]; price: CNY 1,000,000.00; ' +
        'reason: ineligible; entry: R-1',
    ),
  ],
  collected: [
    act(
      'pool.collect',
      'bank maker',
      'pool: @pool; entry: E-1; on: 2026-03-03; flows: [{flow: principal, amount: CNY 1.00}]',
    ),
  ],
  'collect account of another currency': [
    ledger => {
      const account = { ...accountOf(COLLECT, OPERATOR, 'collect'), currency: 'USD' as const };
      ledger.put('account', COLLECT, account);
    },
  ],
};

function line(minor: string): Step {
  return ledger => {
    const key = `confirmLine.${BUYER}`;
    const value = { ...cny(0), minor };
    ledger.put('param', key, { key, rows: [{ effectiveOn: '2026-01-01', value, version: 1 }] });
  };
}

function holdings(count: number): Step {
  return async ledger => {
    const more = Array.from({ length: count - 1 }, (_, at) => `h${at}`);
    await change(ledger, 'receivable', CLAIM, { holdings: [CLAIM, ...more] });
  };
}

function statement(suspect: string): Step {
  return act(
    'cash.statement',
    'bank cash',
    `statement: s1; account: @escrow; sequence: '1'; opening: CNY 0.00; closing: CNY 0.05; ` +
      `entries: 1; file: #1; suspect: ${suspect}`,
  );
}
