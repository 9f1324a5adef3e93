import { createHash } from 'node:crypto';
import { canonical } from '../../wire/index.ts';
import { TRADE_DEAL } from '../test-deal.ts';
import { termsOf } from './decide-deal.ts';
import { assertPaidOut, sharesOf } from './decide-distribution.ts';
import type { Distribution, Issue, LedgerDeal, NoteRegister } from './deal-state.ts';
import { runRecorded, type Recorded } from './distribute.ts';
import type { Pool, PoolCollection } from './state.ts';

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const cny = (minor: bigint) => ({ minor: `${minor}`, currency: 'CNY' }) as const;

const head: LedgerDeal = {
  deal: 'd',
  hash: sha256(new TextEncoder().encode(canonical(TRADE_DEAL))),
  version: 1,
  currency: 'CNY',
  parts: 1,
  documents: [],
  pools: { trade: 'p' },
  issue: 'i',
  publishedOn: '2026-01-01',
  manager: 'm',
  custodian: 'c',
  originator: 'o',
  fixingAgent: 'c',
};

/** The trade deal before its first date, with what its pool of 1,000.00 has paid in January. */
function recordedWith(principal: bigint): Recorded {
  const pool = { pool: 'p', amount: cny(100_000n), collected: ['2026-01-31'] } as unknown as Pool;
  const flows = [{ flow: 'principal', amount: cny(principal) }];
  const collection: PoolCollection = { pool: 'p', on: '2026-01-31', entry: 'e', flows };
  const book = { deal: 'd', hash: head.hash, fixings: {}, done: 0 } as const;
  return {
    head,
    deal: TRADE_DEAL,
    book: { ...book, settledTo: null, open: null, position: null },
    pools: { trade: pool },
    collections: { trade: [collection] },
  };
}

const issue = {
  issue: 'i',
  classes: [{ bond: 'a', units: 3, allocated: 3 }],
} as unknown as Issue;
const registerOf = (...units: number[]): NoteRegister[] => [
  {
    issue: 'i',
    bond: 'a',
    page: '0',
    holders: units.map((n, at) => ({ holder: `h${at}`, units: n })),
  },
];
const paying = (interest: bigint) => ({
  figures: {
    classes: [{ bond: 'a', interest: `${interest}`, principal: '0' }],
  } as unknown as Distribution['figures'],
});

test('INV-S5: a pool does not fall below zero', () => {
  expect(() => runRecorded(recordedWith(100_001n), '2026-02-10', sha256)).toThrow('INV-S5');
});

test('INV-S6: a class is paid to all of its holders or to nobody', () => {
  expect(() => sharesOf(paying(10n), issue, registerOf(1, 1))).toThrow('INV-S6');
});

// 0.10 to a holder and a fee of 0.05 are 0.15; one minor unit more leaves the plan to nobody.
test('INV-S2: what leaves the plan is entered to the minor unit', () => {
  const rows = sharesOf(paying(10n), issue, registerOf(3));
  const figuresOf = (total: string) => ({
    figures: { ...paying(10n).figures, fees: [{ fee: 'trustee', paid: '5' }], total } as never,
  });
  expect(() => assertPaidOut(figuresOf('16'), rows)).toThrow('INV-S2');
  expect(() => assertPaidOut(figuresOf('15'), rows)).not.toThrow();
});

test('INV-S8: terms that were changed after their publication do not run', () => {
  const text = canonical({ ...TRADE_DEAL, version: 2 });
  expect(() => termsOf(head, [{ deal: 'd', part: 0, text }], sha256)).toThrow('INV-S8');
  expect(termsOf(head, [{ deal: 'd', part: 0, text: canonical(TRADE_DEAL) }], sha256)).toEqual(
    TRADE_DEAL,
  );
});

// 0.10 over three units: 0.04, 0.03, 0.03; the largest remainder, and of equal ones the first.
test('a class is shared over its units and loses nothing', () => {
  const rows = sharesOf(paying(10n), issue, registerOf(1, 1, 1));
  expect(rows.map(([, holder, units, interest]) => [holder, units, interest])).toEqual([
    ['h0', 1, '4'],
    ['h1', 1, '3'],
    ['h2', 1, '3'],
  ]);
});

// 40 days at 3.65 % on 850.00 are 3.40 and at 7.3 % on 60.00 are 0.48; the fee of 1.00 fell due once.
test('a date runs on what was recorded, and the same facts give the same bytes', () => {
  const [one, two] = [0, 1].map(() => runRecorded(recordedWith(10_100n), '2026-02-10', sha256));
  expect(one).toEqual(two);
  expect(one?.ok && one.value.figures).toMatchObject({
    total: '10100',
    classes: [
      { bond: 'a', interest: '340', principal: '9612' },
      { bond: 'b', interest: '48', principal: '0' },
      { bond: 'c', interest: '0', principal: '0' },
    ],
    fees: [{ fee: 'trustee', paid: '100' }],
    pools: { trade: { opening: '100000', closing: '89900' } },
  });
});
