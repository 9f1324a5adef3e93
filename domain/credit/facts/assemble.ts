import type { BusinessDate } from '../../calendar/index.ts';
import type { CanonicalDocument, Party } from '../../document/index.ts';
import type { Currency } from '../../money/index.ts';
import { completenessOf, type Arrival } from './completeness.ts';
import { nameByKey, type DocumentSource } from './documents.ts';
import {
  notSupplied,
  supplied,
  type CreditFacts,
  type Dispute,
  type MissingReason,
  type Supplied,
} from './facts.ts';
import { deliveriesOf, proofsOf, type LedgerMarks } from './flows.ts';
import { instalmentsOf } from './obligations.ts';
import { CHINESE_REVENUE, totalsOf, type TotalsReading } from './totals.ts';
import { dilutionsOf, purchaseLedger, salesLedger } from './trade.ts';

/** Sections that come from the ledger, from registers or by hand, not from documents. */
type OtherFacts = Pick<
  CreditFacts,
  | 'contracts'
  | 'loans'
  | 'relatedParties'
  | 'alerts'
  | 'buyers'
  | 'registry'
  | 'statements'
  | 'lastQuality'
>;

/** Everything that one enterprise's facts are drawn from. */
export type FactsInput = Partial<OtherFacts> & {
  readonly enterprise: string;
  readonly asOf: BusinessDate;
  readonly currency: Currency;
  readonly line: CreditFacts['line'];
  readonly anchor?: CreditFacts['anchor'];
  readonly anchorConfirms: boolean;
  readonly documents: readonly CanonicalDocument[];
  readonly arrivals: readonly Arrival[];
  readonly marks: LedgerMarks;
  /** Open disputes on the ledger about the enterprise's claims. */
  readonly disputes: readonly Dispute[];
  readonly nameOf?: (party: Party) => string;
  readonly reading?: TotalsReading;
  /** Sections whose source is down or whose consent was withdrawn: they count as missing. */
  readonly withheld?: Readonly<Partial<Record<keyof CreditFacts, MissingReason>>>;
};

/**
 * The facts of an enterprise on one day from canonical documents and what the ledger knows. A kind
 * of document that was never loaded leaves its section missing, never empty.
 */
export function factsFrom(input: FactsInput): CreditFacts {
  const source: DocumentSource = {
    enterprise: input.enterprise,
    asOf: input.asOf,
    documents: input.documents,
    nameOf: input.nameOf ?? nameByKey,
  };
  const facts: CreditFacts = { ...ownFacts(input, source), ...otherFacts(input) };
  const withheld = Object.entries(input.withheld ?? {}).map(([name, reason]) => [
    name,
    notSupplied(reason),
  ]);
  return { ...facts, ...(Object.fromEntries(withheld) as Partial<CreditFacts>) };
}

function ownFacts(input: FactsInput, source: DocumentSource): Omit<CreditFacts, keyof OtherFacts> {
  const { enterprise, asOf, currency, line, anchorConfirms, anchor } = input;
  const reading = input.reading ?? { isRevenue: CHINESE_REVENUE, notCustomers: [] };
  const receivables = instalmentsOf(source, 'receivable');
  return {
    enterprise,
    asOf,
    currency,
    line,
    anchorConfirms,
    ...(anchor ? { anchor } : {}),
    sales: orMissing(salesLedger(source)),
    purchases: orMissing(purchaseLedger(source)),
    payables: listOrMissing(instalmentsOf(source, 'payable')),
    receivables: listOrMissing(receivables),
    deliveries: listOrMissing(deliveriesOf(source)),
    dilutions: supplied(dilutionsOf(source)),
    disputes: supplied(input.disputes),
    proofs: listOrMissing(proofsOf(source, input.marks)),
    totals: listOrMissing(totalsOf(source, receivables, reading)),
    completeness: supplied(completenessOf(source, input.arrivals)),
  };
}

function otherFacts(input: FactsInput): OtherFacts {
  return {
    contracts: input.contracts ?? notSupplied(),
    loans: input.loans ?? notSupplied(),
    relatedParties: input.relatedParties ?? notSupplied(),
    alerts: input.alerts ?? notSupplied(),
    buyers: input.buyers ?? notSupplied(),
    registry: input.registry ?? notSupplied(),
    statements: input.statements ?? notSupplied(),
    lastQuality: input.lastQuality ?? {},
  };
}

function orMissing<T>(value: T | undefined): Supplied<T> {
  return value === undefined ? notSupplied() : supplied(value);
}

function listOrMissing<T>(values: readonly T[]): Supplied<readonly T[]> {
  return values.length === 0 ? notSupplied() : supplied(values);
}
