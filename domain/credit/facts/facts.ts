import type { BusinessDate } from '../../calendar/index.ts';
import type { Currency } from '../../money/index.ts';

/** Why a figure is not there (CR-15). Missing is a value and is never imputed. */
export type MissingReason =
  'NOT_SUPPLIED' | 'NOT_APPLICABLE' | 'SOURCE_DOWN' | 'TOO_SHORT' | 'CONSENT_WITHDRAWN';

/** One source's contribution, or the reason why there is none. */
export type Supplied<T> =
  | { readonly supplied: true; readonly value: T }
  | { readonly supplied: false; readonly reason: MissingReason };

/** A natural month, `2026-03`. */
export type Month = string;

/**
 * Invoices of one side in one month, exact minor units of the base currency. `issued` counts every
 * positive invoice, voided ones too; `red` is the positive sum of red (negative) invoices.
 */
export type FirmMonth = {
  readonly month: Month;
  readonly issued: number;
  readonly issuedMinor: bigint;
  readonly voided: number;
  readonly voidedMinor: bigint;
  readonly redMinor: bigint;
};

/** Valid trade with one counterparty in one month: issued, not voided, positive. */
export type EdgeMonth = {
  readonly month: Month;
  readonly counterparty: string;
  readonly invoices: number;
  readonly minor: bigint;
};

/** One side's invoices. `firstOn` and `lastOn` are the days of the first and last valid invoice. */
export type TradeLedger = {
  readonly months: readonly FirmMonth[];
  readonly edges: readonly EdgeMonth[];
  readonly firstOn?: BusinessDate;
  readonly lastOn?: BusinessDate;
  readonly lastOnWith?: Readonly<Record<string, BusinessDate>>;
};

/** One instalment owed: the unit of the payment index (CR-20). */
export type Instalment = {
  readonly counterparty: string;
  readonly dueOn: BusinessDate;
  readonly minor: bigint;
  readonly payments: readonly { readonly on: BusinessDate; readonly minor: bigint }[];
  readonly creditedMinor: bigint;
  readonly disputedMinor: bigint;
};

/** An order line as promised and as delivered; quantities in millionths of the line's unit. */
export type DeliveryLine = {
  readonly promisedOn: BusinessDate;
  readonly dueMinor: bigint;
  readonly onTimeMinor: bigint;
  readonly ordered: bigint;
  readonly received: bigint;
  readonly accepted: bigint;
  readonly rejected: bigint;
};

/** Credit notes, returns, allowances and offsets, by the month of the invoice they reduce. */
export type Dilution = { readonly originMonth: Month; readonly minor: bigint };

export type Dispute = { readonly openedOn: BusinessDate; readonly minor: bigint };
type Contract = { readonly closedOn: BusinessDate; readonly onTerms: boolean };
type RepaidLoan = {
  readonly repaidOn: BusinessDate;
  readonly daysPastDueMax: number;
  readonly recourse: boolean;
};

/** One invoice beside its order, receipt and payment, for the four-flow match (D5.1, D5.2). */
export type TradeProof = {
  readonly invoice: string;
  readonly counterparty: string;
  readonly issuedOn: BusinessDate;
  readonly dueOn: BusinessDate;
  readonly minor: bigint;
  readonly financed: boolean;
  readonly confirmed: boolean;
  readonly orderMinor?: bigint;
  readonly receipt?: { readonly on: BusinessDate; readonly minor: bigint };
  readonly payment?: { readonly on: BusinessDate; readonly minor: bigint };
};

/** Monthly sales by the general ledger and by tax invoices; cash by bank and by settled claims. */
export type MonthTotals = {
  readonly month: Month;
  readonly ledgerMinor: bigint;
  readonly taxMinor: bigint;
  readonly bank?: { readonly inflowMinor: bigint; readonly settledMinor: bigint };
};

/** Required fields asked and found in the loaded documents, and days from issue to arrival. */
export type Completeness = {
  readonly required: number;
  readonly present: number;
  readonly lagDays: readonly number[];
};

type Alerts = { readonly open: number; readonly highSeverity: number };
type Buyer = { readonly pdPpm?: number; readonly grade?: string };

/** The anchor buyer of the relation, with its own grade where one is attested. */
type Anchor = {
  readonly id: string;
  readonly grade?: string;
  readonly categorySharePpm?: number;
};

/** Public and manual facts on standing; a manual entry carries source and date at its door. */
export type Registry = {
  readonly courts?: {
    readonly openAsDefendantMinor: bigint;
    readonly enforcements: readonly BusinessDate[];
  };
  readonly penalties?: readonly { readonly on: BusinessDate; readonly severity: number }[];
  readonly taxLevel?: 'A' | 'B' | 'M' | 'C' | 'D';
  readonly changes?: readonly {
    readonly on: BusinessDate;
    readonly kind: 'legalRepresentative' | 'address' | 'scope' | 'capitalReduction';
  }[];
  readonly news?: readonly {
    readonly on: BusinessDate;
    readonly severity: number;
    readonly credibilityPpm: number;
  }[];
  readonly voice?: {
    readonly rating: number;
    readonly complaintPpm: number;
    readonly disputeLossPpm: number;
  };
  readonly headcount?: { readonly now: number; readonly yearAgo: number };
};

/** One year's statements, minor units. */
export type Statement = {
  readonly endsOn: BusinessDate;
  readonly salesMinor: bigint;
  readonly costOfSalesMinor?: bigint;
  readonly ebitMinor: bigint;
  readonly netIncomeMinor: bigint;
  readonly currentAssetsMinor: bigint;
  readonly totalAssetsMinor: bigint;
  readonly currentLiabilitiesMinor: bigint;
  readonly totalLiabilitiesMinor: bigint;
  readonly retainedMinor: bigint;
  readonly equityMinor: bigint;
  readonly fundsFromOperationsMinor: bigint;
  readonly debtMinor?: bigint;
  readonly service?: DebtService;
};

/** What serves debt over twelve months, and what falls due in them (D4.4). */
type DebtService = {
  readonly ebitdaMinor: bigint;
  readonly taxMinor: bigint;
  readonly maintenanceMinor: bigint;
  readonly dueMinor: bigint;
};

/** Everything a score is computed from, as known on one day about another (CR-11). */
export type CreditFacts = {
  readonly enterprise: string;
  readonly asOf: BusinessDate;
  readonly currency: Currency;
  readonly line: 'supplier' | 'distributor' | 'buyer';
  readonly anchor?: Anchor;
  readonly anchorConfirms: boolean;
  readonly sales: Supplied<TradeLedger>;
  readonly purchases: Supplied<TradeLedger>;
  readonly payables: Supplied<readonly Instalment[]>;
  readonly receivables: Supplied<readonly Instalment[]>;
  readonly deliveries: Supplied<readonly DeliveryLine[]>;
  readonly dilutions: Supplied<readonly Dilution[]>;
  readonly disputes: Supplied<readonly Dispute[]>;
  readonly contracts: Supplied<readonly Contract[]>;
  readonly loans: Supplied<readonly RepaidLoan[]>;
  readonly proofs: Supplied<readonly TradeProof[]>;
  readonly totals: Supplied<readonly MonthTotals[]>;
  readonly relatedParties: Supplied<readonly string[]>;
  readonly completeness: Supplied<Completeness>;
  readonly alerts: Supplied<Alerts>;
  readonly buyers: Supplied<Readonly<Record<string, Buyer>>>;
  readonly registry: Supplied<Registry>;
  readonly statements: Supplied<readonly Statement[]>;
  /** Quality last observed within 24 months, by feature: a withdrawn feed cannot raise (CR-32). */
  readonly lastQuality: Readonly<Record<string, number>>;
};

export function supplied<T>(value: T): Supplied<T> {
  return { supplied: true, value };
}

export function notSupplied(reason: MissingReason = 'NOT_SUPPLIED'): {
  readonly supplied: false;
  readonly reason: MissingReason;
} {
  return { supplied: false, reason };
}
