import { AsyncLocalStorage } from 'node:async_hooks';
import { IsolationLevel, MikroORM, type EntityManager } from '@mikro-orm/postgresql';
import type pg from 'pg';
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
   * then work, then COMMIT; an error rolls back and is thrown on. A snapshot sees what was committed
   * when it began, and nothing later.
   */
  withTenant<T>(
    who: TenantActor,
    work: (scope: TenantScope) => Promise<T>,
    options?: { readonly isSnapshot?: boolean },
  ): Promise<T>;
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
  const reserved: Reserved = new AsyncLocalStorage();
  const orm = await MikroORM.init({
    clientUrl: options.url,
    entities: options.entities ?? [],
    discovery: { warnWhenNoEntities: false },
    driverOptions: { onPoolCreated: (pool: pg.Pool) => watch(pool, reserved) },
    pool: { max: options.connectionsMax ?? 10, idleTimeoutMillis: 10_000 },
    logger: () => undefined,
  });
  return {
    withTenant: (who, work, { isSnapshot = false } = {}) =>
      reserved.run({ client: null }, () =>
        orm.em.fork({ clear: true }).transactional(
          async em => {
            const client = reserved.getStore()?.client;
            if (!client) throw new Error('A transaction began without a connection.');
            await client.query(
              "select set_config('app.tenant', $1, true), set_config('app.actor', $2, true)",
              [who.tenant ?? '', who.actor],
            );
            return work({ em, client, ...sqlOf(client) });
          },
          isSnapshot ? { isolationLevel: IsolationLevel.REPEATABLE_READ } : {},
        ),
      ),
    close: async () => {
      await orm.close(true);
    },
  };
}

/**
 * Asks one question with the rights of another party within a tenant's open transaction, and gives the
 * tenant its own rights back: for what a right to one object brings with it.
 */
export async function askAsParty<R>(
  sql: Pick<Sql, 'query'>,
  who: { readonly tenant: string; readonly party: string },
  question: { readonly text: string; readonly values: readonly unknown[] },
): Promise<R[]> {
  const give = `select set_config('app.tenant', $1, true)`;
  await sql.query(give, [who.party]);
  // A question that fails ends the transaction, and its settings with it.
  const rows = await sql.query<R>(question.text, question.values);
  await sql.query(give, [who.tenant]);
  return rows;
}

type Reserved = AsyncLocalStorage<{ client: pg.PoolClient | null }>;

/** Notes which connection a transaction was given, and sets how its values are read. */
function watch(pool: pg.Pool, reserved: Reserved): void {
  Object.assign(pool.options, { types: columnTypes });
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>;
  const noting = async (): Promise<pg.PoolClient> => {
    const client = await connect();
    releaseWhenLost(client);
    const note = reserved.getStore();
    if (note) note.client = client;
    return client;
  };
  Object.assign(pool, { connect: noting });
}

/**
 * Gives a connection back when the server drops it within a transaction. Whoever holds it then
 * cannot roll back, and would keep its place in the pool for ever.
 */
function releaseWhenLost(client: pg.PoolClient): void {
  const release = client.release.bind(client);
  let isReleased = false;
  const lost = (): void => client.release(true);
  client.release = (error?: Error | boolean) => {
    if (isReleased) return;
    isReleased = true;
    client.off('end', lost);
    release(error);
  };
  client.once('end', lost);
}
