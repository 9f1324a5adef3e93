import { AsyncLocalStorage } from 'node:async_hooks';
import { MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import { PostgresDialect } from 'kysely';
import pg from 'pg';
import { type Sql, columnTypes, sqlOf } from './sql.ts';

/** For whom work is done: the party whose rows are seen, and the person or service that asks. */
export type TenantActor = {
  /** Party id, or `null` for work that belongs to no tenant: it then sees no tenant's row. */
  readonly tenant: string | null;
  /** Subject of the person, or the name of the service; goes into audit rows. */
  readonly actor: string;
};

/** What work inside one transaction may use. All three speak in the same transaction. */
export type TenantScope = Sql & {
  /** The ORM's unit of work; flushed before commit. */
  readonly em: EntityManager;
  /** The raw connection, for COPY. */
  readonly client: pg.PoolClient;
};

export type Database = {
  /**
   * The only way to a connection (T-42): BEGIN, `app.tenant` and `app.actor` for this transaction,
   * then work, then COMMIT; an error rolls back and is thrown on.
   */
  withTenant<T>(who: TenantActor, work: (scope: TenantScope) => Promise<T>): Promise<T>;
  close(): Promise<void>;
};

type EntityList = NonNullable<Parameters<typeof MikroORM.init>[0]>['entities'];

export type DatabaseOptions = {
  /** Connection text with role and password. */
  readonly url: string;
  /** Most connections open at once. */
  readonly connectionsMax?: number;
  readonly entities?: EntityList;
};

/** Opens a pool as the role of the connection text, under MikroORM. */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const reserved = new AsyncLocalStorage<{ client: pg.PoolClient | null }>();
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.connectionsMax ?? 10,
    idleTimeoutMillis: 30_000,
    types: columnTypes,
  });
  // A connection that the server drops must not end the process: the query in flight rejects.
  pool.on('error', () => undefined);
  pool.on('connect', client => client.on('error', () => undefined));
  const orm = await MikroORM.init({
    clientUrl: options.url.replace(/:[^:@/]*@/, '@'),
    entities: options.entities ?? [],
    discovery: { warnWhenNoEntities: false },
    driverOptions: () => new PostgresDialect({ pool: watched(pool, reserved) }),
    logger: () => undefined,
  });
  return {
    withTenant: (who, work) =>
      reserved.run({ client: null }, () =>
        orm.em.fork({ clear: true }).transactional(async em => {
          const client = reserved.getStore()?.client;
          if (!client) throw new Error('A transaction began without a connection.');
          await client.query(
            "select set_config('app.tenant', $1, true), set_config('app.actor', $2, true)",
            [who.tenant ?? '', who.actor],
          );
          return work({ em, client, ...sqlOf(client) });
        }),
      ),
    close: async () => {
      await orm.close(true);
    },
  };
}

/** Kysely's view of the pool; notes which connection the running transaction was given. */
function watched(
  pool: pg.Pool,
  reserved: AsyncLocalStorage<{ client: pg.PoolClient | null }>,
): ConstructorParameters<typeof PostgresDialect>[0]['pool'] {
  return {
    connect: async () => {
      const client = await pool.connect();
      const note = reserved.getStore();
      if (note) note.client = client;
      return client as never;
    },
    end: () => pool.end(),
    options: {} as never,
  } as never;
}
