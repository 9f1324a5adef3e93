import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { type DocumentOptions, documentService } from '../../api/documents/index.ts';
import { Outbox } from '../../api/outbox/index.ts';
import { startProjector } from '../../api/projection/index.ts';
import { serviceSigner } from '../../api/step-up/index.ts';
import { openFolderStore } from '../../api/store/index.ts';
import { verifyCommand } from '../../cli/doc-verify.ts';
import { askOnline } from '../../cli/doc-verify-online.ts';
import { systemClock, startRelay, type Relay } from '../../ledger/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { outboxOf } from '../fixture/outbox.ts';
import { confirmedClaim, startTrade, type Claim, type Trade } from '../fixture/trade.ts';
import { staffOf } from '../fixture/world.ts';

// Papers of a confirmed claim, by the real service on the real ledger and database.

type Service = ReturnType<typeof documentService>;

let trade: Trade;
let database: TestDatabase;
let api: Database;
let home: string;
let projector: ReturnType<typeof startProjector>;
let relay: Relay | null = null;
let service: Service;
let claim: Claim;

const now = (): number => Date.now();

async function openService(change: Partial<DocumentOptions> = {}): Promise<Service> {
  const { key, secret } = staffOf(trade.world, 'document');
  const pem = secret.export({ type: 'pkcs8', format: 'pem' }).toString();
  return documentService({
    database: api,
    ledger: trade.world.ledger,
    outbox: outboxOf({ api, projector, relay: () => relay }),
    objects: await openFolderStore({ folder: join(home, 'objects'), kekFile: join(home, 'kek') }),
    signer: () => Promise.resolve(serviceSigner(key, pem)),
    channel: 'tally',
    origin: 'http://localhost:4000',
    folder: join(home, 'documents'),
    pinsFile: join(home, 'pins.json'),
    secret: Buffer.alloc(32, 3),
    clock: 'test',
    now,
    ...change,
  });
}

function relayOn(): void {
  relay = startRelay(new Outbox(api), trade.world.ledger, {
    clock: systemClock,
    random: Math.random,
    pollMs: 20,
    failed: fault => {
      throw new Error(String(fault));
    },
  });
}

async function relayOff(): Promise<void> {
  await relay?.stop();
  relay = null;
}

beforeAll(async () => {
  trade = await startTrade();
  home = await mkdtemp(join(tmpdir(), 'tally-papers-'));
  await writeFile(join(home, 'kek'), Buffer.alloc(32, 5).toString('base64url'));
  database = await startDatabase();
  api = await database.open('tally_api');
  projector = startProjector({
    ledger: trade.world.ledger,
    database: await database.open('tally_projector'),
  });
  claim = await confirmedClaim(trade, 'INV-2026-0001');
  await caughtUp();
  relayOn();
  service = await openService();
}, 120_000);

afterAll(async () => {
  await service.close();
  await relayOff();
  await projector.close();
  await trade.world.close();
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

async function caughtUp(): Promise<void> {
  const { height } = await trade.world.ledger.info();
  expect(await projector.waitFor({ block: height - 1n }, 20_000)).toBe(true);
}

type Ask = { kind?: string; tenant?: string; subject?: string; locale?: 'zh' | 'en' };

function issue(ask: Ask = {}, by: Service = service): ReturnType<Service['issue']> {
  const { kind = 'RECEIVABLE_CERTIFICATE', tenant = trade.supplier.party, locale = 'en' } = ask;
  return by.issue({ tenant, by: 'test', kind, subject: ask.subject ?? claim.receivable, locale });
}

async function issued(ask: Ask = {}): Promise<string> {
  const done = await issue(ask);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

async function fileOf(id: string): Promise<Buffer> {
  const file = await service.read(trade.supplier.party, id);
  if (!file) throw new Error(`no file of ${id}`);
  return Buffer.from(file.bytes);
}

/** Asks the service as a stranger with the pins does. */
async function verdictOf(bytes: Uint8Array): Promise<{ exit: number; last: string }> {
  const path = join(home, 'paper.pdf');
  await writeFile(path, bytes);
  const server = await facts();
  const { port } = server.address() as AddressInfo;
  const lines: string[] = [];
  const exit = await verifyCommand(
    path,
    {
      pins: join(home, 'pins.json'),
      online: (file, pins) => askOnline(`http://127.0.0.1:${port}`, file, pins),
      today: trade.world.today(),
      deep: true,
    },
    line => lines.push(line),
  );
  server.close();
  return { exit, last: lines.at(-1) ?? '' };
}

/** The public address of a document's record. */
async function facts(): Promise<Server> {
  const server = createServer((request, response) => {
    const id = (request.url ?? '').split('/').at(-1) ?? '';
    void service.publicFacts(id).then(found => {
      response.writeHead(found ? 200 : 404, { 'content-type': 'application/json' });
      response.end(JSON.stringify(found ?? {}));
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  return server;
}

type Row = { id: string; number: string; sha256: string };
const rowsOf = (tenant: string): Promise<Row[]> =>
  api.withTenant({ tenant, actor: 'test' }, sql =>
    sql.query<Row>('select id, number, sha256 from app.document order by number'),
  );

test('an issued certificate is genuine and current to a stranger, one changed byte is not', async () => {
  const bytes = await fileOf(await issued());
  expect(await verdictOf(bytes)).toEqual({
    exit: 0,
    last: 'GREEN  CURRENT: genuine and current',
  });
  const forged = Buffer.from(bytes);
  forged[5_000] = (forged[5_000] ?? 0) ^ 1;
  const { exit, last } = await verdictOf(forged);
  expect([exit, last]).toEqual([3, expect.stringMatching(/^RED {2}HASH_NOT_ON_LEDGER/)]);
});

test('its public record is found by id and by the hash of the file, and shows no figure', async () => {
  const id = await issued();
  const bytes = await fileOf(id);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const [byId, byHash] = await Promise.all([service.publicFacts(id), service.publicFacts(hash)]);
  expect(byId).toMatchObject({
    documentId: id.replaceAll('-', ''),
    fileHash: hash,
    kind: 'RECEIVABLE_CERTIFICATE',
    status: 'current',
    issuedOn: trade.world.today(),
  });
  expect(byHash?.['record']).toEqual(byId?.['record']);
  expect(JSON.stringify(byId?.['record'])).not.toContain(claim.face.minor);
  expect(await service.publicFacts('00'.repeat(32))).toBeNull();
});

test('the same request again gives the same document; another language is another', async () => {
  const [first, second] = await Promise.all([issued(), issued()]);
  expect(second).toBe(first);
  expect(await issued({ locale: 'zh' })).not.toBe(first);
  const before = (await rowsOf(trade.supplier.party)).length;
  await issued();
  expect(await rowsOf(trade.supplier.party)).toHaveLength(before);
});

test('numbers of a kind follow one another without a gap', async () => {
  const { supplier } = trade;
  await Promise.all([
    issued({ kind: 'DEBT_CONFIRMATION' }),
    issued({ kind: 'DEBT_CONFIRMATION', locale: 'zh' }),
    issued({ kind: 'DEBT_CONFIRMATION', tenant: trade.buyer.party }),
  ]);
  const all = [...(await rowsOf(supplier.party)), ...(await rowsOf(trade.buyer.party))];
  const sequence = all
    .filter(({ number }) => number.includes('-DC-'))
    .map(({ number }) => Number(number.slice(-4)));
  expect(sequence.sort()).toEqual([1, 2, 3]);
});

test('another tenant gets no paper of this claim and no file of this document', async () => {
  const stranger = trade.world.association;
  const refused = await issue({ tenant: stranger });
  expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  const id = await issued();
  expect(await service.read(trade.buyer.party, id)).toBeNull();
});

test.each([
  ['a kind that is not made', { kind: 'INVOICE' }, 'BAD_INPUT'],
  ['a claim that is not there', { subject: 'nothing' }, 'NOT_FOUND'],
  ['a financing that is a claim', { kind: 'FINANCING_AGREEMENT' }, 'NOT_FOUND'],
])('%s is refused', async (_name, ask, code) => {
  expect(await issue(ask)).toMatchObject({ ok: false, error: { code } });
});

describe('a process that dies', () => {
  test('after signing, before the file is kept: the paper goes on under its number', async () => {
    const fresh = await confirmedClaim(trade, 'INV-2026-0002');
    await caughtUp();
    const dying = await openService({
      objects: {
        put: () => Promise.reject(new Error('killed')),
        get: () => Promise.reject(new Error('killed')),
        remove: () => Promise.resolve(),
      },
    });
    const ask = { subject: fresh.receivable };
    await expect(issue(ask, dying)).rejects.toThrow('killed');
    await dying.close();
    const before = await rowsOf(trade.supplier.party);
    const id = await issued(ask);
    const after = await rowsOf(trade.supplier.party);
    expect(after).toHaveLength(before.length + 1);
    const numbers = after.filter(({ number }) => number.includes('-RC-'));
    expect(numbers.map(({ number }) => Number(number.slice(-4)))).toEqual(
      numbers.map((_, at) => at + 1),
    );
    expect((await verdictOf(await fileOf(id))).exit).toBe(0);
  });

  test('after the file is kept, before the anchor: the next process anchors it once', async () => {
    const fresh = await confirmedClaim(trade, 'INV-2026-0003');
    await caughtUp();
    await relayOff();
    const ask = { subject: fresh.receivable };
    const kept = await issued(ask);
    expect(await service.publicFacts(kept)).toBeNull();
    relayOn();
    const next = await openService();
    const again = await issue(ask, next);
    await next.close();
    expect(again).toEqual({ ok: true, value: kept });
    expect((await verdictOf(await fileOf(kept))).last).toMatch(/^GREEN/);
    const { height } = await trade.world.ledger.info();
    await issued(ask);
    expect((await trade.world.ledger.info()).height).toBe(height);
  });
});

test('root, signing key and pins are for their owner alone', async () => {
  for (const name of ['documents/root.json', 'documents/signing.json', 'pins.json']) {
    expect((await stat(join(home, name))).mode & 0o077).toBe(0);
  }
  const pins = JSON.parse(await readFile(join(home, 'pins.json'), 'utf8')) as {
    organisations: unknown[];
    checkpoint: { number: number };
  };
  expect(pins.organisations).toHaveLength(3);
  expect(pins.checkpoint.number).toBeGreaterThan(0);
  expect(JSON.stringify(pins)).not.toContain('PRIVATE');
});
