import { fatal, type Finding } from '../finding.ts';
import { applyStep } from '../canonical/transform.ts';
import {
  emptyDraft,
  type Draft,
  type FileLocator,
  type Lexical,
  type Reading,
} from '../locator.ts';
import { selectNodes } from './path.ts';
import { lexicalOf, nodeLocator, placeOf, type XmlDocument, type XmlNode } from './xml.ts';
import { isFolded } from './xml-tree.ts';

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
  /** Steps from the file's text to the text that is read, as provenance keeps them. */
  readonly steps?: readonly string[];
  /** How the text is to be read. */
  readonly reading?: Reading;
  /** Attributes that stand beside the value: a unit, a currency, a scheme; paths from the row's own parent, alternatives behind ` | `. */
  readonly beside?: Readonly<Record<string, string>>;
  /** A value that the format itself says, whatever the file holds. */
  readonly constant?: string;
};

/** Changes of a row: steps, a reading, attributes that stand beside the value. */
export type RowOptions = Pick<MappingRow, 'steps' | 'reading' | 'beside'>;

/** A row with options. */
export function read(row: MappingRow, options: RowOptions): MappingRow {
  return { ...row, ...options };
}

/** A field that the format itself settles. */
export function constant(field: string, text: string): MappingRow {
  return { field, from: [], constant: text };
}

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

export function part(field: string, from: string | readonly string[], rows: Mapping): MappingRow {
  return { field, from: listed(from), rows };
}

function listed(from: string | readonly string[]): readonly string[] {
  return typeof from === 'string' ? [from] : from;
}

export function firstPart(
  field: string,
  from: string | readonly string[],
  rows: Mapping,
): MappingRow {
  return { field, from: listed(from), take: 'first', rows };
}

export function group(field: string, from: string | readonly string[], rows: Mapping): MappingRow {
  return { field, from: listed(from), take: 'many', rows };
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
    if (row.constant !== undefined) {
      const { at } = draft;
      draft.values[row.field] ??= {
        text: row.constant,
        at: { ...at, to: at.from },
        constant: true,
      };
      continue;
    }
    const nodes = select(context, node, row);
    if (nodes.length === 0) continue;
    if (nodes.length > 1 && row.take === undefined) refuseDouble(context, nodes, row);
    if (row.rows) mapParts(context, draft, { row, rows: row.rows, nodes });
    else mapValues(context, draft, { row, nodes, parent: node });
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
    const shared: Unfolded = { context, rows, last: undefined, draft: undefined };
    const drafts = nodes.map(n =>
      isFolded(n) ? new FoldedDraft(shared, n) : mapNode(context, n, rows),
    );
    draft.groups[row.field] = draft.groups[row.field]?.concat(drafts) ?? drafts;
  } else if (nodes[0]) {
    draft.parts[row.field] = mapNode(context, nodes[0], rows);
  }
}

/**
 * The draft of a folded element: mapped when it is looked at, and kept by none but the last that was
 * looked at. Faults are told at the first look.
 */
class FoldedDraft implements Draft {
  readonly #shared: Unfolded;
  readonly #node: XmlNode;
  #isTold = false;

  constructor(shared: Unfolded, node: XmlNode) {
    this.#shared = shared;
    this.#node = node;
  }

  get at(): FileLocator {
    return nodeLocator(this.#shared.context.document, this.#node);
  }

  get values(): Draft['values'] {
    return this.#mapped().values;
  }

  get lists(): Draft['lists'] {
    return this.#mapped().lists;
  }

  get parts(): Draft['parts'] {
    return this.#mapped().parts;
  }

  get groups(): Draft['groups'] {
    return this.#mapped().groups;
  }

  #mapped(): Draft {
    const { context, rows, last, draft: known } = this.#shared;
    if (last === this && known) return known;
    const findings = this.#isTold ? [] : context.findings;
    this.#isTold = true;
    const draft = mapNode({ ...context, findings }, this.#node, rows);
    this.#shared.last = this;
    this.#shared.draft = draft;
    return draft;
  }
}

/** What the folded drafts of a group share: how they are mapped, and the last that was. */
type Unfolded = {
  readonly context: MappingContext;
  readonly rows: Mapping;
  last: FoldedDraft | undefined;
  draft: Draft | undefined;
};

function mapValues(
  context: MappingContext,
  draft: Draft,
  found: { row: MappingRow; nodes: readonly XmlNode[]; parent: XmlNode },
): void {
  const { row, nodes, parent } = found;
  const filled = nodes.filter(n => isValue(context, n));
  if (row.take === 'many') {
    const values = filled.map(n => readNode(context, n, { row, parent }));
    if (values.length > 0) {
      draft.lists[row.field] = draft.lists[row.field]?.concat(values) ?? values;
    }
  } else if (filled[0]) {
    draft.values[row.field] = readNode(context, filled[0], { row, parent });
  }
}

/** An element as a value, with the row's steps, reading and attributes from beside it. */
function readNode(
  context: MappingContext,
  node: XmlNode,
  by: { readonly row: MappingRow; readonly parent: XmlNode },
): Lexical {
  const own = lexicalOf(context.document, node);
  const { steps, beside } = by.row;
  const reading = by.row.reading ?? context.document.reading;
  const stepped = steps
    ? { ...own, text: steps.reduce(applyWritten, own.text), raw: own.text, steps }
    : own;
  const read = reading ? { ...stepped, reading } : stepped;
  if (!beside) return read;
  const found = attributesBeside(context, by.parent, beside);
  return { ...read, attributes: { ...own.attributes, ...found } };
}

function attributesBeside(
  context: MappingContext,
  parent: XmlNode,
  beside: Readonly<Record<string, string>>,
): Record<string, Lexical> {
  const found: Record<string, Lexical> = {};
  for (const [name, path] of Object.entries(beside)) {
    const candidates = path.split(' | ').map(one => selectNodes(parent, one, context.isOwn)[0]);
    const node = candidates.find(one => one !== undefined && one.text.trim() !== '');
    if (node) found[name] = lexicalOf(context.document, node);
  }
  return found;
}

/** Applies one written step; a step that is not known changes nothing. */
export function applyWritten(text: string, step: string): string {
  const [name = '', ...rest] = step.split(' ');
  return applyStep(text, name, rest.join(' ')) ?? text;
}

function isValue(context: MappingContext, node: XmlNode): boolean {
  if (node.children.length > 0) {
    const { line, column } = node;
    const path = placeOf(context.document, node);
    context.findings.push(fatal('MAP-04', { path, line, column }));
    return false;
  }
  return node.text.trim() !== '';
}

function refuseDouble(context: MappingContext, nodes: readonly XmlNode[], row: MappingRow): void {
  const second = nodes[1];
  if (!second) return;
  const { line, column } = second;
  const count = String(nodes.length);
  const place = { path: placeOf(context.document, second), line, column };
  context.findings.push(fatal('MAP-03', place, { field: row.field, count }));
}

function select(context: MappingContext, node: XmlNode, row: MappingRow): readonly XmlNode[] {
  for (const path of row.from) {
    const nodes = selectNodes(node, path, context.isOwn);
    if (nodes.length > 0) return nodes;
  }
  return [];
}
