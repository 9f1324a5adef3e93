import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, sourcesUnder } from './pages.ts';

const FOLDERS = ['domain', 'chaincode', 'ledger', 'ingest', 'api', 'reports'];
const ASSERTED = /(?:invariant\(|\bid: |\binvariant: )\s*'(INV-[A-Z]\d+)'/g;

const page = readFileSync(join(ROOT, 'docs', 'invariants.md'), 'utf8');
const rows = page
  .split('\n')
  .filter(line => line.startsWith('| INV-'))
  .map(line => line.split('|').map(cell => cell.trim()))
  .map(([, id = '', state = '', , before = '', , test = '']) => ({ id, state, before, test }));
const built = rows.filter(({ state }) => state === 'built');

const asserted = new Set(
  FOLDERS.flatMap(sourcesUnder).flatMap(file =>
    [...readFileSync(join(ROOT, file), 'utf8').matchAll(ASSERTED)].map(([, id = '']) => id),
  ),
);

describe('docs/invariants.md', () => {
  test('lists each of G1–G18, R1–R25, C1–C7, I1–I6 and S1–S11 once', () => {
    const range = (letter: string, count: number): string[] =>
      Array.from({ length: count }, (_, at) => `INV-${letter}${at + 1}`);
    const agreed = [
      ...[...range('G', 18), ...range('R', 25), ...range('C', 7), ...range('I', 6)],
      ...range('S', 11),
    ];
    expect(rows.map(({ id }) => id)).toEqual(agreed);
  });

  test('calls built exactly what the code asserts by number', () => {
    expect(built.map(({ id }) => id).sort()).toEqual([...asserted].sort());
  });

  test('names a test that is there for each of these', () => {
    const missing = built.filter(({ test }) => !existsSync(join(ROOT, test.replaceAll('`', ''))));
    expect(missing).toEqual([]);
  });

  test('says for each of these where it is asserted before the write', () => {
    expect(built.filter(({ before }) => before === '' || before === '—')).toEqual([]);
  });
});
