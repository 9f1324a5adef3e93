import type { AmountInput } from '../figures/index.ts';
import type { ClassInput, DealInput } from './deal-input.ts';
import type {
  ClassPaidInput,
  DistributionReportFigures,
  LineInput,
} from './distribution-report.ts';
import type { HolderStatementFigures } from './holder-statement.ts';
import type { TermSheetFigures } from './prospectus.ts';

// A deal of three classes (85, 6 and 9 per cent of 10,000,000.00) and its first payment date: 31 days
// at 4.50 % on 8,500,000.00 are 32,486.30, at 6.50 % on 600,000.00 are 3,312.33 (actual/365); of
// 1,000,000.00 collected, 5,000.00 are the trustee's and the rest redeems the first class.

const cny = (minor: number): AmountInput => ({ minor: String(minor), currency: 'CNY' });
const hex = (seed: number): string => seed.toString(16).padStart(4, '0').repeat(16);
const party = (id: string, name: string, creditCode: string) => ({ id, name, creditCode });

const classOf = (rank: number, minor: number, rate: string): ClassInput => ({
  key: ['a', 'b', 'c'][rank - 1] ?? '',
  name: ['优先级', '中间级', '次级'][rank - 1] ?? '',
  rank,
  original: cny(minor),
  sharePpm: [850_000, 60_000, 90_000][rank - 1] ?? 0,
  subordinationPpm: [150_000, 90_000, 0][rank - 1] ?? 0,
  amortisation: rank === 3 ? 'equity' : 'sequential',
  rate,
  dayCount: 'ACT/365F',
  ...(rank === 3 ? { retentionPpm: 1_000_000 } : {}),
});

const manager = party('p-manager', '华东证券资产管理有限公司', '91310000MA1FL4B22T');
const custodian = party('p-custodian', '长三角银行股份有限公司', '91310000MA1K2X9Q5D');

const deal: DealInput = {
  dealId: '01957e00-3300-7a00-b222-1234567890ab',
  dealHash: hex(0xdea1),
  canonical: '{"schema":"tally-deal/1"}',
  version: 1,
  name: '恒力应收账款一期资产支持专项计划',
  venue: 'PRIVATE',
  currency: 'CNY',
  manager,
  custodian,
  originator: party('p-originator', '苏州恒力五金制品有限公司', '91320500MA1MX7Q88K'),
  publishedOn: '2026-03-02',
  cutOff: '2026-02-28',
  closing: '2026-02-28',
  firstPayment: '2026-03-31',
  end: '2026-12-31',
  total: cny(1_000_000_000),
  classes: [
    classOf(1, 850_000_000, '4.50 %'),
    classOf(2, 60_000_000, '6.50 %'),
    classOf(3, 90_000_000, '—'),
  ],
  fees: [{ name: '托管费', kind: 'recurring', amount: cny(500_000) }],
  accounts: [{ name: '专项计划账户', kind: 'plan' }],
  triggers: [{ name: '累计违约率触发', at: 'afterCollection', curable: false, fired: false }],
  steps: [
    { when: 'amortising', seq: 1, do: 'payFee', ref: '8.1', from: '专项计划账户', for: '托管费' },
    {
      when: 'amortising',
      seq: 2,
      do: 'accrueAndPayInterest',
      ref: '8.2',
      from: '专项计划账户',
      for: '优先级',
    },
    {
      when: 'amortising',
      seq: 3,
      do: 'payPrincipal',
      ref: '8.4',
      from: '专项计划账户',
      for: '优先级、中间级、次级',
    },
  ],
  pools: [
    {
      poolId: '01957d00-3300-7a00-b222-1234567890ab',
      state: 'sold',
      assets: 100,
      amount: cny(1_000_000_000),
      eligible: cny(1_000_000_000),
      netPoolBalance: cny(1_000_000_000),
    },
  ],
};

const acts = [
  {
    actId: '01957e11-77a0-7d20-8c55-000000000001',
    kind: 'deal.publish',
    party: manager.name,
    role: 'maker',
    key: 'k-5fa9c1d0',
    at: '2026-03-02T02:11:09.000Z',
  },
];

const paid = (
  rank: number,
  minor: { opening: number; interest: number; principal: number },
  per100: readonly [string, string],
): ClassPaidInput => ({
  bond: ['a', 'b', 'c'][rank - 1] ?? '',
  name: ['优先级', '中间级', '次级'][rank - 1] ?? '',
  opening: cny(minor.opening),
  interest: cny(minor.interest),
  principal: cny(minor.principal),
  closing: cny(minor.opening - minor.principal),
  interestDue: cny(0),
  interestPer100: per100[0],
  principalPer100: per100[1],
  factorPpm: Math.round(((minor.opening - minor.principal) * 1_000_000) / minor.opening),
});

const line = (
  seq: number,
  step: readonly [string, string, string],
  minor: readonly [number, number, number],
  why: string,
): LineInput => ({
  seq,
  do: step[0],
  ref: step[1],
  from: '专项计划账户',
  available: cny(minor[0]),
  due: cny(minor[1]),
  paid: cny(minor[2]),
  carried: cny(minor[1] - minor[2]),
  after: cny(minor[0] - minor[2]),
  supportDrawn: cny(0),
  why,
  payees: step[2],
});

export const workedDeal: {
  readonly TERM_SHEET: TermSheetFigures;
  readonly PROSPECTUS: TermSheetFigures;
  readonly DISTRIBUTION_REPORT: DistributionReportFigures;
  readonly HOLDER_STATEMENT: HolderStatementFigures;
} = {
  TERM_SHEET: { deal, acts },
  PROSPECTUS: { deal, acts },
  DISTRIBUTION_REPORT: {
    distributionId: '01957f00-3300-7a00-b222-1234567890ab',
    dealId: deal.dealId,
    dealHash: deal.dealHash,
    canonical: deal.canonical,
    linesHash: hex(0x11e5),
    name: deal.name,
    manager,
    custodian,
    on: '2026-03-31',
    calculatedOn: '2026-03-30',
    reviewedOn: '2026-03-31',
    state: 'reviewed',
    statusBefore: 'amortising',
    statusAfter: 'amortising',
    total: cny(100_000_000),
    classes: [
      paid(1, { opening: 850_000_000, interest: 3_248_630, principal: 95_920_137 }, [
        '0.38219177',
        '11.28472200',
      ]),
      paid(2, { opening: 60_000_000, interest: 331_233, principal: 0 }, [
        '0.55205500',
        '0.00000000',
      ]),
      paid(3, { opening: 90_000_000, interest: 0, principal: 0 }, ['0.00000000', '0.00000000']),
    ],
    fees: [{ name: '托管费', payee: custodian.name, paid: cny(500_000), due: cny(0) }],
    accounts: [
      {
        name: '专项计划账户',
        opening: cny(0),
        in: cny(100_000_000),
        out: cny(100_000_000),
        closing: cny(0),
      },
    ],
    pools: [{ pool: 'trade', opening: cny(1_000_000_000), closing: cny(900_000_000) }],
    others: [],
    triggers: [],
    lines: [
      line(1, ['payFee', '8.1', '托管费'], [100_000_000, 500_000, 500_000], 'PAID_IN_FULL'),
      line(
        2,
        ['accrueAndPayInterest', '8.2', '优先级'],
        [99_500_000, 3_248_630, 3_248_630],
        'PAID_IN_FULL',
      ),
      line(
        3,
        ['accrueAndPayInterest', '8.3', '中间级'],
        [96_251_370, 331_233, 331_233],
        'PAID_IN_FULL',
      ),
      line(
        4,
        ['payPrincipal', '8.4', '优先级、中间级、次级'],
        [95_920_137, 1_000_000_000, 95_920_137],
        'SHORT',
      ),
      line(5, ['payInterestResidual', '8.5', '次级'], [0, 0, 0], 'NOTHING_DUE'),
    ],
    acts: [],
  },
  HOLDER_STATEMENT: {
    issueId: '01957e99-3300-7a00-b222-1234567890ab',
    dealId: deal.dealId,
    dealHash: deal.dealHash,
    name: deal.name,
    holder: party('p-investor', '东方养老保险资产管理有限公司', '91110000MA00A1B2C3'),
    currency: 'CNY',
    positions: [
      {
        bond: 'a',
        name: '优先级',
        units: 85_000,
        nominal: cny(10_000),
        original: cny(850_000_000),
      },
    ],
    payments: [
      {
        distributionId: '01957f00-3300-7a00-b222-1234567890ab',
        on: '2026-03-31',
        settledOn: '2026-03-31',
        bond: 'a',
        units: 85_000,
        interest: cny(3_248_630),
        principal: cny(95_920_137),
      },
    ],
  },
};
