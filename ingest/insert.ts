import { Buffer } from 'node:buffer';
import type { Sql } from './store.ts';

/** Column names with their SQL types, in the order of insertion. */
export type Columns = Readonly<Record<string, string>>;

export type RowValues = Readonly<Record<string, unknown>>;

const CHUNK = 1000;

/**
 * Inserts rows of one tenant in few statements: the rows travel as one JSON value. bigint goes as
 * text, bytes as hexadecimal.
 */
export async function insertRows(
  sql: Sql,
  into: { readonly table: string; readonly tenant: string; readonly columns: Columns },
  rows: readonly RowValues[],
): Promise<void> {
  const names = Object.keys(into.columns);
  const list = names.map(quoted).join(', ');
  const typed = names.map(name => `${quoted(name)} ${into.columns[name]}`).join(', ');
  for (let at = 0; at < rows.length; at += CHUNK) {
    const chunk = JSON.stringify(rows.slice(at, at + CHUNK), plain);
    await sql.query(
      `insert into ${into.table} (tenant_id, ${list})
       select $1::uuid, ${list} from jsonb_to_recordset($2::jsonb) as r (${typed})`,
      [into.tenant, chunk],
    );
  }
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
