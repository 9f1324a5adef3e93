import { fatal, type Finding } from '../../finding.ts';
import {
  emptyDraft,
  type DateOrder,
  type Draft,
  type FileLocator,
  type Lexical,
  type Reading,
} from '../../locator.ts';
import type { DraftDocument } from '../mapped.ts';
import { applyWritten } from '../mapping.ts';
import { FIELDS } from './fields.ts';
import type { MappingProfile, ProfileColumn, ProfileTransform } from './profile.ts';
import type { Cell, Row, Rows } from './tokenize.ts';

export type Table = {
  readonly profile: MappingProfile;
  readonly names: readonly string[];
  readonly orders: ReadonlyMap<string, DateOrder>;
  readonly byteAt: (character: number) => number;
};

/** Neighbouring rows with one value in the grouping field make one record. */
export function groupRows(table: Table, rows: Rows): Iterable<readonly Row[]> {
  return { [Symbol.iterator]: () => groupsOf(table, rows) };
}

function* groupsOf({ profile, names }: Table, rows: Rows): Generator<readonly Row[], undefined> {
  const column = profile.columns.find(c => c.to === profile.rowGroup);
  const at = column ? names.indexOf(column.from) : -1;
  let group: Row[] = [];
  let current = '';
  for (const row of rows) {
    const value = row.cells[at]?.text.trim() ?? '';
    if (group.length > 0 && (value === '' || value !== current)) {
      yield group;
      group = [];
    }
    group.push(row);
    current = value;
  }
  if (group.length > 0) yield group;
}

/** Maps the rows of one record to a draft; a ragged row is CSV-01 at its line. */
export function mapRows(table: Table, rows: readonly Row[]): DraftDocument {
  const plan = planOf(table);
  const draft = emptyDraft(rowsLocator(table, rows));
  const findings: Finding[] = [];
  for (const row of rows) mapRow(plan, { row, draft, findings });
  for (const { text, place: at } of plan.constants) {
    const lexical: Lexical = { text, at: { ...draft.at, to: draft.at.from }, constant: true };
    placeConstant(draft, at, lexical);
  }
  if (plan.hasUnit) attachUnits(draft);
  return { kind: table.profile.kind, draft, findings };
}

/** What each row of a table needs, worked out once. */
type Plan = {
  readonly table: Table;
  readonly columns: readonly PlannedColumn[];
  readonly unmapped: readonly { readonly name: string; readonly index: number }[];
  readonly constants: readonly { readonly text: string; readonly place: readonly string[] }[];
  readonly hasLine: boolean;
  readonly hasUnit: boolean;
};

type PlannedColumn = {
  readonly column: ProfileColumn;
  readonly index: number;
  readonly place: readonly string[];
  readonly steps: readonly string[];
  readonly fallback: string | undefined;
  readonly reading: Reading | undefined;
  /** The column that holds the sign. */
  readonly sign: number | undefined;
};

const plans = new WeakMap<Table, Plan>();

function planOf(table: Table): Plan {
  const known = plans.get(table);
  if (known) return known;
  const { profile, names } = table;
  const fields = new Map(FIELDS[profile.kind].map(f => [f.name, f.place.split('.')]));
  const columns = profile.columns.flatMap(column => {
    const place = fields.get(column.to);
    return place ? [plannedColumn(table, column, place)] : [];
  });
  const used = new Set(profile.columns.map(c => c.from));
  const constants = Object.entries(profile.constants ?? {}).flatMap(([name, text]) => {
    const place = fields.get(name);
    return place ? [{ text, place }] : [];
  });
  const plan = {
    table,
    columns,
    constants,
    unmapped: names.map((name, index) => ({ name, index })).filter(({ name }) => !used.has(name)),
    hasLine: profile.columns.some(c => c.to.startsWith('line.')),
    hasUnit: [...profile.columns.map(c => c.to), ...Object.keys(profile.constants ?? {})].includes(
      'line.unit',
    ),
  };
  plans.set(table, plan);
  return plan;
}

function plannedColumn(
  table: Table,
  column: ProfileColumn,
  place: readonly string[],
): PlannedColumn {
  const transforms = column.transforms ?? [];
  const fallback = transforms.find(t => t.name === 'default');
  const sign = transforms.find(t => t.name === 'dc');
  const reading = { ...readingOf(table.profile, column), ...dateReading(table, column) };
  return {
    column,
    place,
    index: table.names.indexOf(column.from),
    steps: transforms.flatMap(stepOf),
    fallback: fallback?.name === 'default' ? fallback.value : undefined,
    reading: Object.keys(reading).length > 0 ? reading : undefined,
    sign: sign?.name === 'dc' ? table.names.indexOf(sign.column) : undefined,
  };
}

function rowsLocator(table: Table, rows: readonly Row[]): FileLocator {
  const { line, from, to, part } = rows[0] ?? NO_ROW;
  const byteAt = part?.byteAt ?? table.byteAt;
  const range = { from: byteAt(from), to: byteAt(rows.at(-1)?.to ?? to) };
  const own = { kind: 'cell', ...range, escaped: true, line, column: 1 } as const;
  if (!part) return { ...own, path: `row at line ${line}` };
  return { ...own, path: `${part.sheet}!${line}`, within: part.name };
}

const NO_ROW: Row = { line: 0, from: 0, to: 0, cells: [] };

function mapRow(plan: Plan, into: { row: Row; draft: Draft; findings: Finding[] }): void {
  const { table } = plan;
  const { row, draft, findings } = into;
  const width = table.names.length;
  if (row.cells.length !== width) {
    const params = { expected: String(width), found: String(row.cells.length) };
    findings.push(fatal('CSV-01', { line: row.line }, params));
    return;
  }
  if (plan.hasLine) {
    (draft.groups['lines'] ??= []).push(emptyDraft(rowsLocator(table, [row])));
  }
  for (const planned of plan.columns) {
    const lexical = cellLexical(table, row, planned);
    const clash = lexical && place(draft, planned.place, lexical);
    if (clash) findings.push(contradiction(planned.column, lexical, clash));
  }
  if (plan.unmapped.length > 0) keepUnmapped(plan, row, draft);
}

function keepUnmapped({ table, unmapped }: Plan, row: Row, draft: Draft): void {
  for (const { name, index } of unmapped) {
    const cell = row.cells[index];
    if (!cell || cell.text.trim() === '') continue;
    const extra = (draft.parts['extra'] ??= emptyDraft(draft.at));
    extra.values[name] ??= locateCell(table, { row, cell, name });
  }
}

function contradiction(column: ProfileColumn, lexical: Lexical, earlier: Lexical): Finding {
  const { line, column: at } = lexical.at;
  const params = { field: column.to, earlier: earlier.text, value: lexical.text };
  return fatal('MAP-03', { path: column.from, line, column: at }, params);
}

/** A cell with its place, narrowed to the text without outer blanks, and the profile's steps. */
function cellLexical(table: Table, row: Row, planned: PlannedColumn): Lexical | undefined {
  const { column, index, fallback, sign } = planned;
  const cell = row.cells[index];
  if (!cell) return undefined;
  if (cell.text === '' && fallback === undefined) return undefined;
  const located = locateCell(table, { row, cell, name: column.from });
  if (located.text === '') {
    return fallback === undefined ? undefined : { ...located, text: fallback, constant: true };
  }
  const stepped = planned.steps.length > 0 ? withSteps(located, planned.steps) : located;
  const reading = sign === undefined ? planned.reading : signed(planned.reading, row.cells[sign]);
  return reading ? { ...stepped, reading } : stepped;
}

/** The sign stands in another column. */
function signed(reading: Reading | undefined, mark: Cell | undefined): Reading | undefined {
  return isDebit(mark?.text.trim() ?? '') ? { ...reading, negate: true } : reading;
}

function withSteps(located: Lexical, added: readonly string[]): Lexical {
  const { raw = located.text, steps = [] } = located;
  const text = added.reduce(applyWritten, located.text);
  return { ...located, text, raw, steps: [...steps, ...added] };
}

function isDebit(mark: string): boolean {
  return /^(D|DR|DBIT|S|借|-)$/i.test(mark);
}

function stepOf(transform: ProfileTransform): string[] {
  switch (transform.name) {
    case 'trim':
    case 'upper':
      return [transform.name];
    case 'split':
      return [`split ${JSON.stringify([transform.separator, transform.part])}`];
    case 'lookup':
      return [`lookup ${JSON.stringify(transform.table)}`];
    default:
      return [];
  }
}

/** How a column's numbers are written, by its own transform or by the profile. */
export function readingOf(profile: MappingProfile, column: ProfileColumn): Reading {
  const own = column.transforms?.find(t => t.name === 'decimal');
  if (own?.name === 'decimal') {
    const { name, ...marks } = own;
    return name === 'decimal' ? { marks } : {};
  }
  if (profile.decimal === undefined) return {};
  const { decimal, group } = profile;
  return { marks: group === undefined ? { decimal } : { decimal, group } };
}

function dateReading(table: Table, column: ProfileColumn): Reading {
  const dateOrder = table.orders.get(column.from);
  return dateOrder === undefined ? {} : { dateOrder };
}

type Located = { readonly row: Row; readonly cell: Cell; readonly name: string };

function locateCell(table: Table, of: Located): Lexical {
  const { steps, text } = of.cell;
  const raw = text.trim();
  const located = { text: raw, at: cellPlace(table, of, raw) };
  return steps ? { ...located, text: steps.reduce(applyWritten, raw), raw, steps } : located;
}

function cellPlace(table: Table, { row, cell, name }: Located, trimmed: string): FileLocator {
  const { part, escaped, text } = cell;
  const isBare = escaped || trimmed.length === text.length;
  const lead = isBare ? 0 : text.length - text.trimStart().length;
  const { line } = row;
  const start = cell.from + lead;
  const end = escaped ? cell.to : start + trimmed.length;
  if (!part) {
    const [from, to] = [table.byteAt(start), table.byteAt(end)];
    const path = `line ${line}, column ${name}`;
    return { kind: 'cell', path, from, to, escaped, line, column: cell.column + lead };
  }
  const [from, to] = [part.byteAt(start), part.byteAt(end)];
  const path = `${part.sheet}!${columnName(cell.column)}${line}`;
  const own = { path, from, to, escaped, line, column: cell.column };
  return { kind: 'cell', ...own, within: part.name };
}

/** The letters of a column of a workbook: `A` to `XFD`. */
export function columnName(column: number): string {
  const rest = Math.floor((column - 1) / 26);
  return (rest > 0 ? columnName(rest) : '') + String.fromCharCode(65 + ((column - 1) % 26));
}

/**
 * Puts a value where the field table says. A second, different value for a field of the whole
 * record is returned as the clash; `lines[]` is the line of the current row.
 */
function place(draft: Draft, steps: readonly string[], lexical: Lexical): Lexical | undefined {
  const last = steps.length - 1;
  const leaf = steps[last] ?? '';
  let at = draft;
  for (let n = 0; n < last; n += 1) at = descend(at, steps[n] ?? '');
  if (leaf === 'notes') {
    (at.lists['notes'] ??= []).push(lexical);
    return undefined;
  }
  const earlier = at.values[leaf];
  if (earlier) return earlier.text === lexical.text || lexical.constant ? undefined : earlier;
  at.values[leaf] = lexical;
  return undefined;
}

/** A constant of a line field stands in every line. */
function placeConstant(draft: Draft, steps: readonly string[], lexical: Lexical): void {
  const lines = draft.groups['lines'] ?? [];
  if (steps[0] !== 'lines[]' || lines.length === 0) place(draft, steps, lexical);
  else lines.forEach(line => place(line, steps.slice(1), lexical));
}

function descend(at: Draft, step: string): Draft {
  if (!step.endsWith('[]')) return (at.parts[step] ??= emptyDraft(at.at));
  const list = (at.groups[step.slice(0, -2)] ??= []);
  const last = list.at(-1);
  if (last) return last;
  const made = emptyDraft(at.at);
  list.push(made);
  return made;
}

/** Units stand in a column of their own; quantities carry them as an attribute. */
function attachUnits(draft: Draft): void {
  for (const line of draft.groups['lines'] ?? []) {
    const { unit } = line.values;
    if (!unit) continue;
    for (const name of ['quantity', 'delivered', 'received', 'accepted', 'rejected', 'short']) {
      const value = line.values[name];
      if (value) line.values[name] = { ...value, attributes: { unitCode: unit } };
    }
  }
}
