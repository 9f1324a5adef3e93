import { openDatabase } from '../../api/database/index.ts';
import { tableOf } from '../../api/projection/index.ts';
import { ENTITY_TYPES } from '../../domain/event/index.ts';
import { startDatabase } from '../../start/database.ts';

/** One table of a read model: how many rows, and a hash that says nothing of who gave which name. */
type Table = { readonly rows: number; readonly hash: string };
export type Book = ReadonlyMap<string, Table>;

// What two runs of the same story can not have in common: names drawn at random, hashes and keys,
// moments, and the place on the ledger. Each becomes the same word.
const DRAWN: readonly (readonly [string, string])[] = [
  ['[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}', 'id'],
  ['\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z', 'moment'],
  ['[0-9a-f]{64}', 'hash'],
  ['[A-Za-z0-9_-]{22,}', 'bytes'],
];

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
      for (const table of [...RECORDS, ...ENTITY_TYPES.map(tableOf)]) {
        const [row] = await sql.query<Table>(
          `select count(*)::int as rows,
             coalesce(encode(sha256(string_agg(sha256(convert_to(text, 'UTF8')), ''::bytea
               order by sha256(convert_to(text, 'UTF8')))), 'hex'), '') as hash
           from (select ${masked("(to_jsonb(t) - 'block' - 'tx_index')::text")} as text
                 from book.${table} t) rows`,
        );
        if (row) found.set(table.replaceAll('"', ''), row);
      }
      return found;
    });
  } finally {
    await database.close();
    await started.stop();
  }
}

function masked(text: string): string {
  return DRAWN.reduce(
    (inner, [pattern, word]) => `regexp_replace(${inner}, '${pattern}', '${word}', 'g')`,
    text,
  );
}

/** Tables that differ, each with its counts. */
export function differences(one: Book, other: Book): readonly string[] {
  return [...one].flatMap(([name, { rows, hash }]) => {
    const found = other.get(name);
    if (found?.hash === hash) return [];
    return [`${name} ${String(rows)}/${String(found?.rows ?? 0)}`];
  });
}
