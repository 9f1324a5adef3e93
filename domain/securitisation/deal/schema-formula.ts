import { date, flag, oneOf, text, type Schema } from '../../act/schema.ts';
import type { Comparison, Condition, Formula, Window } from './formula.ts';
import {
  key,
  keys,
  lazy,
  many,
  nothing,
  number,
  object,
  oneMember,
  optional,
  ppb,
  ppmSigned,
  signedMinor,
  tuple,
} from './schema.ts';

export const FLOW_WORDS = [
  'interest',
  'principal',
  'prepayment',
  'penalty',
  'recovery',
  'fee',
  'rent',
  'default',
  'loss',
  'delinquent',
  'dilution',
] as const;

const STATUS_WORDS = [
  'preClosing',
  'revolving',
  'amortising',
  'accelerated',
  'defaulted',
  'called',
  'ended',
] as const;

export const status = oneOf(...STATUS_WORDS);

const comparison: Schema<Comparison> = oneOf('<', '<=', '=', '>=', '>');
const someNames = object({ names: optional(keys) });
const names = object({ names: keys });
const pools = { pools: optional(keys) };
const poolArgs = object(pools);

const window: Schema<Window> = {
  shape: { type: 'wire' },
  read: (value, path, faults) =>
    typeof value === 'string'
      ? oneOf('period', 'year', 'cumulative').read(value, path, faults)
      : object({ since: date }).read(value, path, faults),
};

/** A formula: an object of one member (SEC-34). */
export const formula: Schema<Formula> = lazy(() => anyFormula);
const formulas = many(formula, 200);

const poolMembers = {
  poolBalance: poolArgs,
  poolOpening: poolArgs,
  poolOriginal: poolArgs,
  poolFactor: poolArgs,
  weightedRate: poolArgs,
  assetCount: poolArgs,
  netPoolBalance: poolArgs,
  excess: poolArgs,
  averagePoolBalance: poolArgs,
  averageOriginalPoolBalance: poolArgs,
  collected: object({ ...pools, flows: many(oneOf(...FLOW_WORDS), 20), window }),
  defaults: object({ ...pools, window }),
  losses: object({ ...pools, window }),
  recoveries: object({ ...pools, window }),
  dilutions: object({ ...pools, window }),
};

const bondMembers = {
  bondBalance: someNames,
  bondOriginal: someNames,
  bondFactor: someNames,
  interestDue: someNames,
  interestCarried: someNames,
  principalDue: someNames,
  scheduledBalance: someNames,
  balanceGap: someNames,
  rate: someNames,
  averageBondBalance: someNames,
  averageOriginalBondBalance: someNames,
  paid: object({
    names: optional(keys),
    what: oneOf('interest', 'principal', 'all'),
    window,
  }),
  test: object({ name: key }),
  oc: object({ bond: key }),
  ic: object({ bond: key }),
};

const accountMembers = {
  accountBalance: someNames,
  reserveTarget: names,
  reserveGap: names,
  reserveExcess: names,
  feeDue: someNames,
  feePaid: object({ names: optional(keys), window }),
  facilityAvailable: names,
  facilityDrawn: names,
  swapNet: names,
  ledgerBalance: object({ names: keys, side: optional(oneOf('debit', 'credit')) }),
};

const otherMembers = {
  minor: signedMinor,
  ppm: ppmSigned,
  ppb,
  count: number,
  date,
  daysInPeriod: nothing,
  periodNumber: object({ of: oneOf('collection', 'payment') }),
  monthsSince: object({ date }),
  monthsToMaturity: object({ bond: key }),
  index: object({ name: text(40) }),
  observation: object({ name: key }),
  curve: object({ points: many(tuple(date, formula), 1_000) }),
};

const operators = {
  sum: formulas,
  minus: formulas,
  product: formulas,
  min: formulas,
  max: formulas,
  average: formulas,
  abs: formula,
  times: object({ of: formula, ppm: ppmSigned }),
  per: object({ of: formula, base: formula }),
  floorAt: object({ of: formula, floor: formula }),
  capAt: object({ of: formula, cap: formula }),
  round: object({ of: formula, step: formula, mode: oneOf('up', 'down') }),
  if: object({ when: lazy(() => condition), then: formula, else: formula }),
};

const anyFormula: Schema<Formula> = oneMember({
  ...poolMembers,
  ...bondMembers,
  ...accountMembers,
  ...otherMembers,
  ...operators,
});

/** A condition: an object of one member (§7.2). */
export const condition: Schema<Condition> = lazy(() => anyCondition);
const conditions = many(condition, 100);

const anyCondition: Schema<Condition> = oneMember({
  all: conditions,
  any: conditions,
  not: condition,
  compare: tuple(formula, comparison, formula),
  date: tuple(comparison, date),
  dateIn: many(date, 1_000),
  status,
  paidOff: names,
  feesPaid: names,
  facilitiesPaid: names,
  mostSenior: object({ bond: key, before: keys }),
  fired: object({ trigger: key }),
  observed: object({ name: key }),
  always: flag,
  lasting: object({ id: key, of: condition, periods: number, within: optional(number) }),
});
