import type { Holding, Receivable } from '../../receivable/state.ts';
import { examinePool, type Examined } from './examine.ts';
import { LEDGER_RULES } from './rule-set.ts';

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' }) as const;

/** A confirmed claim in the supplier's hands, due in July, with what is changed. */
function asset(
  id: string,
  minor: number,
  change: { obligor?: string; claim?: object; holding?: object } = {},
): Examined {
  const confirmation = { undertaking: 'irrevocable', statement: 'paper', setOff: null };
  const receivable = {
    receivable: id,
    status: 'confirmed',
    face: cny(minor),
    invoiceOn: '2026-03-01',
    acceptedOn: null,
    dueOn: '2026-07-10',
    flags: [],
    disputes: [],
    invoices: [{}],
    frozen: null,
    confirmation,
    ...change.claim,
  } as unknown as Receivable;
  const holding = {
    holding: id,
    receivable: id,
    outstanding: cny(minor),
    state: 'free',
    ...change.holding,
  } as unknown as Holding;
  const obligor = change.obligor ?? `o-${id}`;
  return { holding, receivable, pool: 'p1', amount: BigInt(minor), obligor, group: obligor };
}

function examined(assets: readonly Examined[]) {
  const found = examinePool(assets, LEDGER_RULES, '2026-06-01');
  if (!found.ok) throw new Error(found.error.code);
  return found.value;
}

const failing: readonly [string, Parameters<typeof asset>[2], readonly string[]][] = [
  ['a good claim', {}, []],
  ['one without the debtor’s key', { claim: { confirmation: null } }, ['EL-01', 'EL-03']],
  [
    'one with set-off reserved',
    { claim: { confirmation: { undertaking: 'setOffReserved', statement: 'x' } } },
    ['EL-04'],
  ],
  [
    'one in dispute and a day overdue',
    { claim: { disputes: [{ dispute: 'd1', awarded: false }], dueOn: '2026-05-31' } },
    ['EL-05', 'EL-06'],
  ],
  ['one due on the day itself', { claim: { dueOn: '2026-06-01' } }, []],
  ['one of thirteen months', { claim: { dueOn: '2027-04-01' } }, ['EL-08', 'EL-08']],
  ['one with an open similarity', { claim: { flags: ['f:S1'] } }, ['EL-12']],
  [
    'one that is pledged',
    { holding: { state: 'pledged', financing: 'x', funder: 'y' } },
    ['EL-11'],
  ],
  [
    'one reserved for another pool',
    { holding: { state: 'reserved', lockedFor: { kind: 'pool', id: 'p2' } } },
    ['EL-11'],
  ],
  ['one of this pool that is paid', { holding: { state: 'closed' } }, []],
  [
    'one of this pool that is paid in part',
    {
      holding: {
        state: 'reserved',
        lockedFor: { kind: 'pool', id: 'p1' },
        outstanding: { minor: '40', currency: 'CNY' },
      },
    },
    [],
  ],
  [
    'one reserved for this pool',
    { holding: { state: 'reserved', lockedFor: { kind: 'pool', id: 'p1' } } },
    [],
  ],
];

test.each(failing)('%s fails by exactly the rules that it breaks', (_name, change, codes) => {
  const [verdict] = examined([asset('a', 100, change)]).verdicts;
  expect(verdict?.failures.map(({ code }) => code)).toEqual(codes);
});

test('a tenor above six months is warned and stays in', () => {
  const { verdicts, eligible } = examined([asset('a', 100, { claim: { dueOn: '2026-09-02' } })]);
  expect(verdicts[0]).toMatchObject({ result: 'warned' });
  expect(eligible).toEqual({ count: 1, amount: 100n });
});

test('counts, sums and reasons add up; what is above half of the eligible balance is excess', () => {
  // Eligible 700 + 200 = 900, half of it 450: 250 of the 700 of one debtor is excess, 650 is left.
  const found = examined([
    asset('a', 400, { obligor: 'big' }),
    asset('b', 300, { obligor: 'big' }),
    asset('c', 200),
    asset('d', 50, { claim: { dueOn: '2026-05-01' } }),
  ]);
  expect(found.all).toEqual({ count: 4, amount: 950n });
  expect(found.eligible).toEqual({ count: 3, amount: 900n });
  expect(found.reasons).toEqual([{ key: 'EL-06', count: 1, amount: 50n, sharePpm: 52_632 }]);
  expect(found.excess).toMatchObject({ excess: 250n, netPoolBalance: 650n });
  expect(found.verdicts.reduce((sum, { excess }) => sum + excess, 0n)).toBe(250n);
  expect(found.obligors.map(({ key, amount, sharePpm }) => [key, amount, sharePpm])).toEqual([
    ['big', 700n, 777_778],
    ['o-c', 200n, 222_222],
  ]);
  expect(found.tenors).toEqual([{ key: 'd60', count: 3, amount: 900n, sharePpm: 1_000_000 }]);
});

test('nothing offered is nothing eligible', () => {
  expect(examined([])).toMatchObject({ all: { count: 0 }, excess: { netPoolBalance: 0n } });
});
