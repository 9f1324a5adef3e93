import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { type Account, mayReach, serverAccount } from './account.ts';
import { exists, findNative, prepareNative, sharedFolder } from './binaries.ts';
import { nextFreePort } from './port.ts';
import { keptSecret } from './secret.ts';
import { endProcess, endStalePostmaster } from './stale.ts';

/** The superuser of the embedded server. Only the start program signs in as it. */
export const superuser = 'tally_super';

export type Postgres = {
  readonly port: number;
  readonly pid: number;
  /** Folder of the cluster's files. */
  readonly data: string;
  /** True when this start made the cluster. */
  readonly fresh: boolean;
  /** Connection text of the superuser for one database, with its password: never printed. */
  superuserUrl(database: string): string;
  /** Resolves when the server has ended, by us or by itself. */
  readonly ended: Promise<void>;
  /** Ends the server: fast shutdown, and immediate shutdown when it takes longer than 10 s. */
  stop(): Promise<void>;
};

export type PostgresOptions = {
  /** Folder of the product's data; passwords and the cluster live under it. */
  readonly home: string;
  /** First port to try; the next free one is taken when somebody listens there. */
  readonly port?: number;
  /** Told what happens, in a sentence. */
  readonly say?: (line: string) => void;
};

/**
 * Starts the embedded PostgreSQL on the loopback address, making the cluster when there is none.
 * A postmaster that a killed start left behind on the same data is ended first.
 * @throws Error with the end of the server's log when it does not come up.
 */
export async function startPostgres(options: PostgresOptions): Promise<Postgres> {
  const home = resolve(options.home);
  const say = options.say ?? (() => undefined);
  await mkdir(home, { recursive: true });
  const account = await serverAccount();
  const cluster = await clusterFolder(home, account);
  const data = join(cluster, 'data');
  const native = await prepareNative(await findNative(), account ? sharedFolder : home, {
    always: account !== null,
  });
  const stale = await endStalePostmaster(data);
  if (stale !== null) say(`ended PostgreSQL ${stale}, left over from a killed start`);
  const password = (await keptSecret(home, 'db-super.password')).text;
  const fresh = !(await exists(join(data, 'PG_VERSION')));
  if (fresh) await makeCluster({ native, cluster, data, account, password });
  const place: Place = { native, cluster, data, account };
  const running = await runServer(place, options.port ?? 5433, password, say);
  return { ...running, data, fresh };
}

type Place = {
  readonly native: string;
  readonly cluster: string;
  readonly data: string;
  readonly account: Account | null;
};

/**
 * Where the cluster lies: in the home; but when root lends the server another account and that
 * account cannot walk into the home (root's own is closed), in a shared folder under a name that
 * the home keeps.
 */
async function clusterFolder(home: string, account: Account | null): Promise<string> {
  const own = join(home, 'postgres');
  if (account === null || (await mayReach(home, account))) {
    await mkdir(own, { recursive: true, mode: 0o700 });
    if (account) await chown(own, account.uid, account.gid);
    return own;
  }
  const note = join(home, 'postgres-folder');
  if (!(await exists(note))) {
    await writeFile(note, join(sharedFolder, 'cluster', randomUUID()), { mode: 0o600 });
  }
  const folder = (await readFile(note, 'utf8')).trim();
  for (const above of [sharedFolder, dirname(folder)]) {
    await mkdir(above, { recursive: true });
    await chmod(above, 0o755);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await chown(folder, account.uid, account.gid);
  return folder;
}

/** Removes the cluster of a home wherever it lies. The server must have ended. */
export async function removeCluster(home: string): Promise<void> {
  const note = join(home, 'postgres-folder');
  if (await exists(note)) {
    await rm((await readFile(note, 'utf8')).trim(), { recursive: true, force: true });
    await rm(note);
  }
  await rm(join(home, 'postgres'), { recursive: true, force: true });
}

async function makeCluster(place: Place & { password: string }): Promise<void> {
  const { cluster, data, account, password } = place;
  await rm(data, { recursive: true, force: true });
  const passwordFile = join(cluster, 'initdb.password');
  await rm(passwordFile, { force: true });
  await writeFile(passwordFile, password, { mode: 0o600 });
  if (account) await chown(passwordFile, account.uid, account.gid);
  try {
    await runToEnd(place, 'initdb', [
      `--pgdata=${data}`,
      `--username=${superuser}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
      '--data-checksums',
      '--wal-segsize=1',
    ]);
  } catch (error) {
    await rm(data, { recursive: true, force: true });
    throw error;
  } finally {
    await rm(passwordFile, { force: true });
  }
}

const settings: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  max_connections: '100',
  shared_buffers: '128MB',
  fsync: 'on',
  full_page_writes: 'on',
  synchronous_commit: 'on',
  wal_level: 'replica',
  min_wal_size: '64MB',
  max_wal_size: '512MB',
  checkpoint_timeout: '5min',
  jit: 'off',
  TimeZone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  password_encryption: 'scram-sha-256',
  log_min_messages: 'warning',
};

type Running = Pick<Postgres, 'port' | 'pid' | 'superuserUrl' | 'ended' | 'stop'>;

/** Three tries: a port may be lost between the look and the start, old backends may still end. */
async function runServer(
  place: Place,
  wanted: number,
  password: string,
  say: (line: string) => void,
): Promise<Running> {
  let port = await nextFreePort(wanted);
  for (let attempt = 1; ; attempt += 1) {
    const logFrom = await logSize(place);
    const child = await spawnServer(place, port);
    const ended = new Promise<void>(done => child.once('exit', () => done()));
    const superuserUrl = (database: string): string =>
      `postgresql://${superuser}:${password}@127.0.0.1:${port}/${database}`;
    if (await isReady(child, superuserUrl('postgres'))) {
      if (port !== wanted) say(`port ${wanted} is taken, PostgreSQL listens on ${port}`);
      const pid = child.pid ?? 0;
      return { port, pid, superuserUrl, ended, stop: () => stopServer(child, ended) };
    }
    await stopServer(child, ended);
    const log = await logSince(place, logFrom);
    if (attempt === 3) throw new Error(`PostgreSQL does not start:\n${log.slice(-2_000)}`);
    if (/could not bind|could not create any TCP/.test(log)) port = await nextFreePort(port + 1);
    else await sleep(700);
  }
}

async function spawnServer(place: Place, port: number): Promise<ChildProcess> {
  const log = await open(join(place.cluster, 'server.log'), 'a', 0o600);
  const flags = Object.entries({ ...settings, port: String(port) }).flatMap(([name, value]) => [
    '-c',
    `${name}=${value}`,
  ]);
  // Its own process group: Ctrl-C in the terminal must not end it before those who write to it.
  const child = spawn(program(place, 'postgres'), ['-D', place.data, ...flags], {
    cwd: place.cluster,
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
    env: environment(),
    ...identity(place.account),
  });
  child.on('error', () => undefined);
  await log.close();
  return child;
}

async function stopServer(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
  await endProcess(child.pid, { signal: 'SIGINT', waitMs: 10_000, then: 'SIGQUIT' });
  await ended;
}

async function isReady(child: ChildProcess, url: string): Promise<boolean> {
  for (let waited = 0; waited < 60_000; waited += 40) {
    if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null)
      return false;
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.query('select 1');
      return true;
    } catch {
      await sleep(40);
    } finally {
      await client.end().catch(() => undefined);
    }
  }
  return false;
}

function runToEnd(place: Place, name: string, flags: readonly string[]): Promise<void> {
  return new Promise((done, failed) => {
    const child = spawn(program(place, name), flags, {
      cwd: place.cluster,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: environment(),
      ...identity(place.account),
    });
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    child.once('error', failed);
    child.once('exit', code => {
      if (code === 0) done();
      else failed(new Error(`${name} ended with ${code}: ${said.slice(-1_000)}`));
    });
  });
}

function identity(account: Account | null): { uid?: number; gid?: number } {
  return account ? { uid: account.uid, gid: account.gid } : {};
}

function program(place: Place, name: string): string {
  return join(place.native, 'bin', name + (process.platform === 'win32' ? '.exe' : ''));
}

/** Nothing of our environment reaches the server but what a program needs to run. */
function environment(): NodeJS.ProcessEnv {
  const { PATH, SystemRoot, TMPDIR } = process.env;
  return { PATH, SystemRoot, TMPDIR, LC_ALL: 'C', TZ: 'UTC' };
}

async function logSize(place: Place): Promise<number> {
  return (await logSince(place, 0)).length;
}

async function logSince(place: Place, from: number): Promise<string> {
  const text = await readFile(join(place.cluster, 'server.log'), 'utf8').catch(() => '');
  return text.slice(from);
}
