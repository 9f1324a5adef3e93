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
import type { Row } from './tokenize.ts';

const LABEL =
  /^(grand\s+)?(total|totals|sum|subtotal|summe|gesamt|gesamtsumme|totaal|somme|合计|总计|小计|合計)[\s:：]*$/iu;

/**
 * A last row that only adds up the rows above (CSV-08): by its label, or because it names no
 * document and its amounts are the sums. Its sums are checked; a sum that differs is fatal.
 */
export function findTotalsRow(
  profile: MappingProfile,
  names: readonly string[],
  rows: readonly Row[],
): Finding | undefined {
  const last = rows.at(-1);
  if (!last || rows.length < 2) return undefined;
  const amounts = amountColumns(profile).filter(c => cellOf(last, names, c.from) !== '');
  const differs = amounts.filter(c => !sumHolds(profile, names, rows, c));
  if (!isTotals(profile, names, last, { hasSums: amounts.length > 0 && differs.length === 0 })) {
    return undefined;
  }
  const [wrong] = differs;
  const place = { line: last.line, path: (wrong ?? amounts[0])?.from ?? '' };
  const params = { columns: amounts.map(c => c.from).join(', ') };
  if (!wrong) return warning('CSV-08', place, params);
  const computed = columnSum(profile, names, rows.slice(0, -1), wrong);
  const stated = cellOf(last, names, wrong.from);
  return fatal('CSV-08', place, { ...params, stated, computed: formatExact(computed) });
}

/** A totals row has a label, or it has sums and names no document. */
function isTotals(
  profile: MappingProfile,
  names: readonly string[],
  row: Row,
  of: { readonly hasSums: boolean },
): boolean {
  if (row.cells.some(c => LABEL.test(c.text.trim()))) return true;
  const key = profile.columns.find(c => c.to === (profile.rowGroup ?? 'number'));
  return of.hasSums && key !== undefined && cellOf(row, names, key.from) === '';
}

function amountColumns(profile: MappingProfile): ProfileColumn[] {
  const shapes = new Map(FIELDS[profile.kind].map(f => [f.name, f.shape]));
  return profile.columns.filter(c => shapes.get(c.to) === 'amount' && c.to !== 'line.price');
}

function sumHolds(
  profile: MappingProfile,
  names: readonly string[],
  rows: readonly Row[],
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
  rows: readonly Row[],
  column: ProfileColumn,
): ReturnType<typeof addDecimal> {
  return rows.reduce((total, row) => {
    const read = readNumber(cellOf(row, names, column.from), readingOf(profile, column));
    return read.ok ? addDecimal(total, read.value.value) : total;
  }, DECIMAL_ZERO);
}

function cellOf(row: Row, names: readonly string[], name: string): string {
  return row.cells[names.indexOf(name)]?.text.trim() ?? '';
}
