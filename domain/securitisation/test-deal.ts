import type { Bond, Deal } from './deal/deal.ts';
import type { Position } from './waterfall/state.ts';

const label = (text: string) => ({ zh: text, en: text });

const bond = (rank: number, original: string, ppb: number): Bond => ({
  label: label(`class ${rank}`),
  original,
  amortisation: rank === 3 ? { kind: 'equity' } : { kind: 'sequential' },
  interest: { kind: 'fixed', ppb, dayCount: 'ACT/365F' },
  unpaidInterest: 'carry',
  interestOnInterest: 'none',
  rank,
});

/**
 * A trade-receivable deal of three classes (850.00, 60.00 and 90.00 of a pool of 1,000.00) with a
 * trustee's fee, for tests: senior interest before mezzanine interest, principal in order, the rest
 * to the last class.
 */
export const TRADE_DEAL: Deal = {
  schema: 'tally-deal/1',
  id: 'trade-1',
  version: 1,
  name: label('trade'),
  venue: 'PRIVATE',
  currency: 'CNY',
  mode: 'conserving',
  projection: 'defaultFirst',
  parties: {},
  dates: {
    cutOff: '2026-01-01',
    closing: '2026-01-01',
    collection: { every: 'monthEnd' },
    payment: { dayOfMonth: 10 },
    firstCollection: '2026-01-31',
    firstPayment: '2026-02-10',
    calendar: 'CN-SSE',
    roll: 'unadjusted',
    accrualRolls: false,
    end: '2027-01-01',
  },
  pools: { trade: { label: label('trade'), assetClass: 'receivable' } },
  accounts: { plan: { label: label('plan'), kind: 'plan', opening: '0' } },
  fees: {
    trustee: {
      label: label('trustee'),
      kind: 'recurring',
      amount: '100',
      dates: { dayOfMonth: 1 },
      from: '2026-01-02',
    },
  },
  bonds: {
    a: bond(1, '85000', 36_500_000),
    b: bond(2, '6000', 73_000_000),
    c: bond(3, '9000', 0),
  },
  groups: {},
  ledgers: {},
  facilities: {},
  swaps: {},
  tests: {},
  triggers: [],
  calls: [],
  collections: [
    { flow: 'principal', to: [['plan', 1_000_000]] },
    { flow: 'recovery', to: [['plan', 1_000_000]] },
  ],
  observations: {},
  waterfalls: {
    amortising: [
      { do: 'payFee', from: ['plan'], fees: ['trustee'], split: 'proRataDue', ref: '8.1' },
      { do: 'accrueAndPayInterest', from: ['plan'], bonds: ['a'], split: 'proRataDue', ref: '8.2' },
      { do: 'accrueAndPayInterest', from: ['plan'], bonds: ['b'], split: 'proRataDue', ref: '8.3' },
      { do: 'payPrincipal', from: ['plan'], bonds: ['a', 'b', 'c'], split: 'inOrder', ref: '8.4' },
      { do: 'payInterestResidual', from: ['plan'], bonds: ['c'], ref: '8.5' },
    ],
  },
};

/** Nothing has happened yet. */
export const NEW_POSITION: Position = {
  status: 'amortising',
  accounts: {},
  bonds: {},
  fees: {},
  pools: {},
  ledgers: {},
  facilities: {},
};
