import { divide } from '../../money/index.ts';
import {
  gradeRow,
  type CreditTables,
  type Grade,
  type LimitTerm,
  type Product,
  type SegmentId,
} from '../table/index.ts';

/** Inputs of CR-60; an absent one is a missing term. All amounts are minor units. */
export type LimitInputs = {
  readonly role: 'supplier' | 'buyer';
  readonly product: Product;
  readonly grade: Grade;
  readonly segment: SegmentId;
  /** Headroom of the tightest portfolio line. */
  readonly roomMinor: bigint;
  readonly demand?: DemandInputs;
  readonly capacity?: CapacityInputs;
  /** Free cash flow of twelve months. */
  readonly freeCashFlowMinor?: bigint;
  readonly netWorth?: { readonly minor: bigint; readonly secured: boolean };
  /** Own payment index of three months less that of twelve, whole points cut. */
  readonly paydexTrend?: number;
  readonly warning: 'none' | 'yellow' | 'orange' | 'red';
};

export type DemandInputs = {
  /** Verified sales to eligible buyers in each month of the window. */
  readonly monthlyMinor: readonly bigint[];
  readonly termsDays: number;
};

/** Working capital need: days of the cycle and what already covers it. */
export type CapacityInputs = {
  readonly priorSalesMinor: bigint;
  readonly marginPpm: number;
  readonly growthPpm: number;
  readonly cycleDays: {
    readonly inventory: number;
    readonly receivable: number;
    readonly payable: number;
    readonly prepaid: number;
    readonly advance: number;
  };
  readonly coveredMinor: bigint;
};

export type Term = LimitTerm | 'policy' | 'room' | 'thinFile';
export type LimitFigure = {
  readonly minor: bigint;
  readonly binding: Term;
  readonly terms: readonly { readonly term: Term; readonly minor: bigint }[];
};

/** A limit in two figures (CR-61), or the terms without which there is none. */
export type Limit =
  | {
      readonly kind: 'limit';
      readonly conservative: LimitFigure;
      readonly maximum: LimitFigure;
      readonly gradeFactorPpm: number;
      readonly trendFactorPpm: number;
      readonly leftOut: readonly LimitTerm[];
    }
  | { readonly kind: 'insufficient'; readonly missing: readonly LimitTerm[] };

/**
 * L = min(terms) · grade factor · trend factor, cut to the policy's unit (CR-60). A missing term is
 * left out only where the product's policy allows it. A buyer's line knows policy and room only.
 */
export function limitOf(inputs: LimitInputs, tables: CreditTables): Limit {
  const { policy } = tables;
  const needed: readonly LimitTerm[] =
    inputs.role === 'buyer' ? [] : ['demand', 'capacity', 'dscr', 'netWorth'];
  const given = (term: LimitTerm): boolean => termMinor(term, inputs, tables, 'mean') !== undefined;
  const absent = needed.filter(term => !given(term));
  const optional = policy.limits.optionalTerms[inputs.product];
  const missing = absent.filter(term => !optional.includes(term));
  if (missing.length > 0) return { kind: 'insufficient', missing };
  const gradeFactorPpm = gradeFactor(inputs, tables);
  const trendFactorPpm = trendFactor(inputs, tables);
  const figure = (basis: Basis): LimitFigure => {
    const terms = termsOf(needed, inputs, tables, basis);
    const binding = terms.reduce((least, row) => (row.minor < least.minor ? row : least));
    const whole = binding.minor * BigInt(gradeFactorPpm) * BigInt(trendFactorPpm);
    const cut = divide(whole, 1_000_000_000_000n, 'down');
    const unit = policy.limits.roundMinor;
    return { minor: (cut / unit) * unit, binding: binding.term, terms };
  };
  const [conservative, maximum] = [figure('lowerMonth'), figure('mean')];
  return {
    kind: 'limit',
    conservative,
    maximum,
    gradeFactorPpm,
    trendFactorPpm,
    leftOut: absent,
  };
}

/**
 * Working capital need less what covers it: sales · (1 − margin) · (1 + growth) / turns, where
 * turns = 360 / (inventory + receivable − payable + prepaid − advance days).
 * @example 36m, 8 %, 10 %, 60/90/45/5/3 days gives 10,828,400
 */
export function workingCapitalNeed(inputs: CapacityInputs): bigint {
  const { inventory, receivable, payable, prepaid, advance } = inputs.cycleDays;
  const days = Math.max(0, inventory + receivable - payable + prepaid - advance);
  const grown =
    inputs.priorSalesMinor *
    BigInt(1_000_000 - inputs.marginPpm) *
    BigInt(1_000_000 + inputs.growthPpm) *
    BigInt(days);
  const need = divide(grown, 360n * 1_000_000_000_000n, 'down') - inputs.coveredMinor;
  return need > 0n ? need : 0n;
}

type Basis = 'mean' | 'lowerMonth';

function termsOf(
  needed: readonly LimitTerm[],
  inputs: LimitInputs,
  tables: CreditTables,
  basis: Basis,
): readonly { readonly term: Term; readonly minor: bigint }[] {
  const row = gradeRow(tables.grades, inputs.grade);
  const policy = inputs.role === 'buyer' ? row.buyerLimitMinor : row.limitMinor;
  const fixed: { readonly term: Term; readonly minor: bigint }[] = [
    { term: 'policy', minor: policy },
    { term: 'room', minor: inputs.roomMinor },
  ];
  if (inputs.segment === 'SEG-T' && inputs.role === 'supplier') {
    const share = BigInt(tables.policy.limits.thinShareOfBbbPpm);
    const bbb = gradeRow(tables.grades, 'BBB').limitMinor;
    fixed.push({ term: 'thinFile', minor: divide(bbb * share, 1_000_000n, 'down') });
  }
  for (const term of needed) {
    const minor = termMinor(term, inputs, tables, basis);
    if (minor !== undefined) fixed.push({ term, minor });
  }
  return fixed;
}

function termMinor(
  term: LimitTerm,
  inputs: LimitInputs,
  tables: CreditTables,
  basis: Basis,
): bigint | undefined {
  switch (term) {
    case 'demand':
      return inputs.demand && demandMinor(inputs.demand, tables, basis);
    case 'capacity':
      return inputs.capacity && workingCapitalNeed(inputs.capacity);
    case 'dscr':
      return serviceMinor(inputs.freeCashFlowMinor, tables);
    case 'netWorth':
      return netWorthMinor(inputs.netWorth, tables);
  }
}

/** What twelve months' free cash flow can serve at the policy's cover. */
function serviceMinor(free: bigint | undefined, { policy }: CreditTables): bigint | undefined {
  if (free === undefined) return undefined;
  return free <= 0n ? 0n : divide(free * 1_000_000n, BigInt(policy.limits.dscrPpm), 'down');
}

function netWorthMinor(
  worth: LimitInputs['netWorth'],
  { policy }: CreditTables,
): bigint | undefined {
  if (!worth) return undefined;
  const share = worth.secured ? policy.limits.netWorthSecuredPpm : policy.limits.netWorthPpm;
  return worth.minor <= 0n ? 0n : divide(worth.minor * BigInt(share), 1_000_000n, 'down');
}

/** Monthly sales without the highest and the lowest month, times (terms + margin) / 30. */
function demandMinor(demand: DemandInputs, tables: CreditTables, basis: Basis): bigint {
  const { termsExtraDays, lowerPercentilePpm } = tables.policy.limits;
  const sorted = [...demand.monthlyMinor].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const days = BigInt(demand.termsDays + termsExtraDays);
  if (sorted.length < 3) return 0n;
  const trimmed = sorted.slice(1, -1);
  const rank = Math.max(1, Math.ceil((sorted.length * lowerPercentilePpm) / 1_000_000));
  const lower = sorted[rank - 1] ?? 0n;
  const sum = trimmed.reduce((a, b) => a + b, 0n);
  const mean = divide(sum * days, BigInt(trimmed.length) * 30n, 'down');
  if (basis === 'mean') return mean;
  const low = divide(lower * days, 30n, 'down');
  return low < mean ? low : mean;
}

function gradeFactor(inputs: LimitInputs, tables: CreditTables): number {
  if (inputs.role === 'buyer') return 1_000_000;
  const row = gradeRow(tables.grades, inputs.grade);
  return Math.floor((row.limitFactorPpm * row.extraFactorPpm) / 1_000_000);
}

/** The smallest factor of what holds: a falling payment index, orange, red. */
function trendFactor(inputs: LimitInputs, tables: CreditTables): number {
  const factors = tables.policy.limits.trend.map(row => {
    const falling =
      row.level === 'paydexFalling' &&
      inputs.paydexTrend !== undefined &&
      inputs.paydexTrend < (row.belowPoints ?? 0);
    return falling || row.level === inputs.warning ? row.factorPpm : 1_000_000;
  });
  return Math.min(1_000_000, ...factors);
}
