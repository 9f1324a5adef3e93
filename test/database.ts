import { spawn } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import {
  type Database,
  type DatabaseOptions,
  makeDatabase,
  migrate,
  openDatabase,
  type Passwords,
  type Role,
  withConnection,
} from '../api/database/index.ts';
import { migrations } from '../api/migrations/index.ts';
import { bookDigest, ensureBook } from '../api/projection/index.ts';

/** A database of its own, with every schema, on a server that all tests share. */
export type TestDatabase = {
  /** Connection text as a runtime role or as the owner. */
  url(role: Role): string;
  /** Connection text of the superuser, for attacks of an administrator. */
  readonly superuserUrl: string;
  /** A pool as one of the roles; closed by `stop`. */
  open(role: Role, options?: Omit<DatabaseOptions, 'url'>): Promise<Database>;
  stop(): Promise<void>;
};

/** Passwords of the test server's roles. They guard nothing. */
export const testPasswords: Passwords = {
  tally_owner: 'test-owner',
  tally_ingest: 'test-ingest',
  tally_api: 'test-api',
  tally_projector: 'test-projector',
};

/**
 * Gives a fresh database with all migrations applied; about 0.1 s once the server runs. The server
 * starts with the first caller and ends by itself when nobody is connected for a while.
 */
export async function startDatabase(): Promise<TestDatabase> {
  const server = new URL(await serverUrl());
  const superuserUrl = (database: string): string => at(server, { database });
  const template = await ensureTemplate(superuserUrl);
  const database = `test_${randomBytes(6).toString('hex')}`;
  await makeDatabase(superuserUrl, database, template);
  const url = (role: Role): string =>
    at(server, { database, user: role, password: testPasswords[role] });
  const opened: Database[] = [];
  return {
    url,
    superuserUrl: superuserUrl(database),
    open: async (role, options = {}) => {
      const pool = await openDatabase({ ...options, url: url(role) });
      opened.push(pool);
      return pool;
    },
    stop: async () => {
      await Promise.all(opened.map(pool => pool.close()));
      await withConnection(superuserUrl('postgres'), sql =>
        sql.query(`drop database if exists ${database} with (force)`),
      );
    },
  };
}

/** Copies the template under a lock, so that it is migrated once whatever runs beside. */
async function ensureTemplate(superuserUrl: (database: string) => string): Promise<string> {
  const digest = createHash('sha256')
    .update(JSON.stringify(migrations) + bookDigest())
    .digest('hex');
  const template = `template_${digest.slice(0, 12)}`;
  await withConnection(superuserUrl('postgres'), async sql => {
    await sql.query('select pg_advisory_lock(4713)');
    const known = await sql.query('select 1 from pg_database where datname = $1', [template]);
    if (known.length > 0) return;
    const draft = `draft_${digest.slice(0, 12)}`;
    await sql.query(`drop database if exists ${draft} with (force)`);
    await makeDatabase(superuserUrl, draft);
    const owner = { user: 'tally_owner', password: testPasswords.tally_owner, database: draft };
    const ownerUrl = at(new URL(superuserUrl(draft)), owner);
    await migrate(ownerUrl);
    await ensureBook(ownerUrl);
    await sql.query(`alter database ${draft} rename to ${template}`);
  });
  return template;
}

function at(server: URL, to: { database: string; user?: string; password?: string }): string {
  const url = new URL(server);
  url.pathname = `/${to.database}`;
  if (to.user !== undefined) url.username = to.user;
  if (to.password !== undefined) url.password = to.password;
  return url.href;
}

const here = dirname(fileURLToPath(import.meta.url));

/** The server's folder is named by the tree, so that two clones test side by side. */
function serverFolder(): string {
  const tree = createHash('sha256').update(here).digest('hex').slice(0, 10);
  return join(tmpdir(), `tallystick-test-${userInfo().uid}-${tree}`);
}

async function serverUrl(): Promise<string> {
  const home = serverFolder();
  for (let tries = 0; tries < 600; tries += 1) {
    const url = await runningUrl(home);
    if (url !== null) return url;
    // Whoever makes the folder starts the server; the others wait for it.
    const first = await mkdir(home, { mode: 0o711 }).then(
      () => true,
      () => false,
    );
    if (first) launch(home);
    else if (await isAbandoned(home)) await rm(home, { recursive: true, force: true });
    await sleep(100);
  }
  throw new Error(`No test server in ${home} after a minute.`);
}

async function runningUrl(home: string): Promise<string | null> {
  const text = await readFile(join(home, 'ready.json'), 'utf8').catch(() => null);
  if (text === null) return null;
  const { url } = JSON.parse(text) as { url: string };
  return withConnection(url, async () => url).catch(() => null);
}

/** A folder without a reachable server for 60 s was left behind by a kill. */
async function isAbandoned(home: string): Promise<boolean> {
  const made = await stat(home).catch(() => null);
  return made !== null && Date.now() - made.mtimeMs > 60_000;
}

function launch(home: string): void {
  const program = join(here, 'database-server.ts');
  const child = spawn(process.execPath, [program, home], { detached: true, stdio: 'ignore' });
  child.unref();
}
