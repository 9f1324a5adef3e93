import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { databaseFaults, withConnection } from '../../api/database/index.ts';
import { isAlive, type Postgres, removeCluster, startPostgres } from './index.ts';

let home: string;
const started: Postgres[] = [];
const said: string[] = [];

beforeEach(async () => {
  said.length = 0;
  home = await mkdtemp(join(tmpdir(), 'tally-pg-'));
});
afterEach(async () => {
  for (const server of started.splice(0)) await server.stop();
  await removeCluster(home);
  await rm(home, { recursive: true, force: true });
});

async function start(options: { port?: number; home?: string } = {}): Promise<Postgres> {
  const server = await startPostgres({
    home,
    port: 56_000,
    say: line => said.push(line),
    ...options,
  });
  started.push(server);
  return server;
}

const ask = <R>(server: Postgres, text: string) =>
  withConnection(server.superuserUrl('postgres'), sql => sql.query<R>(text));

test('a new cluster is UTF-8 with a built-in collation, on the loopback address, by password', async () => {
  const server = await start();
  const [row] = await ask(
    server,
    `select current_setting('listen_addresses') as listen,
       current_setting('unix_socket_directories') as sockets, datlocprovider as provider,
       datlocale as locale, pg_encoding_to_char(encoding) as encoding
     from pg_database where datname = 'postgres'`,
  );
  expect(row).toEqual({
    listen: '127.0.0.1',
    sockets: '',
    provider: 'b',
    locale: 'C.UTF-8',
    encoding: 'UTF8',
  });
  expect(await withConnection(server.superuserUrl('postgres'), databaseFaults)).toEqual([
    'role tally_super is superuser',
    'role tally_super looks past row-level security',
    'role tally_super owns tables',
  ]);
  const wrong = new URL(server.superuserUrl('postgres'));
  wrong.password = 'guess';
  await expect(withConnection(wrong.href, sql => sql.query('select 1'))).rejects.toThrow(
    /password authentication failed/,
  );
});

test('passwords lie in files that only we may read', async () => {
  await start();
  for (const name of await readdir(join(home, 'secrets'))) {
    const file = join(home, 'secrets', name);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).length).toBeGreaterThanOrEqual(43);
  }
});

test('data outlives a stop, and a kill -9 of the server', async () => {
  const first = await start();
  await ask(first, 'create table kept (id int)');
  await first.stop();
  const second = await start();
  expect(second.fresh).toBe(false);
  await ask(second, 'insert into kept values (1)');
  process.kill(second.pid, 'SIGKILL');
  await second.ended;
  expect(await ask(await start(), 'select id from kept')).toEqual([{ id: 1 }]);
});

test('a server left over from a killed start is ended first', async () => {
  const orphan = await start();
  await ask(orphan, 'create table kept (id int)');
  const next = await start();
  expect(said).toContain(`ended PostgreSQL ${orphan.pid}, left over from a killed start`);
  expect(isAlive(orphan.pid)).toBe(false);
  expect(await ask(next, 'select id from kept')).toEqual([]);
});

test('a taken port is said, and the next free one used', async () => {
  const squatter = createServer().listen(56_100, '127.0.0.1');
  await new Promise(done => squatter.once('listening', done));
  const server = await start({ port: 56_100 });
  expect(server.port).toBeGreaterThan(56_100);
  expect(said).toContain(`port 56100 is taken, PostgreSQL listens on ${server.port}`);
  await new Promise(done => squatter.close(done));
});

test('two homes run side by side', async () => {
  const other = await mkdtemp(join(tmpdir(), 'tally-pg-'));
  const [one, two] = await Promise.all([start(), start({ home: other })]);
  expect(one?.port).not.toBe(two?.port);
  await two?.stop();
  await removeCluster(other);
  await rm(other, { recursive: true, force: true });
});
