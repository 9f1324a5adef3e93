import { flag, oneOf, text, type Schema } from '../../act/schema.ts';
import type { Action, Limit, Support } from './action.ts';
import { condition, formula, status } from './schema-formula.ts';
import {
  byMember,
  key,
  keys,
  lazy,
  many,
  minor,
  object,
  optional,
  tagged,
  tuple,
  whole,
} from './schema.ts';

export const label = object({ zh: text(200), en: text(200) });
const part = whole(0, 1_000_000, 'parts per million');

const limit: Schema<Limit> = byMember({
  dueSharePpm: { dueSharePpm: part },
  cap: { cap: minor },
  balanceSharePpm: { balanceSharePpm: part },
  formula: { formula },
});

const book = object({ ledger: key, side: oneOf('debit', 'credit') });

const support: Schema<Support> = byMember({
  account: { account: key, book: optional(book), when: optional(condition) },
  facility: { facility: key, when: optional(condition) },
});

export const triggerPoint = oneOf(
  'beforeCollection',
  'afterCollection',
  'beforeDistribution',
  'inWaterfall',
  'afterDistribution',
);

const split = oneOf(
  'proRataDue',
  'proRataBalance',
  'inOrder',
  'byName',
  'byRate',
  'byMaturity',
  'byStart',
);

const common = { label: optional(label), ref: optional(text(40)), when: optional(condition) };
const from = tuple(key);
const bounded = { ...common, from, limit: optional(limit) };
const paying = { ...bounded, support: optional(many(support, 20)), book: optional(book) };
const actions: Schema<readonly Action[]> = lazy(() => actionList);

const fees = {
  calcFee: { ...common, fees: keys },
  payFee: { ...paying, fees: keys, split },
  calcAndPayFee: { ...paying, fees: keys, split },
  payFeeResidual: { ...paying, fee: key },
};

const interestPaid = { ...paying, bonds: keys, split, items: optional(oneOf('onInterest')) };
const interest = {
  accrueInterest: { ...common, bonds: keys },
  payInterest: interestPaid,
  accrueAndPayInterest: interestPaid,
  payInterestByGroup: { ...paying, group: key, split, accrue: flag },
  payInterestResidual: { ...paying, bonds: tuple(key) },
  capitaliseInterest: { ...common, bonds: keys },
};

const principal = {
  calcPrincipal: {
    ...common,
    bonds: keys,
    from: optional(from),
    limit: optional(limit),
    support: optional(many(support, 20)),
  },
  payPrincipal: { ...paying, bonds: keys, split, amount: optional(formula) },
  payPrincipalByGroup: { ...paying, group: key, split },
  payPrincipalDue: { ...paying, bonds: keys },
  payPrincipalResidual: { ...paying, bonds: keys },
  writeOff: { ...common, bonds: keys, limit: optional(limit), book: optional(book) },
  fund: { ...common, bond: key, to: key, amount: formula },
};

const cash = {
  transfer: { ...bounded, to: key, book: optional(book) },
  fillReserve: { ...paying, account: key },
  releaseReserve: { ...common, account: key, to: key },
  liquidate: {
    ...common,
    pools: optional(keys),
    to: key,
    performingPpm: part,
    defaultedPpm: part,
  },
  book: {
    ...common,
    way: oneOf('amount', 'until'),
    side: oneOf('debit', 'credit'),
    amount: formula,
    ledgers: many(object({ ledger: key, cap: optional(formula) }), 50),
  },
};

const drawnFor = byMember({
  account: { account: key },
  fees: { fees: keys },
  interestOf: { interestOf: keys },
});

const hedges = {
  accrueFacility: { ...common, facilities: keys },
  draw: { ...common, facility: key, limit: optional(limit), for: drawnFor },
  repay: { ...bounded, facility: key, items: many(oneOf('drawn', 'interest', 'premium'), 3) },
  payFacilityYield: { ...bounded, facility: key },
  accrueSwap: { ...common, swap: key },
  receiveSwap: { ...common, swap: key, to: key },
  paySwap: { ...common, swap: key, from },
  settleSwap: { ...common, swap: key, from },
};

const control = {
  if: { ...common, when: condition, then: actions, else: optional(actions) },
  runTriggers: { ...common, at: triggerPoint, triggers: keys },
  setStatus: { ...common, status },
  watch: { ...common, name: text(80), of: many(formula, 20) },
  assert: { ...common, code: text(80), when: condition },
};

/** One step of a waterfall. */
const action: Schema<Action> = tagged('do', {
  ...fees,
  ...interest,
  ...principal,
  ...cash,
  ...hedges,
  ...control,
});

/** The steps of a waterfall: at most 300 (SEC-41). */
export const actionList: Schema<readonly Action[]> = many(action, 300);
