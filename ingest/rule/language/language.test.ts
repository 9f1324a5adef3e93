import { decode } from '../../decode.ts';
import { readXml } from '../../format/xml.ts';
import { LIMITS } from '../../limits.ts';
import { readRuleSet, runRuleSet, treeOf } from './index.ts';

const HEAD = 'set TEST 1\nroot Bill\nnamespace urn:x\n';
const none = (): string => '';

/** Rules that fire on a document, each with the element where it does. */
function fired(rules: string, xml: string): string[] {
  const decoded = decode(Buffer.from(xml), {});
  if (!decoded.ok) throw new Error('text');
  const read = readXml(decoded.value, LIMITS);
  if (!read.ok) throw new Error('XML');
  const set = readRuleSet(`${HEAD}${rules}`, none);
  const tree = treeOf(read.value.root, uri => set.namespaces.includes(uri));
  return runRuleSet(set, tree).map(b => `${b.id} ${b.node.source.local}${b.node.source.position}`);
}

/** Whether a condition holds at the root of a bill. */
function holds(condition: string, content: string): boolean {
  const rules = `group\nat /Bill\n  R fatal ${condition}\n`;
  return fired(rules, `<Bill xmlns="urn:x">${content}</Bill>`).length === 0;
}

describe('conditions', () => {
  test.each([
    ['filled(ID)', '<ID> 7 </ID>', true],
    ['filled(ID)', '<ID> </ID>', false],
    ['not(Note)', '<Note/>', false],
    ['Note/@lang', '<Note lang="de"/>', true],
    ['Note/@lang', '<Note x:lang="de" xmlns:x="urn:y"/>', false],
    ['count(Line) = 2', '<Line/><Line/>', true],
    ['Line[2] = 7', '<Line>5</Line><Line>7.00</Line>', true],
    ['(Line/Part)[2] = 7', '<Line><Part>5</Part></Line><Line><Part>7</Part></Line>', true],
    ['Line/Part[2]', '<Line><Part>5</Part></Line><Line><Part>7</Part></Line>', false],
    ['every $l in Line satisfies $l > 4', '<Line>5</Line><Line>4</Line>', false],
    ['some $l in Line satisfies $l > 4', '<Line>5</Line><Line>4</Line>', true],
    ['(if (A) then 1 else 2) = 2', '<B/>', true],
    ['//Part/ancestor::Line', '<Line><Part/></Line>', true],
    ['decimals(A) <= 2', '<A>1.005</A>', false],
    ["oneOf(A, 'x y')", '<A>y</A>', true],
    ['A = true()', '<A>1</A>', true],
  ])('%s on %s', (condition, content, expected) => {
    expect(holds(condition, content)).toBe(expected);
  });

  test('calculates in decimals, where binary numbers would not add up', () => {
    expect(holds('sum(A/decimal(.)) = 0.3', '<A>0.1</A><A>0.2</A>')).toBe(true);
  });

  test('rounds a half upwards, below zero too, as the published rules do', () => {
    expect(holds('cents(decimal(A)) = 0.13', '<A>0.125</A>')).toBe(true);
    expect(holds('cents(decimal(A)) = -0.12', '<A>-0.125</A>')).toBe(true);
  });

  test('does not hold where text stands for an amount', () => {
    expect(holds('decimal(A) >= 0 or true()', '<A>abc</A>')).toBe(false);
  });

  test('takes an element of another namespace for another thing', () => {
    expect(holds('ID', '<ID xmlns="urn:other">7</ID>')).toBe(false);
  });
});

describe('places', () => {
  test('a rule fires once for each element it applies to', () => {
    const rules = 'group\nat Line\n  R1 fatal filled(ID)\n';
    const xml = '<Bill xmlns="urn:x"><Line><ID>1</ID></Line><Line/><Line/></Bill>';
    expect(fired(rules, xml)).toEqual(['R1 Line2', 'R1 Line3']);
  });

  test('within a group the first place that means an element judges it, and that alone', () => {
    const rules = "group\nat Line[@kind = 'a']\n  R1 fatal false()\nat Line\n  R2 fatal false()\n";
    const xml = '<Bill xmlns="urn:x"><Line kind="a"/><Line/></Bill>';
    expect(fired(rules, xml)).toEqual(['R1 Line1', 'R2 Line2']);
  });

  test('a path from the root means no element deeper down', () => {
    const rules = 'group\nat /Bill/Line\n  R1 fatal false()\n';
    const xml = '<Bill xmlns="urn:x"><Line/><Sub><Line/></Sub></Bill>';
    expect(fired(rules, xml)).toEqual(['R1 Line1']);
  });
});

describe('a data model', () => {
  const rules = [
    'model M-',
    '- Bill +ID:01 !:02',
    '-- ID',
    '-- Line +@unit:03 @unit={KGM,EA}:04',
    '-- Country =iso-3166:05',
  ].join('\n');
  const bill = (content: string): string[] => fired(rules, `<Bill xmlns="urn:x">${content}</Bill>`);

  test('wants what is required and nothing else', () => {
    expect(bill('<ID>1</ID>')).toEqual([]);
    expect(bill('<Other/>')).toEqual(['M-01 Bill1', 'M-02 Other1']);
  });

  test('holds attributes and texts to their code lists', () => {
    expect(bill('<ID/><Line unit="KGM"/><Country>DE</Country>')).toEqual([]);
    expect(bill('<ID/><Line unit="kg"/><Line/><Country>Germany</Country>')).toEqual([
      'M-04 Line1',
      'M-03 Line2',
      'M-05 Country1',
    ]);
  });
});

test('a rule that cannot be read names its line', () => {
  expect(() => readRuleSet(`${HEAD}group\nat Line\n  R1 fatal count(\n`, none)).toThrow(/R1 fatal/);
});
