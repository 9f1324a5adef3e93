import { decode } from '../decode.ts';
import { LIMITS, type Limits } from '../limits.ts';
import { isFolded } from './xml-tree.ts';
import { pathOf, readXml, type XmlDocument, type XmlNode } from './xml.ts';

const FOLDED = new Set(['Ntry']);

function documentOf(text: string, limits: Limits, folded?: ReadonlySet<string>): XmlDocument {
  const decoded = decode(Buffer.from(text), {});
  const read = decoded.ok ? readXml(decoded.value, limits, folded) : undefined;
  if (!read?.ok) throw new Error('not read');
  return read.value;
}

/** Everything an element says, with its path; those below it behind it. */
function told(node: XmlNode): unknown[] {
  const { uri, local, position, line, column, text, from, to } = node;
  const attributes = node.attributes.map(a => [a.uri, a.local, a.text, a.from, a.to]);
  const own = { path: pathOf(node), uri, local, position, line, column, attributes };
  return [{ ...own, text, from, to }, ...node.children.flatMap(told)];
}

const ENTRIES = [
  '<Ntry><Amt Ccy="EUR">1.00</Amt><Sts>BOOK</Sts></Ntry>',
  '<Ntry xmlns:b="urn:b" b:k="1">\r\n  <b:Ref>A&amp;B</b:Ref><Inf><![CDATA[<x>]]> y</Inf>\r\n</Ntry>',
  '<Ntry/>',
  "<!-- between --><Ntry>𠮷 <Amt Ccy='EUR'>𠮷</Amt><Ntry>inner</Ntry></Ntry >",
  'loose <Ntry\n>&#x20AC; <?note?>text</Ntry>',
];

const SHAPES: readonly (readonly [string, string])[] = [
  ['on one line', ENTRIES.join('')],
  ['on lines of their own', ENTRIES.join('\n  ')],
  ['with others between', ENTRIES.join('<Bal>1</Bal>\r')],
];

describe('folded elements', () => {
  test.each(SHAPES)('say the same as those that stand: %s', (_, entries) => {
    const text = `<D xmlns="urn:a" xmlns:b="urn:c"><S>${entries}<b:End/></S></D>`;
    const whole = documentOf(text, LIMITS).root;
    const { root } = documentOf(text, LIMITS, FOLDED);
    expect(root.children[0]?.children.filter(isFolded)).toHaveLength(ENTRIES.length);
    expect(told(root)).toEqual(told(whole));
    // From the last to the first, and twice.
    const [ours, theirs] = [root, whole].map(one => [...(one.children[0]?.children ?? [])]);
    ours
      ?.reverse()
      .forEach((node, at) => expect(told(node)).toEqual(told(theirs?.at(-1 - at) as XmlNode)));
    expect(told(root)).toEqual(told(whole));
  });

  test('are bounded as others are, but do not stand in memory together', () => {
    const text = `<D><S>${'<Ntry><Amt>1</Amt><Sts>2</Sts></Ntry>'.repeat(40)}</S></D>`;
    const rulesOf = (limits: Partial<Limits>, folded?: ReadonlySet<string>): string => {
      const decoded = decode(Buffer.from(text), {});
      if (!decoded.ok) throw new Error('not decoded');
      const read = readXml(decoded.value, { ...LIMITS, ...limits }, folded);
      return read.ok ? 'read' : read.error.rule;
    };
    expect(rulesOf({ treeMax: 40 })).toBe('LIM-11');
    expect(rulesOf({ treeMax: 40 }, FOLDED)).toBe('read');
    expect(rulesOf({ equalsMax: 39 })).toBe('LIM-11');
    expect(rulesOf({ equalsMax: 1 }, FOLDED)).toBe('read');
    expect(rulesOf({ treeMax: 2 }, FOLDED)).toBe('LIM-11');
    expect(rulesOf({ elementsMax: 100 }, FOLDED)).toBe('LIM-11');
    expect(rulesOf({ depthMax: 3 }, FOLDED)).toBe('LIM-02');
    expect(rulesOf({ textMax: 0 }, FOLDED)).toBe('LIM-03');
  });

  test('that are not well-formed refuse the text at their place', () => {
    const text = '<D>\n<S>\n<Ntry><Amt>1</Sts></Ntry></S></D>';
    const decoded = decode(Buffer.from(text), {});
    const read = decoded.ok ? readXml(decoded.value, LIMITS, FOLDED) : undefined;
    expect(read?.ok === false && read.error).toMatchObject({ rule: 'XML-01', line: 3 });
  });
});
