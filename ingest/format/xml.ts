import { fail, ok, type Result } from '../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../decode.ts';
import { warning, type Finding } from '../finding.ts';
import { LIMITS, type Limits } from '../limits.ts';
import type { FileLocator, Lexical, Reading } from '../locator.ts';
import { faultFinding } from './xml-fault.ts';
import { pathOf, type XmlNode } from './xml-node.ts';
import { XmlFault, XmlScanner } from './xml-scan.ts';
import { NOTHING_FOLDED, TreeBuilder, type Folded } from './xml-tree.ts';

export { faultFinding } from './xml-fault.ts';
export { pathOf, type XmlAttribute, type XmlNode } from './xml-node.ts';

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
 * LIM-12). No entity but XML's own five is known; nothing outside the text is ever read. Elements
 * with a name among `folded` are kept by their place alone and read again when they are looked at.
 */
export function readXml(
  decoded: Decoded,
  limits: Limits,
  folded: Folded = NOTHING_FOLDED,
): Result<XmlDocument, Finding> {
  const source = withoutBadCharset(decoded.text);
  const builder = new TreeBuilder(source, limits, folded);
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
