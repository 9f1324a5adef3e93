import type { BusinessDate, DatePattern, DayCount } from '../../calendar/index.ts';
import type { Fraction } from '../../rate/index.ts';
import type { FlowRow } from './flow.ts';

/** What every asset says of itself besides its terms (SEC-12). */
export type AssetFacts = {
  readonly id: string;
  /** Receivable, certificate, income right, loan or note on the ledger. */
  readonly ref?: string;
  readonly obligor?: string;
  readonly group?: string;
  readonly seller?: string;
  readonly tags?: Readonly<Record<string, string>>;
  readonly carbonGrams?: bigint;
};

export type AssetStatus =
  { readonly kind: 'current' } | { readonly kind: 'defaulted'; readonly on?: BusinessDate };

/** The rate of a loan: fixed for life, or an index and a spread between a floor and a cap. */
export type AssetRate =
  | { readonly kind: 'fixed' }
  | {
      readonly kind: 'floating';
      readonly index: string;
      readonly spreadPpb: bigint;
      readonly resets: DatePattern;
      readonly floorPpb?: bigint;
      readonly capPpb?: bigint;
    };

/** How principal comes back. */
export type Plan =
  | { readonly kind: 'level' }
  | { readonly kind: 'linear' }
  | { readonly kind: 'bullet' }
  | { readonly kind: 'balloon'; readonly amortTerm: number }
  | { readonly kind: 'interestOnly'; readonly periods: number; readonly then: Plan }
  | { readonly kind: 'noPayment'; readonly periods: number; readonly then: Plan }
  | { readonly kind: 'schedule'; readonly amounts: readonly (readonly [BusinessDate, bigint])[] }
  | { readonly kind: 'flatFee' };

export type Penalty =
  | {
      readonly kind: 'byTerm';
      readonly periods: number;
      readonly before: Fraction;
      readonly after: Fraction;
    }
  | { readonly kind: 'amount'; readonly amount: bigint; readonly periods?: number }
  | { readonly kind: 'part'; readonly part: Fraction; readonly periods?: number }
  | { readonly kind: 'sliding'; readonly start: Fraction; readonly step: Fraction }
  | { readonly kind: 'stepDown'; readonly steps: readonly (readonly [number, Fraction])[] };

export type Frequency =
  'weekly' | 'biweekly' | 'monthly' | 'quarterly' | 'semiAnnually' | 'annually';

export type LoanAsset = AssetFacts & {
  readonly type: 'loan';
  readonly original: bigint;
  readonly balance: bigint;
  readonly ratePpb: bigint;
  readonly rate: AssetRate;
  readonly dayCount: DayCount;
  /** By the day count between payments, or the same part of a year each period. */
  readonly interestBy: 'days' | 'period';
  readonly frequency: Frequency;
  readonly start: BusinessDate;
  readonly term: number;
  readonly remaining: number;
  readonly plan: Plan;
  readonly penalty?: Penalty;
  readonly borrowers?: number;
  readonly status: AssetStatus;
};

/** A flat fee each period on the original amount, even principal. */
export type InstalmentAsset = AssetFacts & {
  readonly type: 'instalment';
  readonly original: bigint;
  readonly balance: bigint;
  readonly feePpb: bigint;
  /** Periods at the beginning that carry no fee. */
  readonly freePeriods: number;
  readonly frequency: Frequency;
  readonly start: BusinessDate;
  readonly term: number;
  readonly remaining: number;
  readonly status: AssetStatus;
};

export type ReceivableFee =
  | { readonly kind: 'fixed'; readonly amount: bigint }
  | { readonly kind: 'rate'; readonly part: Fraction }
  | {
      readonly kind: 'factor';
      readonly part: Fraction;
      readonly days: number;
      readonly rounding: 'up' | 'down';
    }
  | { readonly kind: 'advance'; readonly annual: Fraction }
  | { readonly kind: 'compound'; readonly fees: readonly ReceivableFee[] };

export type ReceivableAsset = AssetFacts & {
  readonly type: 'receivable';
  readonly face: bigint;
  readonly advance: bigint;
  readonly start: BusinessDate;
  readonly due: BusinessDate;
  readonly fee?: ReceivableFee;
  readonly status: AssetStatus;
};

/** Rows as given: a projected flow of somebody else. */
export type FlowAsset = AssetFacts & {
  readonly type: 'flow';
  readonly rows: readonly FlowRow[];
  readonly status: AssetStatus;
};

export type Asset = LoanAsset | InstalmentAsset | ReceivableAsset | FlowAsset;
