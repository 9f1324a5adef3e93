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
import type { Cell, Row } from './tokenize.ts';

export type Table = {
  readonly profile: MappingProfile;
  readonly names: readonly string[];
  readonly orders: ReadonlyMap<string, DateOrder>;
  readonly byteAt: (character: number) => number;
};

/** Neighbouring rows with one value in the grouping field make one record. */
export function groupRows(table: Table, rows: readonly Row[]): Row[][] {
  const { profile, names } = table;
  const column = profile.columns.find(c => c.to === profile.rowGroup);
  if (!column) return rows.map(row => [row]);
  const at = names.indexOf(column.from);
  const groups: Row[][] = [];
  let current: string | undefined;
  for (const row of rows) {
    const value = row.cells[at]?.text.trim() ?? '';
    if (value !== '' && value === current) groups.at(-1)?.push(row);
    else groups.push([row]);
    current = value;
  }
  return groups;
}

/** Maps the rows of one record to a draft; a ragged row is CSV-01 at its line. */
export function mapRows(table: Table, rows: readonly Row[]): DraftDocument {
  const { profile } = table;
  const draft = emptyDraft(rowsLocator(table, rows));
  const findings: Finding[] = [];
  for (const row of rows) mapRow(table, { row, draft, findings });
  for (const [name, text] of Object.entries(profile.constants ?? {})) {
    const field = FIELDS[profile.kind].find(f => f.name === name);
    const { at } = draft;
    const lexical: Lexical = { text, at: { ...at, to: at.from }, constant: true };
    if (field) placeConstant(draft, field.place, lexical);
  }
  attachUnits(draft);
  return { kind: profile.kind, draft, findings };
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

function mapRow(table: Table, into: { row: Row; draft: Draft; findings: Finding[] }): void {
  const { profile, names } = table;
  const { row, draft, findings } = into;
  if (row.cells.length !== names.length) {
    const params = { expected: String(names.length), found: String(row.cells.length) };
    findings.push(fatal('CSV-01', { line: row.line }, params));
    return;
  }
  const fields = new Map(FIELDS[profile.kind].map(f => [f.name, f]));
  const hasLine = profile.columns.some(c => c.to.startsWith('line.'));
  if (hasLine) (draft.groups['lines'] ??= []).push(emptyDraft(rowsLocator(table, [row])));
  for (const column of profile.columns) {
    const field = fields.get(column.to);
    const lexical = cellLexical(table, row, column);
    if (!field || !lexical) continue;
    const clash = place(draft, field.place, lexical);
    if (clash) findings.push(contradiction(column, lexical, clash));
  }
  keepUnmapped(table, row, draft);
}

function contradiction(column: ProfileColumn, lexical: Lexical, earlier: Lexical): Finding {
  const { line, column: at } = lexical.at;
  const params = { field: column.to, earlier: earlier.text, value: lexical.text };
  return fatal('MAP-03', { path: column.from, line, column: at }, params);
}

function keepUnmapped(table: Table, row: Row, draft: Draft): void {
  const used = new Set(table.profile.columns.map(c => c.from));
  table.names.forEach((name, at) => {
    const cell = row.cells[at];
    if (used.has(name) || !cell || cell.text.trim() === '') return;
    const extra = (draft.parts['extra'] ??= emptyDraft(draft.at));
    extra.values[name] ??= locateCell(table, { row, cell, name });
  });
}

/** A cell with its place, narrowed to the text without outer blanks, and the profile's steps. */
function cellLexical(table: Table, row: Row, column: ProfileColumn): Lexical | undefined {
  const at = table.names.indexOf(column.from);
  const cell = row.cells[at];
  if (!cell) return undefined;
  const located = locateCell(table, { row, cell, name: column.from });
  const transforms = column.transforms ?? [];
  const fallback = transforms.find(t => t.name === 'default');
  if (located.text === '') {
    if (fallback?.name !== 'default') return undefined;
    return { ...located, text: fallback.value, constant: true };
  }
  const { raw = located.text } = located;
  const added = transforms.flatMap(stepOf);
  const steps = [...(located.steps ?? []), ...added];
  const text = added.reduce(applyWritten, located.text);
  const reading = {
    ...readingOf(table.profile, column),
    ...dateReading(table, column),
    ...signReading(table, row, transforms),
  };
  const hasReading = Object.keys(reading).length > 0;
  return {
    ...located,
    text,
    ...(steps.length > 0 ? { raw, steps } : {}),
    ...(hasReading ? { reading } : {}),
  };
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

function signReading(table: Table, row: Row, transforms: readonly ProfileTransform[]): Reading {
  const sign = transforms.find(t => t.name === 'dc');
  if (sign?.name !== 'dc') return {};
  const mark = row.cells[table.names.indexOf(sign.column)]?.text.trim() ?? '';
  return /^(D|DR|DBIT|S|借|-)$/i.test(mark) ? { negate: true } : {};
}

function locateCell(table: Table, of: { row: Row; cell: Cell; name: string }): Lexical {
  const { row, cell, name } = of;
  const raw = cell.text.trim();
  const lead = cell.escaped ? 0 : cell.text.length - cell.text.trimStart().length;
  const from = cell.from + lead;
  const to = cell.escaped ? cell.to : from + raw.length;
  const { part, steps, escaped } = cell;
  const byteAt = part?.byteAt ?? table.byteAt;
  const range = { from: byteAt(from), to: byteAt(to), escaped, line: row.line };
  if (!part) {
    const path = `line ${row.line}, column ${name}`;
    return { text: raw, at: { kind: 'cell', path, ...range, column: cell.column + lead } };
  }
  const path = `${part.sheet}!${columnName(cell.column)}${row.line}`;
  const at: FileLocator = { kind: 'cell', path, ...range, column: cell.column, within: part.name };
  return steps ? { text: steps.reduce(applyWritten, raw), at, raw, steps } : { text: raw, at };
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
function place(draft: Draft, path: string, lexical: Lexical): Lexical | undefined {
  const steps = path.split('.');
  const leaf = steps.pop() ?? '';
  let at = draft;
  for (const step of steps) at = descend(at, step);
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
function placeConstant(draft: Draft, path: string, lexical: Lexical): void {
  const lines = draft.groups['lines'] ?? [];
  if (!path.startsWith('lines[].') || lines.length === 0) place(draft, path, lexical);
  else lines.forEach(line => place(line, path.slice('lines[].'.length), lexical));
}

function descend(at: Draft, step: string): Draft {
  if (!step.endsWith('[]')) return (at.parts[step] ??= emptyDraft(at.at));
  const name = step.slice(0, -2);
  const list = (at.groups[name] ??= []);
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
