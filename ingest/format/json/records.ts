import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import { billsOf, isBill, KINGDEE } from './kingdee.ts';
import { pointerOf, type JsonDocument, type JsonNode } from './parse.ts';
import { textOf } from './shape.ts';

/** How deep under wrappers (`d`, `value`, `data`, `result`, a list in a list) a record may stand. */
const WRAPPERS_MAX = 6;

/**
 * The records of a file, whatever wraps them. Records of no known kind that stand in one list with
 * known ones are among them. Rows without names of their columns are JSON-04.
 */
export function recordsOf(
  document: JsonDocument,
  dialectOf: (node: JsonNode) => string | undefined,
): Result<readonly JsonNode[], Finding[]> {
  const { root } = document;
  const form = find(root, /^FormId$/i);
  const known: JsonNode[] = [];
  const visit = (node: JsonNode, depth: number): void => {
    if (form && isBill(node)) withForm(node, form);
    if (dialectOf(node) !== undefined) known.push(node);
    else if (depth < WRAPPERS_MAX)
      for (const child of node.children) if (child.children.length > 0) visit(child, depth + 1);
  };
  visit(root, 0);
  if (known.length === 0) return rowsOf(root, form);
  const isRow = (node: JsonNode): boolean =>
    dialectOf(node) === KINGDEE.name &&
    node.children.every(c => !/ENTRY|ENTITY/.test(c.local) || c.children.length === 0);
  if (known.every(isRow)) return ok(billsOf(known, undefined, undefined));
  return ok(listsOf(known));
}

/** The records and what stands in one list with them; each list is gone through once. */
function listsOf(known: readonly JsonNode[]): JsonNode[] {
  const lists = new Map<JsonNode, Set<string>>();
  for (const { parent, local } of known) {
    if (!parent) continue;
    const names = lists.get(parent) ?? new Set();
    lists.set(parent, names.add(local));
  }
  return [...lists].flatMap(([{ children }, names]) =>
    children.filter(one => names.has(one.local) && one.children.length > 0),
  );
}

/** Rows of a query are lists without names; the fields that were asked for stand beside them. */
function rowsOf(
  root: JsonNode,
  form: JsonNode | undefined,
): Result<readonly JsonNode[], Finding[]> {
  const rows = listsIn(root);
  const [first] = rows;
  if (!first) return ok([]);
  const keys = find(root, /^FieldKeys$/i);
  const { line, column } = first;
  if (!keys) return fail([fatal('JSON-04', { path: pointerOf(first), line, column })]);
  return ok(
    billsOf(
      rows,
      keys.text.split(',').map(key => key.trim()),
      form,
    ),
  );
}

/** Lists that stand in a list and hold texts and numbers alone. */
function listsIn(node: JsonNode): JsonNode[] {
  return node.children.flatMap(child => {
    const items = child.children;
    const isRow =
      items.length > 0 &&
      items.every(
        (item, at) =>
          item.local === 'item' && item.step === String(at) && item.children.length === 0,
      );
    return isRow ? [child] : listsIn(child);
  });
}

function find(node: JsonNode, name: RegExp, depth = 0): JsonNode | undefined {
  if (depth > 3) return undefined;
  const own = node.children.find(c => name.test(c.local) && c.text !== '');
  if (own) return own;
  for (const child of node.children) {
    const found = child.children.length > 0 ? find(child, name, depth + 1) : undefined;
    if (found) return found;
  }
  return undefined;
}

function withForm(node: JsonNode, form: JsonNode): void {
  if (!node.children.some(c => c.local === 'FORMID')) {
    node.children.push({ ...form, local: 'FORMID', parent: node });
  }
}

/** JSON-02 where the answer is an error and no data; its text alone is told, never a token. */
export function answeredError(root: JsonNode): Finding | undefined {
  const [top] = root.children;
  if (!top) return undefined;
  const message = errorOf(top);
  if (message === undefined) return undefined;
  const { line, column } = top;
  return fatal(
    'JSON-02',
    { path: pointerOf(top), line, column },
    { message: message.slice(0, 200) },
  );
}

function errorOf(top: JsonNode): string | undefined {
  return ERRORS.map(told => told(top)).find(message => message !== undefined);
}

/** How 用友, 金蝶, ERPNext, NetSuite, and OData and JSON-RPC say that something went wrong. */
const ERRORS: readonly ((top: JsonNode) => string | undefined)[] = [
  top => {
    const code = textOf(top, 'errcode');
    return code === '' || /^0+$/.test(code) ? undefined : `${code} ${textOf(top, 'errmsg')}`.trim();
  },
  top => {
    const isRefused = find(top, /^IsSuccess$/i)?.text === 'false';
    return isRefused ? (find(top, /^Message$/i)?.text ?? 'not successful') : undefined;
  },
  top => textOf(top, 'exception') || textOf(top, 'exc_type') || undefined,
  top => (top.children.some(c => c.local === 'o:errorDetails') ? textOf(top, 'title') : undefined),
  top => {
    const error = top.children.find(c => c.local === 'error');
    if (!error) return undefined;
    return error.text || (find(error, /^(message|value)$/)?.text ?? textOf(error, 'code'));
  },
];
