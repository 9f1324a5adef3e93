import type { CheckCode } from '../../domain/financing/index.ts';
import { ALL_GATES_PASSED } from '../../domain/credit/index.ts';
import { bodies, cleared, FINANCING, maker } from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  attest,
  BUYER,
  CLAIM,
  DAY,
  FUNDER,
  hashOf,
  LINES,
  PAYEE,
  scoreOf,
  screen,
  SUPPLIER,
  tradeLedger,
} from './trade.ts';

import { change, toClear, warn } from './refusals.ts';

/** Takes away what proves one item, or makes it say no. */
const broken: readonly (readonly [CheckCode, string, (l: StateDouble) => unknown])[] = [
  ['C01', 'screened yesterday', l => screen(l, BUYER, '2026-03-02')],
  ['C01', 'no screening', l => l.delete('screening', SUPPLIER)],
  ['C02', 'KYB expired', l => change(l, 'party', SUPPLIER, { kybValidUntil: '2026-03-02' })],
  ['C02', 'no party', l => l.delete('party', BUYER)],
  [
    'C03',
    'listed',
    l =>
      l.put('negative', hashOf(Number.parseInt(SUPPLIER.slice(-6), 16)), {
        subject: 'x',
        reason: 'fraud',
        source: 'court',
        from: DAY,
        until: null,
        removedOn: null,
      }),
  ],
  [
    'C04',
    'set-off reserved',
    async l => {
      const held = await l.entity('receivable', CLAIM);
      const confirmation = held?.status === 'confirmed' ? held.confirmation : {};
      const changed = { ...confirmation, undertaking: 'setOffReserved' };
      await change(l, 'receivable', CLAIM, { confirmation: changed });
    },
  ],
  ['C05', 'flagged', l => change(l, 'receivable', CLAIM, { flags: ['flag'] })],
  ['C05', 'no registry row', l => l.delete('invoice', `k1-${CLAIM}`)],
  ['C07', 'slice gone', l => l.delete('slice', `${LINES.debtor}~00`)],
  ['C08', 'score gone', l => l.delete('attestation', `score~${BUYER}~buyer~confirmedReceivable`)],
  ['C08', 'red', warn(3)],
  [
    'C09',
    'owes another financing for six days',
    l =>
      l.put('openFinancing', `${SUPPLIER}~${idOf(63)}`, {
        holder: SUPPLIER,
        buyer: BUYER,
        financing: idOf(63),
        payOn: '2026-02-25',
      }),
  ],
  ['C10', 'aged 91 days', l => change(l, 'receivable', CLAIM, { invoiceOn: '2025-12-02' })],
  ['C11', 'consent gone', l => l.delete('consent', `${SUPPLIER}~${FUNDER}~financing`)],
  ['C14', 'search gone', l => l.delete('registrySearch', `${FUNDER}~${SUPPLIER}`)],
  ['C15', 'filing gone', l => l.delete('registration', FINANCING)],
  ['C17', 'collect account gone', l => l.delete('account', '')],
  ['C18', 'payee verified today', l => change(l, 'account', PAYEE, { usableFrom: '2026-03-04' })],
  ['C18', 'payee account gone', l => l.delete('account', PAYEE)],
  [
    'C19',
    'buyer fails gate G10',
    l => attest(l, scoreOf(BUYER, { gateBits: ALL_GATES_PASSED - 2 ** 9 })),
  ],
  [
    'C20',
    'one person in both',
    async l => {
      const supplier = await l.entity('party', SUPPLIER);
      await change(l, 'party', FUNDER, { persons: supplier?.persons ?? [] });
    },
  ],
];

describe('checklist', () => {
  test.each(broken)('%s fails: %s', async (item, rule, breakIt) => {
    const ledger = await tradeLedger();
    await toClear(ledger);
    if (rule === 'collect account gone') {
      const held = await ledger.entity('receivable', CLAIM);
      if (held?.status === 'confirmed') ledger.delete('account', held.confirmation.payTo);
    } else await breakIt(ledger);
    const outcome = await ledger.act('financing.clear', FUNDER, bodies.clear, maker(FUNDER));
    expect(outcome.ok ? null : outcome.refusal.code).toBe('CHECK_FAILED');
    expect(outcome.ok ? [] : outcome.refusal.facts['list']).toContain(item);
  });

  test.each(['C12', 'C13', 'C16'] as const)('%s fails without its evidence', async item => {
    const ledger = await tradeLedger();
    await toClear(ledger);
    const items = bodies.clear.items.map(row => (row.item === item ? { item } : row));
    const body = { ...bodies.clear, items };
    const outcome = await ledger.act('financing.clear', FUNDER, body, maker(FUNDER));
    expect(outcome.ok ? [] : outcome.refusal.facts['list']).toEqual([item]);
  });

  test('every item of a cleared list opens a row that exists, or a file by hash', async () => {
    const ledger = await tradeLedger();
    await cleared(ledger);
    const financing = await ledger.entity('financing', FINANCING);
    const list = financing && 'checklist' in financing ? financing.checklist : [];
    expect(list.map(({ result }) => result)).toEqual(Array(20).fill('pass'));
    for (const { item, opens } of list) {
      expect([item, opens.length > 0]).toEqual([item, true]);
      for (const key of opens.filter(name => !name.startsWith('file:'))) {
        const [type = '', ...id] = key.split('~');
        expect([key, await ledger.entity(type as 'party', id.join('~'))]).not.toEqual([
          key,
          undefined,
        ]);
      }
    }
  });
});
