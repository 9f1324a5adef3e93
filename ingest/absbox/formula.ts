import type { FlowKind, Formula } from '../../domain/securitisation/index.ts';
import type { Names } from './names.ts';
import { Digits, type Node } from './reader.ts';

const FLOWS: Readonly<Record<string, FlowKind | 'cash'>> = {
  CollectedInterest: 'interest',
  CollectedPrincipal: 'principal',
  CollectedRecoveries: 'recovery',
  CollectedPrepayment: 'prepayment',
  CollectedPrepaymentPenalty: 'penalty',
  CollectedRental: 'rent',
  CollectedFeePaid: 'fee',
  CollectedCash: 'cash',
  NewDefaults: 'default',
  NewLosses: 'loss',
  NewDelinquencies: 'delinquent',
};

/** The kind of flow that a pool source names. */
export function flow(node: Node): FlowKind | 'cash' {
  const found = FLOWS[node.tag];
  if (!found) node.fault(`unknown pool source ${node.tag}`);
  return found ?? 'cash';
}

const CASH: readonly FlowKind[] = [
  'interest',
  'principal',
  'prepayment',
  'recovery',
  'fee',
  'penalty',
];

function flows(node: Node): FlowKind[] {
  return node.items.flatMap(item => {
    const kind = flow(item);
    return kind === 'cash' ? [...CASH] : [kind];
  });
}

/** The pools that a list names; an absent list stands for all. */
export function pools(names: Names, node: Node): { pools?: string[] } {
  if (node.isAbsent) return {};
  return { pools: node.items.map(item => names.key('pool', poolNode(item))) };
}

function poolNode(item: Node): Node {
  const named = item.tag === 'PoolName';
  return named
    ? item.contents
    : item.tag === 'PoolConsol' && item.contents.isAbsent && typeof item.raw !== 'string'
      ? item.get('tag')
      : item;
}

type Rule = (contents: Node, names: Names) => Formula;

const cumulative = (kind: 'defaults' | 'recoveries', node: Node, names: Names): Formula => {
  const args = { ...pools(names, node), window: 'cumulative' as const };
  return kind === 'defaults' ? { defaults: args } : { recoveries: args };
};

const POOLS: Readonly<Record<string, Rule>> = {
  CurrentPoolBalance: (node, names) => ({ poolBalance: pools(names, node) }),
  FutureCurrentPoolBalance: (node, names) => ({ poolBalance: pools(names, node) }),
  CurrentPoolBegBalance: (node, names) => ({ poolOpening: pools(names, node) }),
  OriginalPoolBalance: (node, names) => ({ poolOriginal: pools(names, node) }),
  DealIssuanceBalance: (node, names) => ({ poolOriginal: pools(names, node) }),
  PoolFactor: (node, names) => ({ poolFactor: pools(names, node) }),
  PoolWaRate: () => ({ weightedRate: {} }),
  CurrentPoolBorrowerNum: (node, names) => ({ assetCount: pools(names, node) }),
  PoolCumCollection: (node, names) => ({
    collected: { flows: flows(node.at(0)), window: 'cumulative', ...pools(names, node.at(1)) },
  }),
  PoolCurCollection: (node, names) => ({
    collected: { flows: flows(node.at(0)), window: 'period', ...pools(names, node.at(1)) },
  }),
  CumulativePoolDefaultedBalance: (node, names) => cumulative('defaults', node, names),
  CumulativePoolRecoveriesBalance: (node, names) => cumulative('recoveries', node, names),
  CumulativeNetLoss: (node, names) => ({
    minus: [cumulative('defaults', node, names), cumulative('recoveries', node, names)],
  }),
  CumulativePoolDefaultedRate: (node, names) => ({
    per: { of: cumulative('defaults', node, names), base: { poolOriginal: pools(names, node) } },
  }),
  CumulativeNetLossRatio: (node, names) => ({
    per: {
      of: { minus: [cumulative('defaults', node, names), cumulative('recoveries', node, names)] },
      base: { poolOriginal: pools(names, node) },
    },
  }),
};

const all = (names: Names, node: Node): { names: string[] } => ({
  names: names.all('class', node),
});
const one = (names: Names, node: Node): { names: string[] } => ({
  names: [names.key('class', node)],
});

const BONDS: Readonly<Record<string, Rule>> = {
  CurrentBondBalance: () => ({ bondBalance: {} }),
  OriginalBondBalance: () => ({ bondOriginal: {} }),
  BondFactor: () => ({ bondFactor: {} }),
  CurrentBondBalanceOf: (node, names) => ({ bondBalance: all(names, node) }),
  OriginalBondBalanceOf: (node, names) => ({ bondOriginal: all(names, node) }),
  BondFactorOf: (node, names) => ({ bondFactor: one(names, node) }),
  CurrentDueBondInt: (node, names) => ({ interestDue: all(names, node) }),
  CurrentDueBondIntOverInt: (node, names) => ({ interestCarried: all(names, node) }),
  CurrentDueBondIntTotal: (node, names) => ({
    sum: [{ interestDue: all(names, node) }, { interestCarried: all(names, node) }],
  }),
  BondDuePrin: (node, names) => ({ principalDue: all(names, node) }),
  BondBalanceTarget: (node, names) => ({ scheduledBalance: all(names, node) }),
  BondBalanceGap: (node, names) => ({ balanceGap: one(names, node) }),
  BondRate: (node, names) => ({ rate: one(names, node) }),
  BondWaRate: (node, names) => ({ rate: all(names, node) }),
  LastBondIntPaid: (node, names) => ({
    paid: { ...all(names, node), what: 'interest', window: 'period' },
  }),
  LastBondPrinPaid: (node, names) => ({
    paid: { ...all(names, node), what: 'principal', window: 'period' },
  }),
  BondTxnAmt: (node, names) => ({
    paid: { ...all(names, node.at(0)), what: paidFor(node.at(1)), window: 'cumulative' },
  }),
  MonthsTillMaturity: (node, names) => ({ monthsToMaturity: { bond: names.key('class', node) } }),
};

function paidFor(comment: Node): 'interest' | 'principal' | 'all' {
  if (comment.isAbsent) return 'all';
  const said = comment.text;
  if (said.startsWith('<PayInt')) return 'interest';
  if (said.startsWith('<PayPrin')) return 'principal';
  comment.fault(`unknown comment ${said}`);
  return 'all';
}

const OTHERS: Readonly<Record<string, Rule>> = {
  AllAccBalance: () => ({ accountBalance: {} }),
  AccBalance: (node, names) => ({ accountBalance: { names: names.all('account', node) } }),
  ReserveBalance: (node, names) => ({ reserveTarget: { names: names.all('account', node) } }),
  ReserveGap: (node, names) => ({ reserveGap: { names: names.all('account', node) } }),
  ReserveExcess: (node, names) => ({ reserveExcess: { names: names.all('account', node) } }),
  CurrentDueFee: (node, names) => ({ feeDue: { names: names.all('fee', node) } }),
  FeePaidAmt: (node, names) => ({
    feePaid: { names: names.all('fee', node), window: 'cumulative' },
  }),
  LastFeePaid: (node, names) => ({ feePaid: { names: names.all('fee', node), window: 'period' } }),
  FeeTxnAmt: (node, names) => ({
    feePaid: { names: names.all('fee', node.at(0)), window: 'cumulative' },
  }),
  LedgerBalance: (node, names) => ({ ledgerBalance: { names: names.all('ledger', node) } }),
  LedgerBalanceBy: (node, names) => ({
    ledgerBalance: {
      names: names.all('ledger', node.at(1)),
      side: node.at(0).tag === 'Credit' ? 'credit' : 'debit',
    },
  }),
  LiqCredit: (node, names) => ({ facilityAvailable: { names: names.all('facility', node) } }),
  LiqBalance: (node, names) => ({ facilityDrawn: { names: names.all('facility', node) } }),
  RateSwapNet: (node, names) => ({ swapNet: { names: [names.key('swap', node)] } }),
  DealStatInt: node => ({
    periodNumber: { of: node.tag === 'PoolCollectedPeriod' ? 'collection' : 'payment' },
  }),
};

const parts = (node: Node, names: Names): Formula[] => node.items.map(item => formula(item, names));

const OPERATORS: Readonly<Record<string, Rule>> = {
  Constant: node => constant(node),
  Factor: (node, names) => ({ product: [formula(node.at(0), names), constant(node.at(1))] }),
  Multiply: (node, names) => ({ product: parts(node, names) }),
  Max: (node, names) => ({ max: parts(node, names) }),
  Min: (node, names) => ({ min: parts(node, names) }),
  Sum: (node, names) => ({ sum: parts(node, names) }),
  Substract: (node, names) => ({ minus: parts(node, names) }),
  Subtract: (node, names) => ({ minus: parts(node, names) }),
  Excess: (node, names) => ({ max: [{ minor: '0' }, { minus: parts(node, names) }] }),
  Avg: (node, names) => ({ average: parts(node, names) }),
  AvgRatio: (node, names) => ({ average: parts(node, names) }),
  Divide: (node, names) => ({
    per: { of: formula(node.at(0), names), base: formula(node.at(1), names) },
  }),
  DivideRatio: (node, names) => ({
    per: { of: formula(node.at(0), names), base: formula(node.at(1), names) },
  }),
  FloorAndCap: (node, names) => ({
    max: [
      formula(node.at(0), names),
      { min: [formula(node.at(1), names), formula(node.at(2), names)] },
    ],
  }),
  FloorWith: (node, names) => ({ max: parts(node, names) }),
  FloorWithZero: (node, names) => ({ max: [{ minor: '0' }, formula(node, names)] }),
  CapWith: (node, names) => ({ min: parts(node, names) }),
  Abs: (node, names) => ({ abs: formula(node, names) }),
  Round: (node, names) => ({
    round: {
      of: formula(node.at(0), names),
      step: amount(node.at(1).contents),
      mode: node.at(1).tag === 'RoundCeil' ? 'up' : 'down',
    },
  }),
};

const RULES: Readonly<Record<string, Rule>> = { ...POOLS, ...BONDS, ...OTHERS, ...OPERATORS };

/** A value of the deck as a formula of our language; what has no counterpart is a fault. */
export function formula(node: Node, names: Names): Formula {
  if (node.raw instanceof Digits) return constant(node);
  const rule = Object.hasOwn(RULES, node.tag) ? RULES[node.tag] : undefined;
  if (rule) return rule(node.contents, names);
  node.fault(`no counterpart for the value ${node.tag}`);
  return { minor: '0' };
}

/** A plain number: a part of one, or a count. Nine digits after the mark at most. */
export function constant(node: Node): Formula {
  const { n, d } = node.number;
  if (n % d === 0n) return { count: Number(n / d) };
  if ((n * 1_000_000n) % d === 0n) return { ppm: Number((n * 1_000_000n) / d) };
  if ((n * 1_000_000_000n) % d !== 0n) node.fault('finer than nine digits');
  return { ppb: Number((n * 1_000_000_000n) / d) };
}

/** An amount of the deck. */
export function amount(node: Node): Formula {
  return { minor: node.minor.toString() };
}
