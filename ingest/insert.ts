import { Buffer } from 'node:buffer';
import { randomUUID } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { invariant } from '../domain/result/index.ts';
import type { LoadSql } from './store.ts';

/** Column names with their SQL types, in the order of insertion. */
export type Columns = Readonly<Record<string, string>>;

export type RowValues = Readonly<Record<string, unknown>>;

/** Where rows of one tenant go. */
export type Into = {
  readonly table: string;
  readonly tenant: string;
  readonly columns: Columns;
  /** A row whose key stands already is left out instead of refused. */
  readonly isOnce?: boolean;
};

/** From how many rows on COPY is faster than one JSON value. */
const COPY_FROM_ROWS = 100;
/** How many columns `erp.staging` has for values. */
const STAGED_COLUMNS_MAX = 24;
const PIECE_CHARACTERS = 65_536;

/**
 * Inserts rows of one tenant. Few travel as one JSON value. Many go by COPY into the unlogged table
 * `erp.staging` and from there, cast to their types, into their own: COPY itself refuses a table
 * with row-level security. Staged rows are deleted in the same transaction, so that no other one
 * ever sees them, whatever ends it.
 */
export async function insertRows(
  sql: LoadSql,
  into: Into,
  rows: readonly RowValues[],
): Promise<void> {
  if (rows.length === 0) return;
  if (rows.length < COPY_FROM_ROWS) return insertJson(sql, into, rows);
  const batch = randomUUID();
  await stageRows(sql, { ...into, batch }, rows);
  await moveStaged(sql, { ...into, batch });
}

type Staged = Into & { readonly batch: string };

async function insertJson(sql: LoadSql, into: Into, rows: readonly RowValues[]): Promise<void> {
  const { list, conflict } = clausesOf(into);
  const typed = Object.entries(into.columns).map(([name, type]) => `${quoted(name)} ${type}`);
  await sql.query(
    `insert into ${into.table} (tenant_id, ${list})
     select $1::uuid, ${list} from jsonb_to_recordset($2::jsonb) as r (${typed.join(', ')})
     ${conflict}`,
    [into.tenant, JSON.stringify(rows, plain)],
  );
}

async function stageRows(sql: LoadSql, into: Staged, rows: readonly RowValues[]): Promise<void> {
  const columns = Object.keys(into.columns);
  invariant('staged columns', columns.length <= STAGED_COLUMNS_MAX, () => into.table);
  const list = columns.map((_, at) => `c${at + 1}`).join(', ');
  const copy = sql.client.query(copyFrom(`copy erp.staging (batch, ${list}) from stdin`));
  await pipeline(Readable.from(pieces(into, rows)), copy);
}

async function moveStaged(sql: LoadSql, into: Staged): Promise<void> {
  const { list, conflict } = clausesOf(into);
  const cast = Object.values(into.columns).map((type, at) => `c${at + 1}::${type}`);
  await sql.query(
    `with staged as (delete from erp.staging where batch = $2 returning *)
     insert into ${into.table} (tenant_id, ${list})
     select $1::uuid, ${cast.join(', ')} from staged ${conflict}`,
    [into.tenant, into.batch],
  );
}

function clausesOf({ columns, isOnce }: Into): {
  readonly list: string;
  readonly conflict: string;
} {
  const list = Object.keys(columns).map(quoted).join(', ');
  return { list, conflict: isOnce === true ? 'on conflict do nothing' : '' };
}

function* pieces({ batch, columns }: Staged, rows: readonly RowValues[]): Generator<string> {
  const columnList = Object.entries(columns);
  let piece = '';
  for (const row of rows) {
    piece += batch;
    for (const [name, type] of columnList) piece += `\t${copyText(row[name], type)}`;
    piece += '\n';
    if (piece.length < PIECE_CHARACTERS) continue;
    yield piece;
    piece = '';
  }
  if (piece !== '') yield piece;
}

const SPECIAL = /[\\\t\n\r]/;

/** A value in the text form of COPY. */
function copyText(value: unknown, type: string): string {
  if (value === undefined || value === null) return '\\N';
  if (typeof value === 'string') return escaped(value);
  if (value instanceof Uint8Array) return `\\\\x${Buffer.from(value).toString('hex')}`;
  if (typeof value === 'object')
    return escaped(type.endsWith('[]') ? listText(value) : JSON.stringify(value, plain));
  return `${value as string | number | boolean | bigint}`;
}

/** A list of texts as PostgreSQL writes an array. */
function listText(value: object): string {
  const members = (value as readonly string[]).map(text => `"${text.replace(/["\\]/g, '\\$&')}"`);
  return `{${members.join(',')}}`;
}

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text
    .replaceAll('\\', '\\\\')
    .replaceAll('\t', '\\t')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r');
}

function quoted(name: string): string {
  return `"${name}"`;
}

function plain(this: unknown, name: string, value: unknown): unknown {
  const raw = (this as Record<string, unknown>)[name];
  if (typeof raw === 'bigint') return raw.toString();
  if (Buffer.isBuffer(raw) || raw instanceof Uint8Array)
    return `\\x${Buffer.from(raw).toString('hex')}`;
  return value;
}
