import type { BusinessDate } from '../../calendar/index.ts';
import type { FlowKind } from '../asset/flow.ts';
import type { Status } from './deal.ts';

/** Over which time a sum runs: this collection period, the year so far, the life, or since a day. */
export type Window = 'period' | 'year' | 'cumulative' | { readonly since: BusinessDate };

export type Names = { readonly names: readonly string[] };
export type PoolArgs = { readonly pools?: readonly string[] };

/**
 * A typed value of a deal (SEC-34): money, ppm, count or date. Each object has one member. What takes
 * names takes names of this deal; none of them stands for all.
 */
export type Formula =
  | { readonly minor: string }
  | { readonly ppm: number }
  | { readonly ppb: number }
  | { readonly count: number }
  | { readonly date: BusinessDate }
  | { readonly poolBalance: PoolArgs }
  | { readonly poolOpening: PoolArgs }
  | { readonly poolOriginal: PoolArgs }
  | { readonly poolFactor: PoolArgs }
  | { readonly weightedRate: PoolArgs }
  | { readonly assetCount: PoolArgs }
  | { readonly netPoolBalance: PoolArgs }
  | { readonly excess: PoolArgs }
  | {
      readonly collected: PoolArgs & {
        readonly flows: readonly FlowKind[];
        readonly window: Window;
      };
    }
  | { readonly defaults: PoolArgs & { readonly window: Window } }
  | { readonly losses: PoolArgs & { readonly window: Window } }
  | { readonly recoveries: PoolArgs & { readonly window: Window } }
  | { readonly dilutions: PoolArgs & { readonly window: Window } }
  | { readonly bondBalance: Partial<Names> }
  | { readonly bondOriginal: Partial<Names> }
  | { readonly bondFactor: Partial<Names> }
  | { readonly interestDue: Partial<Names> }
  | { readonly interestCarried: Partial<Names> }
  | { readonly principalDue: Partial<Names> }
  | { readonly scheduledBalance: Partial<Names> }
  | { readonly balanceGap: Partial<Names> }
  | {
      readonly paid: Partial<Names> & {
        readonly what: 'interest' | 'principal' | 'all';
        readonly window: Window;
      };
    }
  | { readonly rate: Partial<Names> }
  | { readonly averageBondBalance: Partial<Names> }
  | { readonly averageOriginalBondBalance: Partial<Names> }
  | { readonly averagePoolBalance: PoolArgs }
  | { readonly averageOriginalPoolBalance: PoolArgs }
  | { readonly accountBalance: Partial<Names> }
  | { readonly reserveTarget: Names }
  | { readonly reserveGap: Names }
  | { readonly reserveExcess: Names }
  | { readonly feeDue: Partial<Names> }
  | { readonly feePaid: Partial<Names> & { readonly window: Window } }
  | { readonly facilityAvailable: Names }
  | { readonly facilityDrawn: Names }
  | { readonly swapNet: Names }
  | { readonly ledgerBalance: Names & { readonly side?: 'debit' | 'credit' } }
  | { readonly test: { readonly name: string } }
  | { readonly oc: { readonly bond: string } }
  | { readonly ic: { readonly bond: string } }
  | { readonly daysInPeriod: Record<string, never> }
  | { readonly periodNumber: { readonly of: 'collection' | 'payment' } }
  | { readonly monthsSince: { readonly date: BusinessDate } }
  | { readonly monthsToMaturity: { readonly bond: string } }
  | { readonly index: { readonly name: string } }
  | { readonly observation: { readonly name: string } }
  | { readonly curve: { readonly points: readonly (readonly [BusinessDate, Formula])[] } }
  | { readonly sum: readonly Formula[] }
  | { readonly minus: readonly Formula[] }
  | { readonly product: readonly Formula[] }
  | { readonly times: { readonly of: Formula; readonly ppm: number } }
  | { readonly per: { readonly of: Formula; readonly base: Formula } }
  | { readonly min: readonly Formula[] }
  | { readonly max: readonly Formula[] }
  | { readonly average: readonly Formula[] }
  | { readonly floorAt: { readonly of: Formula; readonly floor: Formula } }
  | { readonly capAt: { readonly of: Formula; readonly cap: Formula } }
  | {
      readonly round: {
        readonly of: Formula;
        readonly step: Formula;
        readonly mode: 'up' | 'down';
      };
    }
  | { readonly abs: Formula }
  | { readonly if: { readonly when: Condition; readonly then: Formula; readonly else: Formula } };

export type Comparison = '<' | '<=' | '=' | '>=' | '>';

/** A yes or no of a deal. */
export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly compare: readonly [Formula, Comparison, Formula] }
  | { readonly date: readonly [Comparison, BusinessDate] }
  | { readonly dateIn: readonly BusinessDate[] }
  | { readonly status: Status }
  | { readonly paidOff: Names }
  | { readonly feesPaid: Names }
  | { readonly facilitiesPaid: Names }
  | { readonly mostSenior: { readonly bond: string; readonly before: readonly string[] } }
  | { readonly fired: { readonly trigger: string } }
  | { readonly observed: { readonly name: string } }
  | { readonly always: boolean }
  | {
      readonly lasting: {
        readonly id: string;
        readonly of: Condition;
        readonly periods: number;
        readonly within?: number;
      };
    };
