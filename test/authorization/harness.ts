import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { exportJWK, generateKeyPair, SignJWT, type JWTPayload } from 'jose';
import { createHttpHandler, type Services } from '../../api/graphql/index.ts';
import { requestLimits } from '../../api/graphql/request-limits.ts';
import { accountStore, tokenVerifier, type AccountStore } from '../../api/identity/index.ts';
import { openKeyring, openPersons, personSeal, type Keyring } from '../../api/keyring/index.ts';
import { Outbox, outboxStatus, saveToOutbox } from '../../api/outbox/index.ts';
import { startProjector } from '../../api/projection/index.ts';
import { serviceSigner, stepUpService } from '../../api/step-up/index.ts';
import { TallyContract } from '../../chaincode/contract.ts';
import type { Act } from '../../domain/act/index.ts';
import { systemClock } from '../../ledger/clock.ts';
import { openEmbeddedLedger } from '../../ledger/embedded/index.ts';
import { startRelay } from '../../ledger/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import {
  accountsOf,
  cast,
  digest,
  freshId,
  signEntry,
  testKey,
  type Person,
  type TestKey,
} from './persons.ts';

export const ISSUER = 'http://localhost/oidc';
export const AUDIENCE = 'http://localhost/graphql';
export const DAY = '2026-03-02';

export type Reply = {
  readonly status: number;
  readonly text: string;
  // Tests look into replies of any shape.
  readonly body: any;
};

export type Product = {
  readonly url: string;
  readonly services: Services;
  readonly persons: Readonly<Record<string, Person>>;
  readonly stepUpKey: TestKey;
  readonly database: TestDatabase;
  readonly accounts: AccountStore;
  readonly keyring: Keyring;
  readonly faults: unknown[];
  token(claims?: JWTPayload, header?: Record<string, unknown>): Promise<string>;
  tokenOf(person: Person): Promise<string>;
  ask(token: string, query: string, variables?: Record<string, unknown>): Promise<Reply>;
  raw(init: RequestInit & { path?: string }): Promise<Reply>;
  /** Signs an act of the given kind as the persons and sends its mutation. */
  act(kind: string, body: unknown, by: readonly (readonly [Person, string])[]): Promise<Reply>;
  stop(): Promise<void>;
};

/** Starts the API on a database and a ledger of its own, with a founded channel. */
export async function startProduct(
  options: {
    readonly environment?: Services['environment'];
    readonly limits?: Parameters<typeof requestLimits>[1];
  } = {},
): Promise<Product> {
  const folder = await mkdtemp(join(tmpdir(), 'tally-api-'));
  const database = await startDatabase();
  const api = await database.open('tally_api');
  const collections = JSON.parse(
    await readFile(new URL('../../chaincode/collections.json', import.meta.url), 'utf8'),
  ) as Parameters<typeof openEmbeddedLedger>[0]['collections'];
  const ledger = await openEmbeddedLedger({
    folder: join(folder, 'ledger'),
    contract: TallyContract,
    collections,
  });
  const projector = startProjector({ ledger, database: await database.open('tally_projector') });
  const outbox = new Outbox(api);
  const faults: unknown[] = [];
  const relay = startRelay(outbox, ledger, {
    clock: systemClock,
    random: Math.random,
    pollMs: 20,
    failed: fault => faults.push(fault),
  });
  const keyring = openKeyring({
    folders: [join(folder, 'keyring-a'), join(folder, 'keyring-b')],
    kek: randomBytes(32),
  });
  const now = (): number => Date.now();
  const accounts = accountStore(api, { kek: randomBytes(32), now });
  const issuerKeys = await generateKeyPair('ES256', { extractable: true });
  const jwk = { ...(await exportJWK(issuerKeys.publicKey)), kid: 'test', alg: 'ES256', use: 'sig' };
  const stepUpKey = testKey();
  const services: Services = {
    environment: options.environment ?? 'test',
    origin: 'http://localhost',
    channel: 'tally',
    database: api,
    ledger,
    projector,
    outbox: {
      save: async (sql, item) => {
        const transient = Object.entries(item.transient ?? {}).map(
          ([name, text]) => [name, Buffer.from(text)] as const,
        );
        await saveToOutbox(sql, { ...item, transient: Object.fromEntries(transient) });
      },
      settle: async (tenant, actId, withinMs) => {
        relay.wake();
        const end = Date.now() + withinMs;
        while (Date.now() < end) {
          const who = { tenant, actor: 'test' };
          const status = await api.withTenant(who, sql => outboxStatus(sql, actId));
          if (status?.state === 'committed' && status.at) {
            return { kind: 'committed', txId: status.txId ?? '', block: status.at.block };
          }
          if (status?.refusal) return { kind: 'refused', refusal: status.refusal as never };
          await sleep(10);
        }
        return null;
      },
    },
    verifyToken: tokenVerifier({
      issuer: ISSUER,
      audience: AUDIENCE,
      fetchKeys: () => Promise.resolve({ keys: [jwk] }),
      findAccount: accounts.find,
      now,
    }),
    stepUp: stepUpService({
      database: api,
      accounts,
      channel: 'tally',
      signer: serviceSigner(stepUpKey.id, stepUpKey.pem),
      now,
    }),
    ingest: {
      load: () => Promise.resolve({ ok: true, value: freshId() }),
      replay: (_tenant, load) => Promise.resolve({ ok: true, value: load }),
      saveProfile: profile => Promise.resolve({ ok: true, value: profile.name }),
      editQuarantined: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      approveQuarantined: (_who, id) => Promise.resolve({ ok: true, value: id }),
      dropQuarantined: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      resolveConflict: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      findSubjects: () => Promise.resolve({ ok: true, value: [] }),
      eraseByAct: (_who, id) => Promise.resolve({ ok: true, value: id }),
      eraseSubject: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      releaseStatement: () => Promise.resolve({ ok: true, value: 1 }),
      answerLoad: () => Promise.resolve({ ok: true, value: 1 }),
      answerInvoice: (_who, { document }) => Promise.resolve({ ok: true, value: document }),
    },
    openPersons: (sql, of) => openPersons(personSeal(keyring, of.tenant).open, sql, of),
    openSealed: (tenant, at, text) => personSeal(keyring, tenant).open(at, text),
    sources: {
      create: () => Promise.resolve({ ok: true, value: freshId() }),
      check: () => Promise.resolve({ ok: true, value: null }),
      compare: () => Promise.resolve({ ok: true, value: null }),
      run: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      setStatus: (_who, { id }) => Promise.resolve({ ok: true, value: id }),
      acceptDrift: (_who, { source }) => Promise.resolve({ ok: true, value: source }),
    },
    documents: {
      issue: () => Promise.resolve({ ok: false, error: { code: 'NOT_FOUND', facts: { id: '' } } }),
      read: () => Promise.resolve(null),
      publicFacts: () => Promise.resolve(null),
    },
    examiner: {
      examine: ({ financing: id }) =>
        Promise.resolve({ ok: false, error: { code: 'NOT_FOUND', facts: { id } } }),
      screen: ({ tenant: id }) =>
        Promise.resolve({ ok: false, error: { code: 'NOT_FOUND', facts: { id } } }),
      opened: names => Promise.resolve(new Set(names)),
    },
    identityUpstream: null,
    portalFolder: null,
    uploadFolder: join(folder, 'uploads'),
    secret: randomBytes(32),
    now,
    report: fault => faults.push(fault.error),
  };
  const persons = cast();
  await accounts.save(Object.values(persons).flatMap(accountsOf));
  const server = createServer(createHttpHandler(services, requestLimits(api, options.limits)));
  const url = await listen(server);
  const sign = (claims: JWTPayload, header: Record<string, unknown> = {}): Promise<string> =>
    new SignJWT(claims)
      .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid: 'test', ...header })
      .sign(issuerKeys.privateKey);
  const product: Product = {
    url,
    services,
    persons,
    stepUpKey,
    database,
    accounts,
    keyring,
    faults,
    token: (claims = {}, header) => {
      const iat = Math.floor(Date.now() / 1000);
      const own = persons['broker'] as Person;
      const usual = { iss: ISSUER, aud: AUDIENCE, sub: own.person, org: own.party, kind: 'person' };
      return sign({ ...usual, jti: freshId(), iat, exp: iat + 600, ...claims }, header);
    },
    tokenOf: of => product.token({ sub: of.person, org: of.party }),
    ask: (token, query, variables = {}) =>
      product.raw({
        method: 'POST',
        headers: headersOf(token),
        body: JSON.stringify({ query, variables }),
      }),
    raw: async ({ path = '/graphql', ...init }) => {
      const response = await fetch(`${url}${path}`, init);
      const text = await response.text();
      return { status: response.status, text, body: parsed(text) };
    },
    act: async (kind, body, by) => {
      const [first] = by;
      if (!first) throw new Error('nobody signs');
      const act = { id: freshId(), kind, actor: first[0].party, businessDate: DAY, body } as Act;
      const signatures = await Promise.all(
        by.map(([{ key }, role]) => signEntry('tally', act, { key, role })),
      );
      return product.ask(await product.tokenOf(first[0]), mutationOf(kind), {
        actId: act.id,
        body,
        signatures,
        transient:
          kind === 'channel.bootstrap' ? { registryKey: randomBytes(32).toString('hex') } : null,
      });
    },
    stop: async () => {
      await new Promise(resolve => {
        server.close(resolve);
        server.closeAllConnections();
      });
      await relay.stop();
      await projector.close();
      await ledger.close();
      await database.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await found(product);
  return product;
}

/** The mutation of a kind with every member of its union. */
export function mutationOf(kind: string, more = ''): string {
  const name = kind.replace(/\.(.)/g, (_dot, letter: string) => letter.toUpperCase());
  return `mutation ($actId: ActId!, $body: JSON!, $signatures: [SignatureInput!]!, $transient: JSON) {
    act: ${name}(actId: $actId, businessDate: "${DAY}", body: $body, signatures: $signatures,
      transient: $transient ${more}) {
      __typename
      ... on ActDone { block txId act { state objectId } }
      ... on ActPreview { binding actHash events signersNeeded { role count } lines { label } }
      ... on ActPartly { missing { role count } act { state } }
      ... on ActSent { act { state } }
      ... on ActRefused { code message remedy facts }
      ... on InputInvalid { faults { path code } }
      ... on StepUpRequired { actHash code }
    }
  }`;
}

export function headersOf(token: string): Record<string, string> {
  return {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    'x-tally-request': '1',
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

async function found(product: Product): Promise<void> {
  const { persons, stepUpKey } = product;
  const keyOf = ({ key, person: hash, roles }: Person, keyClass: string) => ({
    key: key.id,
    publicKey: key.publicKey,
    class: keyClass,
    person: hash,
    roles,
  });
  const of = (...names: string[]) =>
    names.map(name => {
      const one = persons[name] as Person;
      return keyOf(one, name === 'rule' ? 'service' : 'agent');
    });
  const stepUp = {
    key: stepUpKey.id,
    publicKey: stepUpKey.publicKey,
    class: 'service',
    person: digest('stepup'),
    roles: ['stepup'],
  };
  const [broker, association, auditor] = ['broker', 'association', 'auditor'].map(
    name => persons[name] as Person,
  ) as [Person, Person, Person];
  const body = {
    organisations: [
      {
        party: broker.party,
        kind: 'operator',
        keys: [...of('broker', 'brokerTwo', 'rule'), stepUp],
      },
      {
        party: association.party,
        kind: 'association',
        keys: of('association', 'associationTwo'),
      },
      { party: auditor.party, kind: 'auditor', keys: of('auditor', 'auditorTwo') },
    ],
    clock: 'test',
    parameters: [],
  };
  const founded = await product.act('channel.bootstrap', body, [
    [broker, 'operations'],
    [association, 'registrar'],
    [auditor, 'admin'],
  ]);
  if (founded.body?.data?.act?.__typename !== 'ActDone') throw new Error(founded.text);
  const opened = await product.act('day.open', { date: DAY }, [
    [broker, 'operations'],
    [persons['rule'] as Person, 'rule'],
  ]);
  const block = opened.body?.data?.act?.block;
  if (typeof block !== 'number') throw new Error(opened.text);
  await product.services.projector.waitFor({ block: BigInt(block) }, 5_000);
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
