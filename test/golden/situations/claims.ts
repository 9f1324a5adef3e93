import type { StateDouble } from '../../flow/state-double.ts';
import { change } from '../../flow/refusals.ts';
import * as steps from '../../flow/steps.ts';
import { attest, BUYER, claim, CLAIM, cny, scoreOf, SUPPLIER } from '../../flow/trade.ts';
import { NAMES } from '../names.ts';
import { signersOf } from '../values.ts';
import { act, dollars, on, type Step } from './acting.ts';

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

/** Situations of claims and their holdings, by name. */
export const CLAIMS: Readonly<Record<string, readonly (string | Step)[]>> = {
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
  'a maker of both sides': [
    async ledger => {
      const [signer] = signersOf('buyer maker 1');
      await change(ledger, 'party', SUPPLIER, { persons: [signer?.person] });
    },
  ],
  'fresh asked for': [
    act(
      'financing.request',
      'supplier maker 1, supplier checker 2',
      'financing: @financing; holdings: [@fresh]; kind: saleWithRecourse; mode: discount; ' +
        'want: CNY 7,000.00; fundOn: 2026-03-03; window: {until: 2026-03-03}; invited: []',
    ),
  ],
  'a second claim in dollars': [
    async ledger => {
      const id = NAMES['other'] ?? '';
      await claim(ledger, { id, face: 5_000_000n, dueOn: '2026-06-01' });
      for (const type of ['receivable', 'holding'] as const) {
        ledger.put(type, id, dollars(await ledger.entity(type, id)) as never);
      }
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
  trade: [],
  'claim offered': [ledger => change(ledger, 'receivable', CLAIM, { status: 'offered' })],
  'claim recorded': [
    async ledger => {
      const state = await ledger.entity('receivable', CLAIM);
      if (state?.status !== 'confirmed') throw new Error('no confirmed claim');
      const terms = Object.fromEntries(
        Object.entries(state).filter(([name]) => name !== 'confirmation' && name !== 'lined'),
      );
      const recorded = { assurance: 'L2', matchResult: '', recordedOn: '2026-02-23' } as const;
      ledger.put('receivable', CLAIM, { ...terms, status: 'recorded', ...recorded } as never);
    },
  ],
  'set-off reserved': [
    async ledger => {
      const state = await ledger.entity('receivable', CLAIM);
      if (state?.status !== 'confirmed') throw new Error('no confirmed claim');
      const confirmation = { ...state.confirmation, undertaking: 'setOffReserved' as const };
      ledger.put('receivable', CLAIM, { ...state, confirmation });
    },
  ],
  'claim split': [
    act(
      'holding.split',
      'supplier maker',
      'holding: @claim; parts: [{holding: @partA, amount: CNY 400,000.00}, {holding: @partB, amount: CNY 600,000.00}]',
    ),
  ],
  'part passed on': [
    'claim split',
    act(
      'holding.transfer',
      'supplier maker, second maker',
      'holding: @partA; to: @second; underlying: root underlying; settles: CNY 1.00; voluntary: yes; recourse: none',
    ),
  ],
  frozen: [
    act('receivable.freeze', 'operator compliance', 'receivable: @claim; reason: court; ref: C-1'),
  ],
  rescheduled: [
    act(
      'receivable.reschedule',
      'buyer maker, supplier maker',
      'receivable: @claim; dueOn: 2026-06-15; reason: season',
    ),
  ],
  'fresh rejected': [
    act('receivable.reject', 'supplier maker', 'receivable: @fresh; reason: notOurs'),
  ],
  'claim paid': [ledger => steps.repaid(ledger, '2026-06-01', 100_000_000)],
  issued: [
    act(
      'receivable.issue',
      'buyer maker',
      'items: [{receivable: @fresh, supplier: @supplier, buyer: @buyer, face: CNY 10,000.00, ' +
        'invoiceOn: 2026-02-20, dueOn: 2026-05-20, root: root invoice, ' +
        'invoices: [{fingerprintRef: INV-9, claimed: CNY 10,000.00}], recourseTerms: none, ' +
        'payTo: @collect, undertaking: irrevocable, statement: paper 8}]',
    ),
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
