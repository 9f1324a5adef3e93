import { fail, ok, type Result } from '../../../domain/result/index.ts';
import { fatal, isFatal, warning, type Finding } from '../../finding.ts';
import {
  headerNames,
  mapTable,
  splitHeader,
  type MappedTable,
  type MappingProfile,
  type Row,
  type TableRead,
} from '../csv/index.ts';
import type { DraftDocument, MappedFile, ReadStage } from '../mapped.ts';
import type { Limits } from '../../limits.ts';
import { blankCell, readSheet, type Sheet } from './sheet.ts';
import { openWorkbook } from './workbook.ts';

type Options = Pick<ReadStage, 'profile' | 'kind' | 'limits'>;

/**
 * Maps the sheets of a workbook through the profiles of tables. A profile that names no sheet is for
 * those that have its columns; other sheets that hold something are noted (XLS-06) and kept in the
 * raw file. Where no sheet can be mapped the answer is that of its first.
 */
export function mapXlsx(bytes: Uint8Array, stage: ReadStage): Result<MappedFile, Finding[]> {
  const opened = openWorkbook(bytes, stage.limits);
  if (!opened.ok) return opened;
  const book = opened.value;
  const sheets: Sheet[] = [];
  for (const sheet of book.sheets) {
    const read = readSheet(book, sheet, stage.limits);
    if (!read.ok) return read;
    if (read.value.rows.length > 0) sheets.push(read.value);
  }
  const mapped = mapSheets(sheets, stage);
  if (!mapped.ok) return fail([...book.findings, ...mapped.error]);
  const { drafts, findings } = mapped.value;
  const { parts } = book;
  return ok({ drafts, findings: [...book.findings, ...findings], parts });
}

/** The first sheet that holds a table, as header and rows; for suggestions. */
export function readWorkbookTable(bytes: Uint8Array, limits: Limits): Result<TableRead, Finding[]> {
  const opened = openWorkbook(bytes, limits);
  if (!opened.ok) return opened;
  for (const one of opened.value.sheets) {
    const read = readSheet(opened.value, one, limits);
    if (!read.ok) return read;
    if (read.value.rows.length > 0) return headed(read.value.rows, undefined);
  }
  return fail([fatal('IN-05', {})]);
}

type Tried = { readonly sheet: Sheet; readonly mapped: Result<MappedTable, Finding[]> };

function mapSheets(
  sheets: readonly Sheet[],
  options: Options,
): Result<Pick<MappedFile, 'drafts' | 'findings'>, Finding[]> {
  const wanted = options.profile?.sheet;
  const chosen = wanted === undefined ? sheets : sheets.filter(s => s.name === wanted);
  const [only] = chosen;
  if (!only) return fail([wanted === undefined ? fatal('IN-05', {}) : noSheet(wanted)]);
  const tried = chosen.map(sheet => ({ sheet, mapped: mapSheet(sheet, options) }));
  const isAlone = chosen.length === 1;
  const refused = tried.flatMap(({ mapped }) => (mapped.ok ? [] : mapped.error));
  const isOther = (one: Tried): boolean => !one.mapped.ok && one.mapped.error.every(isOfOther);
  const broken = tried.filter(one => !one.mapped.ok && (isAlone || !isOther(one)));
  if (broken.length > 0 || tried.every(one => !one.mapped.ok)) {
    const [first] = broken.length > 0 ? broken : tried;
    return fail(first && !first.mapped.ok ? first.mapped.error : refused);
  }
  const left = [
    ...sheets.filter(sheet => !chosen.includes(sheet)),
    ...tried.filter(isOther).map(({ sheet }) => sheet),
  ];
  const good = tried.flatMap(({ sheet, mapped }) =>
    mapped.ok ? [{ sheet, ...mapped.value }] : [],
  );
  return ok({
    drafts: inOrder(good),
    findings: [
      ...good.flatMap(({ sheet, findings }) => [...sheet.findings, ...findings]),
      ...left.map(({ name }) => warning('XLS-06', { path: name }, { sheet: name })),
    ],
  });
}

/** The drafts of all sheets. */
function inOrder(sheets: readonly MappedTable[]): Iterable<DraftDocument> {
  return {
    *[Symbol.iterator]() {
      for (const { drafts } of sheets) yield* drafts;
    },
  };
}

/** What only says that a sheet is not the table that is looked for. */
function isOfOther({ rule }: Finding): boolean {
  return ['MAP-10', 'MAP-13', 'IN-05', 'CSV-02'].includes(rule);
}

function noSheet(sheet: string): Finding {
  return fatal('MAP-13', { path: sheet }, { column: sheet });
}

function mapSheet(sheet: Sheet, options: Options): Result<MappedTable, Finding[]> {
  const faults = sheet.findings.filter(isFatal);
  if (faults.length > 0) return fail(faults);
  const read = headed(sheet.rows, options.profile);
  if (!read.ok) return read;
  const { profile, kind } = options;
  const given = { ...(profile && { profile }), ...(kind === undefined ? {} : { kind }) };
  return mapTable(read.value, given, () => 0);
}

/** Header and rows; a row is as wide as the header unless it holds something beyond. */
function headed(
  rows: readonly Row[],
  profile: MappingProfile | undefined,
): Result<TableRead, Finding[]> {
  const split = splitHeader(rows.map(withoutTail), profile);
  if (!split.ok) return split;
  const { header } = split.value;
  const width = headerNames(header).length;
  return ok({ header, rows: [...split.value.rows].map(row => widened(row, width)) });
}

function withoutTail(row: Row): Row {
  const last = row.cells.findLastIndex(cell => cell.text.trim() !== '');
  return { ...row, cells: row.cells.slice(0, last + 1) };
}

function widened(row: Row, width: number): Row {
  const { part, cells } = row;
  if (!part || cells.length >= width) return row;
  const more = Array.from({ length: width - cells.length }, (_, n) =>
    blankCell(cells.length + n + 1, part),
  );
  return { ...row, cells: [...cells, ...more] };
}
