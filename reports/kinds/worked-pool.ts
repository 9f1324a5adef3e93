import type { AmountInput } from '../figures/index.ts';
import type { SignedActInput } from './input.ts';
import type { PoolAssetInput, PoolStatementFigures, ShareInput } from './pool-statement.ts';
import type { TrueSaleFigures } from './true-sale.ts';

// A pool of 130 claims on three debtors, one of them refused, as paper: used by tests and the bench.
// 129 eligible of 100,000.00 each: 12,900,000.00; debtor C-01 has 66 of them, limit half = 64.5.

const cny = (minor: number): AmountInput => ({ minor: String(minor), currency: 'CNY' });
const hex = (seed: number): string => seed.toString(16).padStart(4, '0').repeat(16);
const POOL = '01957d00-3300-7a00-b222-1234567890ab';
const originator = {
  id: 'party-supplier-07',
  name: '苏州恒力五金制品有限公司',
  creditCode: '91320500MA1MX7Q88K',
};
const manager = {
  id: 'party-manager-01',
  name: '华东证券资产管理有限公司',
  creditCode: '91310000MA1FL4B22T',
};

const act = (n: number, kind: string, party: string, at: string): SignedActInput => ({
  actId: `01957d11-77a0-7d20-8c55-0000000000${String(n).padStart(2, '0')}`,
  kind,
  party,
  role: 'maker',
  key: `k-${(0x4fa9c1d0 + n * 77_713).toString(16)}`,
  at,
});

const acts = [
  act(1, 'pool.propose', originator.name, '2026-03-30T02:11:09.000Z'),
  act(2, 'pool.seal', manager.name, '2026-03-31T06:40:51.000Z'),
];

const debtors = ['C-01', 'C-02', 'C-03'] as const;
const COUNT = 130;

function assetOf(index: number): PoolAssetInput {
  const obligor = index < 66 ? debtors[0] : index < 100 ? debtors[1] : debtors[2];
  const isLate = index === COUNT - 1;
  return {
    asset: `01957d22-0000-7000-8000-${String(index).padStart(12, '0')}`,
    receivableId: `01957d22-0000-7000-8000-${String(index).padStart(12, '0')}`,
    reference: `HL-2026-${String(index + 1).padStart(4, '0')}`,
    type: 'receivable',
    obligor,
    group: obligor,
    face: cny(10_000_000),
    pooled: cny(10_000_000),
    outstanding: cny(10_000_000),
    invoiceOn: '2026-02-02',
    dueOn: isLate ? '2026-03-20' : '2026-06-30',
    daysLeft: isLate ? -11 : 91,
    status: isLate ? 'overdue' : 'confirmed',
    assurance: 'L3',
    result: isLate ? 'rejected' : 'eligible',
    reasons: isLate ? ['EL-06'] : [],
    excess: cny(0),
    page: 1,
    place: index + 1,
    termsRoot: hex(index + 1),
  };
}

const share = (key: string, count: number, sharePpm: number): ShareInput => {
  return { key, count, amount: cny(count * 10_000_000), sharePpm };
};

export const workedPool: {
  readonly POOL_STATEMENT: PoolStatementFigures;
  readonly TRUE_SALE: TrueSaleFigures;
} = {
  POOL_STATEMENT: {
    poolId: POOL,
    state: 'sealed',
    originator,
    manager,
    cutOff: '2026-03-31',
    sealedOn: '2026-03-31',
    rulesHash: hex(0xbeef),
    ruleSet: 'cn-trade-ledger-1',
    ruleSetHash: hex(0xbeef),
    judgedOn: '2026-03-31',
    pages: [{ hash: hex(0xcafe) }],
    pagesRoot: hex(0xfeed),
    pooled: { count: COUNT, amount: cny(COUNT * 10_000_000) },
    eligible: { count: COUNT - 1, amount: cny((COUNT - 1) * 10_000_000) },
    excess: cny(15_000_000),
    netPoolBalance: cny(1_275_000_000),
    reasons: [share('EL-06', 1, 7_692)],
    excessGroups: [{ by: 'obligor', group: 'C-01', excess: cny(15_000_000) }],
    obligors: [share('C-01', 66, 511_628), share('C-02', 34, 263_566), share('C-03', 29, 224_806)],
    tenors: [share('d180', 129, 1_000_000)],
    assets: Array.from({ length: COUNT }, (_, index) => assetOf(index)),
    acts,
  },
  TRUE_SALE: {
    poolId: POOL,
    originator,
    manager,
    cutOff: '2026-03-31',
    sealedOn: '2026-03-31',
    soldOn: '2026-03-31',
    effectiveAt: '2026-03-31T00:00:00.000Z',
    pagesRoot: hex(0xfeed),
    assets: COUNT,
    amount: cny(COUNT * 10_000_000),
    price: cny(1_268_150_000),
    formula: 'face-less-discount',
    pricePpm: 975_500,
    isolation: hex(0xa11),
    notices: hex(0xb0b),
    rulesHash: hex(0xbeef),
    acts: [
      ...acts.slice(1),
      act(3, 'pool.sell', originator.name, '2026-03-31T07:00:00.000Z'),
      act(3, 'pool.sell', manager.name, '2026-03-31T07:20:00.000Z'),
    ],
  },
};
