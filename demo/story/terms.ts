import type { Wire } from '../../domain/wire/index.ts';
import { CUSTODIAN, MANAGER, ORIGINATOR, RATER } from '../cast/cast.ts';
import { fixedId } from '../cast/names.ts';
import { POOLED_DUES } from '../files/trade.ts';
import { DAYS } from './days.ts';

/** The story's one pool, deal and issue; each has the same id in every run. */
export const POOL = fixedId('pool');
export const DEAL = fixedId('deal');
export const ISSUE = fixedId('issue');

/** The payment dates, each with the collection day that it pays out. */
export const PAYMENT_DAYS = [DAYS.firstPaid, DAYS.secondPaid, DAYS.thirdPaid] as const;

/** Notes of CNY 100.00; the price of the pool is that of all of them. */
export const NOTE = 10_000n;
const LOT = 100n;
/** The vehicle pays 98.5 % of the pool's amount: what is left over bears interest and losses. */
const PRICE_PPM = 985_000n;
const PPM = 1_000_000n;
const SENIOR_PPM = 850_000n;
const MEZZANINE_PPM = 60_000n;

export type Units = { readonly a: bigint; readonly b: bigint; readonly c: bigint };

/** Notes of each class for a pool's amount in fen: 85, 6 and 9 per cent of whole hundreds. */
export function unitsFor(amount: bigint): Units {
  const all = ((amount * PRICE_PPM) / PPM / NOTE / LOT) * LOT;
  const a = (all * SENIOR_PPM) / PPM;
  const b = (all * MEZZANINE_PPM) / PPM;
  return { a, b, c: all - a - b };
}

export function priceOf({ a, b, c }: Units): bigint {
  return (a + b + c) * NOTE;
}

type Class = {
  readonly rank: number;
  readonly units: bigint;
  readonly ppb: number;
  readonly zh: string;
  readonly en: string;
};

function bondOf({ rank, units, ppb, zh, en }: Class): Record<string, Wire> {
  return {
    label: { zh, en },
    original: String(units * NOTE),
    amortisation: { kind: rank === 3 ? 'equity' : 'sequential' },
    interest: { kind: 'fixed', ppb, dayCount: 'ACT/365F' },
    unpaidInterest: 'carry',
    interestOnInterest: 'none',
    rank,
  };
}

const FEES = {
  trustee: {
    label: { zh: '托管费', en: 'custody fee' },
    kind: 'recurring',
    amount: '10000',
    dates: { dayOfMonth: 20 },
    from: DAYS.funding,
    payee: CUSTODIAN.party,
  },
  manager: {
    label: { zh: '管理费', en: 'management fee' },
    kind: 'annual',
    of: { poolOpening: {} },
    rate: { ppm: 2_000 },
    dayCount: 'ACT/365F',
    from: DAYS.funding,
    payee: MANAGER.party,
  },
};

const PAY = {
  fees: [
    { do: 'payFee', from: ['plan'], fees: ['trustee'], split: 'proRataDue', ref: '8.1' },
    { do: 'calcAndPayFee', from: ['plan'], fees: ['manager'], split: 'proRataDue', ref: '8.2' },
  ],
  senior: [
    { do: 'accrueAndPayInterest', from: ['plan'], bonds: ['a'], split: 'proRataDue', ref: '8.3' },
  ],
  mezzanine: [
    { do: 'accrueAndPayInterest', from: ['plan'], bonds: ['b'], split: 'proRataDue', ref: '8.4' },
  ],
  rest: [
    { do: 'payPrincipal', from: ['plan'], bonds: ['b', 'c'], split: 'inOrder', ref: '8.6' },
    { do: 'payInterestResidual', from: ['plan'], bonds: ['c'], ref: '8.7' },
  ],
};
const SENIOR_PRINCIPAL = [
  { do: 'payPrincipal', from: ['plan'], bonds: ['a'], split: 'inOrder', ref: '8.5' },
];

/** Credit notes above 12 % of the pool turn every payment to the senior class first. */
const DILUTION_TRIGGER = {
  id: 'dilution',
  label: { zh: '稀释率超过 12%', en: 'dilution above 12 %' },
  at: 'afterCollection',
  when: {
    compare: [
      { per: { of: { dilutions: { window: 'cumulative' } }, base: { poolOriginal: {} } } },
      '>',
      { ppm: 120_000 },
    ],
  },
  effects: [{ setStatus: 'accelerated' }],
  curable: false,
};

const [firstCollection = '', ...collections] = POOLED_DUES;
const [firstPayment, ...payments] = PAYMENT_DAYS;
const DATES = {
  cutOff: DAYS.funding,
  closing: DAYS.funding,
  collection: { dates: collections },
  payment: { dates: payments },
  firstCollection,
  firstPayment,
  calendar: 'CN-IB',
  roll: 'unadjusted',
  accrualRolls: false,
  end: '2026-12-31',
};

/**
 * The terms, `tally-deal/1`: senior, mezzanine and subordinated notes on the pool; fees, interest by
 * rank, principal in order, the rest to the originator, who keeps the last class.
 */
export function termsFor(units: Units): Wire {
  const { fees, senior, mezzanine, rest } = PAY;
  const subordinated = bondOf({ rank: 3, units: units.c, ppb: 0, zh: '次级', en: 'subordinated' });
  return {
    schema: 'tally-deal/1',
    id: DEAL,
    version: 1,
    name: { zh: '示例 锦川供应链应收账款一期', en: 'Sample Jinchuan Supply Chain Receivables 1' },
    venue: 'PRIVATE',
    currency: 'CNY',
    mode: 'conserving',
    projection: 'defaultFirst',
    parties: {
      manager: MANAGER.party,
      custodian: CUSTODIAN.party,
      originator: ORIGINATOR.party,
      rater: RATER.party,
    },
    dates: DATES,
    pools: {
      trade: {
        label: { zh: '应收账款池', en: 'trade receivables' },
        assetClass: 'receivable',
        source: POOL,
      },
    },
    accounts: {
      plan: { label: { zh: '专项账户', en: 'plan account' }, kind: 'plan', opening: '0' },
    },
    fees: FEES,
    bonds: {
      a: bondOf({ rank: 1, units: units.a, ppb: 32_000_000, zh: '优先级', en: 'senior' }),
      b: bondOf({ rank: 2, units: units.b, ppb: 48_000_000, zh: '中间级', en: 'mezzanine' }),
      c: { ...subordinated, retention: { party: ORIGINATOR.party, ppm: 1_000_000 } },
    },
    groups: {},
    ledgers: {},
    facilities: {},
    swaps: {},
    tests: {},
    triggers: [DILUTION_TRIGGER],
    calls: [],
    collections: [{ flow: 'cash', to: [['plan', 1_000_000]] }],
    observations: {},
    waterfalls: {
      amortising: [...fees, ...senior, ...mezzanine, ...SENIOR_PRINCIPAL, ...rest],
      accelerated: [...fees, ...senior, ...SENIOR_PRINCIPAL, ...mezzanine, ...rest],
    },
  };
}
