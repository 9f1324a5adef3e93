import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { DateOrder } from '../../locator.ts';
import { FIELDS } from './fields.ts';
import type { MappingProfile } from './profile.ts';
import type { Row } from './tokenize.ts';

/**
 * The order of day and month for each date column: named by the profile, or shown by a value above
 * twelve. A column whose values fit both is DAT-02; one that needs both is DAT-03.
 */
export function columnOrders(
  profile: MappingProfile,
  names: readonly string[],
  rows: readonly Row[],
): Result<ReadonlyMap<string, DateOrder>, Finding[]> {
  const orders = new Map<string, DateOrder>();
  const findings: Finding[] = [];
  const dates = new Set(FIELDS[profile.kind].filter(f => f.shape === 'date').map(f => f.name));
  for (const column of profile.columns.filter(c => dates.has(c.to))) {
    const transform = column.transforms?.find(t => t.name === 'date');
    const named = transform?.name === 'date' ? transform.order : profile.dateOrder;
    const at = names.indexOf(column.from);
    const shown = named ?? shownOrder(datesOf(rows, at));
    if (typeof shown === 'string') orders.set(column.from, shown);
    else if (shown)
      findings.push(fatal(shown.rule, { path: column.from, line: shown.line }, shown.params));
  }
  return findings.length > 0 ? fail(findings) : ok(orders);
}

/** A date whose two first numbers are day and month in an order that it does not say. */
export type WrittenDate = {
  readonly line: number;
  readonly value: string;
  readonly a: number;
  readonly b: number;
};

export type Ambiguity = {
  readonly rule: 'DAT-02' | 'DAT-03';
  readonly line: number;
  readonly params: Record<string, string>;
};

function datesOf(rows: readonly Row[], at: number): WrittenDate[] {
  return rows.flatMap(row => {
    const value = row.cells[at]?.text.trim() ?? '';
    const match = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}$/.exec(value);
    return match ? [{ line: row.line, value, a: Number(match[1]), b: Number(match[2]) }] : [];
  });
}

/** The order that a value above twelve shows; undefined where there is no such date. */
export function shownOrder(values: readonly WrittenDate[]): DateOrder | Ambiguity | undefined {
  const [first] = values;
  if (!first) return undefined;
  const shown: DateOrder[] = [];
  if (values.some(v => v.a > 12)) shown.push('DMY');
  if (values.some(v => v.b > 12)) shown.push('MDY');
  const place = { line: first.line, params: { value: first.value } };
  if (shown.length > 1) return { rule: 'DAT-03', ...place };
  return shown[0] ?? { rule: 'DAT-02', ...place };
}
