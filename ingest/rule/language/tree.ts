import type { XmlNode } from '../../format/xml.ts';

/** Names as small numbers, so that comparing two of them costs nothing. */
const NAMES = new Map<string, number>();

export function nameNumber(name: string): number {
  const known = NAMES.get(name);
  if (known !== undefined) return known;
  NAMES.set(name, NAMES.size + 1);
  return NAMES.size;
}

/** An element of another namespace has no name that a rule could say. */
export const FOREIGN = 0;

export type TreeNode = {
  readonly kind: 'node';
  readonly name: number;
  /** Place in document order, and the place of the last element within. */
  readonly order: number;
  last: number;
  readonly parent: TreeNode | undefined;
  readonly children: readonly TreeNode[];
  readonly source: XmlNode;
};

export type TreeAttribute = {
  readonly kind: 'attribute';
  readonly name: string;
  readonly text: string;
  readonly parent: TreeNode;
};

/** A document as the rules see it: elements in order, and where each name stands. */
export type Tree = {
  readonly root: TreeNode;
  readonly nodes: readonly TreeNode[];
  readonly named: ReadonlyMap<number, readonly TreeNode[]>;
  /** Names of all attributes that stand anywhere. */
  readonly attributes: ReadonlySet<string>;
};

/** Builds the tree of a document part; only elements of the given namespaces get their name. */
export function treeOf(root: XmlNode, isOwn: (uri: string) => boolean): Tree {
  const nodes: TreeNode[] = [];
  const named = new Map<number, TreeNode[]>();
  const attributes = new Set<string>();
  const owned = new Map<string, boolean>();
  const isNamed = (uri: string): boolean => {
    const known = owned.get(uri);
    if (known !== undefined) return known;
    const found = isOwn(uri);
    owned.set(uri, found);
    return found;
  };
  const add = (source: XmlNode, parent: TreeNode | undefined): TreeNode => {
    const name = isNamed(source.uri) ? nameNumber(source.local) : FOREIGN;
    const children: TreeNode[] = [];
    const order = nodes.length;
    const node: TreeNode = { kind: 'node', name, order, last: order, parent, children, source };
    nodes.push(node);
    const same = named.get(name);
    if (same) same.push(node);
    else named.set(name, [node]);
    for (const { uri, local } of source.attributes) if (uri === '') attributes.add(local);
    for (const child of source.children) children.push(add(child, node));
    node.last = nodes.length - 1;
    return node;
  };
  return { root: add(root, undefined), nodes, named, attributes };
}

/** The text of an element with all that stands within. */
export function textOf(node: TreeNode): string {
  if (node.children.length === 0) return node.source.text;
  return node.source.text + node.children.map(textOf).join('');
}

/** The attributes of an element that have no namespace, by name or all (`*`). */
export function attributesOf(node: TreeNode, name: string): TreeAttribute[] {
  const found: TreeAttribute[] = [];
  for (const { uri, local, text } of node.source.attributes) {
    if (uri !== '' && (name !== '*' || uri === XMLNS)) continue;
    if (name === '*' || local === name) {
      found.push({ kind: 'attribute', name: local, text, parent: node });
    }
  }
  return found;
}

/** The attribute of that name without a namespace. */
export function attributeOf(node: TreeNode, name: string): TreeAttribute | undefined {
  for (const { uri, local, text } of node.source.attributes) {
    if (uri === '' && local === name) return { kind: 'attribute', name, text, parent: node };
  }
  return undefined;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';
