import { Buffer } from 'node:buffer';
import { createHash, createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { from as copyFrom } from 'pg-copy-streams';
import { openDatabase, type TenantScope } from '../api/database/index.ts';
import { uuidV7 } from '../domain/id/index.ts';
import { loadFile, type LoadContext } from '../ingest/index.ts';
import { startBenchDatabase } from './database.ts';
import { invoiceTable } from './ingest-inputs.ts';
import { PLAIN } from '../test/fixture/persons.ts';

const WARM_BYTES = 200_000;
const LOAD_BYTES = 3_500_000;

/** Documents a second into their tables, all rows, counts and commit; and what stands beside it. */
export type CommitFigures = {
  /** From the staged rows to the committed tables: what the database does. */
  readonly commitPerSecond: number;
  /** From the bytes of a table: read, hashed, matched, written and committed. */
  readonly loadPerSecond: number;
  /** The documents' bodies alone by COPY into a table without an index. */
  readonly bareCopyPerSecond: number;
};

/** Loads about 20,000 invoices of one line into an embedded PostgreSQL as its own role. */
export async function commitFigures(): Promise<CommitFigures> {
  const server = await startBenchDatabase();
  const database = await openDatabase({ url: server.url('tally_ingest'), connectionsMax: 2 });
  const tenant = uuidV7(0, randomBytes(10));
  const who = { tenant, actor: 'bench' };
  const load = async (bytes: number, name: string): Promise<Timed> => {
    const text = invoiceTable(bytes).replaceAll('INV-', name);
    const spent = { sql: 0 };
    const from = performance.now();
    const count = await database.withTenant(who, async scope => {
      const context = contextOf(timed(scope, spent), tenant);
      const report = await loadFile(context, {
        bytes: Buffer.from(text),
        name: `${name}.csv`,
        source: 'bench',
      });
      if (report.written !== report.received) throw new Error('a document was not written');
      return report.written;
    });
    return { count, seconds: (performance.now() - from) / 1_000, sqlSeconds: spent.sql / 1_000 };
  };
  try {
    await load(WARM_BYTES, 'W');
    const { count, seconds, sqlSeconds } = await load(LOAD_BYTES, 'A');
    const bare = await bareCopy(server.superuserUrl, count);
    return {
      commitPerSecond: Math.round(count / sqlSeconds),
      loadPerSecond: Math.round(count / seconds),
      bareCopyPerSecond: Math.round(count / bare),
    };
  } finally {
    await database.close();
    await server.stop();
  }
}

type Timed = { readonly count: number; readonly seconds: number; readonly sqlSeconds: number };

/** The same connection, with the time that it is waited for. */
function timed(scope: TenantScope, spent: { sql: number }): LoadContext['sql'] {
  return {
    client: scope.client,
    query: async <R>(text: string, values?: readonly unknown[]): Promise<R[]> => {
      const from = performance.now();
      const rows = await scope.query<R>(text, values);
      spent.sql += performance.now() - from;
      return rows;
    },
  };
}

let clock = 1_772_000_000_000;

function contextOf(sql: LoadContext['sql'], tenant: string): LoadContext {
  const key = createSecretKey(createHash('sha256').update(tenant).digest());
  return {
    sql,
    tenant,
    actor: 'bench',
    now: () => new Date((clock += 1)).toISOString(),
    newId: () => uuidV7((clock += 1), randomBytes(10)),
    random: count => randomBytes(count),
    objects: {
      put: () => Promise.resolve({ name: 'bench' }),
      remove: () => Promise.resolve(),
    },
    persons: PLAIN,
    keyed: text => createHmac('sha256', key).update(text).digest('hex'),
  };
}

/** Seconds to copy as many bodies into a table that nothing else stands on. */
async function bareCopy(superuserUrl: string, count: number): Promise<number> {
  const database = await openDatabase({ url: superuserUrl, connectionsMax: 1 });
  const row = `${'x'.repeat(1_200)}\n`;
  const from = performance.now();
  await database.withTenant({ tenant: null, actor: 'bench' }, async ({ query, client }) => {
    await query('create table public.bare (body text)');
    const rows = Array.from({ length: Math.ceil(count / 50) }, () => row.repeat(50));
    await pipeline(Readable.from(rows), client.query(copyFrom('copy public.bare from stdin')));
  });
  const seconds = (performance.now() - from) / 1_000;
  await database.close();
  return seconds;
}
