import type { Database, Sql } from '../database/index.ts';
import { type BookSchema, bookTables } from './book-schema.ts';
import { readCheckpoint } from './store.ts';

/** A table that differs between the read model and its rebuild, and one row that shows it. */
export type BookDifference = {
  readonly table: string;
  /** Key of the first row that differs, as text; null when only the counts were compared. */
  readonly row: string | null;
  readonly book: string | null;
  readonly rebuilt: string | null;
};

/** Hash of each table over its rows in key order; equal tables have equal hashes. */
export async function tableHashes(
  database: Database,
  schema: BookSchema,
): Promise<ReadonlyMap<string, string>> {
  return database.withTenant(comparer, async sql => {
    const hashes = new Map<string, string>();
    for (const table of [...bookTables(), 'checkpoint']) {
      hashes.set(table, await hashOf(sql, schema, table));
    }
    return hashes;
  });
}

/**
 * Compares the read model with a rebuild in `book_next`, table by table, as the projector. Names
 * one row for each table that differs.
 */
export async function compareBook(database: Database): Promise<readonly BookDifference[]> {
  const [book, rebuilt] = [
    await tableHashes(database, 'book'),
    await tableHashes(database, 'book_next'),
  ];
  const different = [...book].filter(([table, hash]) => rebuilt.get(table) !== hash);
  return database.withTenant(comparer, async sql => {
    const differences: BookDifference[] = [];
    for (const [table] of different) differences.push(await firstDifference(sql, table));
    return differences;
  });
}

/** True when both schemas stand at the same transaction. */
export async function standAtSame(database: Database): Promise<boolean> {
  return database.withTenant(comparer, async sql => {
    const [book, next] = [
      await readCheckpoint(sql, 'book'),
      await readCheckpoint(sql, 'book_next'),
    ];
    return book.block === next.block && book.index === next.index;
  });
}

const comparer = { tenant: null, actor: 'compare' };

async function hashOf(sql: Sql, schema: BookSchema, table: string): Promise<string> {
  const [row] = await sql.query<{ hash: string }>(
    `select count(*) || ':' || coalesce(encode(sha256(string_agg(row_hash, ''::bytea
       order by row_hash)), 'hex'), '') as hash
     from (select sha256(convert_to(${rowText(table)}, 'UTF8')) as row_hash
           from ${schema}.${table} t) rows`,
  );
  return row?.hash ?? '';
}

async function firstDifference(sql: Sql, table: string): Promise<BookDifference> {
  const key = keyText(table);
  const [row] = await sql.query<{ row: string; book: string | null; rebuilt: string | null }>(
    `select coalesce(b.key, n.key) as row, b.text as book, n.text as rebuilt
     from (select ${key} as key, ${rowText(table)} as text from book.${table} t) b
     full join (select ${key} as key, ${rowText(table)} as text from book_next.${table} t) n
       on n.key = b.key
     where b.text is distinct from n.text order by 1 limit 1`,
  );
  return {
    table: table.replaceAll('"', ''),
    row: row?.row ?? null,
    book: row?.book ?? null,
    rebuilt: row?.rebuilt ?? null,
  };
}

/** The whole row as text; of the checkpoint all but the clock. */
function rowText(table: string): string {
  if (table === 'checkpoint') return "(to_jsonb(t) - 'changed_at')::text";
  return 'to_jsonb(t)::text';
}

function keyText(table: string): string {
  switch (table) {
    case 'tx':
      return "t.block || '/' || t.tx_index";
    case 'event':
      return "t.block || '/' || t.tx_index || '/' || t.n";
    case 'journal_line':
      return "t.block || '/' || t.tx_index || '/' || t.n || '/' || t.line";
    case 'event_object':
      return "t.object_id || '@' || t.block || '/' || t.tx_index || '/' || t.n";
    case 'viewer':
      return "t.object_id || ' for ' || t.tenant_id || ' by ' || t.source";
    case 'checkpoint':
      return "'checkpoint'";
    default:
      return 't.id';
  }
}
