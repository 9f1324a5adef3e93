import type { CanonicalDocument, StatementKind } from '../../domain/document/index.ts';
import { isFatal, type Finding } from '../finding.ts';
import type { Draft } from '../locator.ts';
import type { CanonicalContext, NaturalKey } from './header.ts';
import { buildInvoice } from './invoice.ts';
import {
  buildAcknowledgement,
  buildFinancingClaim,
  buildInvoiceResponse,
  buildOrderResponse,
  buildPaymentOrder,
  buildVoucherFacts,
} from './message.ts';
import { remittanceBuilder } from './remittance.ts';
import { buildReceipt, buildShipment, orderBuilder } from './order.ts';
import { CanonicalReader, type Provenance } from './reader.ts';
import { buildStatement } from './statement.ts';
import { buildOpenItem, buildTaxTotal, buildTrialBalance } from './subledger.ts';

export type { CanonicalContext, NaturalKey } from './header.ts';
export type { Provenance } from './reader.ts';
export { applyTransforms } from './transform.ts';

/** One record of a file after mapping: canonical where no fatal finding stands against it. */
export type CanonicalRecord = {
  readonly kind: string;
  readonly draft: Draft;
  readonly document?: CanonicalDocument;
  readonly id?: string;
  readonly naturalKey?: NaturalKey;
  readonly findings: readonly Finding[];
  readonly provenance: readonly Provenance[];
};

type BuiltDocument = {
  readonly id: string;
  readonly naturalKey: NaturalKey;
  readonly document: CanonicalDocument;
};

/** Turns a draft into a canonical document; own rules run afterwards. */
export function toCanonical(
  mapped: { readonly kind: string; readonly draft: Draft; readonly findings: readonly Finding[] },
  context: CanonicalContext,
): CanonicalRecord {
  const { kind, draft } = mapped;
  if (mapped.findings.some(isFatal) && mapped.findings.some(isStop)) {
    return { kind, draft, findings: mapped.findings, provenance: [] };
  }
  const reader = new CanonicalReader(context.isTraced);
  const built = BUILDERS[kind]?.(reader, draft, context);
  const findings = unique([...mapped.findings, ...reader.findings]);
  return { kind, draft, findings, provenance: reader.provenance, ...(built ?? {}) };
}

/** After these there is nothing to build: a kind not read yet, no statement, a ragged row, too much. */
const STOPS = ['SN-03', 'BANK-09', 'CSV-01', 'LIM-11'];

function isStop(found: Finding): boolean {
  return STOPS.includes(found.rule);
}

type Builder = (
  reader: CanonicalReader,
  draft: Draft,
  context: CanonicalContext,
) => BuiltDocument | undefined;

const BUILDERS: Readonly<Record<string, Builder>> = {
  invoice: (reader, draft, context) => buildInvoice(reader, draft, { ...context, isCredit: false }),
  creditNote: (reader, draft, context) =>
    buildInvoice(reader, draft, { ...context, isCredit: true }),
  order: orderBuilder('order'),
  orderChange: orderBuilder('orderChange'),
  orderCancel: orderBuilder('orderCancel'),
  orderResponse: buildOrderResponse,
  invoiceResponse: buildInvoiceResponse,
  acknowledgement: buildAcknowledgement,
  remittance: remittanceBuilder('remittance'),
  accountStatement: remittanceBuilder('accountStatement'),
  reminder: remittanceBuilder('reminder'),
  paymentOrder: buildPaymentOrder,
  financingClaim: buildFinancingClaim,
  voucherFacts: buildVoucherFacts,
  shipment: buildShipment,
  receipt: buildReceipt,
  statement: statementBuilder('statement'),
  intraday: statementBuilder('intraday'),
  notification: statementBuilder('notification'),
  openItem: buildOpenItem,
  trialBalance: buildTrialBalance,
  taxTotal: buildTaxTotal,
};

function statementBuilder(kind: StatementKind): Builder {
  return (reader, draft, context) => buildStatement(reader, draft, { ...context, kind });
}

function unique(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(f => {
    const key = `${f.rule}\n${f.path}\n${f.line ?? ''}\n${f.column ?? ''}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
