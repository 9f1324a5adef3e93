import fc from 'fast-check';
import { canonical, isList, isObject, parseWire, type Wire } from './index.ts';

const text = fc.string({ unit: 'binary', maxLength: 30 }).map(one => one.toWellFormed());
const value = fc.letrec<{ value: Wire }>(tie => ({
  value: fc.oneof(
    { maxDepth: 4 },
    text,
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(text, tie('value'), { maxKeys: 5 }),
  ),
})).value;

test('canonical JSON sorts names by UTF-16 code units: the example of RFC 8785 section 3.2.3', () => {
  const shuffled = {
    '\u20ac': 'Euro Sign',
    '\r': 'Carriage Return',
    '\ufb33': 'Hebrew Letter Dalet With Dagesh',
    '1': 'One',
    '\ud83d\ude00': 'Emoji: Grinning Face',
    '\u0080': 'Control',
    '\u00f6': 'Latin Small Letter O With Diaeresis',
  };
  const names = ['\\r', '1', '\u0080', '\u00f6', '\u20ac', '\ud83d\ude00', '\ufb33'];
  const written = [...canonical(shuffled).matchAll(/"([^"]+)":/g)].map(([, name]) => name);
  expect(written).toEqual(names);
});

test('canonical JSON means what was written, without blanks, the same for any order', () => {
  const holds = fc.property(value, one => {
    const written = canonical(one);
    expect(JSON.parse(written)).toEqual(JSON.parse(JSON.stringify(one)));
    expect(canonical(reversed(one))).toBe(written);
    expect(written.replace(/"(?:[^"\\]|\\.)*"/g, '')).not.toMatch(/\s/);
  });
  fc.assert(holds, { numRuns: 1000, seed: 11 });
});

function reversed(one: Wire): Wire {
  if (isList(one)) return one.map(reversed);
  if (!isObject(one)) return one;
  const entries = Object.entries(one).reverse();
  return Object.fromEntries(entries.map(([name, item]) => [name, reversed(item ?? null)]));
}

test('what is read means what JSON means, whatever the blanks and escapes', () => {
  const isSame = fc.property(value, fc.constantFrom('', ' ', '\t', '\r\n  '), (one, indent) => {
    const written = JSON.stringify(one, null, indent);
    const escaped = written.replace(
      /[^\u0020-\u007e\r\n\t]/g,
      sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    for (const given of [written, escaped, ` ${written}\n`]) {
      const read = parseWire(given);
      expect(read.ok && JSON.parse(JSON.stringify(read.value))).toEqual(JSON.parse(written));
    }
  });
  fc.assert(isSame, { numRuns: 500, seed: 12 });
});

test.each([
  ['{"a":1,"a":2}', 'a: given twice'],
  ['{"a":1.5}', 'a: no integer, text, list or object at 5'],
  ['{"a":9007199254740993}', 'a: integer too large; amounts are text'],
  ['"\\ud800"', ': lone surrogate'],
  ['"\ud800"', ': lone surrogate'],
  ['"a\u0001"', ': no text at 0'],
  ['"a', ': no text at 0'],
  ['"\\x"', ': no text at 0'],
  ['{a:1}', ': no text at 1'],
  ['{"a" 1}', 'a: no colon at 5'],
  ['[1\u00a0,2]', ': list not closed at 2'],
  ['[1] 2', ': text after the value at 4'],
  ['', ': no integer, text, list or object at 0'],
  [`${'['.repeat(34)}${']'.repeat(34)}`, `${'[0]'.repeat(33)}: nested deeper than 32`],
])('%j is refused with its place', (given, expected) => {
  const read = parseWire(given);
  expect(read.ok ? 'read' : read.error.map(({ path, fault }) => `${path}: ${fault}`).join()).toBe(
    expected,
  );
});
