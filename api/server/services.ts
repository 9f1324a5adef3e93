import { createHmac } from 'node:crypto';
import type { JSONWebKeySet } from 'jose';
import type { Ledger, Relay } from '../../ledger/index.ts';
import type { Configuration, foldersOf } from '../configuration.ts';
import { BankDesk } from '../bank/index.ts';
import { absentRegister, creditScorer, sandboxRegister } from '../credit/index.ts';
import type { Database } from '../database/index.ts';
import { documentService } from '../documents/index.ts';
import { examiner } from '../examination/index.ts';
import type { Services } from '../graphql/index.ts';
import { accountStore, type AccountStore, tokenVerifier } from '../identity/index.ts';
import {
  openKeyring,
  openPersons as openStored,
  personSeal,
  type Keyring,
} from '../keyring/index.ts';
import type { Projector } from '../projection/index.ts';
import { openServiceKeys } from '../service/index.ts';
import { type ObjectStore, openFolderStore } from '../store/index.ts';
import { stepUpService } from '../step-up/index.ts';
import { accountsOfFile } from './accounts-file.ts';
import { heldTransaction, ingestDoor, type IngestParts } from './ingest-door.ts';
import { folderDrops } from './drops.ts';
import { sourceDoor } from './source-door.ts';
import { outboxDoor, type WatchedOutbox } from './outbox-door.ts';

/** Something that was opened and must be closed, the last first. */
export type Closing = { readonly name: string; readonly end: () => Promise<void> };

/** One pool a runtime role. */
export type Databases = {
  readonly api: Database;
  readonly ingest: Database;
  readonly examination: Database;
  readonly projection: Database;
};

export type Relays = {
  readonly watched: WatchedOutbox;
  readonly acts: Relay;
  readonly loads: Relay;
};

export type Parts = {
  readonly configuration: Configuration;
  readonly folders: ReturnType<typeof foldersOf>;
  readonly databases: Databases;
  readonly ledger: Ledger;
  readonly projector: Projector;
  readonly relays: Relays;
  readonly channel: string;
  readonly say: (line: string) => void;
  readonly closings: Closing[];
};

type SignerOf = Awaited<ReturnType<typeof openServiceKeys>>;

/** What resolvers use, made of the parts that are open. */
export async function composeServices(parts: Parts): Promise<Services> {
  const { configuration, folders, databases, relays, channel, say } = parts;
  const { api } = databases;
  const now = Date.now;
  const shared = { database: api, channel, now };
  const signerOf = await openServiceKeys(folders.services);
  const objects = await openFolderStore({
    folder: folders.objects,
    kekFile: configuration.kekFile,
  });
  const accounts = accountStore(api, { kek: configuration.kek, now });
  await accounts.save(await accountsOfFile(configuration.accountsFile));
  const outbox = outboxDoor({
    database: api,
    watched: relays.watched,
    relay: relays.acts,
    kek: configuration.kek,
  });
  const wake = (): void => relays.loads.wake();
  const database = databases.ingest;
  const { kek, sealKeys } = configuration;
  const keyring = openKeyring({ folders: folders.keyrings, kek });
  const opening = openingBy(keyring);
  const { openPersons } = opening;
  openBankDesk(parts, { objects, outbox, signerOf, openPersons });
  const ingest = { database, api, objects, keyring, signerOf, channel, kek, sealKeys, now, wake };
  return {
    environment: configuration.environment,
    origin: configuration.origin,
    channel,
    database: api,
    ledger: parts.ledger,
    projector: parts.projector,
    outbox,
    verifyToken: verifierOf(configuration, accounts),
    stepUp: stepUpService({ ...shared, accounts, signer: await signerOf('stepup') }),
    ingest: ingestDoor(ingest),
    ...opening,
    sources: sourcesOf(ingest, { allowed: configuration.connectAllow, drops: folders.drops }, say),
    documents: documentsOf(parts, { objects, outbox, signerOf }),
    examiner: examiner({
      ...shared,
      database: databases.examination,
      objects,
      registers: folders.registers,
    }),
    credit: creditScorer({
      ...shared,
      openPersons,
      register: configuration.environment === 'production' ? absentRegister : sandboxRegister(),
      signer: await signerOf('scorer'),
    }),
    identityUpstream: configuration.identityUpstream,
    portalFolder: configuration.portalFolder,
    uploadFolder: folders.uploads,
    secret: derived(configuration, 'cursors and links'),
    now,
    report: ({ requestId, error }) => say(`fault ${requestId}: ${faultText(error)}`),
  };
}

/** How what stands under keys of persons is opened. */
function openingBy(keyring: Keyring): Pick<Services, 'openPersons' | 'openSealed'> {
  return {
    openPersons: (sql, of) => openStored(personSeal(keyring, of.tenant).open, sql, of),
    openSealed: (tenant, at, text) => personSeal(keyring, tenant).open(at, text),
  };
}

/** The bank desk runs beside the resolvers; it is closed before the pools that it uses. */
function openBankDesk(
  { configuration, databases, channel, say, closings }: Parts,
  given: Pick<Services, 'outbox' | 'openPersons'> & { objects: ObjectStore; signerOf: SignerOf },
): void {
  const { kek } = configuration;
  const desk = new BankDesk({
    ...given,
    database: databases.api,
    channel,
    kek,
    now: Date.now,
    say,
  });
  desk.start();
  closings.push({ name: 'bank desk', end: () => desk.close() });
}

function documentsOf(
  { configuration, folders, databases, ledger, channel, closings }: Parts,
  given: { objects: ObjectStore; outbox: Services['outbox']; signerOf: SignerOf },
): Services['documents'] {
  const documents = documentService({
    database: databases.api,
    ledger,
    outbox: given.outbox,
    objects: given.objects,
    signer: () => given.signerOf('document'),
    channel,
    origin: configuration.origin,
    folder: folders.documents,
    pinsFile: folders.pins,
    secret: derived(configuration, 'figures'),
    clock: configuration.environment === 'production' ? 'real' : 'test',
    now: Date.now,
  });
  closings.push({ name: 'renderer', end: () => documents.close() });
  return documents;
}

function verifierOf(configuration: Configuration, accounts: AccountStore): Services['verifyToken'] {
  return tokenVerifier({
    issuer: configuration.issuer,
    audience: configuration.audience,
    fetchKeys: () => fetchKeys(configuration),
    findAccount: accounts.find,
    now: Date.now,
  });
}

/** A secret of its own for each use, from the installation's one. */
function derived({ kek }: Configuration, use: string): Buffer {
  return createHmac('sha256', kek).update(use).digest();
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

function sourcesOf(
  ingest: IngestParts,
  { allowed, drops }: { readonly allowed: readonly string[]; readonly drops: string },
  say: (line: string) => void,
): Services['sources'] {
  return sourceDoor({
    transaction: who => async work => {
      const done = await heldTransaction(ingest, who)(work);
      ingest.wake();
      return done;
    },
    allowed,
    drops: tenant => folderDrops(drops, tenant),
    report: error => say(`source: ${faultText(error)}`),
  });
}
