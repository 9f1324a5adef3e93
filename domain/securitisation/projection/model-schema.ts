import { date, oneOf, text, type Schema } from '../../act/schema.ts';
import type { BusinessDate } from '../../calendar/index.ts';
import { fraction, fractionOf, type Fraction } from '../../rate/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { isObject, parseWire, type Fault, type Wire } from '../../wire/index.ts';
import type { Asset, AssetStatus, Plan } from '../asset/asset.ts';
import type { Assumption, Assumptions, Curve } from '../assumption/assumption.ts';
import { pattern } from '../deal/schema-deal.ts';
import { status } from '../deal/schema-formula.ts';
import {
  dayCount,
  dictionary,
  lazy,
  many,
  number,
  object,
  optional,
  record,
  tagged,
  tuple,
} from '../deal/schema.ts';
import { FLOW_WORDS } from '../deal/schema-formula.ts';
import { readDeal } from '../deal/parse.ts';
import type { Position } from '../waterfall/state.ts';
import type { Model, PoolAssets } from './model.ts';

/** An amount in minor units as text. */
const minor: Schema<bigint> = leaf(/^(0|-?[1-9]\d{0,29})$/, 'must be minor units as text', BigInt);

/** A part of one: decimal text, or `n/d`. */
const part: Schema<Fraction> = leaf(
  /^-?\d+(\.\d+|\/[1-9]\d*)?$/,
  'must be a part of one as text',
  value => {
    const [n = '0', d] = value.split('/');
    return d === undefined ? (fractionOf(value) ?? fraction(0n)) : fraction(BigInt(n), BigInt(d));
  },
);

function leaf<T>(form: RegExp, fault: string, to: (value: string) => T): Schema<T> {
  return {
    shape: { type: 'text' },
    read: (value, path, faults) => {
      if (typeof value === 'string' && form.test(value)) return to(value);
      faults.push({ path, fault });
      return undefined;
    },
  };
}

/** A value or `null`. */
function orNull<T>(of: Schema<T>): Schema<T | null> {
  return {
    shape: of.shape,
    read: (value, path, faults) => (value === null ? null : of.read(value, path, faults)),
  };
}

const facts = {
  id: text(80),
  ref: optional(text(80)),
  obligor: optional(text(80)),
  group: optional(text(80)),
  seller: optional(text(80)),
  tags: optional(dictionary(text(200))),
  carbonGrams: optional(minor),
};

const assetStatus = tagged<AssetStatus>('kind', { current: {}, defaulted: { on: optional(date) } });
const frequency = oneOf('weekly', 'biweekly', 'monthly', 'quarterly', 'semiAnnually', 'annually');

const plan: Schema<Plan> = lazy(() => anyPlan);
const anyPlan = tagged<Plan>('kind', {
  level: {},
  linear: {},
  bullet: {},
  flatFee: {},
  balloon: { amortTerm: number },
  interestOnly: { periods: number, then: plan },
  noPayment: { periods: number, then: plan },
  schedule: { amounts: many(tuple(date, minor), 1_200) },
});

const penalty = tagged('kind', {
  byTerm: { periods: number, before: part, after: part },
  amount: { amount: minor, periods: optional(number) },
  part: { part, periods: optional(number) },
  sliding: { start: part, step: part },
  stepDown: { steps: many(tuple(number, part), 50) },
});

const receivableFee: Schema<unknown> = lazy(() => anyReceivableFee);
const anyReceivableFee: Schema<unknown> = tagged('kind', {
  fixed: { amount: minor },
  rate: { part },
  factor: { part, days: number, rounding: oneOf('up', 'down') },
  advance: { annual: part },
  compound: { fees: many(receivableFee, 10) },
});

const assetRate = tagged('kind', {
  fixed: {},
  floating: {
    index: text(40),
    spreadPpb: minor,
    resets: pattern,
    floorPpb: optional(minor),
    capPpb: optional(minor),
  },
});

const terms = {
  original: minor,
  balance: minor,
  frequency,
  start: date,
  term: number,
  remaining: number,
};

const asset: Schema<Asset> = tagged('type', {
  loan: {
    ...facts,
    ...terms,
    ratePpb: minor,
    rate: assetRate,
    dayCount,
    interestBy: oneOf('days', 'period'),
    plan,
    penalty: optional(penalty),
    borrowers: optional(number),
    status: assetStatus,
  },
  instalment: { ...facts, ...terms, feePpb: minor, freePeriods: number, status: assetStatus },
  receivable: {
    ...facts,
    face: minor,
    advance: minor,
    start: date,
    due: date,
    fee: optional(receivableFee),
    status: assetStatus,
  },
});

const pool: Schema<PoolAssets> = object({
  asOf: date,
  assets: many(asset, 200_000),
  shape: oneOf('mortgage', 'loan', 'receivable', 'lease'),
});

const vector = { annual: many(part, 1_200), pad: oneOf('zero', 'last') };
const assumption: Schema<Assumption> = object({
  default: optional(
    tagged('kind', {
      cdr: { annual: part },
      perPeriod: { rate: part },
      vector,
      amounts: { total: minor, shares: many(part, 1_200) },
      atEnd: {},
      cdrThenEnd: { annual: part, atEnd: part },
      sda: { speed: part },
    }),
  ),
  prepayment: optional(
    tagged('kind', {
      cpr: { annual: part },
      perPeriod: { rate: part },
      vector,
      psa: { speed: part },
      abs: { speed: part },
    }),
  ),
  recovery: optional(
    tagged('kind', {
      lag: { share: part, periods: number },
      timing: { share: part, shares: many(part, 600) },
      byDays: { share: part, pieces: many(tuple(number, part), 100) },
    }),
  ),
  dilution: optional(part),
  delayDays: optional(number),
  haircuts: optional(many(tuple(oneOf(...FLOW_WORDS), part), 20)),
}) as Schema<Assumption>;

const curve = many(tuple(date, minor), 10_000) as Schema<Curve>;
const assumptions: Schema<Assumptions> = object({
  pools: record(assumption),
  curves: dictionary(curve),
});

const when: Schema<BusinessDate | null> = orNull(date);
const position: Schema<Position> = object({
  status,
  afterClosing: optional(status),
  accounts: record(minor),
  ledgers: record(minor),
  pools: record(dictionary(minor)),
  bonds: record(
    object({
      balance: minor,
      ratePpb: minor,
      principalDue: minor,
      interestDue: minor,
      onInterest: minor,
      accruedTo: when,
    }),
  ),
  fees: record(object({ due: minor, arrears: minor, calculatedTo: when })),
  facilities: record(
    object({
      drawn: minor,
      available: orNull(minor),
      interest: minor,
      premium: minor,
      accruedTo: when,
    }),
  ),
});

const parts = object({
  schema: oneOf('tally-model/1'),
  position,
  pools: record(pool),
  assumptions,
});

/** Reads a model from text, as `writeModel` writes it; every fault with its place. */
export function parseModel(source: string): Result<Model, readonly Fault[]> {
  const wire = parseWire(source);
  return wire.ok ? readModel(wire.value) : wire;
}

function readModel(wire: Wire): Result<Model, readonly Fault[]> {
  if (!isObject(wire) || wire['schema'] !== 'tally-model/1') {
    return fail([{ path: 'schema', fault: 'must be tally-model/1' }]);
  }
  const { deal, ...others } = wire;
  const read = readDeal(deal, 'deal');
  const faults: Fault[] = read.ok ? [] : [...read.error];
  const rest = parts.read(others, '', faults);
  return read.ok && rest && faults.length === 0 ? ok(modelOf(read.value, rest)) : fail(faults);
}

type Rest = Pick<Model, 'position' | 'pools' | 'assumptions'>;

function modelOf(
  deal: Model['deal'],
  { position: held, pools, assumptions: assumed }: Rest,
): Model {
  return { deal, position: held, pools, assumptions: assumed };
}
