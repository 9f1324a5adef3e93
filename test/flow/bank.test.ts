import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BankDesk } from '../../api/bank/index.ts';
import { decideMatches } from '../../api/bank/matcher.ts';
import type { BankLine } from '../../api/bank/statement.ts';
import type { Database } from '../../api/database/index.ts';
import { saveToOutbox } from '../../api/outbox/index.ts';
import { startProjector } from '../../api/projection/index.ts';
import { serviceSigner } from '../../api/step-up/index.ts';
import { openFolderStore } from '../../api/store/index.ts';
import { camt053 } from '../../demo/files/camt.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { money } from '../../domain/money/index.ts';
import { bankRootOf, type OpenClaim } from '../../domain/settlement/index.ts';
import { loadFile } from '../../ingest/load.ts';
import { releaseStatement } from '../../ingest/release.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { nextId } from '../fixture/signing.ts';
import { addPerson, mustCommit, staffOf, startWorld, type World } from '../fixture/world.ts';
import { openPersons } from '../../api/keyring/index.ts';
import { NO_STORE, PLAIN } from '../fixture/persons.ts';

// The bank desk on the real ledger and database: a statement from file to the cash desk's inbox.

const NUMBER = '6222000000000000001';
const sha256 = (text: Uint8Array | string): string =>
  createHash('sha256').update(text).digest('hex');

let world: World;
let database: TestDatabase;
let api: Database;
let ingest: Database;
let projector: ReturnType<typeof startProjector>;
let home: string;
const account = nextId();

beforeAll(async () => {
  world = await startWorld();
  const admin = staffOf(world, 'admin');
  const operator = { party: world.operator, admin, people: new Map() };
  const treasurer = await addPerson(world, operator, 'treasurer');
  await world.nextDay();
  const cash = staffOf(world, 'cash');
  const checker = staffOf(world, 'checker');
  await mustCommit(
    world.act('account.register', {
      actor: world.operator,
      body: { account, bankRoot: bankRootOf(NUMBER, sha256), currency: 'CNY', purpose: 'collect' },
      signers: [
        { by: treasurer, role: 'treasurer', stepUp: true },
        { by: checker, role: 'checker', stepUp: true },
      ],
    }),
  );
  await mustCommit(
    world.act('account.verify', {
      actor: world.operator,
      body: { account, message: sha256('message') },
      signers: [
        { by: cash, role: 'cash' },
        { by: checker, role: 'checker' },
      ],
    }),
  );
  await world.nextDay();
  home = await mkdtemp(join(tmpdir(), 'tally-bank-'));
  await writeFile(join(home, 'kek'), Buffer.alloc(32, 5).toString('base64url'));
  database = await startDatabase();
  api = await database.open('tally_api');
  ingest = await database.open('tally_ingest');
  projector = startProjector({
    ledger: world.ledger,
    database: await database.open('tally_projector'),
  });
  const { height } = await world.ledger.info();
  expect(await projector.waitFor({ block: height - 1n }, 20_000)).toBe(true);
}, 120_000);

afterAll(async () => {
  await projector.close();
  await world.close();
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

async function openDesk(): Promise<BankDesk> {
  return new BankDesk({
    database: api,
    objects: await openFolderStore({ folder: join(home, 'objects'), kekFile: join(home, 'kek') }),
    kek: Buffer.alloc(32, 5),
    openPersons: (sql, of) => openPersons(PLAIN.open, sql, of),
    outbox: {
      save: async (sql, { tenant, actId, signed }) => {
        await saveToOutbox(sql, { tenant, actId, signed });
      },
      settle: () => Promise.resolve(null),
    },
    signerOf: () => {
      const { key, secret } = staffOf(world, 'matcher');
      const pem = secret.export({ type: 'pkcs8', format: 'pem' }).toString();
      return Promise.resolve(serviceSigner(key, pem));
    },
    channel: 'tally',
    now: Date.now,
    say: () => undefined,
  });
}

let clock = 1_772_000_000_000;

function load(text: string, name: string) {
  const tenant = world.operator;
  return ingest.withTenant({ tenant, actor: 'test' }, sql =>
    loadFile(
      {
        sql,
        tenant,
        actor: 'test',
        now: () => new Date((clock += 1)).toISOString(),
        newId: () => uuidV7((clock += 1), randomBytes(10)),
        random: bytes => randomBytes(bytes),
        objects: {
          ...NO_STORE,
          put: bytes => Promise.resolve({ name: sha256(bytes).slice(0, 32) }),
        },
        persons: PLAIN,
        keyed: given => createHmac('sha256', tenant).update(given).digest('hex'),
      },
      { bytes: Buffer.from(text, 'utf8'), name, source: 'test' },
    ),
  );
}

function statement(sequence: number, opening: bigint): string {
  const entry = {
    credit: true,
    amount: 125_000n,
    reference: `B${sequence}`,
    endToEndId: 'NOTPROVIDED',
    party: { name: 'Payer', account: '6222000000000000009' },
    text: 'INV-1',
  };
  const date = world.today();
  return camt053({ account: NUMBER, date, sequence, opening, entries: [entry] }).xml;
}

function rows<R>(text: string): Promise<R[]> {
  return api.withTenant({ tenant: world.operator, actor: 'test' }, sql => sql.query<R>(text));
}

const acts = () =>
  rows<{ id: string; kind: string; state: string; version: number }>(
    'select id, kind, state, version from app.act order by id',
  );

test('a statement waits for the cash desk; loaded and read again it is the same one act', async () => {
  const text = statement(1, 0n);
  expect((await load(text, 'one.xml')).state).toBe('loaded');
  const desk = await openDesk();
  await desk.look();
  const first = await acts();
  expect(first.map(({ kind, state }) => [kind, state])).toEqual([['cash.statement', 'partly']]);
  await load(text, 'again.xml');
  await desk.look();
  await (await openDesk()).look();
  expect(await acts()).toEqual(first);
});

test('a statement that does not balance makes no act and is laid before a person', async () => {
  const before = await acts();
  const whole = statement(2, 125_000n);
  const torn = whole.replace(/(CLBD[\s\S]*?<Amt Ccy="CNY">)[0-9.]+/, '$19999.99');
  expect(torn).not.toBe(whole);
  await load(torn, 'torn.xml');
  await (await openDesk()).look();
  expect(await acts()).toEqual(before);
  const held = await rows<{ n: number }>(
    `select count(*)::integer as n from erp.document
      where kind = 'statement' and (not suspect) and number like '%-2'`,
  );
  expect(held).toEqual([{ n: 0 }]);
});

test('two persons release it; it is stated as suspect, and each entry asks the cash desk for two', async () => {
  const before = await acts();
  const [held] = await rows<{ id: string }>(
    "select id from erp.document where kind = 'statement' and suspect",
  );
  const release = (by: string) =>
    ingest.withTenant({ tenant: world.operator, actor: by }, sql =>
      releaseStatement(
        { sql, tenant: world.operator, now: () => new Date((clock += 1)).toISOString() },
        { document: held?.id ?? '', reason: 'the bank confirmed the closing balance by telephone' },
        { by, person: by },
      ),
    );
  const desk = await openDesk();
  await desk.look();
  expect(await release('anna')).toEqual({ ok: true, value: 1 });
  await desk.look();
  expect(await acts()).toEqual(before);
  expect(await release('bela')).toEqual({ ok: true, value: 2 });
  await desk.look();
  await desk.look();
  const made = (await acts()).filter(({ id }) => !before.some(b => b.id === id));
  expect(made.map(({ kind, state }) => [kind, state])).toEqual([['cash.statement', 'partly']]);
  const [stated] = await rows<{ bytes: string }>(
    `select bytes from app.act where id = '${made[0]?.id ?? ''}'`,
  );
  expect(JSON.parse(stated?.bytes ?? '{}')).toMatchObject({ body: { suspect: true } });
});

test('an amount of 1.234,56 is not taken for money', async () => {
  const before = await acts();
  const report = await load(statement(3, 125_000n).replaceAll('1250.00', '1.234,56'), 'comma.xml');
  expect([report.written, report.findings.length > 0]).toEqual([0, true]);
  await (await openDesk()).look();
  expect(await acts()).toEqual(before);
});

describe('what no program decides', () => {
  const buyer = nextId();
  const claim = (number: string): OpenClaim => ({
    receivable: nextId(),
    buyer,
    outstanding: money(125_000n, 'CNY'),
    reference: 'RF00',
    numbers: [number],
  });
  const line = (text: string): BankLine => ({
    entry: 'e1',
    account,
    statement: 'st',
    isReversal: false,
    amount: { minor: '125000', currency: 'CNY' },
    valueOn: '2026-03-03',
    payerName: null,
    payerNumber: null,
    match: {
      entry: 'e1',
      direction: 'credit',
      amount: money(125_000n, 'CNY'),
      endToEndIds: [],
      uetrs: [],
      references: [],
      texts: [text],
      deductions: [],
    },
  });
  const decide = (claims: readonly OpenClaim[], payer: string) => {
    const payment = { payment: 'e1', payer } as Parameters<typeof decideMatches>[0][number];
    const facts = { operator: nextId(), businessDate: '2026-03-03' };
    const candidates = { claims, fundings: [] };
    return decideMatches([payment], new Map([['e1', line('INV-77')]]), { candidates, facts });
  };

  test('one claim of the payer is matched under tier 2', () => {
    const { acts: made, reviews } = decide([claim('INV-77')], buyer);
    expect([made.map(({ body }) => body.tier), reviews]).toEqual([[2], []]);
  });

  test('two claims under one number tie', () => {
    const { acts: made, reviews } = decide([claim('INV-77'), claim('INV-77')], buyer);
    expect(made).toEqual([]);
    expect(reviews).toHaveLength(1);
  });

  test('a payer who is not the debtor is not matched', () => {
    const { acts: made, reviews } = decide([claim('INV-77')], nextId());
    expect([made, reviews.map(({ reason }) => reason)]).toEqual([[], ['PAYER_NOT_DEBTOR']]);
  });
});
