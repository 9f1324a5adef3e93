import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { SaxesParser, type SaxesTagNS } from 'saxes';
import { declaredCharset, decode } from '../../ingest/decode.ts';
import { charsetFindings, readXml, type XmlNode } from '../../ingest/format/xml.ts';
import { LIMITS } from '../../ingest/limits.ts';

const SAMPLES = join(import.meta.dirname, '../../../shared/samples/erp');
const RUNS = Number(process.env['TALLY_XML_RUNS'] ?? 2_000);

/** The part of an element that a mapping, a rule or a place can depend on. */
type Plain = {
  readonly name: string;
  readonly line: number;
  readonly column: number;
  readonly attributes: readonly string[];
  readonly from: number;
  to: number;
  text: string;
  readonly children: Plain[];
};

const REFUSED = 'refused';

/** What the published parser makes of a text: its elements with places, or that it refuses. */
function bySaxes(text: string): Plain | typeof REFUSED {
  const parser = new SaxesParser({ xmlns: true });
  const open: Plain[] = [];
  const roots: Plain[] = [];
  let ranges: { name: string; from: number; to: number }[] = [];
  const refuse = (error: Error): never => {
    throw error;
  };
  parser.on('error', refuse);
  parser.on('doctype', () => refuse(new Error('doctype')));
  parser.on('opentagstart', () => (ranges = []));
  parser.on('attribute', ({ name }) => {
    const to = parser.position - 1;
    ranges.push({ name, from: text.lastIndexOf(text.charAt(to), to - 1) + 1, to });
  });
  parser.on('opentag', tag => {
    const node = plainOf(tag, { ranges, at: parser.position, parser });
    (open.at(-1)?.children ?? roots).push(node);
    open.push(node);
  });
  const append = (piece: string): void => {
    const node = open.at(-1);
    if (node) node.text += piece;
  };
  parser.on('text', append);
  parser.on('cdata', append);
  parser.on('closetag', tag => {
    const node = open.pop();
    if (!node) return;
    if (!tag.isSelfClosing) node.to = text.lastIndexOf('</', parser.position - 1);
    if (node.children.length > 0 && node.text.trim() === '') node.text = '';
  });
  try {
    parser.write(text).close();
  } catch {
    return REFUSED;
  }
  return roots[0] ?? REFUSED;
}

function plainOf(
  { uri, local, attributes }: SaxesTagNS,
  at: {
    readonly ranges: readonly { name: string; from: number; to: number }[];
    readonly at: number;
    readonly parser: { readonly line: number; readonly column: number };
  },
): Plain {
  const written = at.ranges.map(({ name, from, to }) => {
    const found = attributes[name];
    return `{${found?.uri ?? ''}}${found?.local ?? ''} ${from}-${to} ${found?.value ?? ''}`;
  });
  const { line, column } = at.parser;
  return {
    name: `{${uri}}${local}`,
    line,
    column: column + 1,
    attributes: written,
    from: at.at,
    to: at.at,
    text: '',
    children: [],
  };
}

function byOwnReader(text: string): Plain | typeof REFUSED {
  const read = readXml({ text, charset: 'utf-8', bomBytes: 0, findings: [] }, LIMITS);
  return read.ok ? ownPlain(read.value.root) : REFUSED;
}

function ownPlain(node: XmlNode): Plain {
  const { uri, local, line, column, from, to, text } = node;
  const attributes = node.attributes.map(a => `{${a.uri}}${a.local} ${a.from}-${a.to} ${a.text}`);
  const children = node.children.map(ownPlain);
  return { name: `{${uri}}${local}`, line, column, attributes, from, to, text, children };
}

function sampleTexts(): { readonly name: string; readonly text: string }[] {
  const names = existsSync(SAMPLES) ? readdirSync(SAMPLES, { recursive: true }) : [];
  return names
    .map(String)
    .filter(name => /\.(xml|xbrl)$/i.test(name))
    .flatMap(name => {
      const bytes = readFileSync(join(SAMPLES, name));
      const declared = declaredCharset(bytes);
      const decoded = decode(bytes, declared === undefined ? {} : { declared });
      return decoded.ok ? [{ name, text: decoded.value.text }] : [];
    });
}

/** Pieces that turn a text into another, mostly broken, one. */
const PIECES = [
  '<',
  '>',
  '&',
  '"',
  "'",
  '/',
  '=',
  ' ',
  '\r',
  '\r\n',
  '\t',
  ':',
  '<!--',
  '-->',
  '--',
  '<![CDATA[',
  ']]>',
  '<?',
  '?>',
  '<?xml version="1.0"?>',
  '<?p?>',
  '&amp;',
  '&#65;',
  '&#x41;',
  '&#0;',
  '&#xD800;',
  '&#x1F600;',
  '&foo;',
  ' xmlns="u"',
  ' xmlns:a="u"',
  ' a:b="1"',
  ' a="1"',
  '<a/>',
  '<a>',
  '</a>',
  '<a:b/>',
  ' xmlns:xml="x"',
  ' xmlns=""',
  ' xmlns:p=""',
  '\u0001',
  '\ufffe',
  '\ufeff',
  '\u00a0',
  '\u00b7',
  '\u0085',
  '\u2028',
  'é',
  '发',
  '\u{1d4b3}',
  '<!DOCTYPE a>',
];

const edit = fc.record({
  at: fc.nat(1_000_000),
  way: fc.constantFrom('cut', 'put', 'over', 'copy'),
  piece: fc.constantFrom(...PIECES),
  length: fc.integer({ min: 1, max: 24 }),
});

type Edit = typeof edit extends fc.Arbitrary<infer T> ? T : never;

function edited(text: string, { at, way, piece, length }: Edit): string {
  const from = at % text.length;
  const head = text.slice(0, from);
  if (way === 'cut') return head + text.slice(from + length);
  if (way === 'put') return head + piece + text.slice(from);
  if (way === 'over') return head + piece + text.slice(from + piece.length);
  const other = (at * 31) % text.length;
  return head + text.slice(other, other + length) + text.slice(from);
}

describe('the XML reader against the published one', () => {
  const samples = sampleTexts();

  test('hand-written texts: read or refused alike', () => {
    const texts = [
      '<a/>',
      '<a b="1"/>',
      '<a b="1" c=\'2\'>x</a >',
      '\ufeff<a/>',
      ' <a/>',
      '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><a/>',
      ' <?xml version="1.0"?><a/>',
      '<?xml encoding="UTF-8" version="1.0"?><a/>',
      '<?xml version="2.0"?><a/>',
      '<a>1<!-- - -->2<![CDATA[<&]]>3&lt;&#x34;&#53;\r\n6\r7</a>',
      '<a>\n\t<b>𝒳<c/></b>\r\n<d e="\r\n\t&#9;x"/></a>',
      '<a xmlns="u" xmlns:p="v"><p:b p:c="1" c="2" xmlns:p="w"/><p:b/></a>',
      '<a xmlns:p="v" xmlns:q="v" p:c="1" q:c="2"/>',
      '<p:a/>',
      '<a p:b="1"/>',
      '<a:b:c xmlns:a="u"/>',
      '<xmlns:a/>',
      '<a xmlns:xmlns="u"/>',
      '<a xml:lang="en" xmlns:xml="http://www.w3.org/XML/1998/namespace"/>',
      '<a b="1" b="2"/>',
      '<a b="1"c="2"/>',
      '<a b=1/>',
      '<a b/>',
      '<a b="<"/>',
      '<a>]]></a>',
      '<a>&b;</a>',
      '<a>&#x110000;</a>',
      '<a><b></a></b>',
      '<a></b>',
      '<a/><b/>',
      '<a/>x',
      '<a',
      '<a>',
      '',
      '<!-- a -- b --><a/>',
      '<?XML a?><a/>',
      '<?a:b c?><a/>',
      '<发票>1</发票>',
      '<-a/>',
      '<a/ >',
      '<![CDATA[x]]><a/>',
    ];
    const told = texts.map(text => ({ text, found: byOwnReader(text) }));
    expect(told).toEqual(texts.map(text => ({ text, found: bySaxes(text) })));
    expect(told.filter(t => t.found === REFUSED)).toHaveLength(30);
  });

  test('a difference of one place would be seen', () => {
    const [text, moved] = ['<a>\n<b>1</b></a>', '<a>\n <b>1</b></a>'];
    expect(byOwnReader(text)).toEqual(bySaxes(text));
    expect(byOwnReader(moved)).not.toEqual(bySaxes(text));
  });

  const withSamples = samples.length > 0 ? test : test.skip;

  withSamples('every sample: the same elements, texts, attributes and places', () => {
    for (const { name, text } of samples) {
      expect({ name, found: byOwnReader(text) }).toEqual({ name, found: bySaxes(text) });
    }
    expect(samples.length).toBeGreaterThan(150);
  });

  withSamples('samples changed at random: read or refused alike', () => {
    const small = samples.filter(s => s.text.length < 16_000 && s.text.length > 0);
    let read = 0;
    fc.assert(
      fc.property(
        fc.nat(100_000),
        fc.array(edit, { minLength: 1, maxLength: 2 }),
        (pick, edits) => {
          const sample = small[pick % small.length];
          const text = edits.reduce(edited, sample?.text ?? '');
          // A charset name that XML does not allow is told as ENC-02, and the rest is read.
          if (!text.isWellFormed() || charsetFindings(text).length > 0) return;
          const found = byOwnReader(text);
          if (found !== REFUSED) read += 1;
          expect(found).toEqual(bySaxes(text));
        },
      ),
      { numRuns: RUNS },
    );
    expect(read).toBeGreaterThan(RUNS / 20);
  });
});
