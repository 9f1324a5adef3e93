import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { nextPosition } from '../position.ts';
import { pathOf, type XmlDocument, type XmlNode } from '../xml.ts';

const TOKEN = /<(\/?)([A-Za-z][A-Za-z0-9._-]*)\s*>([^<]*)|<!--[^]*?-->[^<]*/y;

/** Elements of text that banks leave empty; any other element without a text holds elements. */
const TEXTS =
  /^(NAME|MEMO|CHECKNUM|REFNUM|SIC|PAYEEID|EXTDNAME|BRANCHID|ACCTKEY|ORG|FID|MESSAGE|LANGUAGE|ADDR[1-3]|CITY|STATE|POSTALCODE|PHONE|INTU\..*)$/;

const ENTITIES: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  nbsp: ' ',
  quot: '"',
  apos: "'",
};

type Written = { -readonly [N in keyof XmlNode]: XmlNode[N] };
type State = {
  readonly source: string;
  readonly limits: Limits;
  root?: Written;
  current?: Written | undefined;
  depth: number;
  count: number;
  line: number;
  lineStart: number;
  seen: number;
};

/**
 * Reads OFX 1, whose elements of text have no end tag, into the tree that OFX 2 gives. An element
 * that holds others and is not closed, or an end tag that closes nothing, is XML-01: half an entry
 * is never read.
 */
export function readSgml(decoded: Decoded, limits: Limits): Result<XmlDocument, Finding[]> {
  const source = decoded.text;
  const start = source.search(/<OFX>/i);
  const state: State = { source, limits, depth: 0, count: 0, line: 1, lineStart: 0, seen: 0 };
  if (start < 0) return fail([malformed(state, 0, 'no root element')]);
  for (let at = start; at < source.length; at = TOKEN.lastIndex) {
    TOKEN.lastIndex = at;
    const match = TOKEN.exec(source);
    const fault = match ? take(state, match, at) : malformed(state, at, 'no tag of OFX');
    if (fault) return fail([fault]);
  }
  const { root, current } = state;
  if (!root || current) return fail([malformed(state, source.length, 'elements are not closed')]);
  return ok({ root, source, byteAt: byteIndex(decoded) });
}

function take(state: State, match: RegExpExecArray, at: number): Finding | undefined {
  const [, slash = '', tag, raw = ''] = match;
  if (tag === undefined) return undefined;
  if (state.root && !state.current) return malformed(state, at, 'a tag after the end');
  const name = tag.toUpperCase();
  const from = at + match[0].length - raw.length;
  if (slash === '/') return raw.trim() === '' ? close(state, name, at) : stray(state, from);
  return open(state, { name, raw, at, from });
}

function stray(state: State, at: number): Finding {
  return malformed(state, at, 'text outside an element');
}

/** `from` is where the element's text begins, `at` where its tag does. */
type Opening = {
  readonly name: string;
  readonly raw: string;
  readonly at: number;
  readonly from: number;
};

function open(state: State, { name, raw, at, from }: Opening): Finding | undefined {
  const { limits, current: parent } = state;
  const place = placeOf(state, at);
  state.count += 1;
  const rule = limitOf(limits, { depth: state.depth + 1, count: state.count, text: raw.length });
  if (rule) return fatal(rule, { ...place, path: pathOf(parent) });
  const position = nextPosition(parent, { local: name, uri: '' });
  const head = { uri: '', local: name, parent, position, ...place, attributes: [], children: [] };
  const node: Written = { ...head, text: unescaped(raw), from, to: from + raw.length };
  if (parent) parent.children.push(node);
  else state.root = node;
  if (raw.trim() !== '' || TEXTS.test(name)) {
    skipEnd(state, name, node.to);
    return undefined;
  }
  node.text = '';
  state.current = node;
  state.depth += 1;
  return undefined;
}

/** Some banks close elements of text too. */
function skipEnd(state: State, name: string, at: number): void {
  const end = new RegExp(`</${name.replaceAll('.', '\\.')}\\s*>\\s*`, 'iy');
  end.lastIndex = at;
  if (end.test(state.source)) TOKEN.lastIndex = end.lastIndex;
}

function limitOf(
  limits: Limits,
  of: { readonly depth: number; readonly count: number; readonly text: number },
): string | undefined {
  if (of.depth > limits.depthMax) return 'LIM-02';
  if (of.count > limits.treeMax) return 'LIM-11';
  return of.text > limits.textMax ? 'LIM-03' : undefined;
}

function close(state: State, name: string, at: number): Finding | undefined {
  const { current } = state;
  if (current?.local !== name) {
    return malformed(state, at, `</${name}> closes <${current?.local ?? ''}>`);
  }
  current.to = at;
  state.current = current.parent;
  state.depth -= 1;
  return undefined;
}

function unescaped(raw: string): string {
  return raw.replace(/&(amp|lt|gt|nbsp|quot|apos);/g, (_, name: string) => ENTITIES[name] ?? '');
}

function placeOf(state: State, at: number): { line: number; column: number } {
  for (; state.seen < at; state.seen += 1) {
    if (state.source.charAt(state.seen) !== '\n') continue;
    state.line += 1;
    state.lineStart = state.seen + 1;
  }
  return { line: state.line, column: at - state.lineStart + 1 };
}

function malformed(state: State, at: number, message: string): Finding {
  const rule = /^<!DOCTYPE/i.test(state.source.slice(at, at + 9)) ? 'LIM-10' : 'XML-01';
  return fatal(rule, { ...placeOf(state, at), path: pathOf(state.current) }, { message });
}
