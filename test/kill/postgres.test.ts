import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openDatabase, withConnection } from '../../api/database/index.ts';
import { type Postgres, removeCluster, startPostgres } from '../../start/postgres/index.ts';

// T-27: what a commit acknowledged is there after the server was killed with its children.
const kills = 3;
const writers = 8;
let home: string;
let server: Postgres;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tally-kill-'));
  server = await startPostgres({ home, port: 58_000 });
  await withConnection(server.superuserUrl('postgres'), sql =>
    sql.query('create table public.acknowledged (writer int, n int, primary key (writer, n))'),
  );
});
afterAll(async () => {
  await server.stop();
  await removeCluster(home);
  await rm(home, { recursive: true, force: true });
});

test(`loses no acknowledged row in ${kills} kills of the server under ${writers} writers`, async () => {
  const acknowledged: [number, number][] = [];
  for (let kill = 0; kill < kills; kill += 1) {
    const database = await openDatabase({
      url: server.superuserUrl('postgres'),
      connectionsMax: writers,
    });
    let stopping = false;
    const write = async (writer: number): Promise<void> => {
      for (let n = kill * 1_000_000; !stopping; n += 1) {
        try {
          await database.withTenant({ tenant: null, actor: 'writer' }, sql =>
            sql.query('insert into public.acknowledged values ($1, $2)', [writer, n]),
          );
          acknowledged.push([writer, n]);
        } catch {
          // Not acknowledged: it may be there or not.
          return;
        }
      }
    };
    const all = Array.from({ length: writers }, (_, writer) => write(writer));
    await sleep(400 + 150 * kill);
    for (const pid of [server.pid, ...childrenOf(server.pid)]) kill9(pid);
    stopping = true;
    await Promise.all(all);
    await server.ended;
    await database.close();
    server = await startPostgres({ home, port: 58_000 });
  }
  const rows = await withConnection(server.superuserUrl('postgres'), sql =>
    sql.query<{ writer: number; n: number }>('select writer, n from public.acknowledged'),
  );
  const kept = new Set(rows.map(({ writer, n }) => `${writer}/${n}`));
  expect(acknowledged.length).toBeGreaterThan(writers * kills);
  expect(acknowledged.filter(([writer, n]) => !kept.has(`${writer}/${n}`))).toEqual([]);
}, 120_000);

function childrenOf(pid: number): number[] {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' }).split('\n');
  return lines
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([, parent]) => parent === pid)
    .map(([child = 0]) => child);
}

function kill9(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It went with its parent.
  }
}
