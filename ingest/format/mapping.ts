import { fatal, type Finding } from '../finding.ts';
import { emptyDraft, type Draft } from '../locator.ts';
import { lexicalOf, nodeLocator, pathOf, type XmlDocument, type XmlNode } from './xml.ts';

/**
 * One row of a mapping table: the canonical field and where it stands, as steps of local names. A
 * value that the schema allows once is refused when it stands twice (MAP-03); `first` takes the
 * first of several that a schema allows, `many` keeps all.
 */
export type MappingRow = {
  readonly field: string;
  /** Alternatives in order; the first that exists counts. */
  readonly from: readonly string[];
  readonly take?: 'first' | 'many';
  /** Present where the field is a part with fields of its own. */
  readonly rows?: readonly MappingRow[];
};

export type Mapping = readonly MappingRow[];

/** `field < path | other path`, the way the tables are written. */
export function value(field: string, ...from: string[]): MappingRow {
  return { field, from };
}

export function first(field: string, ...from: string[]): MappingRow {
  return { field, from, take: 'first' };
}

export function many(field: string, ...from: string[]): MappingRow {
  return { field, from, take: 'many' };
}

export function part(field: string, from: string, rows: Mapping): MappingRow {
  return { field, from: [from], rows };
}

export function firstPart(field: string, from: string, rows: Mapping): MappingRow {
  return { field, from: [from], take: 'first', rows };
}

export function group(field: string, from: string, rows: Mapping): MappingRow {
  return { field, from: [from], take: 'many', rows };
}

/** What mapping needs: the document and which namespaces hold its own elements. */
export type MappingContext = {
  readonly document: XmlDocument;
  readonly isOwn: (uri: string) => boolean;
  readonly findings: Finding[];
};

/** Applies a table to an element. Faults go to `context.findings`; the draft has what was there. */
export function mapNode(context: MappingContext, node: XmlNode, mapping: Mapping): Draft {
  const draft = emptyDraft(nodeLocator(context.document, node));
  for (const row of mapping) {
    const nodes = select(context, node, row);
    if (nodes.length === 0) continue;
    if (nodes.length > 1 && row.take === undefined) refuseDouble(context, nodes, row);
    if (row.rows) mapParts(context, draft, { row, rows: row.rows, nodes });
    else mapValues(context, draft, { row, nodes });
  }
  return draft;
}

function mapParts(
  context: MappingContext,
  draft: Draft,
  found: { row: MappingRow; rows: Mapping; nodes: readonly XmlNode[] },
): void {
  const { row, rows, nodes } = found;
  if (row.take === 'many') {
    const drafts = nodes.map(n => mapNode(context, n, rows));
    (draft.groups[row.field] ??= []).push(...drafts);
  } else if (nodes[0]) {
    draft.parts[row.field] = mapNode(context, nodes[0], rows);
  }
}

function mapValues(
  context: MappingContext,
  draft: Draft,
  found: { row: MappingRow; nodes: readonly XmlNode[] },
): void {
  const { row, nodes } = found;
  const filled = nodes.filter(n => isValue(context, n));
  if (row.take === 'many') {
    const values = filled.map(n => lexicalOf(context.document, n));
    if (values.length > 0) (draft.lists[row.field] ??= []).push(...values);
  } else if (filled[0]) {
    draft.values[row.field] = lexicalOf(context.document, filled[0]);
  }
}

function isValue(context: MappingContext, node: XmlNode): boolean {
  if (node.children.length > 0) {
    const { line, column } = node;
    context.findings.push(fatal('MAP-04', { path: pathOf(node), line, column }));
    return false;
  }
  return node.text.trim() !== '';
}

function refuseDouble(context: MappingContext, nodes: readonly XmlNode[], row: MappingRow): void {
  const second = nodes[1];
  if (!second) return;
  const { line, column } = second;
  const count = String(nodes.length);
  const place = { path: pathOf(second), line, column };
  context.findings.push(fatal('MAP-03', place, { field: row.field, count }));
}

function select(context: MappingContext, node: XmlNode, row: MappingRow): XmlNode[] {
  for (const path of row.from) {
    let nodes = [node];
    for (const step of path.split('/')) {
      nodes = nodes.flatMap(n => n.children.filter(c => c.local === step && context.isOwn(c.uri)));
    }
    if (nodes.length > 0) return nodes;
  }
  return [];
}
