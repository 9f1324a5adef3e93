const XML = 'http://www.w3.org/XML/1998/namespace';
/** The namespace of declarations themselves. */
export const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** A name as written, and what its prefix stands for. */
export type QualifiedName = {
  readonly name: string;
  readonly uri: string;
  readonly prefix: string;
  readonly local: string;
};

type Declaration = { readonly name: string; readonly text: string };

/**
 * The prefixes that stand at a place of an XML document. Names are resolved once for each scope:
 * nearly every document declares all its prefixes at its root. What cannot be resolved is answered
 * with the reason.
 */
export class XmlScope {
  readonly #outer: XmlScope | undefined;
  readonly #declared: ReadonlyMap<string, string>;
  readonly #elements = new Map<string, QualifiedName | string>();
  readonly #attributes = new Map<string, QualifiedName | string>();

  constructor(outer: XmlScope | undefined, declared: ReadonlyMap<string, string>) {
    this.#outer = outer;
    this.#declared = declared;
  }

  element(name: string): QualifiedName | string {
    const known = this.#elements.get(name);
    if (known !== undefined) return known;
    const found = this.#elementOf(name);
    this.#elements.set(name, found);
    return found;
  }

  attribute(name: string): QualifiedName | string {
    const known = this.#attributes.get(name);
    if (known !== undefined) return known;
    const found = this.#attributeOf(name);
    this.#attributes.set(name, found);
    return found;
  }

  #elementOf(name: string): QualifiedName | string {
    const split = splitName(name);
    if (!split) return `malformed name: ${name}.`;
    const { prefix, local } = split;
    if (prefix === 'xmlns') return 'tags may not have "xmlns" as prefix.';
    const uri = this.#resolve(prefix) ?? '';
    if (prefix !== '' && uri === '') return unbound(prefix);
    return { name, uri, prefix, local };
  }

  /** An attribute without a prefix is in no namespace. */
  #attributeOf(name: string): QualifiedName | string {
    const split = splitName(name);
    if (!split) return `malformed name: ${name}.`;
    const { prefix, local } = split;
    if (prefix === '') return { name, uri: name === 'xmlns' ? XMLNS : '', prefix, local };
    const uri = this.#resolve(prefix);
    return uri === undefined ? unbound(prefix) : { name, uri, prefix, local };
  }

  #resolve(prefix: string): string | undefined {
    const own = this.#declared.get(prefix);
    return own ?? (this.#outer ? this.#outer.#resolve(prefix) : undefined);
  }
}

/** The scope around a root element, with the prefixes that stand in every document. */
export function documentScope(): XmlScope {
  return new XmlScope(undefined, PREDEFINED);
}

const PREDEFINED: ReadonlyMap<string, string> = new Map([
  ['xml', XML],
  ['xmlns', XMLNS],
]);

/**
 * The scope of an element with these attributes: the outer one where they declare nothing. The
 * reason where a declaration is not allowed.
 */
export function scopeWithin(
  outer: XmlScope,
  attributes: readonly Declaration[],
): XmlScope | string {
  let declared: Map<string, string> | undefined;
  for (const { name, text } of attributes) {
    if (!name.startsWith('xmlns')) continue;
    if (name !== 'xmlns' && name.charAt(5) !== ':') continue;
    const prefix = name.slice(6);
    const uri = text.trim();
    const fault = declarationFault(prefix, uri, name);
    if (fault !== undefined) return fault;
    declared ??= new Map();
    declared.set(prefix, uri);
  }
  return declared ? new XmlScope(outer, declared) : outer;
}

function declarationFault(prefix: string, uri: string, name: string): string | undefined {
  if (name !== 'xmlns' && !splitName(name)) return `malformed name: ${name}.`;
  if (prefix !== '' && uri === '') return 'invalid attempt to undefine prefix in XML 1.0';
  if ((prefix === 'xml') !== (uri === XML)) return `xml prefix must be bound to ${XML}.`;
  if (prefix === 'xmlns' || uri === XMLNS) return `no prefix may be bound to ${XMLNS}.`;
  return undefined;
}

/** Prefix and local name; undefined where one of them is missing or there is a third part. */
function splitName(name: string): { prefix: string; local: string } | undefined {
  const colon = name.indexOf(':');
  if (colon < 0) return { prefix: '', local: name };
  const local = name.slice(colon + 1);
  if (colon === 0 || local === '' || local.includes(':')) return undefined;
  return { prefix: name.slice(0, colon), local };
}

function unbound(prefix: string): string {
  return `unbound namespace prefix: ${JSON.stringify(prefix)}.`;
}
