import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { DateOrder } from '../../locator.ts';
import { FIELDS } from './fields.ts';
import type { MappingProfile, ProfileColumn } from './profile.ts';
import type { Rows } from './tokenize.ts';

/**
 * The order of day and month for each date column: named by the profile, or shown by a value above
 * twelve. A column whose values fit both is DAT-02; one that needs both is DAT-03.
 */
export function columnOrders(
  profile: MappingProfile,
  names: readonly string[],
  rows: Rows,
): Result<ReadonlyMap<string, DateOrder>, Finding[]> {
  const orders = new Map<string, DateOrder>();
  const findings: Finding[] = [];
  const open: DateColumn[] = [];
  const dates = new Set(FIELDS[profile.kind].filter(f => f.shape === 'date').map(f => f.name));
  for (const column of profile.columns.filter(c => dates.has(c.to))) {
    const named = orderNamed(profile, column);
    if (named !== undefined) orders.set(column.from, named);
    else open.push({ name: column.from, at: names.indexOf(column.from), shown: new ShownOrder() });
  }
  if (open.length > 0) lookThrough(rows, open);
  for (const { name, shown } of open) {
    const order = shown.order();
    if (typeof order === 'string') orders.set(name, order);
    else if (order) findings.push(faultOf(name, order));
  }
  return findings.length > 0 ? fail(findings) : ok(orders);
}

function orderNamed(profile: MappingProfile, column: ProfileColumn): DateOrder | undefined {
  const transform = column.transforms?.find(t => t.name === 'date');
  return transform?.name === 'date' ? transform.order : profile.dateOrder;
}

function faultOf(path: string, { rule, line, params }: Ambiguity): Finding {
  return fatal(rule, { path, line }, params);
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

type DateColumn = {
  readonly name: string;
  readonly at: number;
  readonly shown: ShownOrder;
};

/** Looks at the dates of all columns in one walk through the rows. */
function lookThrough(rows: Rows, columns: readonly DateColumn[]): void {
  for (const { cells, line } of rows) {
    for (const { at, shown } of columns) {
      const text = cells[at]?.text ?? '';
      // Shorter than `1/1/2026`, or ISO: nothing to learn.
      if (text.length < 8 || text.charCodeAt(4) === HYPHEN) continue;
      const value = text.trim();
      const match = /^(\d{1,2})[./-](\d{1,2})[./-]\d{4}$/.exec(value);
      if (match) shown.add({ line, value, a: Number(match[1]), b: Number(match[2]) });
    }
  }
}

const HYPHEN = 0x2d;

/** What dates that are written alike show of their order; only the first of them is kept. */
export class ShownOrder {
  #first: WrittenDate | undefined;
  #isDayFirst = false;
  #isMonthFirst = false;

  add(date: WrittenDate): void {
    this.#first ??= date;
    if (date.a > 12) this.#isDayFirst = true;
    if (date.b > 12) this.#isMonthFirst = true;
  }

  /** The order that a value above twelve shows; undefined where there is no such date. */
  order(): DateOrder | Ambiguity | undefined {
    if (!this.#first) return undefined;
    const { line, value } = this.#first;
    const place = { line, params: { value } };
    if (this.#isDayFirst && this.#isMonthFirst) return { rule: 'DAT-03', ...place };
    if (this.#isDayFirst) return 'DMY';
    return this.#isMonthFirst ? 'MDY' : { rule: 'DAT-02', ...place };
  }
}
