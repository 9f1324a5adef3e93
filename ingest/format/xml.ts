import { fail, ok, type Result } from '../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../decode.ts';
import { fatal, warning, type Finding } from '../finding.ts';
import { LIMITS, type Limits } from '../limits.ts';
import type { FileLocator, Lexical, ManualLocator, Reading } from '../locator.ts';
import { LineCursor } from './line-cursor.ts';
import { nextPosition } from './position.ts';
import { XmlFault, XmlScanner } from './xml-scan.ts';

/** An element with the character offsets of its content; `text` is its own text, joined. */
export type XmlNode = {
  readonly uri: string;
  readonly local: string;
  readonly parent: XmlNode | undefined;
  /** 1-based position among equal siblings. */
  readonly position: number;
  readonly line: number;
  readonly column: number;
  readonly attributes: readonly XmlAttribute[];
  readonly children: XmlNode[];
  text: string;
  readonly from: number;
  to: number;
  /** A person's correction of its text. */
  manual?: ManualLocator;
};

export type XmlAttribute = {
  readonly uri: string;
  readonly local: string;
  text: string;
  readonly from: number;
  readonly to: number;
  /** A person's correction of its text. */
  manual?: ManualLocator;
};

/** A tree of elements with the text it was read from; other syntaxes than XML take the same form. */
export type XmlDocument = {
  readonly root: XmlNode;
  readonly source: string;
  readonly byteAt: (character: number) => number;
  /** The kind of place that its values have; `xml` where absent. */
  readonly placeKind?: FileLocator['kind'];
  /** The attachment or part of the file that the text stands in. */
  readonly within?: string;
  /** How a place in it is named; by steps of elements where absent. */
  readonly pathOf?: (node: XmlNode) => string;
  /** How all its numbers are written, where the syntax says so. */
  readonly reading?: Reading;
};

/**
 * Reads an XML document into a tree with places. Refuses every DOCTYPE (LIM-10), text that is not
 * well-formed (XML-01, with line and column), and what passes the limits (LIM-02, LIM-03, LIM-11,
 * LIM-12). No entity but XML's own five is known; nothing outside the text is ever read.
 */
export function readXml(decoded: Decoded, limits: Limits): Result<XmlDocument, Finding> {
  const source = withoutBadCharset(decoded.text);
  const builder = new TreeBuilder(source, limits);
  try {
    const root = builder.run();
    return ok({ root, source: decoded.text, byteAt: byteIndex(decoded) });
  } catch (error) {
    if (error instanceof XmlFault) return fail(builder.findingOf(error));
    throw error;
  }
}

function badCharset(text: string): string | undefined {
  const named = BAD_CHARSET.exec(text.slice(0, 200))?.[2];
  return named === undefined || /^[A-Za-z][A-Za-z0-9._-]*$/.test(named) ? undefined : named;
}

/** ENC-02 where the declaration names a charset that XML does not allow. */
export function charsetFindings(text: string): Finding[] {
  const declared = badCharset(text);
  return declared === undefined
    ? []
    : [warning('ENC-02', { line: 1 }, { declared, real: 'utf-8' })];
}

const BAD_CHARSET = /^(\s*<\?xml[^>]*?)\sencoding\s*=\s*["']([^"']*)["']/;

/** Blanks take the place of such a name, so that all places stay. */
function withoutBadCharset(text: string): string {
  if (badCharset(text) === undefined) return text;
  return text.replace(
    BAD_CHARSET,
    (all, head: string) => head + ' '.repeat(all.length - head.length),
  );
}

/** Namespace and local name of the root element, or why the head is no XML. */
export function readXmlRoot(
  text: string,
): Result<{ readonly uri: string; readonly local: string }, Finding> {
  const source = withoutBadCharset(text);
  try {
    const scanner = new XmlScanner(source, LIMITS.attributesMax);
    scanner.next();
    const { uri, local } = scanner;
    return ok({ uri, local });
  } catch (error) {
    if (error instanceof XmlFault) return fail(faultFinding(error, source));
    throw error;
  }
}

/** What a fault of the text is called, with its line and column. */
export function faultFinding(fault: XmlFault, source: string, path?: string): Finding {
  const { rule, at, message } = fault;
  const lines = new LineCursor(source);
  const place = { ...lines.placeAt(at), ...(path === undefined ? {} : { path }) };
  return fatal(rule, place, rule === 'XML-01' ? { message } : {});
}

class TreeBuilder {
  readonly #limits: Limits;
  readonly #source: string;
  #current: XmlNode | undefined;
  /** Whether the text of each open element is blank so far. */
  readonly #blank: boolean[] = [];
  #elements = 0;

  constructor(source: string, limits: Limits) {
    this.#source = source;
    this.#limits = limits;
  }

  run(): XmlNode {
    const scanner = new XmlScanner(this.#source, this.#limits.attributesMax);
    const lines = new LineCursor(this.#source);
    let root: XmlNode | undefined;
    for (let step = scanner.next(); step !== 'end'; step = scanner.next()) {
      if (step === 'open') {
        this.#open(scanner, lines);
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

  #open(scanner: XmlScanner, lines: LineCursor): void {
    const parent = this.#current;
    this.#blank.push(true);
    this.#elements += 1;
    const { at, uri, local, attributes } = scanner;
    if (this.#blank.length > this.#limits.depthMax) throw new XmlFault('LIM-02', at, 'depth');
    if (this.#elements > this.#limits.elementsMax) throw new XmlFault('LIM-11', at, 'elements');
    const { line, column } = lines.placeAt(at);
    const node: XmlNode = {
      uri,
      local,
      parent,
      position: nextPosition(parent, scanner),
      line,
      column,
      attributes,
      children: [],
      text: '',
      from: at,
      to: at,
    };
    parent?.children.push(node);
    this.#current = node;
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
}

/** XPath with positions, by local names: `/Invoice/InvoiceLine[2]/ID`. */
export function pathOf(node: XmlNode | undefined): string {
  if (!node) return '';
  const step = node.position > 1 ? `${node.local}[${node.position}]` : node.local;
  return `${pathOf(node.parent)}/${step}`;
}

/** The value of an element with its byte range; blanks around it lie outside the range. */
export function lexicalOf(document: XmlDocument, node: XmlNode): Lexical {
  const raw = document.source.slice(node.from, node.to);
  const escaped = raw !== node.text;
  const text = node.text.trim();
  const lead = escaped ? 0 : raw.length - raw.trimStart().length;
  const from = node.from + lead;
  const to = escaped ? node.to : from + text.length;
  const at = locate(document, node, { path: placeOf(document, node), from, to, escaped });
  const own = node.manual ? { text, at, manual: node.manual } : { text, at };
  return node.attributes.length === 0 ? own : { ...own, attributes: attributesOf(document, node) };
}

/** How a document names the place of an element. */
export function placeOf(document: XmlDocument, node: XmlNode): string {
  return document.pathOf ? document.pathOf(node) : pathOf(node);
}

/** The place of a whole element. */
export function nodeLocator(document: XmlDocument, node: XmlNode): FileLocator {
  return locate(document, node, {
    path: placeOf(document, node),
    from: node.from,
    to: node.to,
    escaped: true,
  });
}

function attributesOf(document: XmlDocument, node: XmlNode): Record<string, Lexical> {
  const found: Record<string, Lexical> = {};
  for (const { local, text, from, to, uri, manual } of node.attributes) {
    if (uri !== '') continue;
    const escaped = document.source.slice(from, to) !== text;
    const path = `${pathOf(node)}/@${local}`;
    const at = locate(document, node, { path, from, to, escaped });
    found[local] = manual ? { text, at, manual } : { text, at };
  }
  return found;
}

function locate(
  document: XmlDocument,
  node: XmlNode,
  place: { path: string; from: number; to: number; escaped: boolean },
): FileLocator {
  const { byteAt, placeKind: kind = 'xml', within } = document;
  const { line, column } = node;
  const range = { from: byteAt(place.from), to: byteAt(place.to) };
  const at = { kind, path: place.path, ...range, escaped: place.escaped, line, column };
  return within === undefined ? at : { ...at, within };
}
