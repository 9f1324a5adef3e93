import type { Correction } from '../overlay.ts';
import type { ManualLocator } from '../locator.ts';
import type { XmlNode } from './xml.ts';

/**
 * Puts persons' corrections into a tree that was just read, so that mapping and published rules see
 * them. Only places that begin at the root are of the tree; an element that is missing is made under
 * the nearest one that stands.
 */
export function correctTree(root: XmlNode, corrections: readonly Correction[]): void {
  for (const { place, after, ...rest } of corrections) {
    if (!place.startsWith('/')) continue;
    const manual: ManualLocator = { kind: 'manual', path: place, ...rest };
    const [elements = '', attribute] = place.split('/@');
    const node = elementAt(root, elements, attribute === undefined);
    if (!node) continue;
    if (attribute === undefined) {
      if (node.children.length === 0) Object.assign(node, { text: after, manual });
    } else {
      const named = node.attributes.find(a => a.local === attribute && a.uri === '');
      if (named) Object.assign(named, { text: after, manual });
    }
  }
}

/** The text at a place of the tree; undefined where nothing stands there. */
export function textAtPlace(root: XmlNode, place: string): string | undefined {
  const [elements = '', attribute] = place.split('/@');
  const node = elementAt(root, elements, false);
  if (attribute === undefined) return node?.children.length === 0 ? node.text.trim() : undefined;
  return node?.attributes.find(a => a.local === attribute && a.uri === '')?.text;
}

const STEP = /^([^[\]@]+)(?:\[(\d+)\])?$/;

function elementAt(root: XmlNode, place: string, isMade: boolean): XmlNode | undefined {
  const [first = '', ...steps] = place.slice(1).split('/');
  if (STEP.exec(first)?.[1] !== root.local) return undefined;
  let node: XmlNode | undefined = root;
  for (const [at, text] of steps.entries()) {
    const isLeaf = at === steps.length - 1;
    node = childAt(node, text) ?? (isMade ? grow(root, node, { step: text, isLeaf }) : undefined);
    if (!node) return undefined;
  }
  return node;
}

function childAt(node: XmlNode, step: string): XmlNode | undefined {
  const [, local, position = '1'] = STEP.exec(step) ?? [];
  return node.children.find(c => c.local === local && c.position === Number(position));
}

/** A new empty element after its equals, in the namespace that such elements have. */
function grow(
  root: XmlNode,
  parent: XmlNode,
  of: { readonly step: string; readonly isLeaf: boolean },
): XmlNode | undefined {
  const [, local = '', asked = '1'] = STEP.exec(of.step) ?? [];
  const position = parent.children.filter(c => c.local === local).length + 1;
  if (local === '' || Number(asked) !== position) return undefined;
  const { line, column, to } = parent;
  const node: XmlNode = {
    uri: namespaceFor(root, { local, isLeaf: of.isLeaf }),
    local,
    parent,
    position,
    line,
    column,
    attributes: [],
    children: [],
    text: '',
    from: to,
    to,
  };
  parent.children.push(node);
  return node;
}

function namespaceFor(root: XmlNode, of: { local: string; isLeaf: boolean }): string {
  const counts = new Map<string, number>();
  const below = [...root.children];
  for (let next = below.pop(); next; next = below.pop()) {
    if (next.local === of.local) return next.uri;
    const isLeaf = next.children.length === 0;
    if (isLeaf === of.isLeaf) counts.set(next.uri, (counts.get(next.uri) ?? 0) + 1);
    below.push(...next.children);
  }
  const [most] = [...counts].sort((a, b) => b[1] - a[1]);
  return most?.[0] ?? root.uri;
}
