import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const FOLDER = join(import.meta.dirname, 'acts');

/** One line of a golden table: what is tried on which situation, and what the ledger answers. */
export type GoldenRow = {
  readonly file: string;
  readonly kind: string;
  readonly rule: string;
  /** Situations that are made one after the other; the first word of the file's head if blank. */
  readonly given: readonly string[];
  readonly day: string;
  /** `supplier maker 1, buyer maker 1*`; the star is a fresh second factor. */
  readonly signers: string;
  /** `name: value; name: value`: the whole body in a kind's first row, what differs in the others. */
  readonly body: string;
  readonly answer: string;
  /** What the act leaves: `financing @financing: repaid; 2201 @repayment debit: CNY 1.00`. */
  readonly after: string;
};

/**
 * Tables of the golden folder. A heading `## kind (actor)` begins a kind; each table has the columns
 * rule, given, day, signers, body, answer, and may have a seventh, after. A blank cell is as in the kind's first row.
 */
export function goldenRows(): readonly GoldenRow[] {
  return readdirSync(FOLDER)
    .filter(name => name.endsWith('.md'))
    .sort()
    .flatMap(file => rowsOf(file, readFileSync(join(FOLDER, file), 'utf8')));
}

function rowsOf(file: string, text: string): GoldenRow[] {
  const rows: GoldenRow[] = [];
  let kind = '';
  let first: GoldenRow | undefined;
  for (const line of text.split('\n')) {
    const heading = /^## ([\w.]+)$/.exec(line);
    if (heading) {
      kind = heading[1] ?? '';
      first = undefined;
    }
    const cells = cellsOf(line);
    if (!cells) continue;
    const row = rowOf(cells, { file, kind });
    rows.push(first ? filled(row, first) : row);
    first ??= row;
  }
  return rows;
}

function rowOf(
  cells: readonly string[],
  of: { readonly file: string; readonly kind: string },
): GoldenRow {
  const at = (column: number): string => cells[column] ?? '';
  const given = at(1)
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '');
  const tried = { day: at(2), signers: at(3), body: at(4), answer: at(5), after: at(6) };
  return { ...of, rule: at(0), given, ...tried };
}

/** A row with what the kind's first row says where its own cell is blank. */
function filled(row: GoldenRow, first: GoldenRow): GoldenRow {
  return {
    ...row,
    given: row.given.length === 0 ? first.given : row.given,
    day: row.day || first.day,
    signers: row.signers || first.signers,
    body: [first.body, row.body].filter(text => text !== '').join('; '),
  };
}

/** Cells of a table's row; `null` for text, the head and the rule under it. */
function cellsOf(line: string): readonly string[] | null {
  if (!line.startsWith('|') || /^\|[\s|:-]+\|$/.test(line)) return null;
  const cells = line
    .slice(1, line.lastIndexOf('|'))
    .split('|')
    .map(cell => cell.trim());
  return cells[0] === 'rule' ? null : cells;
}
