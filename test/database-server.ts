/**
 * Keeps one embedded PostgreSQL for the tests of this machine's user and ends by itself, with its
 * server and its files, when nobody was connected for a while. Started by `test/database.ts`.
 */
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bootstrapRoles, withConnection } from '../api/database/index.ts';
import { startPostgres } from '../start/postgres/index.ts';
import { testPasswords } from './database.ts';

const idleSecondsMax = 45;
const [, , home] = process.argv;
if (home === undefined) throw new Error('Usage: database-server.ts FOLDER');

const server = await startPostgres({ home, port: 55_432 });
process.on('SIGTERM', () => void end());
process.on('SIGINT', () => void end());
await bootstrapRoles(server.superuserUrl, { database: 'tally', passwords: testPasswords });
await writeFile(
  join(home, 'ready.json'),
  JSON.stringify({ url: server.superuserUrl('postgres'), pid: process.pid }),
  { mode: 0o600 },
);
let idle = 0;
while (idle < idleSecondsMax) {
  await sleep(3_000);
  idle = (await clients()) > 0 ? 0 : idle + 3;
}
await end();

async function clients(): Promise<number> {
  return withConnection(server.superuserUrl('postgres'), async sql => {
    const rows = await sql.query(
      "select 1 from pg_stat_activity where backend_type = 'client backend' and pid <> pg_backend_pid()",
    );
    return rows.length;
  }).catch(() => 0);
}

async function end(): Promise<void> {
  await rm(join(home as string, 'ready.json'), { force: true });
  await server.stop();
  await rm(home as string, { recursive: true, force: true });
  process.exit(0);
}
