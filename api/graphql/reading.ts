import type { Entities, EntityType } from '../../domain/event/index.ts';
import type { Database, Sql, TenantActor } from '../database/index.ts';
import { tableOf } from '../projection/index.ts';
import { batch } from './batch.ts';

/** A row of the read model: the entity's state and the block that last changed it. */
export type Stored<S> = {
  readonly id: string;
  readonly body: S;
  readonly block: bigint;
  readonly index: number;
};

/**
 * One operation's view of the database: a single transaction as the caller's tenant, opened at the
 * first question and ended with the answer. Entities asked for one by one are read together.
 */
export type Reading = {
  query<R>(text: string, values?: readonly unknown[]): Promise<R[]>;
  /** `null` when it does not exist or is not visible: the same answer. */
  entity<T extends EntityType>(type: T, id: string): Promise<Stored<Entities[T]> | null>;
  /** Keeps one batching loader a name for this operation. */
  loader<V>(name: string, load: (ids: readonly string[]) => Promise<Map<string, V>>): Loader<V>;
  /** Later questions see what was committed until now. */
  renew(): Promise<void>;
  end(): Promise<void>;
};

type Loader<V> = (id: string) => Promise<V | undefined>;

export function openReading(database: Database, who: TenantActor): Reading {
  let session: Session | null = null;
  const loaders = new Map<string, Loader<unknown>>();
  let last: Promise<unknown> = Promise.resolve();
  const query = async <R>(text: string, values?: readonly unknown[]): Promise<R[]> => {
    session ??= openSession(database, who);
    const sql = await session.sql;
    // One connection answers one statement at a time, in the order asked.
    const next = last.then(() => sql.query<R>(text, values));
    last = next.catch(() => undefined);
    return next;
  };
  const loader = <V>(
    name: string,
    load: (ids: readonly string[]) => Promise<Map<string, V>>,
  ): Loader<V> => {
    const known = loaders.get(name) ?? batch(load);
    loaders.set(name, known);
    return known as Loader<V>;
  };
  const end = async (): Promise<void> => {
    const ending = session;
    session = null;
    loaders.clear();
    await ending?.end();
  };
  return {
    query,
    loader,
    entity: async (type, id) => {
      const load = loader(`entity ${type}`, ids => readEntities(query, type, ids));
      return (await load(id)) ?? null;
    },
    renew: end,
    end,
  };
}

type Row<S> = { id: string; body: S; block: bigint; tx_index: number };

async function readEntities<T extends EntityType>(
  query: Sql['query'],
  type: T,
  ids: readonly string[],
): Promise<Map<string, Stored<Entities[T]>>> {
  const rows = await query<Row<Entities[T]>>(
    `select id, body, block, tx_index from book.${tableOf(type)} where id = any($1)`,
    [ids],
  );
  return new Map(rows.map(row => [row.id, storedOf(row)]));
}

export function storedOf<S>(row: Row<S>): Stored<S> {
  return { id: row.id, body: row.body, block: row.block, index: row.tx_index };
}

type Session = { readonly sql: Promise<Sql>; readonly end: () => Promise<void> };

/** Holds a tenant's transaction open until `end`. */
function openSession(database: Database, who: TenantActor): Session {
  const opened = Promise.withResolvers<Sql>();
  const ended = Promise.withResolvers<undefined>();
  const work = database.withTenant(who, sql => {
    opened.resolve(sql);
    return ended.promise;
  });
  work.catch((error: unknown) => {
    opened.reject(error instanceof Error ? error : new Error(String(error)));
  });
  return {
    sql: opened.promise,
    end: async () => {
      ended.resolve(undefined);
      await work;
    },
  };
}
