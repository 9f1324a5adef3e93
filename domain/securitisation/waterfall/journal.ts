import type { BusinessDate } from '../../calendar/index.ts';
import type { Key } from '../deal/deal.ts';

/** What a movement was for. `names` are keys of the deal, or a kind of flow. */
export type Memo = {
  readonly kind:
    | 'poolInflow'
    | 'payInterest'
    | 'payYield'
    | 'payPrincipal'
    | 'payGroupInterest'
    | 'payGroupPrincipal'
    | 'payFee'
    | 'payFees'
    | 'payFeeYield'
    | 'transfer'
    | 'fund'
    | 'writeOff'
    | 'liquidation'
    | 'accountInterest'
    | 'supportDraw'
    | 'facilityDraw'
    | 'facilityRepay'
    | 'swapIn'
    | 'swapOut'
    | 'capitalise';
  readonly names: readonly string[];
};

export type AccountEntry = {
  readonly date: BusinessDate;
  readonly account: Key;
  readonly balance: bigint;
  readonly change: bigint;
  readonly memo: Memo;
};

export type BondEntry = {
  readonly date: BusinessDate;
  readonly bond: Key;
  readonly balance: bigint;
  readonly interest: bigint;
  readonly principal: bigint;
  readonly ratePpb: bigint;
  readonly cash: bigint;
  readonly interestDue: bigint;
  readonly onInterest: bigint;
  readonly memo: Memo;
};

export type FeeEntry = {
  readonly date: BusinessDate;
  readonly fee: Key;
  readonly due: bigint;
  readonly paid: bigint;
  readonly arrears: bigint;
  readonly memo: Memo;
};

/** Every movement of a run, in order. */
export type Journal = {
  readonly accounts: AccountEntry[];
  readonly bonds: BondEntry[];
  readonly fees: FeeEntry[];
};

export function newJournal(): Journal {
  return { accounts: [], bonds: [], fees: [] };
}

/** Why a line paid what it paid (SEC-43). */
export type Why =
  | 'PAID_IN_FULL'
  | 'NOTHING_DUE'
  | 'NO_CASH'
  | 'SHORT'
  | 'CAPPED'
  | 'LIMITED_BY_FORMULA'
  | 'NOT_CALCULATED'
  | 'CONDITION_FALSE'
  | 'DONE';

/** One line of a waterfall: what there was, what was due, what was paid, and why (SEC-43). */
export type Line = {
  readonly seq: number;
  readonly date: BusinessDate;
  readonly do: string;
  readonly ref: string | null;
  readonly from: Key | null;
  readonly availableBefore: bigint;
  readonly due: bigint;
  readonly limit: bigint | null;
  readonly supportDrawn: bigint;
  readonly paid: bigint;
  readonly carried: bigint;
  readonly availableAfter: bigint;
  readonly why: Why;
  readonly byPayee: readonly { readonly name: Key; readonly due: bigint; readonly paid: bigint }[];
};

/** What happened to the deal itself. */
export type DealEvent =
  | {
      readonly kind: 'status';
      readonly date: BusinessDate;
      readonly from: string;
      readonly to: string;
      readonly why: string;
    }
  | {
      readonly kind: 'trigger';
      readonly date: BusinessDate;
      readonly trigger: Key;
      readonly to: 'fired' | 'cured';
    }
  | {
      /** A facility paid payees itself: no account moved. */
      readonly kind: 'paidBy';
      readonly date: BusinessDate;
      readonly facility: Key;
      readonly amount: bigint;
    }
  | {
      readonly kind: 'watched';
      readonly date: BusinessDate;
      readonly name: string;
      readonly values: readonly string[];
    }
  | { readonly kind: 'ended'; readonly date: BusinessDate; readonly why: string };
