import type { Key, Label, Status, TriggerPoint } from './deal.ts';
import type { Condition, Formula } from './formula.ts';

/** What bounds a payment besides the cash that is there. */
export type Limit =
  | { readonly dueSharePpm: number }
  | { readonly cap: string }
  | { readonly balanceSharePpm: number }
  | { readonly formula: Formula };

/** Who pays what the account cannot, in order. */
export type Support = { readonly when?: Condition } & (
  { readonly account: Key; readonly book?: Book } | { readonly facility: Key }
);

export type Book = { readonly ledger: Key; readonly side: 'debit' | 'credit' };

export type Split =
  'proRataDue' | 'proRataBalance' | 'inOrder' | 'byName' | 'byRate' | 'byMaturity' | 'byStart';

type Common = {
  readonly label?: Label;
  /** The clause of the contract. */
  readonly ref?: string;
  readonly when?: Condition;
};

type Paying = Common & {
  readonly from: readonly [Key];
  readonly limit?: Limit;
  readonly support?: readonly Support[];
  readonly book?: Book;
};

export type FeeAction =
  | (Common & { readonly do: 'calcFee'; readonly fees: readonly Key[] })
  | (Paying & {
      readonly do: 'payFee' | 'calcAndPayFee';
      readonly fees: readonly Key[];
      readonly split: Split;
    })
  | (Paying & { readonly do: 'payFeeResidual'; readonly fee: Key });

export type InterestAction =
  | (Common & { readonly do: 'accrueInterest'; readonly bonds: readonly Key[] })
  | (Paying & {
      readonly do: 'payInterest' | 'accrueAndPayInterest';
      readonly bonds: readonly Key[];
      readonly split: Split;
      readonly items?: 'onInterest';
    })
  | (Paying & {
      readonly do: 'payInterestByGroup';
      readonly group: Key;
      readonly split: Split;
      readonly accrue: boolean;
    })
  | (Paying & { readonly do: 'payInterestResidual'; readonly bonds: readonly [Key] })
  | (Common & { readonly do: 'capitaliseInterest'; readonly bonds: readonly Key[] });

export type PrincipalAction =
  | (Common & {
      readonly do: 'calcPrincipal';
      readonly bonds: readonly Key[];
      readonly from?: readonly [Key];
      readonly limit?: Limit;
      readonly support?: readonly Support[];
    })
  | (Paying & {
      readonly do: 'payPrincipal';
      readonly bonds: readonly Key[];
      readonly split: Split;
      readonly amount?: Formula;
    })
  | (Paying & { readonly do: 'payPrincipalByGroup'; readonly group: Key; readonly split: Split })
  | (Paying & {
      readonly do: 'payPrincipalDue' | 'payPrincipalResidual';
      readonly bonds: readonly Key[];
    })
  | (Common & {
      readonly do: 'writeOff';
      readonly bonds: readonly Key[];
      readonly limit?: Limit;
      readonly book?: Book;
    })
  | (Common & {
      readonly do: 'fund';
      readonly bond: Key;
      readonly to: Key;
      readonly amount: Formula;
    });

export type CashAction =
  | (Common & {
      readonly do: 'transfer';
      readonly from: readonly [Key];
      readonly to: Key;
      readonly limit?: Limit;
      readonly book?: Book;
    })
  | (Paying & { readonly do: 'fillReserve'; readonly account: Key })
  | (Common & { readonly do: 'releaseReserve'; readonly account: Key; readonly to: Key })
  | (Common & {
      readonly do: 'liquidate';
      readonly pools?: readonly Key[];
      readonly to: Key;
      readonly performingPpm: number;
      readonly defaultedPpm: number;
    });

export type BookAction = Common & {
  readonly do: 'book';
  /** The amount, the balance to book to, or the ledgers filled in order up to their caps. */
  readonly way: 'amount' | 'until';
  readonly side: 'debit' | 'credit';
  readonly amount: Formula;
  readonly ledgers: readonly { readonly ledger: Key; readonly cap?: Formula }[];
};

export type HedgeAction =
  | (Common & { readonly do: 'accrueFacility'; readonly facilities: readonly Key[] })
  | (Common & {
      readonly do: 'draw';
      readonly facility: Key;
      readonly limit?: Limit;
      readonly for:
        | { readonly account: Key }
        | { readonly fees: readonly Key[] }
        | { readonly interestOf: readonly Key[] };
    })
  | (Common & {
      readonly do: 'repay';
      readonly facility: Key;
      readonly from: readonly [Key];
      readonly items: readonly ('drawn' | 'interest' | 'premium')[];
      readonly limit?: Limit;
    })
  | (Common & {
      readonly do: 'payFacilityYield';
      readonly facility: Key;
      readonly from: readonly [Key];
      readonly limit?: Limit;
    })
  | (Common & { readonly do: 'accrueSwap'; readonly swap: Key })
  | (Common & { readonly do: 'receiveSwap'; readonly swap: Key; readonly to: Key })
  | (Common & { readonly do: 'paySwap'; readonly swap: Key; readonly from: readonly [Key] })
  | (Common & { readonly do: 'settleSwap'; readonly swap: Key; readonly from: readonly [Key] });

export type ControlAction =
  | (Common & {
      readonly do: 'if';
      readonly then: readonly Action[];
      readonly else?: readonly Action[];
      readonly when: Condition;
    })
  | (Common & {
      readonly do: 'runTriggers';
      readonly at: TriggerPoint;
      readonly triggers: readonly Key[];
    })
  | (Common & { readonly do: 'setStatus'; readonly status: Status })
  | (Common & { readonly do: 'watch'; readonly name: string; readonly of: readonly Formula[] })
  | (Common & { readonly do: 'assert'; readonly code: string; readonly when: Condition });

/** One step of a waterfall (SEC-37). */
export type Action =
  | FeeAction
  | InterestAction
  | PrincipalAction
  | CashAction
  | BookAction
  | HedgeAction
  | ControlAction;

export type Verb = Action['do'];

/** The actions that a verb may stand in. */
export type ActionOf<V extends Verb, A = Action> = A extends { readonly do: infer D }
  ? V extends D
    ? A
    : never
  : never;
