import type { Act } from '../../act/index.ts';
import type { Pool, PooledAsset } from '../ledger/state.ts';
import type { Book } from './decisions.ts';
import { startTie } from './tie.ts';

const cny = (minor: number) => ({ minor: `${minor}`, currency: 'CNY' }) as const;
const asset = (name: string, minor: number): PooledAsset => {
  const words = { type: 'receivable', ref: name, obligor: 'o', group: 'g', termsRoot: '' };
  return { asset: name, ...words, amount: cny(minor) };
};
const PAGE = { pool: 'p', page: 0, assets: [asset('a', 60), asset('b', 40)] };
const SEALED: Pool = {
  pool: 'p',
  originator: 'o',
  manager: 'm',
  pages: ['2'],
  assets: 2,
  amount: cny(100),
  outstanding: cny(100),
  deal: null,
  collected: [],
  received: {},
  released: null,
  state: 'sealed',
  cutOff: '2026-03-02',
  rules: '',
  sealedOn: '2026-03-02',
};
const seal = { kind: 'pool.seal', id: 'act' } as Act;

/** What is named of a head on this page; a page's hash is the number of its assets here. */
function named(change: Partial<Pool>) {
  const rows: Readonly<Record<string, unknown>> = {
    'pool p': { ...SEALED, ...change },
    'poolPage p~0': PAGE,
  };
  const book = {
    one: (type: string, id: string) => rows[`${type} ${id}`],
    sha256: (bytes: Uint8Array) => {
      return `${(JSON.parse(Buffer.from(bytes).toString()) as unknown[]).length}`;
    },
  } as unknown as Book;
  return startTie(book).check(seal, [{ type: 'pool', id: 'p' }]);
}

test('a head that is the sum of its pages ties', () => {
  expect(named({})).toEqual([]);
});

test.each([
  ['an asset too many', { assets: 3 }, 'assets', '3', '2'],
  ['a minor unit too much', { amount: cny(101) }, 'amount', '101', '100'],
  ['another page', { pages: ['3'] }, 'pages[0]', '3', '2'],
])('%s in the head is named', (_what, change, field, recorded, recomputed) => {
  expect(named(change)).toEqual([{ object: 'pool.seal act', field, recorded, recomputed }]);
});
