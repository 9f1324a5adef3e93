import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { type Ledger, openLedger, startRelay, systemClock } from '../../ledger/index.ts';
import { type Configuration, foldersOf } from '../configuration.ts';
import { type Database, databaseFaults, openDatabase } from '../database/index.ts';
import { createHttpHandler } from '../graphql/index.ts';
import { Outbox } from '../outbox/index.ts';
import { startProjector } from '../projection/index.ts';
import { operatorOf } from '../service/index.ts';
import { startJobs } from './jobs.ts';
import { WatchedOutbox } from './outbox-door.ts';
import { type Closing, composeServices, type Databases, type Relays } from './services.ts';

const channel = 'tally';

export type RunningServer = {
  /** Resolves with the reason when something stops that must run. */
  readonly failed: Promise<string>;
  close(): Promise<void>;
};

/** What does not close within this time is left: the ledger and the rows are safe without it. */
const closeMs = 4_000;

/**
 * Composes ledger, relay, projector, read model and GraphQL in one process and listens.
 * @throws Error naming every fault of database and role, or what did not open
 */
export async function startServer(
  configuration: Configuration,
  say: (line: string) => void,
): Promise<RunningServer> {
  const closings: Closing[] = [];
  const close = async (): Promise<void> => {
    for (const { name, end } of closings.splice(0).reverse()) {
      const late = sleep(closeMs, 'late' as const, { ref: false });
      const outcome = await Promise.race([late, end().catch(String)]);
      if (typeof outcome === 'string') say(`closing ${name}: ${outcome}`);
    }
  };
  try {
    const { failed } = await open(configuration, say, closings);
    return { failed, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function open(
  configuration: Configuration,
  say: (line: string) => void,
  closings: Closing[],
): Promise<{ readonly failed: Promise<string> }> {
  const databases = await openDatabases(configuration, closings);
  const { api } = databases;
  const folders = foldersOf(configuration);
  await mkdir(folders.uploads, { recursive: true, mode: 0o700 });
  const ledger = await openLedger(configuration.ledger);
  closings.push({ name: 'ledger', end: () => ledger.close() });
  await assertNotBehind(ledger, api);
  const projector = startProjector({ ledger, database: databases.projection, say });
  closings.push({ name: 'projector', end: () => projector.close() });
  const failed = projector.ended.then(end =>
    end.kind === 'stopped' ? `the read model stopped: ${end.code}` : 'closed',
  );
  const isAlone = configuration.ledger.kind === 'embedded';
  const relays = await openRelays({ ledger, databases, say, isAlone }, closings);
  const services = await composeServices({
    configuration,
    folders,
    databases,
    ledger,
    projector,
    relays,
    channel,
    say,
    closings,
  });
  const jobs = await startJobs({
    url: configuration.database.api,
    database: api,
    operator: () => operatorOf(api, channel),
    schedule: { sources: services.sources, ingest: services.ingest, now: Date.now },
    say,
  });
  closings.push({ name: 'jobs', end: () => jobs.close() });
  const server = createServer(createHttpHandler(services));
  await listen(server, configuration.port);
  closings.push({
    name: 'HTTP',
    end: () => {
      relays.watched.close();
      return shut(server);
    },
  });
  return { failed };
}

/** One relay for acts of people and robots, one for the evidence of loads. */
async function openRelays(
  parts: {
    ledger: Ledger;
    databases: Databases;
    say: (line: string) => void;
    /** An embedded ledger is one process's own, so no other relay lives. */
    isAlone: boolean;
  },
  closings: Closing[],
): Promise<Relays> {
  const { ledger, databases, say } = parts;
  const outboxes = [new Outbox(databases.api), new Outbox(databases.ingest, 'erp')] as const;
  if (parts.isAlone) for (const outbox of outboxes) await outbox.release();
  const options = {
    clock: systemClock,
    random: Math.random,
    failed: (fault: unknown): void => say(`relay: ${String(fault)}`),
  };
  const watched = new WatchedOutbox(outboxes[0]);
  const acts = startRelay(watched, ledger, options);
  closings.push({ name: 'relay', end: () => acts.stop() });
  const loads = startRelay(outboxes[1], ledger, options);
  closings.push({ name: 'relay of loads', end: () => loads.stop() });
  return { watched, acts, loads };
}

async function openDatabases({ database }: Configuration, closings: Closing[]): Promise<Databases> {
  const faults: string[] = [];
  const opened = async (url: string, connectionsMax: number): Promise<Database> => {
    const pool = await openDatabase({ url, connectionsMax });
    closings.push({ name: 'pool', end: () => pool.close() });
    faults.push(...(await pool.withTenant({ tenant: null, actor: 'start' }, databaseFaults)));
    return pool;
  };
  const api = await opened(database.api, 24);
  const ingest = await opened(database.ingest, 6);
  // Asked by operations that hold a connection of `api`: one pool for both could starve itself.
  const examination = await opened(database.api, 4);
  const projection = await opened(database.projector, 2);
  if (faults.length > 0) throw new Error(`The database may not serve: ${faults.join('; ')}.`);
  return { api, ingest, examination, projection };
}

/** A ledger shorter than the read model has lost blocks: nothing may be written on it (T-16). */
async function assertNotBehind(ledger: Ledger, api: Database): Promise<void> {
  const [row] = await api.withTenant({ tenant: null, actor: 'start' }, sql =>
    sql.query<{ block: bigint }>('select block from book.checkpoint'),
  );
  const block = row?.block ?? -1n;
  const { height } = await ledger.info();
  if (block >= height) {
    throw new Error(
      `LEDGER_BEHIND: the read model stands at block ${block}, the ledger ends before ${height}. ` +
        `Restore blocks ${height} to ${block}, or start anew with --reset.`,
    );
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen(port, '127.0.0.1', () => done());
  });
}

function shut(server: Server): Promise<void> {
  return new Promise(done => {
    server.close(() => done());
    server.closeIdleConnections();
    setTimeout(() => server.closeAllConnections(), 2_000).unref();
  });
}
