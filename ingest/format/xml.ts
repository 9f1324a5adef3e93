import { SaxesParser, type SaxesAttributeNS, type SaxesTagNS } from 'saxes';
import { fail, ok, type Result } from '../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../decode.ts';
import { fatal, warning, type Finding } from '../finding.ts';
import type { Limits } from '../limits.ts';
import type { FileLocator, Lexical, ManualLocator, Reading } from '../locator.ts';
import { nextPosition } from './position.ts';

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

class XmlRefusal extends Error {
  readonly finding: Finding;
  constructor(finding: Finding) {
    super(finding.rule);
    this.finding = finding;
  }
}

/**
 * Reads an XML document into a tree with places. Refuses every DOCTYPE (LIM-10), text that is not
 * well-formed (XML-01, with line and column), and what passes the limits (LIM-02, LIM-03, LIM-11,
 * LIM-12). No entity but XML's own five is known; nothing outside the text is ever read.
 */
export function readXml(decoded: Decoded, limits: Limits): Result<XmlDocument, Finding> {
  const builder = new TreeBuilder(withoutBadCharset(decoded.text), limits);
  try {
    const root = builder.run();
    return ok({ root, source: decoded.text, byteAt: byteIndex(decoded) });
  } catch (error) {
    if (error instanceof XmlRefusal) return fail(error.finding);
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
  let root: { uri: string; local: string } | undefined;
  const parser = new SaxesParser({ xmlns: true });
  let refusal: Finding | undefined;
  const stop = new XmlRefusal(fatal('XML-01', {}));
  parser.on('doctype', () => {
    refusal = fatal('LIM-10', { line: parser.line, column: parser.column + 1 });
    throw stop;
  });
  parser.on('error', error => {
    refusal ??= malformed(parser, error);
    throw stop;
  });
  parser.on('opentag', tag => {
    root = { uri: tag.uri, local: tag.local };
    throw stop;
  });
  try {
    parser.write(withoutBadCharset(text)).close();
  } catch (error) {
    if (error !== stop) throw error;
  }
  if (root) return ok(root);
  return fail(refusal ?? fatal('XML-01', {}, { message: 'no root element' }));
}

class TreeBuilder {
  readonly #text: string;
  readonly #limits: Limits;
  readonly #parser = new SaxesParser({ xmlns: true });
  #current: XmlNode | undefined;
  #root: XmlNode | undefined;
  #attributes: { name: string; from: number; to: number }[] = [];
  #depth = 0;
  #elements = 0;

  constructor(text: string, limits: Limits) {
    this.#text = text;
    this.#limits = limits;
  }

  run(): XmlNode {
    const parser = this.#parser;
    parser.on('doctype', () => this.#refuse('LIM-10'));
    parser.on('error', error => {
      throw new XmlRefusal(malformed(parser, error));
    });
    parser.on('opentagstart', () => {
      this.#attributes = [];
    });
    parser.on('attribute', attribute => {
      const to = parser.position - 1;
      const from = this.#text.lastIndexOf(this.#text.charAt(to), to - 1) + 1;
      this.#attributes.push({ name: attribute.name, from, to });
      if (this.#attributes.length > this.#limits.attributesMax) this.#refuse('LIM-12');
    });
    parser.on('opentag', tag => this.#open(tag));
    parser.on('closetag', tag => this.#close(tag.isSelfClosing));
    parser.on('text', text => this.#append(text));
    parser.on('cdata', text => this.#append(text));
    parser.write(this.#text).close();
    if (!this.#root) throw new XmlRefusal(fatal('XML-01', {}, { message: 'no root element' }));
    return this.#root;
  }

  #open(tag: SaxesTagNS): void {
    const parent = this.#current;
    this.#depth += 1;
    this.#elements += 1;
    if (this.#depth > this.#limits.depthMax) this.#refuse('LIM-02');
    if (this.#elements > this.#limits.elementsMax) this.#refuse('LIM-11');
    const from = this.#parser.position;
    const node: XmlNode = {
      uri: tag.uri,
      local: tag.local,
      parent,
      position: nextPosition(parent, tag),
      line: this.#parser.line,
      column: this.#parser.column + 1,
      attributes: this.#attributes.map(a => attributeOf(a, tag.attributes[a.name])),
      children: [],
      text: '',
      from,
      to: from,
    };
    if (parent) parent.children.push(node);
    else this.#root = node;
    this.#current = node;
  }

  #close(isEmpty: boolean): void {
    const node = this.#current;
    if (!node) return;
    // A following end tag may begin right at the parser's position; this one begins before it.
    if (!isEmpty) node.to = this.#text.lastIndexOf('</', this.#parser.position - 1);
    if (node.children.length > 0 && node.text.trim() === '') node.text = '';
    this.#current = node.parent;
    this.#depth -= 1;
  }

  #append(text: string): void {
    const node = this.#current;
    if (!node) return;
    node.text += text;
    if (node.text.length > this.#limits.textMax) this.#refuse('LIM-03');
  }

  #refuse(rule: string): never {
    const { line, column } = this.#parser;
    throw new XmlRefusal(fatal(rule, { line, column: column + 1, path: pathOf(this.#current) }));
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

function attributeOf(
  range: { name: string; from: number; to: number },
  attribute: SaxesAttributeNS | undefined,
): XmlAttribute {
  const { uri = '', local = range.name, value = '' } = attribute ?? {};
  return { uri, local, text: value, from: range.from, to: range.to };
}

function malformed(parser: SaxesParser<{ xmlns: true }>, error: Error): Finding {
  const message = error.message.replace(/^(?:\d+:\d+: )?/, '');
  return fatal('XML-01', { line: parser.line, column: parser.column + 1 }, { message });
}
