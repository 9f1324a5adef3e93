import {
  addDecimal,
  compareDecimal,
  DECIMAL_ZERO,
  formatExact,
} from '../../../domain/document/index.ts';
import { readNumber } from '../../canonical/transform.ts';
import { fatal, warning, type Finding } from '../../finding.ts';
import { FIELDS } from './fields.ts';
import { readingOf } from './map.ts';
import type { MappingProfile, ProfileColumn } from './profile.ts';
import type { Row, Rows } from './tokenize.ts';

const LABEL =
  /^(grand\s+)?(total|totals|sum|subtotal|summe|gesamt|gesamtsumme|totaal|somme|合计|总计|小计|合計)[\s:：]*$/iu;

/**
 * A last row that only adds up the rows above (CSV-08): by its label, or because it names no
 * document and its amounts are the sums. Its sums are checked; a sum that differs is fatal.
 */
export function findTotalsRow(
  profile: MappingProfile,
  names: readonly string[],
  rows: Rows,
): Finding | undefined {
  const last = rows.at(-1);
  if (!last || rows.length < 2) return undefined;
  const hasLabel = last.cells.some(c => LABEL.test(c.text.trim()));
  if (!hasLabel && !isNameless(profile, names, last)) return undefined;
  const amounts = amountColumns(profile).filter(c => cellOf(last, names, c.from) !== '');
  const differs = amounts.filter(c => !sumHolds(profile, names, rows, c));
  const hasSums = amounts.length > 0 && differs.length === 0;
  if (!hasLabel && !hasSums) return undefined;
  const columns = amounts.map(c => c.from).join(', ');
  const [wrong] = differs;
  if (wrong) return wrongSum(profile, names, rows, { column: wrong, columns });
  return rightSum(last, amounts, columns);
}

function rightSum(last: Row, amounts: readonly ProfileColumn[], columns: string): Finding {
  return warning('CSV-08', { line: last.line, path: amounts[0]?.from ?? '' }, { columns });
}

function wrongSum(
  profile: MappingProfile,
  names: readonly string[],
  rows: Rows,
  of: { readonly column: ProfileColumn; readonly columns: string },
): Finding | undefined {
  const last = rows.at(-1);
  if (!last) return undefined;
  const { column, columns } = of;
  const computed = formatExact(columnSum(profile, names, rows.slice(0, -1), column));
  const stated = cellOf(last, names, column.from);
  return fatal('CSV-08', { line: last.line, path: column.from }, { columns, stated, computed });
}

/** A row that names no document; a totals row without a label is one. */
function isNameless(profile: MappingProfile, names: readonly string[], row: Row): boolean {
  const key = profile.columns.find(c => c.to === (profile.rowGroup ?? 'number'));
  return key !== undefined && cellOf(row, names, key.from) === '';
}

function amountColumns(profile: MappingProfile): ProfileColumn[] {
  const shapes = new Map(FIELDS[profile.kind].map(f => [f.name, f.shape]));
  return profile.columns.filter(c => shapes.get(c.to) === 'amount' && c.to !== 'line.price');
}

function sumHolds(
  profile: MappingProfile,
  names: readonly string[],
  rows: Rows,
  column: ProfileColumn,
): boolean {
  const last = rows.at(-1);
  const stated = readNumber(
    last ? cellOf(last, names, column.from) : '',
    readingOf(profile, column),
  );
  if (!stated.ok) return false;
  const computed = columnSum(profile, names, rows.slice(0, -1), column);
  return compareDecimal(stated.value.value, computed) === 0;
}

function columnSum(
  profile: MappingProfile,
  names: readonly string[],
  rows: Rows,
  column: ProfileColumn,
): ReturnType<typeof addDecimal> {
  let total = DECIMAL_ZERO;
  const reading = readingOf(profile, column);
  for (const row of rows) {
    const read = readNumber(cellOf(row, names, column.from), reading);
    if (read.ok) total = addDecimal(total, read.value.value);
  }
  return total;
}

function cellOf(row: Row, names: readonly string[], name: string): string {
  return row.cells[names.indexOf(name)]?.text.trim() ?? '';
}
