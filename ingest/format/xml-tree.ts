import type { Finding } from '../finding.ts';
import type { Limits } from '../limits.ts';
import { LineCursor, type LinePlace } from './line-cursor.ts';
import { nextPosition } from './position.ts';
import { faultFinding } from './xml-fault.ts';
import { pathOf, type XmlAttribute, type XmlNode } from './xml-node.ts';
import { XmlFault, XmlScanner } from './xml-scan.ts';
import type { XmlScope } from './xml-scope.ts';

/** Local names of elements that are kept by their place alone. */
export type Folded = ReadonlySet<string>;

export const NOTHING_FOLDED: Folded = new Set();

/** Shared by all elements that hold none; copied when the first child comes. */
const NO_CHILDREN: XmlNode[] = [];

/**
 * Builds the tree of an XML text, whole or with elements folded. Limits hold for folded elements as
 * for others; what stands at once is bounded by `treeMax`.
 */
export class TreeBuilder {
  readonly #limits: Limits;
  readonly #source: string;
  readonly #folded: Folded;
  readonly #lines: LineCursor;
  #current: Element | undefined;
  /** Whether the text of each open element is blank so far. */
  readonly #blank: boolean[] = [];
  #elements = 0;
  #kept = 0;
  #unfolder: Unfolder | undefined;

  constructor(source: string, limits: Limits, folded: Folded, lines = new LineCursor(source)) {
    this.#source = source;
    this.#limits = limits;
    this.#folded = folded;
    this.#lines = lines;
  }

  run(): XmlNode {
    const scanner = new XmlScanner(this.#source, this.#limits.attributesMax);
    let root: XmlNode | undefined;
    for (let step = scanner.next(); step !== 'end'; step = scanner.next()) {
      if (step === 'open') {
        if (this.#current && this.#folded.has(scanner.local)) this.#fold(scanner, this.#current);
        else this.#open(scanner, this.#lines.placeAt(scanner.at));
        root ??= this.#current;
      } else if (step === 'close') this.#close(scanner.from);
      else this.#append(scanner);
    }
    if (!root) throw new XmlFault('XML-01', this.#source.length, 'no root element');
    return root;
  }

  /** Limits are told at the element that they were passed in. */
  findingOf(fault: XmlFault): Finding {
    const path = fault.rule === 'XML-01' ? undefined : pathOf(this.#current);
    return faultFinding(fault, this.#source, path);
  }

  /** Reads the children of an element that was folded; the scanner stands before it. */
  unfold(scanner: XmlScanner, node: FoldedNode): void {
    scanner.next();
    this.#lines.jump(node.lines);
    this.#current = undefined;
    this.#open(scanner, node);
    const root = this.#opened();
    for (let step = scanner.next(); this.#blank.length > 0; step = scanner.next()) {
      if (step === 'open') this.#open(scanner, this.#lines.placeAt(scanner.at));
      else if (step === 'close') this.#close(scanner.from);
      else this.#append(scanner);
      if (this.#blank.length === 0) break;
    }
    if (root) node.fill(root);
  }

  #opened(): Element | undefined {
    return this.#current;
  }

  #open(scanner: XmlScanner, place: { readonly line: number; readonly column: number }): void {
    const parent = this.#current;
    this.#blank.push(true);
    this.#count(scanner.at);
    this.#kept += 1;
    const { at, uri, local, attributes } = scanner;
    if (this.#kept > this.#limits.treeMax) throw new XmlFault('LIM-11', at, 'elements');
    const { line, column } = place;
    const node: Element = {
      uri,
      local,
      parent,
      position: nextPosition(parent, scanner),
      line,
      column,
      attributes,
      children: NO_CHILDREN,
      text: '',
      from: at,
      to: at,
    };
    if (parent) adopt(parent, node);
    if (node.position > this.#limits.equalsMax) {
      throw new XmlFault('LIM-11', at, 'elements');
    }
    this.#current = node;
  }

  #count(at: number): void {
    this.#elements += 1;
    if (this.#blank.length > this.#limits.depthMax) throw new XmlFault('LIM-02', at, 'depth');
    if (this.#elements > this.#limits.elementsMax) throw new XmlFault('LIM-11', at, 'elements');
  }

  #close(to: number): void {
    const node = this.#current;
    if (!node) return;
    node.to = to;
    if (this.#blank.pop() === true && node.children.length > 0) node.text = '';
    this.#current = node.parent;
  }

  #append({ text, at }: XmlScanner): void {
    const node = this.#current;
    if (!node) return;
    node.text += text;
    const depth = this.#blank.length - 1;
    if (this.#blank[depth] === true && text.trim() !== '') this.#blank[depth] = false;
    if (node.text.length > this.#limits.textMax) throw new XmlFault('LIM-03', at, 'text');
  }

  /** Goes past an element, within all limits, and keeps its place. */
  #fold(scanner: XmlScanner, parent: Element): void {
    const { uri, local, from: start, at: from, outerScope: scope } = scanner;
    const place = this.#lines.placeAt(from);
    const lines = this.#lines.here();
    const position = nextPosition(parent, scanner);
    const depth = this.#blank.length;
    const lengths: number[] = [0];
    const before = this.#elements;
    this.#blank.push(true);
    this.#count(from);
    while (this.#blank.length > depth) {
      const step = scanner.next();
      if (step === 'open') {
        this.#blank.push(true);
        lengths.push(0);
        this.#count(scanner.at);
        // As many as that would stand when it is unfolded.
        if (this.#elements - before > this.#limits.treeMax) {
          throw new XmlFault('LIM-11', scanner.at, 'elements');
        }
      } else if (step === 'close') {
        this.#blank.pop();
        lengths.pop();
      } else {
        const length = (lengths.pop() ?? 0) + scanner.text.length;
        if (length > this.#limits.textMax) throw new XmlFault('LIM-03', scanner.at, 'text');
        lengths.push(length);
      }
    }
    const unfolder = (this.#unfolder ??= this.#unfolderOf(scanner));
    const own = { uri, local, parent, position, ...place, from, to: scanner.from };
    adopt(parent, new FoldedNode(own, { start, scope, lines, unfolder }));
  }

  #unfolderOf(sound: XmlScanner): Unfolder {
    const scanner = new XmlScanner(this.#source, this.#limits.attributesMax, sound);
    const lines = new LineCursor(this.#source, this.#lines);
    const source = this.#source;
    // What is unfolded has met all limits; how many equals stand in it is bounded by the tree.
    const limits = { ...this.#limits, equalsMax: Infinity };
    return new Unfolder(scanner, () => new TreeBuilder(source, limits, NOTHING_FOLDED, lines));
  }
}

function adopt(parent: Element, node: XmlNode): void {
  if (parent.children === NO_CHILDREN) parent.children = [node];
  else parent.children.push(node);
}

type Element = Omit<XmlNode, 'children'> & { children: XmlNode[] };

type Fold = {
  /** Where its tag begins. */
  readonly start: number;
  /** What prefixes stand for around it. */
  readonly scope: XmlScope;
  readonly lines: LinePlace;
  readonly unfolder: Unfolder;
};

type Content = Pick<XmlNode, 'children' | 'text' | 'attributes'>;

/** An element of which the place is kept; its content is read again when it is looked at. */
class FoldedNode implements XmlNode {
  readonly uri: string;
  readonly local: string;
  readonly parent: XmlNode | undefined;
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly from: number;
  to: number;
  readonly fold: Fold;

  constructor(own: Omit<XmlNode, 'children' | 'text' | 'attributes' | 'manual'>, fold: Fold) {
    this.uri = own.uri;
    this.local = own.local;
    this.parent = own.parent;
    this.position = own.position;
    this.line = own.line;
    this.column = own.column;
    this.from = own.from;
    this.to = own.to;
    this.fold = fold;
  }

  get lines(): LinePlace {
    return this.fold.lines;
  }

  get children(): XmlNode[] {
    return this.fold.unfolder.contentOf(this).children;
  }

  get text(): string {
    return this.fold.unfolder.contentOf(this).text;
  }

  get attributes(): readonly XmlAttribute[] {
    return this.fold.unfolder.contentOf(this).attributes;
  }

  /** Takes the content that was read for it; its children stand under the folded element itself. */
  fill({ children, text, attributes }: Content): void {
    for (const child of children) Object.assign(child, { parent: this });
    this.fold.unfolder.keep(this, { children, text, attributes });
  }
}

/** Reads folded elements again; the one that was looked at last is kept. */
class Unfolder {
  readonly #scanner: XmlScanner;
  readonly #builder: () => TreeBuilder;
  #last: FoldedNode | undefined;
  #content: Content = { children: NO_CHILDREN, text: '', attributes: [] };

  constructor(scanner: XmlScanner, builder: () => TreeBuilder) {
    this.#scanner = scanner;
    this.#builder = builder;
  }

  contentOf(node: FoldedNode): Content {
    if (this.#last === node) return this.#content;
    const { start, scope } = node.fold;
    this.#scanner.jump(start, scope);
    this.#builder().unfold(this.#scanner, node);
    return this.#content;
  }

  keep(node: FoldedNode, content: Content): void {
    this.#last = node;
    this.#content = content;
  }
}

/** Whether an element is kept by its place alone. */
export function isFolded(node: XmlNode): boolean {
  return node instanceof FoldedNode;
}
