import { mkdtempSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bootstrapRoles, migrate } from '../api/database/index.ts';
import { removeCluster, startPostgres } from '../start/postgres/index.ts';

const password = 'bench-bench-bench-bench-bench-bench';

/** An embedded PostgreSQL of its own, with all durability on and all migrations applied. */
export type BenchDatabase = {
  readonly url: (role: string) => string;
  readonly superuserUrl: string;
  stop(): Promise<void>;
};

export async function startBenchDatabase(): Promise<BenchDatabase> {
  const home = mkdtempSync(join(tmpdir(), 'tally-bench-'));
  const server = await startPostgres({ home, port: 57_000 });
  const passwords = {
    tally_owner: password,
    tally_ingest: password,
    tally_api: password,
    tally_projector: password,
  };
  await bootstrapRoles(server.superuserUrl, { database: 'tally', passwords });
  const url = (role: string): string =>
    `postgresql://${role}:${password}@127.0.0.1:${server.port}/tally`;
  await migrate(url('tally_owner'));
  return {
    url,
    superuserUrl: server.superuserUrl('tally'),
    stop: async () => {
      await server.stop();
      await removeCluster(home);
      await rm(home, { recursive: true, force: true });
    },
  };
}
