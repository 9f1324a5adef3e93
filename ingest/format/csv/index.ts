import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { byteIndex, type Decoded } from '../../decode.ts';
import { fatal, type Finding } from '../../finding.ts';
import type { Limits } from '../../limits.ts';
import { eachAnew, type DraftDocument } from '../mapped.ts';
import { findTotalsRow } from './totals.ts';
import { groupRows, mapRows, type Table } from './map.ts';
import { columnOrders } from './dates.ts';
import { headerFaults, headerNames } from './header.ts';
import type { MappingProfile } from './profile.ts';
import { builtInProfile } from './suggest.ts';
import { detectSeparator, likelySeparator } from './separator.ts';
import { tokenize, type Row, type Rows } from './tokenize.ts';

export { FIELDS, isTableKind, type Field, type ProfileKind, type TableKind } from './fields.ts';
export {
  readProfile,
  type MappingProfile,
  type ProfileColumn,
  type ProfileTransform,
} from './profile.ts';
export { ShownOrder } from './dates.ts';
export { headerNames } from './header.ts';
export { columnName } from './map.ts';
export type { Cell, CellPart, Row, Rows } from './tokenize.ts';
export { suggestProfile, type Suggestion } from './suggest.ts';

export type MappedTable = {
  readonly drafts: Iterable<DraftDocument>;
  readonly findings: readonly Finding[];
  readonly profile: MappingProfile;
};

/** A table split into header and rows, before any profile is applied. */
export type TableRead = { readonly header: Row; readonly rows: Rows };

/**
 * Maps a table through a profile to one draft for each record. Refuses a table without rows
 * (IN-05), equal, blank or look-alike headers (CSV-02), an open quote (CSV-03), dates that can be
 * read in two ways (DAT-02), a profile whose columns are missing (MAP-13), and a table for which no
 * profile is known (MAP-10). A ragged row (CSV-01) concerns its record only.
 */
export function mapCsv(
  decoded: Decoded,
  limits: Limits,
  options: { readonly profile?: MappingProfile; readonly kind?: string },
): Result<MappedTable, Finding[]> {
  const given = options.profile?.format === 'csv' ? options.profile : undefined;
  const read = readRows(decoded.text, limits, given);
  return read.ok ? mapTable(read.value, options, byteIndex(decoded)) : read;
}

/** Maps a table that was split into header and rows; `byteAt` counts where cells name no part. */
export function mapTable(
  read: TableRead,
  options: { readonly profile?: MappingProfile; readonly kind?: string },
  byteAt: (character: number) => number,
): Result<MappedTable, Finding[]> {
  const given = options.profile?.format === 'csv' ? options.profile : undefined;
  const { header } = read;
  const profile = given ?? builtInProfile(headerNames(header), options.kind);
  if (!profile) {
    const headers = headerNames(header).join(', ').slice(0, 400);
    return fail([fatal('MAP-10', { line: header.line }, { headers })]);
  }
  const missing = profile.columns.filter(c => !headerNames(header).includes(c.from));
  if (missing.length > 0) {
    return fail(
      missing.map(c => fatal('MAP-13', { path: c.from, line: header.line }, { column: c.from })),
    );
  }
  return mapProfiled({ ...read, profile }, byteAt);
}

/** Splits a table into its header and rows, or refuses it. */
export function readRows(
  text: string,
  limits: Limits,
  profile: MappingProfile | undefined,
): Result<TableRead, Finding[]> {
  const separator = profile?.separator ?? detectSeparator(text) ?? likelySeparator(text);
  const rows = tokenize(text, separator, limits);
  return rows.ok ? splitHeader(rows.value, profile) : fail([rows.error]);
}

/** Takes the header from the rows of a table, behind those that the profile leaves out. */
export function splitHeader(
  rows: Rows,
  profile: MappingProfile | undefined,
): Result<TableRead, Finding[]> {
  const skip = profile?.skip ?? 0;
  const header = rows.at(skip);
  if (!header) return fail([fatal('IN-05', {})]);
  const faults = headerFaults(header);
  if (faults.length > 0) return fail(faults);
  const body = rows.slice(skip + 1);
  return body.length === 0
    ? fail([fatal('IN-05', { line: header.line })])
    : ok({ header, rows: body });
}

function mapProfiled(
  read: TableRead & { readonly profile: MappingProfile },
  byteAt: (character: number) => number,
): Result<MappedTable, Finding[]> {
  const { profile, header } = read;
  const names = headerNames(header);
  const orders = columnOrders(profile, names, read.rows);
  if (!orders.ok) return orders;
  const totals = findTotalsRow(profile, names, read.rows);
  const rows = totals ? read.rows.slice(0, -1) : read.rows;
  if (rows.length === 0) return fail([fatal('IN-05', { line: header.line })]);
  const table: Table = { profile, names, orders: orders.value, byteAt };
  const drafts = eachAnew(groupRows(table, rows), group => mapRows(table, group));
  return ok({ drafts, findings: totals ? [totals] : [], profile });
}
