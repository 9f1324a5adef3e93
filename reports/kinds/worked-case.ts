import type { IssueInput } from '../render.ts';
import type { FiguresByKind } from './kinds.ts';
import type { SignedActInput } from './input.ts';
import { workedDeal } from './worked-deal.ts';
import { workedPool } from './worked-pool.ts';

/**
 * The worked financing of the rule book as paper: F 1,000,000.00, advance 90 %, 6 % a year, 90 days,
 * fee 0.1 % of the advance → discount 13,500.00, fee 900.00, cash 885,600.00, APR 65,944 ppm. Used by
 * tests and the bench.
 */
export const workedIssue = (locale: IssueInput['locale'], number: string): IssueInput => ({
  issuer: 'party-broker-01',
  issuerName: '算筹供应链金融服务有限公司',
  number,
  locale,
  verifyAddress: 'https://verify.tallystick.example',
  asOf: '2026-03-31',
  height: 1_482,
  clock: 'test',
});

const cny = (minor: number): { minor: string; currency: string } => ({
  minor: String(minor),
  currency: 'CNY',
});

const debtor = {
  id: 'party-anchor-01',
  name: '华东精密装备制造股份有限公司',
  creditCode: '91310000MA1K35X2XQ',
};
const supplier = {
  id: 'party-supplier-07',
  name: '苏州恒力五金制品有限公司',
  creditCode: '91320500MA1MX7Q88K',
};
const funder = {
  id: 'party-funder-01',
  name: '江南商业保理（天津）有限公司',
  creditCode: '91120118MA06T2R41B',
};
const broker = {
  id: 'party-broker-01',
  name: '算筹供应链金融服务有限公司',
  creditCode: '91440300MA5G7H2J9C',
};
const account = {
  holder: '苏州恒力五金制品有限公司（监管户）',
  bank: '招商银行苏州分行',
  number: '5129 0673 8810 806',
};

const RECEIVABLE = '01957a2c-40d1-7c11-9b7e-2f4a60d8c3e1';
const HOLDING = '01957a2c-40d1-7c11-9b7e-2f4a60d8c3e2';

const act = (n: number, kind: string, who: string, role: string, at: string): SignedActInput => ({
  actId: `01957b11-77a0-7d20-8c55-0000000000${String(n).padStart(2, '0')}`,
  kind,
  party: who,
  role,
  key: `k-${(0x3fa9c1d0 + n * 77_713).toString(16)}`,
  ...(role === 'checker' ? { stepUp: 'token' } : {}),
  at,
});

const confirmation = [
  act(1, 'receivable.offer', supplier.name, 'maker', '2026-02-27T02:11:09.000Z'),
  act(2, 'receivable.confirm', debtor.name, 'maker', '2026-03-02T06:40:51.000Z'),
  act(2, 'receivable.confirm', debtor.name, 'checker', '2026-03-02T07:05:13.000Z'),
];

export const workedCase: FiguresByKind = {
  ...workedPool,
  ...workedDeal,
  RECEIVABLE_CERTIFICATE: {
    receivableId: RECEIVABLE,
    holdingId: HOLDING,
    debtor,
    creditor: supplier,
    holder: supplier,
    face: cny(125_000_000),
    amount: cny(100_000_000),
    free: cny(0),
    reserved: cny(0),
    pledged: cny(0),
    sold: cny(100_000_000),
    pooled: cny(0),
    issuedOn: '2026-03-02',
    startOn: '2026-02-26',
    dueOn: '2026-06-30',
    status: 'confirmed',
    assurance: 'L3',
    transferCount: 0,
    invoices: ['25312000000184029911', '25312000000184029912'],
    account,
    parent: { holdingId: '01957a2c-40d1-7c11-9b7e-2f4a60d8c3df', amount: cny(125_000_000) },
    children: [
      {
        holdingId: '01957a2c-40d1-7c11-9b7e-2f4a60d8c3e5',
        holder: '常熟宏达精铸有限公司',
        amount: cny(25_000_000),
        status: 'free',
      },
    ],
    acts: confirmation,
  },
  DEBT_CONFIRMATION: {
    receivableId: RECEIVABLE,
    debtor,
    creditor: supplier,
    face: cny(100_000_053),
    dueOn: '2026-06-30',
    confirmedOn: '2026-03-02',
    contract: 'HD-CG-2026-0117',
    orders: ['PO-4500120311', 'PO-4500120312'],
    deliveries: ['ASN-88012', 'ASN-88013'],
    invoices: ['25312000000184029911', '25312000000184029912'],
    account,
    undertaking: 'irrevocable',
    assignable: true,
    deductions: [],
    root: '9a6f0b1c22e14d0fd3f79c1f5b8f4b7ce0dd2f6f3a5a41f2f0c8d3a1b2c3d4e5',
    acts: confirmation,
  },
  FINANCING_AGREEMENT: {
    financingId: '01957c00-1200-7f00-a111-5c0ffee5c0de',
    supplier,
    funder,
    platform: broker,
    kind: 'sale',
    mode: 'discount',
    receivables: [
      {
        receivableId: RECEIVABLE,
        holdingId: HOLDING,
        debtor: debtor.name,
        outstanding: cny(100_000_000),
        dueOn: '2026-06-30',
      },
    ],
    advance: cny(90_000_000),
    advancePpm: 900_000,
    ratePpm: 60_000,
    dayCount: 'ACT/360',
    days: 90,
    discountOrInterest: cny(1_350_000),
    fees: [{ kind: 'platform', payer: supplier.name, payee: broker.name, amount: cny(90_000) }],
    totalCost: cny(1_440_000),
    aprPpm: 65_944,
    cash: cny(88_560_000),
    disburseOn: '2026-04-01',
    repayOn: '2026-06-30',
    disburseTo: account,
    repayTo: {
      holder: '算筹平台回款监管户',
      bank: '招商银行深圳分行',
      number: '7559 0001 2210 188',
    },
    recourse: 'none',
    lateRatePpm: 90_000,
    graceDays: 3,
    offersRefused: [
      {
        offer: '01957c00-1200-7f00-a111-5c0ffee5c0df',
        funder: '长三角供应链银行',
        aprPpm: 71_250,
        cash: cny(88_402_500),
      },
    ],
    acts: [
      act(11, 'financing.request', supplier.name, 'maker', '2026-03-30T01:12:44.000Z'),
      act(12, 'financing.accept', supplier.name, 'checker', '2026-03-30T03:20:02.000Z'),
      act(13, 'financing.commit', funder.name, 'checker', '2026-03-31T05:01:37.000Z'),
    ],
  },
  ACCOUNT_STATEMENT: {
    party: supplier,
    accountId: 'account-supplier-07-cny',
    accountKind: 'cash',
    currency: 'CNY',
    from: '2026-04-01',
    to: '2026-06-30',
    opening: cny(1_204_410),
    closing: cny(99_539_410),
    movements: [
      {
        postingId: 'p-000811',
        on: '2026-04-01',
        kind: 'disbursement',
        counterparty: funder.name,
        document: 'FA-01957c00-20260331-0001',
        credit: cny(88_560_000),
        balance: cny(89_764_410),
      },
      {
        postingId: 'p-000977',
        on: '2026-07-10',
        kind: 'residual',
        counterparty: debtor.name,
        document: 'RC-01957a2c-20260302-0001',
        credit: cny(9_775_000),
        balance: cny(99_539_410),
      },
    ],
    fees: [{ on: '2026-04-01', kind: 'platform', payee: broker.name, amount: cny(90_000) }],
    pending: [],
    ageing: [
      { bucket: 'notDue', amount: cny(25_000_000) },
      { bucket: 'days1to30', amount: cny(0) },
    ],
    nextDue: { on: '2026-08-31', amount: cny(25_000_000) },
    objectBy: '2026-07-31',
  },
};
