import { createHmac } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import type { JSONWebKeySet } from 'jose';
import { type Ledger, openLedger, startRelay, systemClock } from '../../ledger/index.ts';
import { type Configuration, foldersOf } from '../configuration.ts';
import { absentRegister, creditScorer, sandboxRegister } from '../credit/index.ts';
import { type Database, databaseFaults, openDatabase } from '../database/index.ts';
import { documentService } from '../documents/index.ts';
import { createHttpHandler, type Services } from '../graphql/index.ts';
import { accountStore, tokenVerifier } from '../identity/index.ts';
import { Outbox } from '../outbox/index.ts';
import { startProjector } from '../projection/index.ts';
import { openServiceKeys, operatorOf } from '../service/index.ts';
import { openFolderStore } from '../store/index.ts';
import { stepUpService } from '../step-up/index.ts';
import { accountsOfFile } from './accounts-file.ts';
import { ingestDoor } from './ingest-door.ts';
import { startJobs } from './jobs.ts';
import { outboxDoor, WatchedOutbox } from './outbox-door.ts';

const channel = 'tally';

export type RunningServer = {
  /** Resolves with the reason when something stops that must run. */
  readonly failed: Promise<string>;
  close(): Promise<void>;
};

/** Something that was opened and must be closed, the last first. */
type Closing = { readonly name: string; readonly end: () => Promise<void> };

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
  const { api, ingest, projection } = await openDatabases(configuration, closings);
  const folders = foldersOf(configuration);
  await mkdir(folders.uploads, { recursive: true, mode: 0o700 });
  const ledger = await openLedger({ kind: configuration.ledger, folder: folders.ledger });
  closings.push({ name: 'ledger', end: () => ledger.close() });
  await assertNotBehind(ledger, api);
  const projector = startProjector({ ledger, database: projection, say });
  closings.push({ name: 'projector', end: () => projector.close() });
  const failed = projector.ended.then(end =>
    end.kind === 'stopped' ? `the read model stopped: ${end.code}` : 'closed',
  );
  const failedRelay = (fault: unknown): void => say(`relay: ${String(fault)}`);
  const relayOptions = { clock: systemClock, random: Math.random, failed: failedRelay };
  const watched = new WatchedOutbox(new Outbox(api));
  const relay = startRelay(watched, ledger, relayOptions);
  closings.push({ name: 'relay', end: () => relay.stop() });
  const ingestRelay = startRelay(new Outbox(ingest, 'erp'), ledger, relayOptions);
  closings.push({ name: 'relay of loads', end: () => ingestRelay.stop() });
  const signerOf = await openServiceKeys(folders.services);
  const objects = await openFolderStore({
    folder: folders.objects,
    kekFile: configuration.kekFile,
  });
  const now = Date.now;
  const accounts = accountStore(api, { kek: configuration.kek, now });
  await accounts.save(await accountsOfFile(configuration.accountsFile));
  const outbox = outboxDoor({ database: api, watched, relay });
  const shared = { channel, signerOf, objects, now, kek: configuration.kek };
  const secret = createHmac('sha256', configuration.kek).update('cursors and links').digest();
  const documents = documentService({
    database: api,
    outbox,
    objects,
    signer: () => signerOf('document'),
    channel,
    origin: configuration.origin,
    folder: folders.documents,
    secret: createHmac('sha256', configuration.kek).update('figures').digest(),
    clock: 'test',
    now,
  });
  closings.push({ name: 'renderer', end: () => documents.close() });
  const services: Services = {
    environment: configuration.environment,
    origin: configuration.origin,
    channel,
    database: api,
    ledger,
    projector,
    outbox,
    verifyToken: tokenVerifier({
      issuer: configuration.issuer,
      audience: configuration.audience,
      fetchKeys: () => fetchKeys(configuration),
      findAccount: accounts.find,
      now,
    }),
    stepUp: stepUpService({
      database: api,
      accounts,
      channel,
      signer: await signerOf('stepup'),
      now,
    }),
    ingest: ingestDoor({ ...shared, database: ingest, api, wake: () => ingestRelay.wake() }),
    documents,
    credit: creditScorer({
      database: api,
      channel,
      register: configuration.environment === 'production' ? absentRegister : sandboxRegister(),
      signer: await signerOf('scorer'),
      now,
    }),
    identityUpstream: configuration.identityUpstream,
    portalFolder: configuration.portalFolder,
    uploadFolder: folders.uploads,
    secret,
    now,
    report: ({ requestId, error }) => say(`fault ${requestId}: ${faultText(error)}`),
  };
  const jobs = await startJobs({
    url: configuration.database.api,
    database: api,
    operator: () => operatorOf(api, channel),
    say,
  });
  closings.push({ name: 'jobs', end: () => jobs.close() });
  const server = createServer(createHttpHandler(services));
  await listen(server, configuration.port);
  closings.push({
    name: 'HTTP',
    end: () => {
      watched.close();
      return shut(server);
    },
  });
  return { failed };
}

async function openDatabases(
  { database }: Configuration,
  closings: Closing[],
): Promise<{ api: Database; ingest: Database; projection: Database }> {
  const faults: string[] = [];
  const opened = async (url: string, connectionsMax: number): Promise<Database> => {
    const pool = await openDatabase({ url, connectionsMax });
    closings.push({ name: 'pool', end: () => pool.close() });
    faults.push(...(await pool.withTenant({ tenant: null, actor: 'start' }, databaseFaults)));
    return pool;
  };
  const api = await opened(database.api, 24);
  const ingest = await opened(database.ingest, 6);
  const projection = await opened(database.projector, 2);
  if (faults.length > 0) throw new Error(`The database may not serve: ${faults.join('; ')}.`);
  return { api, ingest, projection };
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

async function fetchKeys({ identityUpstream, issuer }: Configuration): Promise<JSONWebKeySet> {
  const address = identityUpstream === null ? `${issuer}/jwks` : `${identityUpstream}/oidc/jwks`;
  const answer = await fetch(address, { signal: AbortSignal.timeout(5_000) });
  if (!answer.ok) throw new Error(`${address} answered ${answer.status}`);
  return (await answer.json()) as JSONWebKeySet;
}

function faultText(error: unknown): string {
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
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
