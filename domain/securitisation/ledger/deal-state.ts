import type { MoneyWire } from '../../money/index.ts';
import type { Wire } from '../../wire/index.ts';

/** Who does what in a deal: the roles of its terms. */
export type DealParties = {
  readonly manager: string;
  readonly custodian: string;
  readonly originator: string;
  /** Records the levels of indices; the custodian where the terms name nobody. */
  readonly fixingAgent: string;
};

/** Head of a published deal; key `deal~<id>`. The terms are in its parts. */
export type LedgerDeal = DealParties & {
  readonly deal: string;
  /** SHA-256 of the canonical terms: what is run is what was published (INV-S8). */
  readonly hash: string;
  readonly version: number;
  readonly currency: MoneyWire['currency'];
  /** How many parts of at most 60,000 signs the canonical terms have. */
  readonly parts: number;
  readonly documents: readonly string[];
  /** The pool on the ledger under each key of the deal. */
  readonly pools: Readonly<Record<string, string>>;
  readonly issue: string | null;
  readonly publishedOn: string;
};

/** A piece of the canonical terms; key `dealPart~<deal>~<n>`. */
export type DealPart = { readonly deal: string; readonly part: number; readonly text: string };

/** Where a deal stands; key `dealBook~<deal>`. Replaced as a whole when a distribution settles. */
export type DealBook = {
  readonly deal: string;
  readonly hash: string;
  readonly fixings: Readonly<Record<string, readonly Fixing[]>>;
  /** By name; absent for a deal that observes nothing yet. */
  readonly observations?: Readonly<Record<string, readonly Observed[]>>;
  /** The last payment date that is settled. */
  readonly settledTo: string | null;
  /** The distribution between calculation and settlement, and its date. */
  readonly open: { readonly distribution: string; readonly on: string } | null;
  /** Items of the deal's agenda that are done. */
  readonly done: number;
  /** State of the deal and the movements that formulas look back on, packed; `null`: as published. */
  readonly position: Wire;
};

/** What was seen on a day: a whole number as text, or a yes or no. */
export type Observed = { readonly on: string; readonly value: string };

export type Fixing = { readonly on: string; readonly ppb: number; readonly source: string };

/** A class as it is offered. */
export type OfferedClass = {
  readonly bond: string;
  readonly units: number;
  readonly price: MoneyWire;
  /** Original amount of one unit. */
  readonly nominal: MoneyWire;
  /** Units that one party must keep. */
  readonly retention: { readonly party: string; readonly units: number } | null;
  readonly allocated: number;
};

/** An issue of the notes of a deal; key `issue~<id>`. */
export type Issue = {
  readonly issue: string;
  readonly deal: string;
  readonly dealHash: string;
  readonly manager: string;
  readonly custodian: string;
  readonly classes: readonly OfferedClass[];
  readonly minimum: MoneyWire;
  readonly until: string;
  readonly offeredOn: string;
} & (
  | { readonly state: 'offered' }
  /** It was not closed by its last day. */
  | { readonly state: 'failed'; readonly failedOn: string }
  | {
      readonly state: 'live';
      readonly closedOn: string;
      readonly proceeds: MoneyWire;
      readonly entries: readonly string[];
    }
);

/** What an investor asked for; key `subscription~<issue>~<bond>~<investor>`. */
export type Subscription = {
  readonly issue: string;
  readonly bond: string;
  readonly investor: string;
  readonly units: number;
  readonly price: MoneyWire;
  readonly on: string;
};

/** `frozen` of the units are stopped by an order; absent when none are. */
export type NoteHolder = {
  readonly holder: string;
  readonly units: number;
  readonly frozen?: number;
};

/**
 * A sixteenth of a class's register, by the last sign of the holder's id, so that transfers seldom
 * meet and a date reads few keys; key `noteRegister~<issue>~<bond>~<page>`.
 */
export type NoteRegister = {
  readonly issue: string;
  readonly bond: string;
  readonly page: string;
  readonly holders: readonly NoteHolder[];
};

/** A line of a waterfall as it stands on the ledger (SEC-43); amounts in minor units as text. */
export type LineWire = {
  readonly seq: number;
  readonly date: string;
  readonly do: string;
  readonly ref: string | null;
  readonly from: string | null;
  readonly availableBefore: string;
  readonly due: string;
  readonly limit: string | null;
  readonly supportDrawn: string;
  readonly paid: string;
  readonly carried: string;
  readonly availableAfter: string;
  readonly why: string;
  readonly byPayee: readonly {
    readonly name: string;
    readonly due: string;
    readonly paid: string;
  }[];
};

/**
 * What a facility, the other side of a swap or the bank of an account (its interest) paid in and was
 * paid, in minor units; `name` is its key in the deal.
 */
export type OtherCash = {
  readonly of: 'facility' | 'swap' | 'account';
  readonly name: string;
  readonly in: string;
  readonly out: string;
};

/** What a payment date did, for reports: minor units as text, by key of the deal. */
export type DistributionFigures = {
  readonly status: { readonly before: string; readonly after: string };
  readonly classes: readonly {
    readonly bond: string;
    readonly opening: string;
    readonly interest: string;
    readonly principal: string;
    readonly closing: string;
    readonly interestDue: string;
  }[];
  readonly fees: readonly {
    readonly fee: string;
    readonly payee: string | null;
    readonly paid: string;
    readonly due: string;
  }[];
  readonly accounts: Readonly<
    Record<
      string,
      {
        readonly opening: string;
        readonly in: string;
        readonly out: string;
        readonly closing: string;
      }
    >
  >;
  readonly pools: Readonly<Record<string, { readonly opening: string; readonly closing: string }>>;
  readonly triggers: readonly {
    readonly trigger: string;
    readonly to: string;
    readonly date: string;
  }[];
  /** Cash of others than pools, holders and payees of fees; absent when there was none. */
  readonly others?: readonly OtherCash[];
  /** All that is paid on the date, what a facility paid itself included; in minor units. */
  readonly total: string;
};

/** A payment date as it was calculated. */
export type CalculatedDate = {
  readonly distribution: string;
  readonly deal: string;
  readonly dealHash: string;
  readonly issue: string;
  readonly on: string;
  readonly currency: MoneyWire['currency'];
  readonly manager: string;
  readonly custodian: string;
  readonly originator: string;
  /** SHA-256 over deal hash, date and lines. */
  readonly linesHash: string;
  readonly lines: readonly LineWire[];
  readonly figures: DistributionFigures;
  readonly calculatedOn: string;
};

/** A payment date of a deal; key `distribution~<id>`. */
export type Distribution = CalculatedDate & {
  /** Not settled when its day was over. */
  readonly missed: { readonly on: string; readonly reason: string } | null;
} & (
    | { readonly state: 'calculated' }
    | { readonly state: 'reviewed'; readonly reviewedOn: string }
    | {
        readonly state: 'settled';
        readonly reviewedOn: string;
        readonly settledOn: string;
        readonly entry: string;
        /** How many holders were paid. */
        readonly holders: number;
      }
  );

/** What one holder got of one class; minor units as text. */
export type NotePaid = readonly [
  bond: string,
  holder: string,
  units: number,
  interest: string,
  principal: string,
];

/**
 * What a settled date paid to the holders of one page of the register, of all classes: the entries of
 * each holder under the page's line in the journal; key `notePage~<distribution>~<page>`.
 */
export type NotePage = {
  readonly distribution: string;
  readonly issue: string;
  readonly page: string;
  readonly on: string;
  readonly settledOn: string;
  readonly currency: MoneyWire['currency'];
  readonly rows: readonly NotePaid[];
};

/**
 * A holder's shares of a settled date, for its own eyes: projected from the act, the contract writes
 * the page alone; key `notePayment~<distribution>~<holder>`.
 */
export type NotePayment = {
  readonly distribution: string;
  readonly issue: string;
  readonly holder: string;
  readonly on: string;
  readonly settledOn: string;
  readonly currency: MoneyWire['currency'];
  readonly rows: readonly NotePaid[];
};

/** Units of one holder, as its own row beside the register; key `noteHolding~<issue>~<bond>~<holder>`. */
export type NoteHolding = {
  readonly issue: string;
  readonly bond: string;
  readonly holder: string;
  readonly units: number;
};

export type DealEntities = {
  deal: LedgerDeal;
  dealPart: DealPart;
  dealBook: DealBook;
  issue: Issue;
  subscription: Subscription;
  noteRegister: NoteRegister;
  distribution: Distribution;
  notePage: NotePage;
  notePayment: NotePayment;
  noteHolding: NoteHolding;
};
