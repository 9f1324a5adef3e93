import { createHash } from 'node:crypto';
import { openDatabase } from '../../api/database/index.ts';
import { tableOf } from '../../api/projection/index.ts';
import { ENTITY_TYPES } from '../../domain/event/index.ts';
import { startDatabase } from '../../start/database.ts';
import { comparable, type Row } from './comparable.ts';

/** One table of a read model: how many rows, and a hash that says nothing of who gave which name. */
type Table = { readonly rows: number; readonly hash: string };
export type Book = ReadonlyMap<string, Table>;

const RECORDS = ['journal_line'] as const;

/** The read model of a home that is at rest, table by table. */
export async function bookOf(home: string): Promise<Book> {
  const quiet = {
    say: () => undefined,
    step: <T>(_name: string, work: () => Promise<T>) => work(),
  };
  const started = await startDatabase(home, {}, quiet);
  const database = await openDatabase({
    url: await started.urlOf('tally_projector'),
    connectionsMax: 1,
  });
  try {
    return await database.withTenant({ tenant: null, actor: 'compare' }, async sql => {
      const found = new Map<string, Table>();
      for (const name of [...RECORDS, ...ENTITY_TYPES.map(tableOf)]) {
        const rows = await sql.query<{ readonly row: Row }>(
          `select to_jsonb(t) as row from book.${name} t`,
        );
        const table = name.replaceAll('"', '');
        const lines = comparable(
          table,
          rows.map(({ row }) => row),
        );
        const hash = createHash('sha256').update(lines.join('\n')).digest('hex');
        found.set(table, { rows: rows.length, hash });
      }
      return found;
    });
  } finally {
    await database.close();
    await started.stop();
  }
}

/** Tables that differ, each with its counts. */
export function differences(one: Book, other: Book): readonly string[] {
  return [...one].flatMap(([name, { rows, hash }]) => {
    const found = other.get(name);
    if (found?.hash === hash) return [];
    return [`${name} ${String(rows)}/${String(found?.rows ?? 0)}`];
  });
}
