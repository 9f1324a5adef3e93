import { date, flag, oneOf, text, type Schema } from '../../act/schema.ts';
import type { DatePattern } from '../../calendar/index.ts';
import type { Bond, Deal, Effect, Fee, Interest, Leg, Rate } from './deal.ts';
import { actionList, label, triggerPoint } from './schema-action.ts';
import { condition, FLOW_WORDS, formula, status } from './schema-formula.ts';
import {
  byMember,
  dayCount,
  dictionary,
  key,
  keys,
  lazy,
  many,
  minor,
  number,
  object,
  oneMember,
  optional,
  ppb,
  ppmSigned,
  record,
  signedMinor,
  tagged,
  tuple,
  whole,
} from './schema.ts';

const part = whole(0, 1_000_000, 'parts per million');
const month = whole(1, 12, 'a month');
const day = whole(1, 31, 'a day');

/** A date pattern. */
export const pattern: Schema<DatePattern> = lazy(() => anyPattern);
const anyPattern: Schema<DatePattern> = byMember({
  every: { every: oneOf('monthEnd', 'quarterEnd', 'yearEnd', 'monthFirst') },
  dayOfMonth: { dayOfMonth: day },
  dayOfYear: { dayOfYear: tuple(month, day) },
  weekday: { weekday: whole(1, 7, 'a day of the week') },
  everyMonths: { everyMonths: whole(1, 120, 'months'), anchor: date },
  dates: { dates: many(date, 2_000) },
  after: {
    after: pattern,
    days: whole(-366, 366, 'days'),
    unit: oneOf('calendar', 'business'),
    calendar: optional(text(60)),
  },
  union: { union: many(pattern, 20) },
  except: { except: tuple(pattern, pattern) },
  of: { of: pattern, from: optional(date), until: optional(date) },
});

const schedule = many(tuple(date, minor), 1_200);
const bounds = { floorPpb: optional(ppb), capPpb: optional(ppb) };

const rate: Schema<Rate> = byMember({
  ppb: { ppb },
  index: { index: text(40), spreadPpb: ppb, resets: pattern, ...bounds },
});

const account = object({
  label,
  kind: oneOf('plan', 'income', 'principal', 'reserve', 'deposit', 'expense', 'support'),
  opening: minor,
  interest: optional(object({ rate, dayCount, paid: pattern, from: date })),
  target: optional(formula),
});

const feeCommon = { label, payee: optional(text(80)), from: date, until: optional(date) };
const fee: Schema<Fee> = tagged('kind', {
  fixed: { ...feeCommon, amount: minor },
  annual: { ...feeCommon, of: formula, rate: formula, dayCount },
  percent: { ...feeCommon, of: formula, rate: formula },
  recurring: { ...feeCommon, amount: minor, dates: pattern },
  perCount: { ...feeCommon, of: formula, amount: minor, dates: pattern },
  table: { ...feeCommon, of: formula, dates: pattern, rows: many(tuple(minor, minor), 200) },
  target: { ...feeCommon, of: formula, paid: formula },
  dated: { ...feeCommon, rows: schedule },
  perPeriod: { ...feeCommon, amount: minor },
  byPeriod: {
    ...feeCommon,
    period: oneOf('collection', 'payment'),
    rows: many(tuple(number, minor), 1_200),
  },
});

const amortisation = tagged<Bond['amortisation']>('kind', {
  sequential: {},
  pac: { schedule },
  pacAnchored: { schedule, anchor: keys },
  scheduled: { schedule },
  balanceByPeriod: { rows: many(tuple(number, minor), 1_200) },
  lockout: { until: date },
  accrual: {},
  interestOnly: {},
  equity: {},
});

const interestCommon = { dayCount, notional: optional(formula) };
const interest: Schema<Interest> = tagged('kind', {
  fixed: { ...interestCommon, ppb },
  floating: { ...interestCommon, index: text(40), spreadPpb: ppb, resets: pattern, ...bounds },
  linked: { ...interestCommon, to: formula, factorPpm: ppmSigned, resets: pattern },
});

const bond: Schema<Bond> = object({
  label,
  original: minor,
  amortisation,
  interest,
  stepUp: optional(object({ from: date, addPpb: ppb, every: optional(pattern) })),
  unpaidInterest: oneOf('carry', 'extinguish'),
  interestOnInterest: oneOf('none', 'simple', 'compound'),
  overRate: optional(byMember({ addPpb: { addPpb: ppb }, ofRatePpm: { ofRatePpm: ppmSigned } })),
  rank: number,
  retention: optional(object({ party: text(80), ppm: part })),
  issuedOn: optional(date),
  legalMaturity: optional(date),
}) as Schema<Bond>;

const facility = object({
  label,
  kind: oneOf('fixed', 'replenishing', 'percentOf', 'unlimited'),
  limit: optional(formula),
  resets: optional(pattern),
  drawnPpb: optional(ppb),
  undrawnPpb: optional(ppb),
  counts: oneOf('none', 'interest', 'premium', 'both'),
  from: date,
  until: optional(date),
});

const leg: Schema<Leg> = byMember({
  index: { index: text(40), spreadPpb: ppb },
  ppb: { ppb },
  formula: { formula },
});

const swap = object({
  label,
  notional: formula,
  pay: leg,
  receive: leg,
  dayCount,
  from: date,
  resets: pattern,
  settles: optional(object({ dates: pattern, account: key })),
});

const effect: Schema<Effect> = oneMember({
  setStatus: status,
  setTarget: tuple(key, formula),
  setRate: object({ bond: key, ppb, interest }),
  accrueFee: keys,
  run: actionList,
});

const test = object({
  label,
  kind: oneOf('oc', 'ic', 'ratio'),
  bond: optional(key),
  of: optional(formula),
  atLeast: optional(number),
  atMost: optional(number),
});

const trigger = object({
  id: key,
  label,
  at: triggerPoint,
  when: condition,
  effects: many(effect, 20),
  curable: flag,
  fired: optional(flag),
});

const dates = object({
  cutOff: date,
  closing: date,
  collection: pattern,
  payment: pattern,
  firstCollection: date,
  firstPayment: date,
  calendar: text(60),
  roll: oneOf(
    'unadjusted',
    'following',
    'modifiedFollowing',
    'halfMonthModifiedFollowing',
    'preceding',
    'modifiedPreceding',
    'nearest',
  ),
  accrualRolls: flag,
  end: date,
});

const collection = object({
  pools: optional(keys),
  flow: oneOf(...FLOW_WORDS, 'cash'),
  to: many(tuple(key, part), 20),
});

const waterfalls = object({
  closing: optional(actionList),
  collection: optional(actionList),
  revolving: optional(actionList),
  amortising: optional(actionList),
  accelerated: optional(actionList),
  defaulted: optional(actionList),
  any: optional(actionList),
  cleanUp: optional(actionList),
});

/** The closed schema of `tally-deal/1`. */
export const dealSchema: Schema<Deal> = object({
  schema: oneOf('tally-deal/1'),
  id: text(200),
  version: number,
  supersedes: optional(text(64)),
  name: label,
  venue: oneOf('SSE', 'SZSE', 'CIBM', 'PRIVATE', 'EU', 'US'),
  currency: text(3),
  mode: oneOf('compatible', 'conserving'),
  projection: oneOf('defaultFirst', 'sifma'),
  parties: dictionary(text(80)),
  dates,
  pools: record(
    object({
      label,
      assetClass: text(40),
      source: optional(text(36)),
      eligibility: optional(text(64)),
      limits: optional(text(64)),
    }),
  ),
  accounts: record(account),
  fees: record(fee),
  bonds: record(bond),
  groups: record(keys),
  ledgers: record(object({ label, opening: signedMinor })),
  facilities: record(facility),
  swaps: record(swap),
  tests: record(test),
  triggers: many(trigger, 200),
  calls: many(object({ label, when: condition }), 20),
  collections: many(collection, 100),
  observations: record(object({ type: oneOf('money', 'ppm', 'count') })),
  waterfalls,
});
