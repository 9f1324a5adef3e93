import { entityOf, NOT_ALLOWED } from './xml-character.ts';
import { isNameStart, nameEnd } from './xml-name.ts';
import { documentScope, scopeWithin, type QualifiedName, type XmlScope } from './xml-scope.ts';

/** What an XML text does next; `end` comes once, after the root has closed. */
export type XmlStep = 'open' | 'close' | 'text' | 'end';

/** An attribute with the character offsets of its value, quotes excluded. */
export type ScannedAttribute = {
  readonly uri: string;
  readonly local: string;
  readonly text: string;
  readonly from: number;
  readonly to: number;
};

type XmlRule = 'XML-01' | 'LIM-02' | 'LIM-03' | 'LIM-10' | 'LIM-11' | 'LIM-12';

/** Why a text is refused: `rule` of the catalogue, and the character behind the fault. */
export class XmlFault extends Error {
  readonly rule: XmlRule;
  readonly at: number;
  constructor(rule: XmlRule, at: number, message: string) {
    super(message);
    this.rule = rule;
    this.at = at;
  }
}

type RawAttribute = { name: string; text: string; from: number; to: number };

/**
 * Walks through a decoded XML 1.0 text, step by step, without building anything. It is strict: what
 * is not well-formed, with namespaces, is XML-01; a document type declaration is LIM-10 as soon as
 * it begins, so that no entity but XML's own five is known and nothing outside the text is read. A
 * document that calls itself 1.1 is read by the rules of 1.0. Comments and instructions are passed
 * over. The text has no lone surrogates; decoding has seen to that.
 */
export class XmlScanner {
  readonly source: string;
  /** Name of the element that opened or closed last. */
  uri = '';
  local = '';
  attributes: readonly ScannedAttribute[] = NO_ATTRIBUTES;
  /** The last piece of text, with entities and line ends resolved; a run of text may have several. */
  text = '';
  /** Where the last step began, and the character behind it. */
  from = 0;
  at = 0;
  readonly #attributesMax: number;
  readonly #names: QualifiedName[] = [];
  readonly #scopes: XmlScope[] = [];
  #scope: XmlScope = documentScope();
  #isEmpty = false;
  #isRootClosed = false;
  /** The next ampersand at or behind the place that it was sought from. */
  #ampersand = -1;
  #soughtFrom = 0;
  readonly #badAt: number;
  readonly #hasReturns: boolean;
  readonly #hasSectionEnds: boolean;

  /** `sound` is a scanner that has been through the text: what it found is not sought again. */
  constructor(source: string, attributesMax: number, sound?: XmlScanner) {
    this.source = source;
    this.#attributesMax = attributesMax;
    if (sound) {
      this.#badAt = Infinity;
      this.#hasReturns = sound.#hasReturns;
      this.#hasSectionEnds = sound.#hasSectionEnds;
      return;
    }
    const badAt = source.search(NOT_ALLOWED);
    this.#badAt = badAt < 0 ? Infinity : badAt;
    this.#hasReturns = source.includes('\r');
    this.#hasSectionEnds = source.includes(']]>');
    if (source.charCodeAt(0) === BYTE_ORDER_MARK) this.at = 1;
    this.#readDeclaration();
  }

  /** What prefixes stand for around the element that was just opened. */
  get outerScope(): XmlScope {
    return this.#scopes.at(-1) ?? this.#scope;
  }

  /** Goes before the tag of an element, to read it as if it were the root. */
  jump(at: number, scope: XmlScope): void {
    this.at = at;
    this.#names.length = 0;
    this.#scopes.length = 0;
    this.#scope = scope;
    this.#isEmpty = false;
    this.#isRootClosed = false;
  }

  /** @throws XmlFault */
  next(): XmlStep {
    for (;;) {
      const step = this.#isEmpty ? this.#closeEmpty() : this.#step();
      if (this.at > this.#badAt) this.#fail(this.#badAt + 1, 'disallowed character.');
      if (step) return step;
    }
  }

  #step(): XmlStep | undefined {
    const { source, at } = this;
    if (at >= source.length) return this.#end();
    if (source.charCodeAt(at) !== LESS) return this.#readText();
    const code = source.charCodeAt(at + 1);
    if (code === SLASH) return this.#close();
    if (code === BANG) return this.#readBang();
    if (code === QUESTION) return this.#passInstruction();
    return this.#open();
  }

  #end(): XmlStep {
    const open = this.#names.at(-1);
    if (open) this.#fail(this.at, `unclosed tag: ${open.name}`);
    if (!this.#isRootClosed) this.#fail(this.at, 'document must contain a root element.');
    return 'end';
  }

  #readText(): XmlStep | undefined {
    const { source, at } = this;
    const next = source.indexOf('<', at);
    const to = next < 0 ? source.length : next;
    this.from = at;
    this.at = to;
    if (this.#names.length === 0) {
      if (!BLANK.test(source.slice(at, to))) this.#fail(to, 'text data outside of root node.');
      return undefined;
    }
    const raw = source.slice(at, to);
    if (this.#hasSectionEnds && raw.includes(']]>')) {
      this.#fail(at + raw.indexOf(']]>') + 3, 'the string "]]>" is disallowed in char data.');
    }
    this.text = this.#hasAmpersand(at, to) ? this.#expand(this.#lines(raw), at) : this.#lines(raw);
    return 'text';
  }

  #open(): XmlStep {
    const { source } = this;
    this.from = this.at;
    const start = this.at + 1;
    if (!isNameStart(source, start)) this.#fail(start + 1, 'disallowed character in tag name');
    const end = nameEnd(source, start);
    if (this.#isRootClosed) this.#fail(end + 1, 'documents may contain only one root.');
    const code = source.charCodeAt(end);
    this.attributes = NO_ATTRIBUTES;
    this.#scopes.push(this.#scope);
    this.at = end;
    if (code !== GREATER && code !== SLASH) this.#readAttributes();
    const name = this.#scope.element(source.slice(start, end));
    if (typeof name === 'string') this.#fail(end, name);
    this.#names.push(name);
    this.uri = name.uri;
    this.local = name.local;
    this.#leaveTag();
    return 'open';
  }

  /** Reads the `>` or `/>` of a tag. */
  #leaveTag(): void {
    this.#isEmpty = this.source.charCodeAt(this.at) === SLASH;
    if (this.#isEmpty) this.at += 1;
    if (this.source.charCodeAt(this.at) !== GREATER) {
      this.#fail(this.at + 1, 'forward-slash in opening tag not followed by >.');
    }
    this.at += 1;
  }

  #closeEmpty(): XmlStep {
    this.#isEmpty = false;
    this.from = this.at;
    return this.#leave();
  }

  #close(): XmlStep {
    const { source, at } = this;
    const open = this.#names.at(-1);
    if (!open) return this.#fail(at + 2, 'unmatched closing tag.');
    const end = at + 2 + open.name.length;
    const close = source.charCodeAt(end) === GREATER ? end : skipBlanks(source, end);
    if (!source.startsWith(open.name, at + 2) || source.charCodeAt(close) !== GREATER) {
      this.#fail(nameEnd(source, at + 2) + 1, 'unexpected close tag.');
    }
    this.from = at;
    this.at = close + 1;
    return this.#leave();
  }

  #leave(): XmlStep {
    const name = this.#names.pop();
    this.uri = name?.uri ?? '';
    this.local = name?.local ?? '';
    this.#scope = this.#scopes.pop() ?? this.#scope;
    this.#isRootClosed = this.#names.length === 0;
    return 'close';
  }

  #readBang(): XmlStep | undefined {
    const { source, at } = this;
    if (source.startsWith('<!--', at)) return this.#passComment();
    if (source.startsWith('<![CDATA[', at)) return this.#readSection();
    if (source.startsWith('<!DOCTYPE', at)) throw new XmlFault('LIM-10', at + 9, 'DOCTYPE');
    return this.#fail(at + 2, 'incorrect syntax.');
  }

  #passComment(): undefined {
    const end = this.source.indexOf('--', this.at + 4);
    if (end < 0) this.#fail(this.source.length, 'unexpected end.');
    if (this.source.charCodeAt(end + 2) !== GREATER) this.#fail(end + 3, 'malformed comment.');
    this.at = end + 3;
  }

  #readSection(): XmlStep {
    const { source, at } = this;
    if (this.#names.length === 0) this.#fail(at + 9, 'text data outside of root node.');
    const end = source.indexOf(']]>', at + 9);
    if (end < 0) this.#fail(source.length, 'unexpected end.');
    this.from = at;
    this.at = end + 3;
    this.text = this.#lines(source.slice(at + 9, end));
    return 'text';
  }

  #passInstruction(): undefined {
    const { source, at } = this;
    const end = source.indexOf('?>', at + 2);
    if (end < 0) this.#fail(source.length, 'unexpected end.');
    const to = isNameStart(source, at + 2) ? nameEnd(source, at + 2) : at + 2;
    const target = source.slice(at + 2, to);
    const isNamed = target !== '' && !target.includes(':');
    if (!isNamed || (to !== end && !isBlank(source.charCodeAt(to)))) {
      this.#fail(to + 1, 'disallowed character in processing instruction name.');
    }
    if (target.toLowerCase() === 'xml') {
      this.#fail(to, 'an XML declaration must be at the start of the document.');
    }
    this.at = end + 2;
  }

  #readDeclaration(): void {
    const { source, at } = this;
    if (!source.startsWith('<?xml', at) || !isBlank(source.charCodeAt(at + 5))) return;
    DECLARATION.lastIndex = at;
    const found = DECLARATION.exec(source);
    if (!found) return this.#fail(at + 6, 'the XML declaration is not as it must be.');
    this.at = at + found[0].length;
  }

  /** Reads the attributes of a tag up to its end; declarations open a scope of their own. */
  #readAttributes(): void {
    const { source } = this;
    const raw: RawAttribute[] = [];
    for (;;) {
      const at = skipBlanks(source, this.at);
      const code = source.charCodeAt(at);
      if (code === GREATER || code === SLASH) {
        this.at = at;
        break;
      }
      if (at === this.at || !isNameStart(source, at)) {
        this.#fail(at + 1, 'disallowed character in attribute name.');
      }
      raw.push(this.#readAttribute(at));
      if (raw.length > this.#attributesMax) throw new XmlFault('LIM-12', this.at, 'attributes');
    }
    if (raw.length > 0) this.attributes = this.#qualify(raw);
  }

  #readAttribute(start: number): RawAttribute {
    const { source } = this;
    const end = nameEnd(source, start);
    const equals = skipBlanks(source, end);
    if (source.charCodeAt(equals) !== EQUALS) this.#fail(equals + 1, 'attribute without value.');
    const open = skipBlanks(source, equals + 1);
    const quote = source.charAt(open);
    if (quote !== '"' && quote !== "'") this.#fail(open + 1, 'unquoted attribute value.');
    const to = source.indexOf(quote, open + 1);
    if (to < 0) this.#fail(source.length, 'unexpected end.');
    const written = source.slice(open + 1, to);
    if (written.includes('<')) this.#fail(open + 2 + written.indexOf('<'), 'disallowed character.');
    const flat = LINE_OR_TAB.test(written) ? this.#lines(written).replace(/[\n\t]/g, ' ') : written;
    const text = this.#hasAmpersand(open + 1, to) ? this.#expand(flat, open + 1) : flat;
    this.at = to + 1;
    return { name: source.slice(start, end), text, from: open + 1, to };
  }

  #qualify(raw: readonly RawAttribute[]): ScannedAttribute[] {
    const scope = scopeWithin(this.#scope, raw);
    if (typeof scope === 'string') return this.#fail(this.at, scope);
    this.#scope = scope;
    const attributes = raw.map(({ name, text, from, to }): ScannedAttribute => {
      const found = scope.attribute(name);
      if (typeof found === 'string') return this.#fail(this.at, found);
      const { uri, local } = found;
      return { uri, local, text, from, to };
    });
    if (attributes.length > 1) {
      const seen = new Set(attributes.map(({ uri, local }) => `{${uri}}${local}`));
      if (seen.size < attributes.length) this.#fail(this.at, 'duplicate attribute.');
    }
    return attributes;
  }

  #hasAmpersand(from: number, to: number): boolean {
    if (this.#ampersand < from || from < this.#soughtFrom) {
      this.#soughtFrom = from;
      const next = this.source.indexOf('&', from);
      this.#ampersand = next < 0 ? Infinity : next;
    }
    return this.#ampersand < to;
  }

  #lines(text: string): string {
    return this.#hasReturns && text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text;
  }

  #expand(text: string, at: number): string {
    return text.replace(/&([^;]*)(;?)/g, (_, name: string, end: string, offset: number) => {
      const found = end === '' ? undefined : entityOf(name);
      return found ?? this.#fail(at + offset + 1, 'undefined or malformed entity.');
    });
  }

  #fail(at: number, message: string): never {
    throw new XmlFault('XML-01', Math.min(at, this.#badAt + 1), message);
  }
}

const NO_ATTRIBUTES: readonly ScannedAttribute[] = Object.freeze([]);
const [LESS, GREATER, SLASH, BANG, QUESTION, EQUALS] = [0x3c, 0x3e, 0x2f, 0x21, 0x3f, 0x3d];
const BYTE_ORDER_MARK = 0xfeff;

const BLANK = /^[ \t\r\n]*$/;
const LINE_OR_TAB = /[\t\r\n]/;

/** `<?xml version encoding? standalone? ?>`, in this order. */
const DECLARATION =
  /<\?xml[ \t\r\n]+version[ \t\r\n]*=[ \t\r\n]*(?:"1\.\d+"|'1\.\d+')(?:[ \t\r\n]+encoding[ \t\r\n]*=[ \t\r\n]*(?:"[A-Za-z][A-Za-z0-9._-]*"|'[A-Za-z][A-Za-z0-9._-]*'))?(?:[ \t\r\n]+standalone[ \t\r\n]*=[ \t\r\n]*(?:"(?:yes|no)"|'(?:yes|no)'))?[ \t\r\n]*\?>/y;

function isBlank(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x09 || code === 0x0d;
}

function skipBlanks(source: string, from: number): number {
  let at = from;
  while (isBlank(source.charCodeAt(at))) at += 1;
  return at;
}
