import type { XmlAttribute, XmlNode } from '../xml.ts';
import type { Element, Segment } from './segment.ts';

/**
 * Which segments of a message stand under which: `N1(N2 N3 N4) PO1(PID REF N1(N3 N4))`. A name
 * before brackets opens a loop.
 */
export type LoopPlan = {
  readonly segments: ReadonlySet<string>;
  readonly loops: ReadonlyMap<string, LoopPlan>;
};

/** Reads a plan from its text. */
export function planLoops(text: string): LoopPlan {
  const words = text.match(/[A-Z0-9]+|[()]/g) ?? [];
  let at = 0;
  const read = (): LoopPlan => {
    const segments = new Set<string>();
    const loops = new Map<string, LoopPlan>();
    while (at < words.length && words[at] !== ')') {
      const name = words[at] ?? '';
      at += 1;
      if (words[at] !== '(') segments.add(name);
      else {
        at += 1;
        loops.set(name, read());
        at += 1;
      }
    }
    return { segments, loops };
  };
  return read();
}

/** Values that stand beside another as its attribute: a unit, a currency, a scheme. */
export type Beside = Readonly<Record<string, { readonly name: string; readonly leaf: string }>>;

type Open = { readonly node: XmlNode; readonly plan: LoopPlan };

/**
 * Puts the segments of a message into a tree: loops as elements, every value as a leaf that is
 * named by segment, element and component (`N104`, `NAD02.3`). A segment that no open loop plans
 * stands at the top; nothing is dropped.
 */
export class TreeBuilder {
  readonly root: XmlNode;
  readonly #plan: LoopPlan;
  readonly #beside: Beside;
  readonly #leafName: (tag: string, element: number, component: number) => string;
  readonly #names = new Map<string, string[]>();
  readonly #levels = new Map<string, XmlNode>();
  #open: Open[];

  constructor(of: {
    readonly name: string;
    readonly at: Segment;
    readonly plan: LoopPlan;
    readonly beside: Beside;
    readonly leafName: (tag: string, element: number, component: number) => string;
  }) {
    this.root = makeNode(of.name, of.at, undefined);
    this.#plan = of.plan;
    this.#beside = of.beside;
    this.#leafName = of.leafName;
    this.#open = [{ node: this.root, plan: of.plan }];
  }

  add(segment: Segment): void {
    const { tag } = segment;
    if (tag === 'HL' && this.#plan.loops.has('HL')) {
      this.#openLevel(segment);
      return;
    }
    for (let at = this.#open.length - 1; at >= 0; at -= 1) {
      const open = this.#open[at];
      if (!open) continue;
      const loop = open.plan.loops.get(tag);
      if (loop === undefined && !open.plan.segments.has(tag)) continue;
      const node = this.#append(open.node, segment, tag);
      this.#open = this.#open.slice(0, at + 1);
      if (loop) this.#open.push({ node, plan: loop });
      return;
    }
    this.#append(this.root, segment, tag);
  }

  /** Levels of a hierarchy stand under the level that they name, else at the top (HL01, HL02). */
  #openLevel(segment: Segment): void {
    const text = (n: number): string =>
      segment.elements.find(e => e.number === n)?.pieces[0]?.text ?? '';
    const parent = this.#levels.get(text(2)) ?? this.#impliedParent(text(3));
    const node = this.#append(parent, segment, `HL-${text(3)}`);
    this.#levels.set(text(1), node);
    const plan = this.#plan.loops.get('HL') ?? this.#plan;
    this.#open = [
      { node: this.root, plan: this.#plan },
      { node, plan },
    ];
  }

  /** Without HL02 the order of the usual levels tells the parent. */
  #impliedParent(level: string): XmlNode {
    const rank = LEVELS.indexOf(level);
    const above = [...this.#levels.values()]
      .reverse()
      .find(node => LEVELS.indexOf(node.local.slice(3)) < rank);
    return rank > 0 && above ? above : this.root;
  }

  #append(parent: XmlNode, segment: Segment, name: string): XmlNode {
    const node = makeNode(name, segment, parent);
    parent.children.push(node);
    for (const element of segment.elements) this.#leaves(node, segment, element);
    attachBeside(node, this.#beside);
    return node;
  }

  #leaves(node: XmlNode, segment: Segment, element: Element): void {
    for (const [n, { text, from, to }] of element.pieces.entries()) {
      if (text === '') continue;
      const local = this.#nameOf(segment.tag, element.number, n + 1);
      const leaf = makeNode(local, { line: segment.line, from, to }, node);
      leaf.text = text;
      node.children.push(leaf);
    }
  }

  /** The names of first components are made once for a message. */
  #nameOf(tag: string, element: number, component: number): string {
    if (component > 1 || element > 99) return this.#leafName(tag, element, component);
    const names = this.#names.get(tag) ?? [];
    if (names.length === 0) this.#names.set(tag, names);
    return (names[element] ??= this.#leafName(tag, element, component));
  }
}

const LEVELS = ['S', 'O', 'T', 'P', 'I'];

type SegmentPlace = Pick<Segment, 'line' | 'from' | 'to'>;

function makeNode(local: string, at: SegmentPlace, parent: XmlNode | undefined): XmlNode {
  return {
    uri: '',
    local,
    parent,
    position: 1 + (parent ? lastPosition(parent, local) : 0),
    line: at.line,
    column: 1,
    attributes: [],
    children: [],
    text: '',
    from: at.from,
    to: at.to,
  };
}

function lastPosition({ children }: XmlNode, local: string): number {
  for (let at = children.length - 1; at >= 0; at -= 1) {
    const sibling = children[at];
    if (sibling?.local === local) return sibling.position;
  }
  return 0;
}

function attachBeside(node: XmlNode, beside: Beside): void {
  for (const [at, child] of node.children.entries()) {
    const wanted = beside[child.local];
    const found = wanted && node.children.find(c => c.local === wanted.leaf);
    if (!found) continue;
    const { text, from, to } = found;
    const attribute: XmlAttribute = { uri: '', local: wanted.name, text, from, to };
    node.children[at] = { ...child, attributes: [attribute] };
  }
}

/** Adds a leaf that stands in another segment, such as the sender of the interchange. */
export function addLeaf(
  parent: XmlNode,
  name: string,
  of: { readonly segment: Segment; readonly element: number; readonly component?: number },
): void {
  const { segment, element, component = 1 } = of;
  const piece = segment.elements.find(e => e.number === element)?.pieces[component - 1];
  if (!piece || piece.text.trim() === '') return;
  parent.children.push({ ...makeNode(name, segment, parent), ...piece });
}

/** Adds a group for such leaves. */
export function addGroup(parent: XmlNode, name: string, segment: Segment): XmlNode {
  const node = makeNode(name, segment, parent);
  parent.children.push(node);
  return node;
}
