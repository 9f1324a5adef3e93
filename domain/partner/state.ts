import type { MoneyWire } from '../money/index.ts';

/** How a partner earns: a fixed share of a programme's fees, added value, or data by use. */
export const SHARE_KINDS = ['base', 'valueAdded', 'data'] as const;
export type ShareKind = (typeof SHARE_KINDS)[number];
/** What is closed and settled: a month of each kind, and a quarter's part of the profit. */
export const CLOSED_KINDS = [...SHARE_KINDS, 'profit'] as const;
export type ClosedKind = (typeof CLOSED_KINDS)[number];

export const RISK_CLASSES = ['low', 'medium', 'high'] as const;
export const DILIGENCE_KINDS = ['admission', 'onSite', 'api', 'data'] as const;
export const SEVERITIES = ['low', 'medium', 'high'] as const;

/** Revenue of the quarter above `from` earns so much more; minor units. */
export type Tier = { readonly from: string; readonly addPpm: number };
export type ShareTerms = { readonly partnerPpm: number; readonly tiers: readonly Tier[] };

/** What broker and partner agreed; key `partner~<party>`. */
export type Partner = {
  readonly partner: string;
  readonly riskClass: (typeof RISK_CLASSES)[number];
  readonly marginPpm: number;
  readonly insurance: { readonly document: string; readonly until: string } | null;
  readonly shares: Readonly<Partial<Record<ShareKind, ShareTerms>>>;
  readonly on: string;
};

/** The latest review of a kind; key `diligence~<party>~<kind>`. */
export type Diligence = {
  readonly party: string;
  readonly of: (typeof DILIGENCE_KINDS)[number];
  readonly findings: readonly {
    readonly severity: (typeof SEVERITIES)[number];
    readonly text: string;
    readonly dueOn: string;
  }[];
  readonly nextDueOn: string;
  readonly on: string;
};

/** Margin that a partner has given; key `margin~<party>`. Minor units of CNY. */
export type Margin = {
  readonly partner: string;
  readonly held: string;
  /** The last call: what must be held by its day. */
  readonly called: { readonly target: string; readonly dueOn: string } | null;
};

/** One earned line, for ever; key `attribution~<ref>`. */
export type Attribution = {
  readonly ref: string;
  readonly partner: string;
  readonly of: ShareKind;
  readonly source: string;
  /** Net service revenue; below zero for a refund. */
  readonly base: MoneyWire;
  /** What was disbursed by it: counts for margin and reserve. */
  readonly disbursed: MoneyWire | null;
  readonly on: string;
};

/** Sum of one act's lines; key `shareDelta~<day>~<kind>~<partner>~<act>`, written blind. */
export type ShareDelta = {
  readonly partner: string;
  readonly of: ShareKind;
  readonly on: string;
  readonly act: string;
  readonly base: string;
  readonly disbursed: string;
  readonly lines: number;
};

/** A period of a kind that is settled once; key `shareClose~<period>~<kind>`. */
export type ShareClose = {
  readonly period: string;
  readonly of: ClosedKind;
  readonly partners: number;
  readonly on: string;
};

/** A partner's statement of one period; key `share~<period>~<kind>~<partner>`. Minor units of CNY. */
export type Share = {
  readonly share: string;
  readonly partner: string;
  readonly period: string;
  readonly of: ClosedKind;
  readonly lines: number;
  /** Net service revenue of the period, never below zero, and what the quarter had before it. */
  readonly base: string;
  readonly before: string;
  /** base = gross + platform (INV-R20); the partner is paid gross less reserve. */
  readonly gross: string;
  readonly platform: string;
  readonly disbursed: string;
  readonly reserve: string;
  /** The part of the reserve that the share did not cover. */
  readonly invoiced: string;
  /** A revenue below zero goes on to the next period. */
  readonly carried: string;
  readonly closedOn: string;
  readonly status: 'computed' | 'disputed' | 'settled';
  readonly dispute: { readonly lines: readonly string[]; readonly reason: string } | null;
  readonly payout: string | null;
};

/** The risk reserve; key `riskReserve~CNY`. */
export type RiskReserve = { readonly minor: string };

/** What the reserve gave for one loss and has not got back; key `reserveUse~<financing>`. */
export type ReserveUse = { readonly loss: string; readonly drawn: string };

export type PartnerEntities = {
  partner: Partner;
  diligence: Diligence;
  margin: Margin;
  attribution: Attribution;
  shareDelta: ShareDelta;
  shareClose: ShareClose;
  share: Share;
  riskReserve: RiskReserve;
  reserveUse: ReserveUse;
};
