import type { MoneyWire } from '../money/index.ts';
import type { CheckItem } from './checklist-item.ts';
import type { FeeLine, FeeTerm } from './price.ts';
import type { FinancingKind, LineKind, Mode } from './words.ts';

/** A funder's standing offer; key `rateCard~<id>`. Its capacity is the line `card`. */
export type RateCard = {
  readonly card: string;
  readonly funder: string;
  readonly status: 'live' | 'withdrawn';
  readonly programme: string;
  /** Debtors it is for; empty when any debtor of `gradeMin` or better is. */
  readonly debtors: readonly string[];
  readonly gradeMin: string | null;
  readonly tenorDays: { readonly from: number; readonly to: number };
  readonly kind: FinancingKind;
  readonly mode: Mode;
  readonly ratePpm: number;
  readonly advancePpm: number;
  readonly capacity: MoneyWire;
  /** Suppliers that see it; `all` when it is open to any. */
  readonly suppliers: readonly string[] | 'all';
  readonly publishedOn: string;
  readonly until: string;
};

/** A holding inside a financing, as it stood when it was reserved. */
export type Financed = {
  readonly holding: string;
  readonly receivable: string;
  readonly outstanding: MoneyWire;
};

/** What a line gave to one financing, by slice; released to the slice it came from. */
export type Take = {
  readonly line: string;
  readonly slices: readonly { readonly slice: number; readonly amount: MoneyWire }[];
};

/** The price on the ledger: what was shown and signed, and what it was computed from. */
export type PriceWire = {
  readonly advance: MoneyWire;
  readonly discount: MoneyWire;
  readonly interest: MoneyWire;
  readonly cash: MoneyWire;
  readonly totalCost: MoneyWire;
  readonly aprPpm: number;
  readonly feeLines: readonly FeeLine[];
  readonly ratePpm: number;
  readonly advancePpm: number;
  readonly days: number;
  /** The fee rules in force when it was accepted (existing contracts keep theirs, R-109). */
  readonly fees: readonly FeeTerm[];
};

/** What is still owed on an active financing; amounts in minor units of its currency. */
export type Debt = {
  readonly principal: string;
  /** Discount that is not earned yet (mode discount). */
  readonly unearned: string;
  /** Interest accrued and not paid (mode interest), and the day it is accrued to. */
  readonly interestDue: string;
  readonly interestTo: string;
  /** Late interest accrued and not paid, and the day it is accrued to; charged past the grace. */
  readonly lateDue: string;
  readonly lateTo: string;
  /** Principal that was written off and not recovered. */
  readonly writtenOff: string;
};

type Requested = {
  readonly financing: string;
  readonly version: number;
  readonly holder: string;
  readonly buyer: string;
  readonly holdings: readonly Financed[];
  readonly outstanding: MoneyWire;
  readonly kind: FinancingKind;
  readonly mode: Mode;
  readonly want: MoneyWire;
  readonly aprMaxPpm: number | null;
  readonly fundOn: string;
  /** The day it falls due: the latest due date of its claims, moved to a business day. */
  readonly payOn: string;
  readonly windowUntil: string;
  readonly invited: readonly string[];
  /** The standing instruction under which a program asked; else `null`. */
  readonly standing: string | null;
  readonly requestedOn: string;
};

type Accepted = Requested & {
  readonly funder: string;
  /** The card or the quote that was accepted; the other is `null`. */
  readonly card: string | null;
  readonly quote: string | null;
  readonly programme: string;
  readonly price: PriceWire;
  /** What the card's capacity gave; a quote has none. */
  readonly cardTake: Take | null;
  readonly acceptedOn: string;
};

type Committed = Accepted & { readonly takes: readonly Take[]; readonly committedOn: string };
type Cleared = Committed & {
  readonly clearedOn: string;
  readonly checklist: readonly CheckItem[];
  /** The supplier's account that was examined; only it can be paid. */
  readonly account: string;
};
type Disbursing = Cleared & { readonly payout: string; readonly valueOn: string };
type Active = Disbursing & { readonly activatedOn: string; readonly debt: Debt };

type Overdue = Active & { readonly overdueOn: string };
type Defaulted = Overdue & { readonly defaultedOn: string };

/** States in which the funder is owed, or may recover what it wrote off. */
export const OWED_STATES = ['active', 'overdue', 'defaulted', 'writtenOff'] as const;
export type OwedFinancing = FinancingIn<(typeof OWED_STATES)[number]>;

/** A financing; key `financing~<id>` (§6.1). */
export type Financing =
  | ({ readonly status: 'requested' } & Requested)
  | ({ readonly status: 'accepted' } & Accepted)
  | ({ readonly status: 'committed' } & Committed)
  | ({ readonly status: 'cleared' } & Cleared)
  | ({ readonly status: 'disbursing' } & Disbursing)
  | ({ readonly status: 'active' } & Active)
  | ({ readonly status: 'overdue' } & Overdue)
  | ({ readonly status: 'defaulted' } & Defaulted)
  | ({ readonly status: 'writtenOff'; readonly writtenOffOn: string } & Defaulted)
  | ({ readonly status: 'returned'; readonly returnedOn: string } & Active)
  | ({ readonly status: 'repaid'; readonly repaidOn: string } & Active)
  | ({ readonly status: 'cancelled' | 'expired'; readonly endedOn: string } & Requested);

export type FinancingStatus = Financing['status'];
export type FinancingIn<S extends FinancingStatus> = Extract<Financing, { status: S }>;

/** A limit; key `line~<id>`. Its amounts lie in slices. */
export type Line = {
  readonly line: string;
  readonly owner: string;
  readonly kind: LineKind;
  readonly subject: string;
  readonly cap: MoneyWire;
  readonly from: string;
  readonly until: string;
  readonly slices: number;
  readonly overLimit: boolean;
  readonly version: number;
};

/** One slice; key `slice~<line>~<nn>`. Minor units; frozen + used ≤ cap at every take. */
export type Slice = {
  readonly line: string;
  readonly slice: number;
  readonly cap: string;
  readonly frozen: string;
  readonly used: string;
};

/** What one act changed on a line; key `limitDelta~<line>~<month>~<act>`, written blind. */
export type LimitDelta = {
  readonly line: string;
  readonly period: string;
  readonly act: string;
  readonly frozen: string;
  readonly used: string;
};

/** Sum of folded delta rows; key `limitFold~<line>~<month>`. */
export type LimitFold = {
  readonly line: string;
  readonly period: string;
  readonly frozen: string;
  readonly used: string;
  readonly count: number;
  readonly hash: string;
};

/** Statutory registration of a financing; key `registration~<financing>`. */
export type Registration = {
  readonly financing: string;
  readonly draft: { readonly template: string; readonly text: string; readonly on: string } | null;
  readonly filing: {
    readonly number: string;
    readonly filedOn: string;
    readonly until: string;
    readonly proof: string;
  } | null;
  /** Struck out of the registry, and whether that came after its ten business days. */
  readonly discharge: {
    readonly on: string;
    readonly dueOn: string;
    readonly isLate: boolean;
    readonly proof: string;
  } | null;
};

/** Latest search of the outside registry by a funder; key `registrySearch~<funder>~<subject>`. */
export type RegistrySearch = {
  readonly funder: string;
  readonly subject: string;
  readonly searchedOn: string;
  readonly result: 'none' | 'found';
  readonly report: string;
};

/**
 * One active financing of a supplier, so that what it owes is found by exact prefix, the earliest pay
 * day first; key `openFinancing~<holder>~<pay day>~<financing>`, written blind and deleted when it is
 * repaid.
 */
export type OpenFinancing = {
  readonly holder: string;
  readonly buyer: string;
  readonly financing: string;
  readonly payOn: string;
};

/** The one line under which a party risks its own money; key `ownRisk~<party>` (INV-R19). */
export type OwnRisk = { readonly owner: string; readonly line: string };

export type FinancingEntities = {
  ownRisk: OwnRisk;
  rateCard: RateCard;
  financing: Financing;
  line: Line;
  slice: Slice;
  limitDelta: LimitDelta;
  limitFold: LimitFold;
  registration: Registration;
  registrySearch: RegistrySearch;
  openFinancing: OpenFinancing;
};
