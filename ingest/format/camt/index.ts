import { fatal, type Finding } from '../../finding.ts';
import { mapNode } from '../mapping.ts';
import { eachAnew, type DraftDocument } from '../mapped.ts';
import { nodeLocator, pathOf, type XmlDocument, type XmlNode } from '../xml.ts';
import { emptyDraft } from '../../locator.ts';
import { STATEMENT } from './table.ts';

const RECORDS: Readonly<Record<string, string>> = {
  Stmt: 'statement',
  Rpt: 'intraday',
  Ntfctn: 'notification',
};

/**
 * Maps a camt document: one draft for each statement, report or notification, by local name. A
 * document without one is BANK-09; a message that is not camt.052, 053 or 054 is SN-03.
 */
export function mapCamt(document: XmlDocument, message: string): Iterable<DraftDocument> {
  const { root } = document;
  if (!/^camt\.05[234]\./.test(message))
    return [refused(document, fatal('SN-03', at(root), { kind: message, format: 'ISO 20022' }))];
  const isOwn = (uri: string): boolean => uri === root.uri;
  const body = root.children.find(c => isOwn(c.uri));
  const records = (body?.children ?? []).filter(
    c => isOwn(c.uri) && RECORDS[c.local] !== undefined,
  );
  if (records.length === 0) return [refused(document, fatal('BANK-09', at(body ?? root)))];
  return eachAnew(records, node => {
    const findings: Finding[] = [];
    const draft = mapNode({ document, isOwn, findings }, node, STATEMENT);
    return { kind: RECORDS[node.local] ?? 'statement', draft, findings };
  });
}

function refused(document: XmlDocument, finding: Finding): DraftDocument {
  const draft = emptyDraft(nodeLocator(document, document.root));
  return { kind: 'statement', draft, findings: [finding] };
}

function at(node: XmlNode): { path: string; line: number; column: number } {
  return { path: pathOf(node), line: node.line, column: node.column };
}
