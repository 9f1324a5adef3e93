import pg from 'pg';

/**
 * SQL in one open transaction. `values` stand for `$1`, `$2`, … in the text. What comes back:
 * `bigint` columns as bigint, `date` as `YYYY-MM-DD`, `timestamptz` as an instant in UTC
 * (`2026-01-31T08:00:00.000Z`), `numeric` as text, `jsonb` as the value.
 */
export type Sql = {
  query<R>(text: string, values?: readonly unknown[]): Promise<R[]>;
};

const oid = { bigint: 20, date: 1082, timestamptz: 1184 };
type Parser = (text: string) => unknown;

/** How column values become ours; given to every connection. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: ((id: Parameters<typeof pg.types.getTypeParser>[0], format?: 'text'): Parser => {
    const type: number = id;
    if (format === 'text' || format === undefined) {
      if (type === oid.bigint) return text => BigInt(text);
      if (type === oid.date) return text => text;
      if (type === oid.timestamptz) return text => new Date(text).toISOString();
    }
    return pg.types.getTypeParser(id, format) as Parser;
  }) as pg.CustomTypesConfig['getTypeParser'],
};

/** The SQL port on a client that somebody else holds open. */
export function sqlOf(client: pg.ClientBase): Sql {
  return {
    async query<R>(text: string, values?: readonly unknown[]): Promise<R[]> {
      const result = await client.query(text, values ? [...values] : undefined);
      return result.rows as R[];
    },
  };
}

/** Runs work on one connection of its own, outside any tenant: bootstrap, migration, assertions. */
export async function withConnection<T>(
  url: string,
  work: (sql: Sql, client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: url, types: columnTypes });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return await work(sqlOf(client), client);
  } finally {
    await client.end();
  }
}
