import type { ActBodies } from '../../domain/act/index.ts';
import type { EntityType } from '../../domain/event/index.ts';
import { CHECKS, type CheckCode, type CheckItem } from '../../domain/financing/index.ts';
import { ALL_GATES_PASSED } from '../../domain/credit/index.ts';
import { bodies, cleared, FINANCING, maker } from './steps.ts';
import { idOf, type StateDouble } from './state-double.ts';
import {
  attest,
  BUYER,
  CLAIM,
  cny,
  COLLECT,
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

/** Takes away what one item alone rests on, or makes it say no: the list then names that item. */
const broken: readonly (readonly [CheckCode, string, (l: StateDouble) => unknown])[] = [
  ['C01', 'screened yesterday', l => screen(l, BUYER, '2026-03-02')],
  ['C01', 'no screening', l => l.delete('screening', SUPPLIER)],
  ['C02', 'KYB expired', l => change(l, 'party', SUPPLIER, { kybValidUntil: '2026-03-02' })],
  ['C02', 'no KYB date', l => change(l, 'party', BUYER, { kybValidUntil: null })],
  ['C02', 'no identity on file', l => change(l, 'party', BUYER, { identityRoot: null })],
  ['C02', 'no owners on file', l => change(l, 'party', SUPPLIER, { ownersRoot: null })],
  ['C03', 'nobody to look up', l => change(l, 'party', BUYER, { subjects: [] })],
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
  ['C04', 'set-off reserved', confirmedWith({ undertaking: 'setOffReserved' })],
  ['C05', 'flagged', l => change(l, 'receivable', CLAIM, { flags: ['flag'] })],
  ['C05', 'no registry row', l => l.delete('invoice', `k1-${CLAIM}`)],
  ['C06', 'the buyer sets off', confirmedWith({ setOff: cny(1) })],
  ['C07', 'slice gone', l => l.delete('slice', `${LINES.debtor}~00`)],
  ['C08', 'red', warn(3)],
  [
    'C09',
    'owes another financing for six days',
    l =>
      l.put('openFinancing', `${SUPPLIER}~2026-02-25~${idOf(63)}`, {
        holder: SUPPLIER,
        buyer: BUYER,
        financing: idOf(63),
        payOn: '2026-02-25',
      }),
  ],
  [
    'C09',
    'owes another financing for six days, among 250 that are not due',
    l => {
      for (let at = 0; at <= 250; at++) {
        const payOn = at === 250 ? '2026-02-25' : '2026-06-01';
        const open = { holder: SUPPLIER, buyer: BUYER, financing: idOf(700 + at), payOn };
        l.put('openFinancing', `${SUPPLIER}~${payOn}~${open.financing}`, open);
      }
    },
  ],
  ['C10', 'aged 91 days', l => change(l, 'receivable', CLAIM, { invoiceOn: '2025-12-02' })],
  ['C11', 'consent gone', l => l.delete('consent', `${SUPPLIER}~${FUNDER}~financing`)],
  ['C14', 'search gone', l => l.delete('registrySearch', `${FUNDER}~${SUPPLIER}`)],
  ['C15', 'filing gone', l => l.delete('registration', FINANCING)],
  ['C17', 'collect account gone', l => l.delete('account', COLLECT)],
  ['C18', 'payee verified today', l => change(l, 'account', PAYEE, { usableFrom: '2026-03-04' })],
  ['C18', 'payee account gone', l => l.delete('account', PAYEE)],
  [
    'C19',
    'the buyer fails gate G10',
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

/** Items that no row of the ledger decides: what an examiner saw, by the file's hash. */
const EXAMINED = ['C12', 'C13', 'C16'] as const;

function confirmedWith(changes: object): (ledger: StateDouble) => Promise<void> {
  return async ledger => {
    const held = await ledger.entity('receivable', CLAIM);
    const confirmation = held?.status === 'confirmed' ? held.confirmation : {};
    await change(ledger, 'receivable', CLAIM, { confirmation: { ...confirmation, ...changes } });
  };
}

async function ready(): Promise<StateDouble> {
  const ledger = await tradeLedger();
  await toClear(ledger);
  return ledger;
}

/** The items that fail, in their order; empty when the list passes. */
async function failing(
  ledger: StateDouble,
  body: ActBodies['financing.clear'] = bodies.clear,
): Promise<readonly string[]> {
  const outcome = await ledger.act('financing.clear', FUNDER, body, maker(FUNDER));
  if (outcome.ok) return [];
  expect(outcome.refusal.code).toBe('CHECK_FAILED');
  return outcome.refusal.facts['list'] as readonly string[];
}

async function passedList(): Promise<readonly CheckItem[]> {
  const ledger = await tradeLedger();
  await cleared(ledger);
  const financing = await ledger.entity('financing', FINANCING);
  return financing && 'checklist' in financing ? financing.checklist : [];
}

function keyOf(name: string): readonly [EntityType, string] {
  const [type = '', ...id] = name.split('~');
  return [type as EntityType, id.join('~')];
}

describe('checklist', () => {
  test.each(broken)('%s alone fails: %s', async (item, _rule, breakIt) => {
    const ledger = await ready();
    await breakIt(ledger);
    expect(await failing(ledger)).toEqual([item]);
  });

  test.each(EXAMINED)('%s alone fails without its evidence', async item => {
    const items = bodies.clear.items.map(row => (row.item === item ? { item } : row));
    expect(await failing(await ready(), { ...bodies.clear, items })).toEqual([item]);
  });

  test('between them the rows above break each of the twenty items', () => {
    const items = [...broken.map(([item]) => item), ...EXAMINED];
    expect([...new Set(items)].sort()).toEqual(CHECKS);
  });

  test('each item names rows that exist, or files by hash', async () => {
    const list = await passedList();
    expect(list.map(({ item, result }) => [item, result])).toEqual(
      CHECKS.map(item => [item, 'pass']),
    );
    const ledger = await tradeLedger();
    await cleared(ledger);
    for (const { item, opens } of list) {
      expect([item, opens.length > 0]).toEqual([item, true]);
      for (const name of opens) {
        if (name.startsWith('file:')) expect(name).toMatch(/^file:[0-9a-f]{64}$/);
        else expect([name, await ledger.entity(...keyOf(name))]).not.toEqual([name, undefined]);
      }
    }
  });

  test('whichever named row is removed, every item that names it fails', async () => {
    const list = await passedList();
    const names = new Set(list.flatMap(({ opens }) => opens));
    const rows = [...names].filter(name => !name.startsWith('file:'));
    const removed = new Set<CheckCode>();
    for (const name of rows) {
      const ledger = await ready();
      ledger.delete(...keyOf(name));
      const failed = await failing(ledger);
      const naming = list.filter(({ opens }) => opens.includes(name)).map(({ item }) => item);
      expect([name, naming.filter(item => !failed.includes(item))]).toEqual([name, []]);
      naming.forEach(item => removed.add(item));
    }
    const onRows = CHECKS.filter(item => !(EXAMINED as readonly string[]).includes(item));
    expect([...removed].sort()).toEqual(onRows);
  });
});
