import { fail, ok, type Result } from '../../../domain/result/index.ts';
import type { Decoded } from '../../decode.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import type { DraftDocument, MappedFile, ReadStage } from '../mapped.ts';
import { mapNode, type Mapping } from '../mapping.ts';
import { selectNodes } from '../path.ts';
import { nodeLocator, pathOf, type XmlDocument, type XmlNode } from '../xml.ts';
import { readFlat } from './flat.ts';
import { DELIVERY, INVOICE, ORDER } from './table.ts';

/** A minus stands behind the figure. */
const MARKS = { marks: { decimal: '.', trailingMinus: true } } as const;
const isOwn = (): boolean => true;

/**
 * Maps the IDocs of a file: invoices and credit memos (INVOIC), orders and their changes (ORDERS,
 * ORDCHG), deliveries (DESADV and DELVRY over DELVRY03). Segments of extensions are kept in the raw
 * file and told (IDOC-02); test documents are IDOC-03, messages of another type SN-03.
 */
export function mapIdoc(document: XmlDocument): Iterable<DraftDocument> {
  const marked = { ...document, reading: MARKS };
  const { root } = document;
  const idocs = root.local === 'IDOC' ? [root] : selectNodes(root, 'IDOC', isOwn);
  if (idocs.length === 0) return [unread(document, root, root.local)];
  return {
    *[Symbol.iterator]() {
      for (const idoc of idocs) yield* mapOne(marked, idoc);
    },
  };
}

/** The flat form: records of fixed length. */
export function mapFlatIdoc(
  decoded: Decoded,
  stage: Pick<ReadStage, 'limits'>,
): Result<MappedFile, Finding[]> {
  const read = readFlat(decoded, stage.limits);
  return read.ok ? ok({ drafts: mapIdoc(read.value), findings: [] }) : fail(read.error);
}

function mapOne(document: XmlDocument, idoc: XmlNode): DraftDocument[] {
  const told = textAt(idoc, 'EDI_DC40/MESTYP') || textAt(idoc, 'EDI_DC40/IDOCTYP');
  const type = told || document.root.local;
  const notes = [...extensionFindings(idoc), ...testFindings(idoc)];
  const message = MESSAGES.find(({ form }) => form.test(type));
  if (!message) return [unread(document, idoc, type)];
  if (message.table === DELIVERY) return mapDeliveries(document, idoc, notes);
  const findings = [...notes];
  const draft = mapNode({ document, isOwn, findings }, idoc, message.table);
  if (message.table === INVOICE) settleTotals(draft);
  const isCredit = /^(CRME|CR)$/.test(textAt(idoc, 'E1EDK01/BSART'));
  return [
    { kind: isCredit && message.table === INVOICE ? 'creditNote' : message.kind, draft, findings },
  ];
}

const MESSAGES: readonly {
  readonly form: RegExp;
  readonly kind: string;
  readonly table: Mapping;
}[] = [
  { form: /^INVOIC/, kind: 'invoice', table: INVOICE },
  { form: /^ORDCHG/, kind: 'orderChange', table: ORDER },
  { form: /^ORDERS/, kind: 'order', table: ORDER },
  { form: /^(DESADV|DELVRY|SHPCON|SHPORD|WHSCON)/, kind: 'shipment', table: DELIVERY },
];

function mapDeliveries(
  document: XmlDocument,
  idoc: XmlNode,
  notes: readonly Finding[],
): DraftDocument[] {
  const heads = selectNodes(idoc, 'E1EDL20', isOwn);
  if (heads.length === 0 || heads.some(h => h.children.every(c => c.local === 'SDATA'))) {
    return [unread(document, idoc, 'DELVRY')];
  }
  return heads.map(head => {
    const findings = [...notes];
    return {
      kind: 'shipment',
      draft: mapNode({ document, isOwn, findings }, head, DELIVERY),
      findings,
    };
  });
}

function unread(document: XmlDocument, node: XmlNode, kind: string): DraftDocument {
  const place = { path: pathOf(node), line: node.line, column: node.column };
  const found = fatal('SN-03', place, { kind, format: 'IDoc' });
  return { kind, draft: emptyDraft(nodeLocator(document, node)), findings: [found] };
}

/** Billed value and net value where both stand; else the one value is the whole. */
function settleTotals(draft: Draft): void {
  const totals = draft.parts['totals'];
  if (!totals) return;
  const { summed, net, order, tax } = totals.values;
  const isOnlyNet = summed === undefined && tax !== undefined && order === undefined;
  const payable = summed ?? (isOnlyNet ? undefined : net);
  const taxExclusive = summed === undefined && !isOnlyNet ? order : net;
  const settled: Record<string, Lexical | undefined> = { tax, taxExclusive, payable };
  const stated = Object.entries({ ...settled, taxInclusive: payable });
  const values = Object.fromEntries(stated.flatMap(([n, l]) => (l ? [[n, l] as const] : [])));
  draft.parts['totals'] = { ...totals, values };
}

function extensionFindings(idoc: XmlNode): Finding[] {
  const found: XmlNode[] = [];
  const visit = (node: XmlNode): void => {
    for (const child of node.children) {
      if (/^(Z|\/|Y)/.test(child.local) && child.children.length > 0) found.push(child);
      visit(child);
    }
  };
  visit(idoc);
  const names = [...new Set(found.map(node => node.local))];
  return names.map(segment => {
    const node = found.find(one => one.local === segment);
    const place = { path: pathOf(node), ...(node && { line: node.line, column: node.column }) };
    return warning('IDOC-02', place, { segment });
  });
}

/** TEST of the control record: the partner tries its line out. */
function testFindings(idoc: XmlNode): Finding[] {
  const [test] = selectNodes(idoc, 'EDI_DC40/TEST', isOwn);
  if (test?.text.trim() !== 'X') return [];
  const { line, column } = test;
  return [fatal('IDOC-03', { path: pathOf(test), line, column })];
}

function textAt(node: XmlNode, path: string): string {
  return selectNodes(node, path, isOwn)[0]?.text.trim() ?? '';
}
