import { readFile, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { openDatabase } from '../api/database/index.ts';
import { startDatabase, type StartedDatabase } from './database.ts';
import { demoPlans } from './demo.ts';
import { readAccounts, startIdentity } from './identity/index.ts';
import { buildPortal } from './portal.ts';
import { rebuildReadModel } from './rebuild.ts';
import { keptSecret, nextFreePort, removeCluster } from './postgres/index.ts';
import { Children, Endings, type Home, type Progress, takeHome } from './process/index.ts';
import { serviceKeys } from './service-keys.ts';
import { apiReach } from './api-reach.ts';
import type { Words } from './words.ts';

export type TreeOptions = {
  readonly root: string;
  readonly home: string;
  readonly words: Words;
  readonly progress: Progress;
};

/**
 * Starts everything, plays the story, serves until a signal, and ends everything in order.
 * @returns the exit code
 */
export async function runTree(options: TreeOptions): Promise<number> {
  const { progress } = options;
  const endings = new Endings();
  const interrupted = interruption();
  const begin = (): Promise<Home> => takeHome(options.home, progress.say);
  const home = await endings.begin('home', begin, ({ release }) => release());
  try {
    const work = bringUp(options, home, endings);
    // A signal during the start ends what has been started so far.
    const outcome = await Promise.race([work, interrupted]);
    if (outcome === 'interrupted') {
      progress.say('ending');
      work.catch(() => undefined);
      return 130;
    }
    if (outcome.code !== null) return outcome.code;
    const ended = await Promise.race([interrupted, outcome.failed]);
    progress.say(ended === 'interrupted' ? 'ending' : 'a program has ended for good: ending');
    return ended === 'interrupted' ? 0 : 1;
  } finally {
    await endings.end(progress.say);
    progress.say('everything has ended');
  }
}

type Up = {
  /** Exit code when there is nothing to serve; null to go on serving. */
  readonly code: number | null;
  /** Resolves when something that must run has ended for good. */
  readonly failed: Promise<'failed'>;
};

async function bringUp(options: TreeOptions, home: Home, endings: Endings): Promise<Up> {
  const { root, words, progress } = options;
  if (words.reset) await progress.step('old data forgotten', () => forget(home.folder));
  if (words.rebuild) return { code: await rebuild(options, home, endings), failed: never };
  const portal = progress.step('portal built', () => buildPortal(root));
  portal.catch(() => undefined);
  const database = await beginDatabase(home.folder, progress, endings);
  const children = new Children(home.note, progress.say);
  await endings.begin(
    'programs',
    () => Promise.resolve(children),
    programs => programs.stop(),
  );
  const port = await portOf(home.folder, progress);
  const origin = `http://localhost:${port}`;
  const environment = await childEnvironment(options, { database, origin, port });
  const demo = demoPlans(root, environment);
  const accountsFile = environment['TALLY_ACCOUNTS_FILE'] ?? '';
  endings.check();
  if (!words.bare) {
    const cast = children.start(demo.accounts);
    await progress.step('cast and their keys made', () => endsWell(cast.ended, 'the cast'));
  }
  const identity = await startProvider(home.folder, { origin, accountsFile, database }, endings);
  const reach = await apiReach(root, home.folder, environment);
  endings.check();
  const api = children.start({
    name: 'api',
    file: join(root, 'api', 'server.ts'),
    env: {
      ...environment,
      TALLY_IDENTITY_UPSTREAM: identity.upstream,
      TALLY_PORTAL_FOLDER: join(root, 'portal', 'dist'),
    },
    restart: 'always',
    youngMiB: 64,
    reach,
  });
  await progress.step(`API and ledger ready on ${origin}`, () => api.ready);
  const failed = Promise.race([api.ended, database.ended]).then(() => 'failed' as const);
  if (words.bare) return { code: await served(portal, words, origin, progress), failed };
  endings.check();
  for (const plan of demo.robots) children.start(plan);
  const story = children.start(demo.story);
  const code = await Promise.race([story.ended, failed.then(() => 1)]);
  if (code === 0) return { code: await served(portal, words, origin, progress), failed };
  await portal;
  progress.say(`the story ended with ${code}`);
  return { code, failed };
}

/** 0 when that was all; null to go on serving, once the portal is there too. */
async function served(
  portal: Promise<string>,
  { once }: Words,
  origin: string,
  progress: Progress,
): Promise<0 | null> {
  await portal;
  if (once) return 0;
  progress.say(`serving on ${origin}; Ctrl-C ends everything`);
  return null;
}

const never = new Promise<'failed'>(() => undefined);

async function rebuild({ progress }: TreeOptions, home: Home, endings: Endings): Promise<number> {
  const database = await beginDatabase(home.folder, progress, endings);
  return rebuildReadModel(home.folder, database, progress);
}

function beginDatabase(
  home: string,
  progress: Progress,
  endings: Endings,
): Promise<StartedDatabase> {
  const begin = (): Promise<StartedDatabase> => startDatabase(home, process.env, progress);
  return endings.begin('PostgreSQL', begin, ({ stop }) => stop());
}

async function startProvider(
  home: string,
  given: { origin: string; accountsFile: string; database: StartedDatabase },
  endings: Endings,
): Promise<{ upstream: string }> {
  const url = await given.database.urlOf('tally_api');
  const open = (): ReturnType<typeof openDatabase> => openDatabase({ url, connectionsMax: 4 });
  const pool = await endings.begin('provider pool', open, opened => opened.close());
  const nobody = { persons: [], services: [] };
  const settings: Parameters<typeof startIdentity>[0] = {
    origin: given.origin,
    folder: join(home, 'identity'),
    accounts: await readAccounts(given.accountsFile).catch(() => nobody),
    query: (text, values) =>
      pool.withTenant({ tenant: null, actor: 'oidc' }, sql => sql.query(text, values)),
    port: 0,
    now: Date.now,
  };
  const begin = (): ReturnType<typeof startIdentity> => startIdentity(settings, process.env);
  return endings.begin('identity provider', begin, ({ close }) => close());
}

/** What children are told; secrets by file alone. */
async function childEnvironment(
  options: TreeOptions,
  started: { database: StartedDatabase; origin: string; port: number },
): Promise<Record<string, string>> {
  const { home } = options;
  const { database, origin, port } = started;
  await serviceKeys(home);
  const kek = await keptSecret(home, 'kek');
  return {
    TALLY_HOME: home,
    TALLY_ENV: process.env['TALLY_ENV'] ?? 'sandbox',
    TALLY_PORT: String(port),
    TALLY_ORIGIN: origin,
    DATABASE_URL: database.url,
    TALLY_DB_API_PASSWORD_FILE: database.passwordFiles.tally_api,
    TALLY_DB_INGEST_PASSWORD_FILE: database.passwordFiles.tally_ingest,
    TALLY_DB_PROJECTOR_PASSWORD_FILE: database.passwordFiles.tally_projector,
    TALLY_KEK_FILE: kek.file,
    TALLY_ACCOUNTS_FILE: join(home, 'demo', 'accounts.json'),
    TALLY_SERVICE_KEYS: join(home, 'services', 'public.json'),
    ...ledgerSettings(process.env),
  };
}

/** Which ledger the API opens; a profile is found from the folder of this start. */
function ledgerSettings(environment: NodeJS.ProcessEnv): Record<string, string> {
  const { TALLY_LEDGER: ledger, TALLY_LEDGER_PROFILE: profile } = environment;
  return {
    ...(ledger ? { TALLY_LEDGER: ledger } : {}),
    ...(profile ? { TALLY_LEDGER_PROFILE: resolve(profile) } : {}),
  };
}

/** The port of the last start when it is free, so that addresses and sign-ins go on to hold. */
async function portOf(home: string, progress: Progress): Promise<number> {
  const file = join(home, 'port');
  const kept = await readFile(file, 'utf8').catch(() => process.env['TALLY_PORT'] ?? '4000');
  if (!/^\d{1,5}$/.test(kept) || Number(kept) < 1 || Number(kept) > 65_535) {
    throw new Error(`TALLY_PORT is "${kept}": give a port from 1 to 65535.`);
  }
  const port = await nextFreePort(Number(kept));
  if (port !== Number(kept)) progress.say(`port ${kept} is taken, serving on ${port}`);
  await writeFile(file, String(port));
  return port;
}

/** Removes all that was kept but the lock that this start holds. */
async function forget(home: string): Promise<void> {
  await removeCluster(home);
  const folders = [
    'ledger',
    'objects',
    'uploads',
    'registers',
    'services',
    'secrets',
    'identity',
    'demo',
  ];
  for (const name of [...folders, 'documents', 'papers', 'pins.json', 'postgres-port', 'port']) {
    await rm(join(home, name), { recursive: true, force: true });
  }
}

async function endsWell(ended: Promise<number>, what: string): Promise<void> {
  const code = await ended;
  if (code !== 0) throw new Error(`${what} ended with ${code}`);
}

/** Resolves at the first signal that asks us to end; later ones are swallowed while we do. */
function interruption(): Promise<'interrupted'> {
  return new Promise(done => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.on(signal, () => done('interrupted'));
    }
  });
}
