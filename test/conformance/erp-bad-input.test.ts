import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { checkFile, type CheckedFile } from '../../ingest/index.ts';
import { tokenize } from '../../ingest/format/csv/tokenize.ts';
import { LIMITS } from '../../ingest/limits.ts';
import { readFile } from '../../ingest/read.ts';

const FIXTURE = join(import.meta.dirname, '../fixture/ingest');
/** Kept by hand: line and column are counted in the file, the rule is the one it breaks. */
const GOLDEN = join(FIXTURE, 'not-ok.golden.csv');

/** These files say nothing of EN 16931, and are about the product's own rules. */
function check(folder: string, name: string): CheckedFile {
  const found = checkFile(readFileSync(join(FIXTURE, folder, name)), name);
  return { ...found, findings: found.findings.filter(f => /^(own|envelope)$/.test(f.set)) };
}

function fatalsOf({ findings }: CheckedFile): string[] {
  return findings.filter(f => f.severity === 'fatal').map(f => `${f.rule}:${f.place}`);
}

describe('files that are not good', () => {
  const names = readdirSync(join(FIXTURE, 'not-ok')).sort();

  test('each ends with its rule and place, as the golden table says', () => {
    const lines = names.map(name => {
      const found = check('not-ok', name);
      return [name, found.outcome, ...fatalsOf(found)].join(',');
    });
    const found = `${lines.join('\n')}\n`;
    expect(found).toBe(readFileSync(GOLDEN, 'utf8'));
  });

  test('each of them says what is wrong', () => {
    for (const name of names) {
      expect([name, fatalsOf(check('not-ok', name)).length]).not.toEqual([name, 0]);
    }
  });

  test('their sound counterparts load, without any finding', () => {
    for (const name of readdirSync(join(FIXTURE, 'ok'))) {
      const { outcome, findings } = check('ok', name);
      expect([name, outcome, findings]).toEqual([name, 'loaded', []]);
    }
  });
});

describe('limits', () => {
  const context = { tenant: '', load: '', sha256: (text: string) => text };
  const limits = {
    ...LIMITS,
    depthMax: 3,
    attributesMax: 2,
    elementsMax: 5,
    treeMax: 5,
    membersMax: 5,
    equalsMax: 5,
    cellMax: 16,
    textMax: 16,
    columnsMax: 3,
    rowsMax: 3,
  };
  const root = (inner: string): string =>
    `<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">${inner}</Invoice>`;

  test.each([
    ['LIM-02', 'deep.xml', root('<a><b><c/></b></a>')],
    ['LIM-03', 'long.xml', root(`<a>${'x'.repeat(17)}</a>`)],
    ['LIM-11', 'many.xml', root('<a/><a/><a/><a/><a/>')],
    ['LIM-12', 'attributes.xml', root('<a b="1" c="2" d="3"/>')],
    ['LIM-03', 'cell.csv', `a,b\n${'x'.repeat(17)},1\n`],
    ['LIM-04', 'columns.csv', 'a,b,c,d\n1,2,3,4\n'],
    ['LIM-13', 'rows.csv', 'a,b\n1,2\n1,2\n1,2\n1,2\n'],
    ['CSV-03', 'quote.csv', `a,b\n"${'x,'.repeat(20)}`],
    ['LIM-01', 'large.csv', 'a,b\n1,2\n'],
  ])('%s stops %s', (rule, name, text) => {
    const own = rule === 'LIM-01' ? { ...limits, bytesMax: 4 } : limits;
    const read = readFile({ bytes: Buffer.from(text), name }, { context, limits: own });
    expect(read.ok ? [] : read.error.map(f => f.rule)).toEqual([rule]);
  });

  test('an open quote in a large file is named at its line without reading on', () => {
    const rows = 'aaaa,bbbb\n'.repeat(300_000);
    const text = `h1,h2\n1,"open\n${rows}`;
    const read = tokenize(text, ',', LIMITS);
    expect(read.ok ? null : read.error).toMatchObject({ rule: 'CSV-03', line: 2, column: 3 });
  });
});

describe('the table reader beside csv-parse', () => {
  test.each([
    ['quotes', 'a,b\r\n1,"x ""q"" y"\r\n2,"multi\nline"\r\n'],
    ['carriage returns alone', 'a,b\r1,2\r3,4'],
    ['mixed line ends and empty lines', 'a,b\n\n1,2\r\n3,4\r5,6\n'],
    ['blanks kept', 'a, b \n 1 ,\t2\n'],
    ['formula starts kept as text', 'a,b\n=1+1,@x\n-1,+2\n'],
    ['no final line end', 'a,b\n1,'],
    ['characters outside the basic plane', 'a,b\n𠮷,é\n'],
  ])('gives the same cells: %s', (_, text) => {
    const read = tokenize(text, ',', LIMITS);
    const cells = read.ok ? [...read.value].map(row => row.cells.map(c => c.text)) : read.error;
    const options = {
      skip_empty_lines: true,
      relax_column_count: true,
      record_delimiter: ['\r\n', '\n', '\r'],
    };
    expect(cells).toEqual(parse(text, options));
    if (!read.ok) return;
    for (const cell of [...read.value].flatMap(row => row.cells)) {
      if (!cell.escaped) expect(text.slice(cell.from, cell.to)).toBe(cell.text);
    }
  });
});
