import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import { emptyDraft, type Draft, type Lexical } from '../../locator.ts';
import { mapNode } from '../mapping.ts';
import { eachAnew, type DraftDocument, type MappedFile, type ReadStage } from '../mapped.ts';
import { nodeLocator, type XmlDocument, type XmlNode } from '../xml.ts';
import { nameEnds } from './ends.ts';
import { tooLong } from './long.ts';
import { textOf } from './segment.ts';
import { addGroup, addLeaf, planLoops, TreeBuilder } from './tree.ts';
import { readX12, type X12Message } from './x12-envelope.ts';
import { balanceInvoice, checkLineCount } from './x12-sums.ts';
import { X12_BESIDE, X12_TABLES } from './x12-table.ts';

/** Reads the transaction sets of X12 interchanges, one draft for each. */
export function mapX12(decoded: Decoded, { limits }: Bounds): Result<MappedFile, Finding[]> {
  const { text } = decoded;
  const { messages, findings } = readX12(text);
  if (findings.some(f => f.rule === 'X12-01')) return fail([...findings]);
  const byteAt = byteIndex(decoded);
  const drafts = eachAnew(messages, one => mapMessage(one, { source: text, byteAt, limits }));
  return ok({ drafts, findings, messages: messages.map(m => m.type) });
}

type Bounds = Pick<ReadStage, 'limits'>;
type Source = Pick<XmlDocument, 'source' | 'byteAt'> & Bounds;

function mapMessage(message: X12Message, source: Source): DraftDocument {
  const { type, isHeld } = message;
  const findings = [...message.findings];
  const long = tooLong(message, source);
  if (long) return long;
  const table = X12_TABLES[type];
  const root = messageTree(message);
  const document: XmlDocument = { ...source, root, placeKind: 'edi' };
  if (!table) {
    const place = { path: 'ST', line: message.segments.head.line, column: 1 };
    const found = fatal('SN-03', place, { kind: type, format: 'X12' });
    const draft = emptyDraft(nodeLocator(document, root));
    return { kind: type, draft, findings: [...findings, found], isHeld };
  }
  const draft = mapNode({ document, isOwn: () => true, findings }, root, table.rows);
  const kind = kindOf(type, root, table.kind);
  if (type === '810') balanceInvoice(draft, findings);
  checkLineCount(root, findings);
  nameCurrency(draft, kind, findings);
  nameEnds(draft, findings);
  return { kind, draft, findings, isHeld };
}

function messageTree(message: X12Message): XmlNode {
  const { type, isa, gs, segments } = message;
  const st = segments.head;
  const builder = new TreeBuilder({
    name: type,
    at: st,
    plan: X12_TABLES[type]?.plan ?? planLoops(''),
    beside: X12_BESIDE,
    leafName: (tag, element, component) => {
      const name = `${tag}${String(element).padStart(2, '0')}`;
      return component === 1 ? name : `${name}.${component}`;
    },
  });
  for (const segment of segments) builder.add(segment);
  const { root } = builder;
  namePairs(root);
  const envelope = addGroup(root, 'ENVELOPE', isa);
  addLeaf(addGroup(envelope, 'SENDER', isa), 'id', { segment: isa, element: 6 });
  addLeaf(addGroup(envelope, 'RECEIVER', isa), 'id', { segment: isa, element: 8 });
  addLeaf(envelope, 'control', { segment: isa, element: 13 });
  addLeaf(envelope, 'message', { segment: st, element: 2 });
  const dated = gs && textOf(gs, 4) !== '' ? { segment: gs, element: 4 } : undefined;
  addLeaf(envelope, 'date', dated ?? { segment: isa, element: 9 });
  return root;
}

/** Places of identifiers by the places of their qualifiers. */
type Pairs = ReadonlyMap<string, string>;

/** Ten pairs of qualifier and identifier from the element where they begin. */
const PAIRS: Readonly<Record<string, Pairs>> = {
  PO1: pairsFrom('PO1', 6),
  IT1: pairsFrom('IT1', 6),
  LIN: pairsFrom('LIN', 2),
};

function pairsFrom(tag: string, start: number): Pairs {
  const leaf = (element: number): string => tag + String(element).padStart(2, '0');
  return new Map(
    Array.from({ length: 10 }, (_, n) => [leaf(start + 2 * n), leaf(start + 2 * n + 1)]),
  );
}

/** Gives each identifier of a pair the name of its qualifier: `PO1:VP`. */
function namePairs(node: XmlNode): void {
  const pairs = PAIRS[node.local];
  const own = node.children;
  const { length } = own;
  for (let at = 0; at < length; at += 1) {
    const child = own[at];
    if (!child) continue;
    if (child.children.length > 0) namePairs(child);
    const wanted = pairs?.get(child.local);
    const id = wanted === undefined ? undefined : own.find(c => c.local === wanted);
    if (id) own.push({ ...id, local: `${node.local}:${child.text}` });
  }
}

/** BEG01 tells an order from its change and its cancellation, BIG07 a credit from an invoice. */
function kindOf(type: string, root: XmlNode, kind: string): string {
  const leaf = (tag: string, name: string): string =>
    root.children.find(c => c.local === tag)?.children.find(c => c.local === name)?.text ?? '';
  if (type === '810') return /^(CN|CR)$/.test(leaf('BIG', 'BIG07')) ? 'creditNote' : kind;
  if (type !== '850') return kind;
  const purpose = leaf('BEG', 'BEG01');
  if (purpose === '01' || purpose === '03') return 'orderCancel';
  return purpose === '04' ? 'orderChange' : kind;
}

const PRICED = ['invoice', 'creditNote', 'order', 'orderChange', 'orderResponse', 'remittance'];

/** X12 without CUR counts in US dollars; it is noted (CUR-04). */
function nameCurrency(draft: Draft, kind: string, findings: Finding[]): void {
  if (draft.values['currency'] || !PRICED.includes(kind)) return;
  const { line, column } = draft.at;
  const params = { currency: 'USD', format: 'X12' };
  findings.push(warning('CUR-04', { path: 'currency', line, column }, params));
  const lexical: Lexical = { text: 'USD', at: { ...draft.at, to: draft.at.from }, constant: true };
  draft.values['currency'] = lexical;
}
