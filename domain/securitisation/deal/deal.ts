import type { BusinessDate, DatePattern, DayCount, Roll } from '../../calendar/index.ts';
import type { FlowKind } from '../asset/flow.ts';
import type { Mode } from '../arithmetic.ts';
import type { Action } from './action.ts';
import type { Condition, Formula } from './formula.ts';

/** A name of this deal: `[a-z][a-zA-Z0-9]*`. */
export type Key = string;
export type Label = { readonly zh: string; readonly en: string };

/** Where a deal stands. */
export type Status =
  'preClosing' | 'revolving' | 'amortising' | 'accelerated' | 'defaulted' | 'called' | 'ended';

/** When which waterfall runs. */
export type WaterfallName =
  | 'closing'
  | 'collection'
  | 'revolving'
  | 'amortising'
  | 'accelerated'
  | 'defaulted'
  | 'any'
  | 'cleanUp';

/** A deal: one canonical document that is modelled, printed and executed (SEC-1). */
export type Deal = {
  readonly schema: 'tally-deal/1';
  readonly id: string;
  readonly version: number;
  readonly supersedes?: string;
  readonly name: Label;
  readonly venue: 'SSE' | 'SZSE' | 'CIBM' | 'PRIVATE' | 'EU' | 'US';
  readonly currency: string;
  readonly mode: Mode;
  readonly projection: 'defaultFirst' | 'sifma';
  readonly parties: Readonly<Record<string, string>>;
  readonly dates: DealDates;
  readonly pools: Readonly<Record<Key, DealPool>>;
  readonly accounts: Readonly<Record<Key, Account>>;
  readonly fees: Readonly<Record<Key, Fee>>;
  readonly bonds: Readonly<Record<Key, Bond>>;
  readonly groups: Readonly<Record<Key, readonly Key[]>>;
  readonly ledgers: Readonly<Record<Key, Ledger>>;
  readonly facilities: Readonly<Record<Key, Facility>>;
  readonly swaps: Readonly<Record<Key, Swap>>;
  readonly tests: Readonly<Record<Key, Test>>;
  readonly triggers: readonly Trigger[];
  readonly calls: readonly Call[];
  readonly collections: readonly Collection[];
  readonly observations: Readonly<Record<Key, { readonly type: 'money' | 'ppm' | 'count' }>>;
  readonly waterfalls: Readonly<Partial<Record<WaterfallName, readonly Action[]>>>;
};

export type DealDates = {
  readonly cutOff: BusinessDate;
  readonly closing: BusinessDate;
  readonly collection: DatePattern;
  readonly payment: DatePattern;
  readonly firstCollection: BusinessDate;
  readonly firstPayment: BusinessDate;
  readonly calendar: string;
  readonly roll: Roll;
  /** `false` keeps interest periods on the dates before they were rolled. */
  readonly accrualRolls: boolean;
  readonly end: BusinessDate;
};

export type DealPool = {
  readonly label: Label;
  readonly assetClass: string;
  /** The pool on the ledger; absent for a pool that is only modelled. */
  readonly source?: string;
  /** Hash of the rule set that judged the assets; absent for a pool that is only modelled. */
  readonly eligibility?: string;
  readonly limits?: string;
};

export type Rate =
  | { readonly ppb: number }
  | {
      readonly index: string;
      readonly spreadPpb: number;
      readonly resets: DatePattern;
      readonly floorPpb?: number;
      readonly capPpb?: number;
    };

export type Account = {
  readonly label: Label;
  readonly kind: 'plan' | 'income' | 'principal' | 'reserve' | 'deposit' | 'expense' | 'support';
  readonly opening: string;
  readonly interest?: {
    readonly rate: Rate;
    readonly dayCount: DayCount;
    readonly paid: DatePattern;
    readonly from: BusinessDate;
  };
  readonly target?: Formula;
};

type FeeCommon = {
  readonly label: Label;
  readonly payee?: string;
  readonly from: BusinessDate;
  readonly until?: BusinessDate;
};

/** What a fee falls due by (SEC-36). */
export type Fee = FeeCommon &
  (
    | { readonly kind: 'fixed'; readonly amount: string }
    | {
        readonly kind: 'annual';
        readonly of: Formula;
        readonly rate: Formula;
        readonly dayCount: DayCount;
      }
    | { readonly kind: 'percent'; readonly of: Formula; readonly rate: Formula }
    | { readonly kind: 'recurring'; readonly amount: string; readonly dates: DatePattern }
    | {
        readonly kind: 'perCount';
        readonly of: Formula;
        readonly amount: string;
        readonly dates: DatePattern;
      }
    | {
        readonly kind: 'table';
        readonly of: Formula;
        readonly dates: DatePattern;
        /** Rows of [from, amount]: the amount of the highest row that the value reaches. */
        readonly rows: readonly (readonly [string, string])[];
      }
    | { readonly kind: 'target'; readonly of: Formula; readonly paid: Formula }
    | { readonly kind: 'dated'; readonly rows: readonly (readonly [BusinessDate, string])[] }
    | { readonly kind: 'perPeriod'; readonly amount: string }
    | {
        readonly kind: 'byPeriod';
        readonly period: 'collection' | 'payment';
        readonly rows: readonly (readonly [number, string])[];
      }
  );

export type BondKind =
  | { readonly kind: 'sequential' }
  | { readonly kind: 'pac'; readonly schedule: Schedule }
  | { readonly kind: 'pacAnchored'; readonly schedule: Schedule; readonly anchor: readonly Key[] }
  | { readonly kind: 'scheduled'; readonly schedule: Schedule }
  | { readonly kind: 'balanceByPeriod'; readonly rows: readonly (readonly [number, string])[] }
  | { readonly kind: 'lockout'; readonly until: BusinessDate }
  | { readonly kind: 'accrual' }
  | { readonly kind: 'interestOnly' }
  | { readonly kind: 'equity' };

/** Balances, or amounts for `scheduled`, by date: minor units as text. */
export type Schedule = readonly (readonly [BusinessDate, string])[];

export type Bond = {
  readonly label: Label;
  readonly original: string;
  readonly amortisation: BondKind;
  readonly interest: Interest;
  readonly stepUp?: {
    readonly from: BusinessDate;
    readonly addPpb: number;
    readonly every?: DatePattern;
  };
  readonly unpaidInterest: 'carry' | 'extinguish';
  readonly interestOnInterest: 'none' | 'simple' | 'compound';
  /** Added to the rate, or part of it, for interest on interest. */
  readonly overRate?: { readonly addPpb: number } | { readonly ofRatePpm: number };
  readonly rank: number;
  readonly retention?: { readonly party: string; readonly ppm: number };
  readonly issuedOn?: BusinessDate;
  readonly legalMaturity?: BusinessDate;
};

/** The definition acts at a reset only; the current rate is the position's (SEC-6). */
export type Interest = { readonly dayCount: DayCount; readonly notional?: Formula } & (
  | { readonly kind: 'fixed'; readonly ppb: number }
  | {
      readonly kind: 'floating';
      readonly index: string;
      readonly spreadPpb: number;
      readonly floorPpb?: number;
      readonly capPpb?: number;
      readonly resets: DatePattern;
    }
  | {
      readonly kind: 'linked';
      readonly to: Formula;
      readonly factorPpm: number;
      readonly resets: DatePattern;
    }
);

export type Ledger = { readonly label: Label; readonly opening: string };

export type Facility = {
  readonly label: Label;
  readonly kind: 'fixed' | 'replenishing' | 'percentOf' | 'unlimited';
  readonly limit?: Formula;
  readonly resets?: DatePattern;
  readonly drawnPpb?: number;
  readonly undrawnPpb?: number;
  /** What counts against the limit besides what is drawn. */
  readonly counts: 'none' | 'interest' | 'premium' | 'both';
  readonly from: BusinessDate;
  readonly until?: BusinessDate;
};

export type Leg =
  | { readonly index: string; readonly spreadPpb: number }
  | { readonly ppb: number }
  | { readonly formula: Formula };

export type Swap = {
  readonly label: Label;
  readonly notional: Formula;
  readonly pay: Leg;
  readonly receive: Leg;
  readonly dayCount: DayCount;
  readonly from: BusinessDate;
  readonly resets: DatePattern;
  readonly settles?: { readonly dates: DatePattern; readonly account: Key };
};

export type Test = {
  readonly label: Label;
  readonly kind: 'oc' | 'ic' | 'ratio';
  readonly bond?: Key;
  readonly of?: Formula;
  readonly atLeast?: number;
  readonly atMost?: number;
};

export type TriggerPoint =
  | 'beforeCollection'
  | 'afterCollection'
  | 'beforeDistribution'
  | 'inWaterfall'
  | 'afterDistribution';

export type Effect =
  | { readonly setStatus: Status }
  | { readonly setTarget: readonly [Key, Formula] }
  | { readonly setRate: { readonly bond: Key; readonly ppb: number; readonly interest: Interest } }
  | { readonly accrueFee: readonly Key[] }
  | { readonly run: readonly Action[] };

/** An event of a deal: `armed`, then counting, then fired, cured where it is curable (SEC-44). */
export type Trigger = {
  readonly id: Key;
  readonly label: Label;
  readonly at: TriggerPoint;
  readonly when: Condition;
  readonly effects: readonly Effect[];
  readonly curable: boolean;
  readonly fired?: boolean;
};

export type Call = { readonly label: Label; readonly when: Condition };

export type Collection = {
  /** Absent: all pools. */
  readonly pools?: readonly Key[];
  readonly flow: FlowKind | 'cash';
  readonly to: readonly (readonly [account: Key, ppm: number])[];
};
