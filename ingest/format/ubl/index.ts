import { fatal, type Finding } from '../../finding.ts';
import type { DraftDocument } from '../mapped.ts';
import { mapNode, type Mapping } from '../mapping.ts';
import { selectNodes } from '../path.ts';
import { pathOf, type XmlDocument, type XmlNode } from '../xml.ts';
import { CREDIT_NOTE, INVOICE } from './invoice-table.ts';
import {
  ACCOUNT_STATEMENT,
  INVOICE_RESPONSE,
  LEVEL_RESPONSE,
  REMINDER,
  REMITTANCE,
} from './message-table.ts';
import { DESPATCH, ORDER, ORDER_RESPONSE, RECEIPT } from './order-table.ts';

/** What a UBL root becomes. */
export type UblKind =
  | 'invoice'
  | 'creditNote'
  | 'order'
  | 'orderChange'
  | 'orderCancel'
  | 'orderResponse'
  | 'shipment'
  | 'receipt'
  | 'remittance'
  | 'accountStatement'
  | 'reminder'
  | 'invoiceResponse'
  | 'acknowledgement';

const TABLES: Readonly<Record<string, { kind: UblKind; mapping: Mapping }>> = {
  Invoice: { kind: 'invoice', mapping: INVOICE },
  CreditNote: { kind: 'creditNote', mapping: CREDIT_NOTE },
  Order: { kind: 'order', mapping: ORDER },
  OrderChange: { kind: 'orderChange', mapping: ORDER },
  OrderCancellation: { kind: 'orderCancel', mapping: ORDER },
  OrderResponse: { kind: 'orderResponse', mapping: ORDER_RESPONSE },
  OrderResponseSimple: { kind: 'orderResponse', mapping: ORDER_RESPONSE },
  RemittanceAdvice: { kind: 'remittance', mapping: REMITTANCE },
  Statement: { kind: 'accountStatement', mapping: ACCOUNT_STATEMENT },
  Reminder: { kind: 'reminder', mapping: REMINDER },
  DespatchAdvice: { kind: 'shipment', mapping: DESPATCH },
  ReceiptAdvice: { kind: 'receipt', mapping: RECEIPT },
};

const COMMON = /^urn:oasis:names:specification:ubl:schema:xsd:Common(Basic|Aggregate)Components-2$/;

/** Maps a UBL document to a draft; a root that is not read yet is SN-03. */
export function mapUbl(document: XmlDocument): DraftDocument {
  const { root } = document;
  const findings: Finding[] = [];
  const table = tableOf(root);
  const owned = new Map<string, boolean>();
  const isOwn = (uri: string): boolean => {
    const known = owned.get(uri) ?? COMMON.test(uri);
    owned.set(uri, known);
    return known;
  };
  if (!table) {
    const place = { path: pathOf(root), line: root.line, column: root.column };
    findings.push(fatal('SN-03', place, { kind: root.local, format: 'UBL' }));
    return { kind: root.local, draft: mapNode({ document, isOwn, findings }, root, []), findings };
  }
  const draft = mapNode({ document, isOwn, findings }, root, table.mapping);
  return { kind: table.kind, draft, findings, root };
}

/** An ApplicationResponse with a response code list of invoices is one; every other answers a file. */
function tableOf(root: XmlNode): { kind: UblKind; mapping: Mapping } | undefined {
  if (root.local !== 'ApplicationResponse') return TABLES[root.local];
  const [profile] = selectNodes(root, 'CustomizationID', () => true);
  const isOfInvoice = /invoice_response/.test(profile?.text ?? '');
  return isOfInvoice
    ? { kind: 'invoiceResponse', mapping: INVOICE_RESPONSE }
    : { kind: 'acknowledgement', mapping: LEVEL_RESPONSE };
}

/** The whole element tree in the form of K3: namespaces and local names, no prefixes or blanks. */
export function canonicalTree(node: XmlNode): string {
  if (isOutsideTree(node.uri, node.local)) return '';
  const attributes = node.attributes.length === 0 ? '' : canonicalAttributes(node);
  let content = '';
  for (const child of node.children) content += canonicalTree(child);
  if (content === '') content = JSON.stringify(node.text.trim());
  return `<{${node.uri}}${node.local} ${attributes}>${content}</>`;
}

function canonicalAttributes({ attributes }: XmlNode): string {
  return attributes
    .filter(a => !a.uri.includes('XMLSchema-instance') && !a.uri.includes('/xmlns'))
    .map(a => `{${a.uri}}${a.local}=${JSON.stringify(a.text)}`)
    .sort()
    .join(' ');
}

function isOutsideTree(uri: string, local: string): boolean {
  if (uri.includes('xmldsig') || local === 'UBLExtensions') return true;
  // UBL says beside the signature itself who signed and how.
  return local === 'Signature' && COMMON.test(uri);
}
