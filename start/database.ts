import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bootstrapRoles, migrate, type Role, roles } from '../api/database/index.ts';
import { ensureBook } from '../api/projection/index.ts';
import { keptSecret, startPostgres } from './postgres/index.ts';
import type { Progress } from './process/index.ts';

const databaseName = 'tally';

/** The database that this start uses, migrated. */
export type StartedDatabase = {
  /** Without password, for the environment of children. */
  readonly url: string;
  /** Files with the passwords of the runtime roles. */
  readonly passwordFiles: Readonly<Record<Role, string>>;
  /** Connection text as one role, with its password. */
  urlOf(role: Role): Promise<string>;
  /** Resolves when an embedded server ends, by us or by itself; never for an outside one. */
  readonly ended: Promise<void>;
  stop(): Promise<void>;
};

type Environment = Readonly<Record<string, string | undefined>>;

/** Starts the embedded PostgreSQL, or uses the one of `DATABASE_URL`, and migrates it. */
export async function startDatabase(
  home: string,
  environment: Environment,
  progress: Progress,
): Promise<StartedDatabase> {
  const outside = environment['DATABASE_URL'];
  const database =
    outside === undefined
      ? await startEmbedded(home, progress)
      : outsideDatabase(outside, environment);
  try {
    const ownerUrl = await database.urlOf('tally_owner');
    await progress.step('database migrated', () => migrate(ownerUrl));
    if (await ensureBook(ownerUrl)) progress.say('read model made anew');
    return database;
  } catch (error) {
    await database.stop();
    throw error;
  }
}

async function startEmbedded(home: string, progress: Progress): Promise<StartedDatabase> {
  const port = Number(await readFile(join(home, 'postgres-port'), 'utf8').catch(() => '5433'));
  const server = await progress.step('PostgreSQL started', () =>
    startPostgres({ home, port, say: progress.say }),
  );
  await writeFile(join(home, 'postgres-port'), String(server.port));
  const secrets = await secretsOf(home);
  const passwords = pick(role => secrets[role].text);
  const passwordFiles = pick(role => secrets[role].file);
  await bootstrapRoles(server.superuserUrl, { database: databaseName, passwords });
  const url = `postgresql://127.0.0.1:${server.port}/${databaseName}`;
  return {
    url,
    passwordFiles,
    urlOf: role => Promise.resolve(withRole(url, role, passwords[role])),
    ended: server.ended,
    stop: server.stop,
  };
}

/** Roles of an outside server are made by its administrator; their passwords come by file. */
function outsideDatabase(url: string, environment: Environment): StartedDatabase {
  const files: Readonly<Record<Role, string | undefined>> = {
    tally_owner: environment['TALLY_DB_OWNER_PASSWORD_FILE'],
    tally_ingest: environment['TALLY_DB_INGEST_PASSWORD_FILE'],
    tally_api: environment['TALLY_DB_API_PASSWORD_FILE'],
    tally_projector: environment['TALLY_DB_PROJECTOR_PASSWORD_FILE'],
  };
  const missing = roles.filter(role => files[role] === undefined);
  if (missing.length > 0) {
    const names = missing.map(
      role => `TALLY_DB_${role.replace('tally_', '').toUpperCase()}_PASSWORD_FILE`,
    );
    throw new Error(`DATABASE_URL is set; also set ${names.join(', ')}.`);
  }
  const passwordFiles = pick(role => files[role] ?? '');
  return {
    url,
    passwordFiles,
    urlOf: async role => withRole(url, role, (await readFile(passwordFiles[role], 'utf8')).trim()),
    ended: new Promise(() => undefined),
    stop: () => Promise.resolve(),
  };
}

async function secretsOf(
  home: string,
): Promise<Readonly<Record<Role, { text: string; file: string }>>> {
  const kept = await Promise.all(roles.map(role => keptSecret(home, `${role}.password`)));
  return Object.fromEntries(roles.map((role, at) => [role, kept[at]])) as Record<
    Role,
    { text: string; file: string }
  >;
}

function pick(of: (role: Role) => string): Readonly<Record<Role, string>> {
  return {
    tally_owner: of('tally_owner'),
    tally_ingest: of('tally_ingest'),
    tally_api: of('tally_api'),
    tally_projector: of('tally_projector'),
  };
}

function withRole(url: string, role: Role, password: string): string {
  const own = new URL(url);
  own.username = role;
  own.password = password;
  return own.href;
}
