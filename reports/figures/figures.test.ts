import { createHash } from 'node:crypto';
import { proveField, verifyField } from '../../domain/evidence/index.ts';
import { DocumentStop } from '../fault.ts';
import {
  checkFigures,
  documentNumber,
  figuresHash,
  figuresRoot,
  fromFile,
  fromLedger,
  issuedDocumentId,
  leaves,
  saltedLeaves,
  sha256Hex,
  type FigureGroup,
  type Figures,
} from './index.ts';

const make = fromLedger('receivable~r1', 7);
const figures = (tree: FigureGroup, height = 7): Figures => ({
  format: 'tallystick-figures/1',
  document: {
    documentId: 'd1',
    issuer: 'i',
    issuerName: '签发人',
    kind: 'K',
    number: 'N',
    version: 1,
    asOf: '2026-03-31',
    height,
    locale: 'zh',
    verifyAddress: 'https://v.example',
    clock: 'real',
  },
  figures: tree,
});
const codeOf = (run: () => unknown): string | undefined => {
  try {
    run();
  } catch (error) {
    if (error instanceof DocumentStop) return error.faults[0]?.code;
    throw error;
  }
  return undefined;
};

test('the document id is the first 32 hex of SHA-256 over canonical issuer, kind, number, version', () => {
  const text = '{"issuer":"i","kind":"RC","number":"N-1","version":2}';
  const expected = createHash('sha256').update(text).digest('hex').slice(0, 32);
  expect(issuedDocumentId({ issuer: 'i', kind: 'RC', number: 'N-1', version: 2 })).toBe(expected);
});

test('a number names issuer, kind, subject, period and sequence', () => {
  const parts = { issuer: 'BRK', kind: 'RC', subject: 'r7f3', period: '20260331', seq: 7 };
  expect(documentNumber(parts)).toBe('BRK-RC-r7f3-20260331-0007');
});

test('figuresHash does not depend on the order in which figures were put in', () => {
  const a = figures({ x: make.count(1), y: make.text('甲') });
  const b = figures({ y: make.text('甲'), x: make.count(1) });
  expect(figuresHash(a)).toBe(figuresHash(b));
  expect(figuresHash(a)).not.toBe(figuresHash(figures({ x: make.count(2), y: make.text('甲') })));
});

test('every leaf has a path and a source', () => {
  const tree = { rows: [{ a: make.count(1) }, { a: fromFile('f00d', 3).count(2) }] };
  expect([...leaves(tree)].map(({ path, leaf }) => [path, leaf.src])).toEqual([
    ['rows[0].a', { key: 'receivable~r1', height: 7 }],
    ['rows[1].a', { file: 'f00d', row: 3 }],
  ]);
});

test('figures of two heights do not stand on one paper', () => {
  const mixed = { a: make.count(1), b: fromLedger('receivable~r1', 8).count(1) };
  expect(
    codeOf(() => {
      checkFigures(figures(mixed));
    }),
  ).toBe('HEIGHT_MIXED');
});

test.each([
  ['right-to-left override', '甲\u202e乙', 'CHARACTER_REFUSED'],
  ['control character', '甲\u0007', 'CHARACTER_REFUSED'],
  ['zero-width space', 'A\u200bB', 'CHARACTER_REFUSED'],
  ['line separator', 'A\u2028B', 'CHARACTER_REFUSED'],
  ['empty text', '', 'FIGURE_TYPE'],
  ['200 plain characters', '恒'.repeat(200), undefined],
])('%s in a name', (_, name, code) => {
  expect(
    codeOf(() => {
      checkFigures(figures({ name: make.text(name) }));
    }),
  ).toBe(code);
});

test.each([
  ['a date that is none', () => make.date('2026-02-30')],
  ['an amount with a separator', () => make.money({ minor: '1,000', currency: 'CNY' })],
  ['a currency unknown', () => make.money({ minor: '1', currency: 'XXQ' })],
  ['a fraction of a count', () => make.count(1.5)],
])('%s is refused', (_, leaf) => {
  expect(
    codeOf(() => {
      checkFigures(figures({ a: leaf() }));
    }),
  ).toBe('FIGURE_TYPE');
});

test('one figure is proved under figuresRoot; another secret gives another root', () => {
  const secret = Buffer.alloc(32, 1);
  const three = figures({ a: make.count(1), b: make.count(2), c: make.count(3) });
  const fields = saltedLeaves(three, secret);
  const root = figuresRoot(three, secret);
  const [, second] = fields;
  const proof = proveField(fields, 'b', sha256Hex);
  if (!second || !proof) throw new Error('three leaves');
  expect(verifyField(second, proof, { root, sha256: sha256Hex })).toBe(true);
  const altered = { ...second, value: make.count(20) };
  expect(verifyField(altered, proof, { root, sha256: sha256Hex })).toBe(false);
  expect(figuresRoot(three, Buffer.alloc(32, 2))).not.toBe(root);
});
