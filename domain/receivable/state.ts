import type { MoneyWire } from '../money/index.ts';

/** How strong a claim is: the debtor's key (L3), its ledger export (L2), invoice and receipt (L1). */
export type Assurance = 'L1' | 'L2' | 'L3';

/** States of a holding in which money is outstanding. */
export type LiveState = 'free' | 'reserved' | 'pledged' | 'sold' | 'pooled';

/** Where the face of a claim is, in minor units as text; the parts sum to the face (INV-R3). */
export type Parts = Readonly<Record<LiveState | 'paid' | 'diluted' | 'writtenOff', string>>;

/** A part of an invoice's amount that this claim uses. */
export type ClaimedInvoice = {
  /** Key of the K1 row: the fingerprint under the registry key. */
  readonly invoice: string;
  /** The applicant's own reference to the invoice. */
  readonly fingerprintRef: string;
  readonly claimed: MoneyWire;
};

/** Fixed terms of a claim, as the supplier offered them. */
export type ClaimTerms = {
  readonly receivable: string;
  readonly supplier: string;
  readonly buyer: string;
  readonly face: MoneyWire;
  readonly invoiceOn: string;
  readonly acceptedOn: string | null;
  readonly dueOn: string;
  readonly tenorReason: string | null;
  /** Salted Merkle root of the private trade details. */
  readonly root: string;
  readonly invoices: readonly ClaimedInvoice[];
  readonly order: string | null;
  readonly recourseTerms: 'none' | 'toSupplier';
  readonly labels: readonly string[];
  readonly replaces: string | null;
  readonly offeredOn: string;
};

/** What the debtor signed. */
export type Confirmation = {
  readonly payTo: string;
  readonly undertaking: 'irrevocable' | 'setOffReserved';
  readonly setOff: MoneyWire | null;
  /** SHA-256 of the debt confirmation. */
  readonly statement: string;
  readonly on: string;
  /** The debtor's keys, as verified. */
  readonly keys: readonly string[];
};

type Position = {
  readonly parts: Parts;
  readonly outstanding: MoneyWire;
  /** Holdings with money outstanding, in the order of their making. */
  readonly holdings: readonly string[];
  /** Scopes of the carbon footprint that its holdings carry; absent when none is recorded. */
  readonly footprints?: readonly string[];
  /** Open similarity flags; each blocks confirmation and finance. */
  readonly flags: readonly string[];
  /** Disputes with the amount that each puts in question, or that its award asks for. */
  readonly disputes: readonly {
    readonly dispute: string;
    readonly sides: readonly string[];
    readonly amount: MoneyWire;
    /** Decided: the claim is payable, and the case closes when the award is paid. */
    readonly awarded: boolean;
  }[];
  /** Stopped by compliance: nothing may be transferred, financed or pooled. */
  readonly frozen: Frozen | null;
  /** Extended once by buyer and all holders: the due date that it had before. */
  readonly rescheduled: { readonly from: string; readonly on: string } | null;
  /** Holdings of which a part was written off, with the financing that bears it. */
  readonly losses: readonly { readonly holding: string; readonly financing: string }[];
  readonly version: number;
};

export type Frozen = {
  readonly reason: 'duplicate' | 'court' | 'key';
  readonly ref: string;
  readonly on: string;
};

/** A claim that is owed past its due day, with what it was before. */
type Late = {
  readonly assurance: Assurance;
  readonly confirmation: Confirmation | null;
  readonly lined: boolean;
  readonly overdueOn: string;
  /** Days past due at the last ageing: the start of its class (1, 30, 90, 180, 360). */
  readonly agedTo: number;
};

/** A claim against its debtor; key `receivable~<id>` (states of receivables.md §4.1). */
export type Receivable = ClaimTerms &
  Position &
  (
    | { readonly status: 'offered' }
    | {
        readonly status: 'recorded';
        readonly assurance: 'L1' | 'L2';
        readonly matchResult: string;
        readonly recordedOn: string;
      }
    | {
        readonly status: 'confirmed';
        readonly assurance: 'L3';
        readonly confirmation: Confirmation;
        /** The buyer's own confirmation line was taken by this face. */
        readonly lined: boolean;
      }
    | {
        /** The buyer has issued and signed it; the supplier has not accepted yet. */
        readonly status: 'issued';
        readonly confirmation: Confirmation;
        readonly lined: boolean;
      }
    | ({ readonly status: 'overdue' } & Late)
    | ({ readonly status: 'defaulted'; readonly defaultedOn: string } & Late)
    | {
        /** Nothing is outstanding and a part was written off; later money recovers it. */
        readonly status: 'closedWithLoss';
        readonly assurance: Assurance;
        readonly confirmation: Confirmation | null;
        readonly lined: boolean;
        readonly closedOn: string;
      }
    | {
        readonly status: 'settled';
        readonly assurance: Assurance;
        readonly confirmation: Confirmation | null;
        readonly settledOn: string;
      }
    | {
        readonly status: 'declined' | 'withdrawn' | 'cancelled' | 'expired';
        readonly endedOn: string;
        readonly reason: string;
      }
  );

/** What a holding is locked for. */
export type LockedFor = {
  readonly kind: 'financing' | 'orderLoan' | 'repurchase' | 'pool';
  readonly id: string;
  /** Who has first right: of an order loan. */
  readonly funder?: string;
};

type HoldingAmounts = {
  readonly holding: string;
  readonly receivable: string;
  /** Who has title. */
  readonly holder: string;
  readonly amount: MoneyWire;
  readonly outstanding: MoneyWire;
  readonly splitOut: MoneyWire;
  readonly paid: MoneyWire;
  readonly diluted: MoneyWire;
  readonly writtenOff: MoneyWire;
  /** 0 for the original supplier; one more with each transfer. */
  readonly tier: number;
  readonly parent: string | null;
  /** Whom the holder may turn to when the debtor does not pay, beside the debtor. */
  readonly recourseTo: string | null;
  readonly version: number;
};

/** Who owns which part of a claim; key `holding~<id>`. The first one carries the claim's id. */
export type Holding = HoldingAmounts &
  (
    | { readonly state: 'free' }
    | { readonly state: 'reserved'; readonly lockedFor: LockedFor }
    | { readonly state: 'pledged'; readonly financing: string; readonly funder: string }
    | { readonly state: 'sold'; readonly financing: string; readonly residualTo: string }
    | { readonly state: 'split'; readonly children: readonly string[] }
    | { readonly state: 'closed' }
  );

/** One claim's use of an invoice. */
export type InvoiceEntry = {
  readonly receivable: string;
  readonly claimed: MoneyWire;
  readonly financed: MoneyWire;
  readonly state: 'registered' | 'applied' | 'financed' | 'settled' | 'cancelled';
  readonly reason: string | null;
};

/**
 * The primary row of an invoice; key `invoice~<K1>`. `financed ≤ claimed ≤ amount − creditNotes`
 * (INV-R5).
 */
export type Invoice = {
  readonly invoice: string;
  readonly applicant: string;
  readonly amount: MoneyWire;
  readonly creditNotes: MoneyWire;
  readonly claimed: MoneyWire;
  readonly financed: MoneyWire;
  readonly issuedOn: string;
  readonly entries: readonly InvoiceEntry[];
};

/** Kinds of registry keys that point to invoices; S1 to S4 are similarities. */
export type RegistryKeyKind = 'K2' | 'K3' | 'K4' | 'K5' | 'S1' | 'S2' | 'S3' | 'S4';

/** A further fingerprint of invoices; key `fingerprint~<kind>~<value>`. */
export type Fingerprint = {
  readonly kind: RegistryKeyKind;
  readonly value: string;
  /** K1 of the invoices that have it, oldest first. */
  readonly invoices: readonly string[];
};

/** A similarity that blocks a claim until two persons clear it; key `flag~<id>`. */
export type Flag = {
  readonly flag: string;
  readonly receivable: string;
  readonly rule: 'S1' | 'S2' | 'S3' | 'S4' | 'near';
  readonly other: string;
  readonly on: string;
} & (
  | { readonly state: 'open' }
  | { readonly state: 'cleared'; readonly reason: string; readonly clearedOn: string }
);

/** What of a buyer's own confirmation line is used; key `confirmLine~<buyer>~<currency>`. */
export type ConfirmLine = {
  readonly buyer: string;
  readonly used: MoneyWire;
};

/**
 * A claim that its debtor confirmed and has not paid, so that what it owes can be listed by exact
 * prefix; key `openClaim~<buyer>~<receivable>`, written blind and deleted when the claim ends.
 */
export type OpenClaim = { readonly buyer: string; readonly receivable: string };

export type ReceivableEntities = {
  openClaim: OpenClaim;
  receivable: Receivable;
  holding: Holding;
  invoice: Invoice;
  fingerprint: Fingerprint;
  flag: Flag;
  confirmLine: ConfirmLine;
};
