import { ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import { emptyDraft } from '../../locator.ts';
import { mapNode } from '../mapping.ts';
import { eachAnew, type DraftDocument, type MappedFile, type ReadStage } from '../mapped.ts';
import { nodeLocator, type XmlDocument, type XmlNode } from '../xml.ts';
import { nameEnds } from './ends.ts';
import { tooLong } from './long.ts';
import { readEdifact, type EdifactMessage } from './edifact-envelope.ts';
import { EDIFACT_BESIDE, EDIFACT_TABLES } from './edifact-table.ts';
import { addGroup, addLeaf, planLoops, TreeBuilder } from './tree.ts';

/**
 * The charset that UNB names (ISO 9735, 0001), for bytes that are not UTF-8; undefined where the
 * syntax identifier says nothing.
 */
export function edifactCharset(bytes: Uint8Array): string | undefined {
  const head = String.fromCharCode(...bytes.subarray(0, 512));
  return CHARSETS[/UNB.(UNO[A-Z])/.exec(head)?.[1] ?? ''];
}

const CHARSETS: Readonly<Record<string, string>> = {
  UNOA: 'us-ascii',
  UNOB: 'us-ascii',
  UNOC: 'iso-8859-1',
  UNOD: 'iso-8859-2',
  UNOE: 'iso-8859-5',
  UNOF: 'iso-8859-7',
  UNOG: 'iso-8859-3',
  UNOH: 'iso-8859-4',
  UNOI: 'iso-8859-6',
  UNOJ: 'iso-8859-8',
  UNOK: 'iso-8859-9',
  UNOW: 'utf-8',
  UNOY: 'utf-8',
};

/** Reads the messages of an EDIFACT interchange, one draft for each. */
export function mapEdifact(decoded: Decoded, { limits }: Bounds): Result<MappedFile, Finding[]> {
  const { text } = decoded;
  const { messages, findings } = readEdifact(text);
  const byteAt = byteIndex(decoded);
  const source = { source: text, byteAt, limits };
  const drafts = eachAnew(messages, message => mapMessage(message, source));
  const charset = charsetFinding(decoded);
  return ok({ drafts, findings: [...charset, ...findings], messages: messages.map(m => m.type) });
}

/** ENC-02: bytes that are UTF-8 while UNB names another character set. */
function charsetFinding({ text, charset }: Decoded): Finding[] {
  const declared = /UNB.(UNO[A-Z])/.exec(text.slice(0, 512))?.[1] ?? '';
  const named = CHARSETS[declared];
  const isWide = /[^\u0000-\u007f]/.test(text);
  if (named === undefined || named === 'utf-8' || !isWide || charset !== 'utf-8') return [];
  return [warning('ENC-02', { path: 'UNB', line: 1 }, { declared, real: 'utf-8' })];
}

type Bounds = Pick<ReadStage, 'limits'>;
type Source = Pick<XmlDocument, 'source' | 'byteAt'> & Bounds;

function mapMessage(message: EdifactMessage, source: Source): DraftDocument {
  const { type, isHeld, segments } = message;
  const findings = [...message.findings];
  const long = tooLong(message, source);
  if (long) return long;
  const table = EDIFACT_TABLES[type];
  const root = messageTree(message);
  const document: XmlDocument = { ...source, root, placeKind: 'edi' };
  if (!table) {
    const found = fatal(
      'SN-03',
      { path: 'UNH', line: segments.head.line },
      { kind: type, format: 'EDIFACT' },
    );
    const draft = emptyDraft(nodeLocator(document, root));
    return { kind: type, draft, findings: [...findings, found], isHeld };
  }
  const draft = mapNode({ document, isOwn: () => true, findings }, root, table.rows);
  nameEnds(draft, findings);
  checkLineCount(root, findings);
  checkAgencies(root, findings);
  return { kind: kindOf(type, root, table.kind), draft, findings, isHeld };
}

function messageTree(message: EdifactMessage): XmlNode {
  const { type, unb, segments } = message;
  const unh = segments.head;
  const builder = new TreeBuilder({
    name: type,
    at: unh,
    plan: EDIFACT_TABLES[type]?.plan ?? planLoops(''),
    beside: EDIFACT_BESIDE,
    leafName: (tag, element, component) => `${tag}${String(element).padStart(2, '0')}.${component}`,
  });
  for (const segment of segments) builder.add(segment);
  const { root } = builder;
  if (!unb) return root;
  const envelope = addGroup(root, 'ENVELOPE', unb);
  addLeaf(addGroup(envelope, 'SENDER', unb), 'id', { segment: unb, element: 2 });
  addLeaf(addGroup(envelope, 'RECEIVER', unb), 'id', { segment: unb, element: 3 });
  addLeaf(envelope, 'date', { segment: unb, element: 4 });
  addLeaf(envelope, 'control', { segment: unb, element: 5 });
  addLeaf(envelope, 'message', { segment: unh, element: 1 });
  return root;
}

/** BGM 1225 tells a cancellation (1) and a change (4), 1001 a credit from an invoice. */
function kindOf(type: string, root: XmlNode, kind: string): string {
  const bgm = root.children.find(c => c.local === 'BGM');
  const leaf = (name: string): string => bgm?.children.find(c => c.local === name)?.text ?? '';
  if (type === 'INVOIC') return /^(81|83|381|396)$/.test(leaf('BGM01.1')) ? 'creditNote' : kind;
  if (type !== 'ORDERS' && type !== 'ORDCHG') return kind;
  if (leaf('BGM03.1') === '1') return 'orderCancel';
  return leaf('BGM03.1') === '4' ? 'orderChange' : kind;
}

/** EDI-12: CNT 2 counts the lines. */
function checkLineCount(root: XmlNode, findings: Finding[]): void {
  const counts = below(root, 'CNT').filter(c => c.children[0]?.text === '2');
  const stated = counts[0]?.children.find(c => c.local === 'CNT01.2')?.text ?? '';
  const found = below(root, 'LIN').length;
  if (!/^\d+$/.test(stated) || Number(stated) === found) return;
  const place = { path: 'CNT', line: counts[0]?.line ?? 0, column: 1 };
  findings.push(warning('EDI-12', place, { stated, found: String(found) }));
}

/** Components that name the agency of a code (3055). */
const AGENCIES = ['BGM01.3', 'NAD02.3', 'FTX03.3', 'IMD03.3'];

/** EDI-11: the agency of a code is no code of list 3055, which holds numbers and ZZZ. */
function checkAgencies(node: XmlNode, findings: Finding[]): void {
  for (const child of node.children) {
    if (AGENCIES.includes(child.local) && !/^(\d{1,3}|ZZZ)$/.test(child.text)) {
      const place = { path: child.local, line: child.line, column: child.column };
      findings.push(fatal('EDI-11', place, { value: child.text }));
    }
    checkAgencies(child, findings);
  }
}

function below(node: XmlNode, name: string): XmlNode[] {
  return node.children.flatMap(c => [...(c.local === name ? [c] : []), ...below(c, name)]);
}
