import type { CanonicalDocument, DocumentKind } from '../../domain/document/index.ts';
import { isFatal, type Finding } from '../finding.ts';
import type { Draft } from '../locator.ts';
import type { CanonicalContext, NaturalKey } from './header.ts';
import { buildInvoice } from './invoice.ts';
import { buildOrder, buildReceipt, buildShipment } from './order.ts';
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
  const reader = new CanonicalReader();
  const built = build(reader, mapped, context);
  const findings = unique([...mapped.findings, ...reader.findings]);
  return { kind, draft, findings, provenance: reader.provenance, ...(built ?? {}) };
}

function isStop(found: Finding): boolean {
  return found.rule === 'SN-03' || found.rule === 'BANK-09';
}

function build(
  reader: CanonicalReader,
  mapped: { readonly kind: string; readonly draft: Draft },
  context: CanonicalContext,
): BuiltDocument | undefined {
  const { draft } = mapped;
  const kind = mapped.kind as DocumentKind;
  switch (kind) {
    case 'invoice':
    case 'creditNote':
      return buildInvoice(reader, draft, { ...context, isCredit: kind === 'creditNote' });
    case 'order':
      return buildOrder(reader, draft, context);
    case 'shipment':
      return buildShipment(reader, draft, context);
    case 'receipt':
      return buildReceipt(reader, draft, context);
    case 'statement':
    case 'intraday':
    case 'notification':
      return buildStatement(reader, draft, { ...context, kind });
    case 'openItem':
      return buildOpenItem(reader, draft, context);
    case 'trialBalance':
      return buildTrialBalance(reader, draft, context);
    case 'taxTotal':
      return buildTaxTotal(reader, draft, context);
    default:
      return undefined;
  }
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
