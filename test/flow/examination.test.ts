import { createHash, createHmac, randomBytes } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { withConnection } from '../../api/database/index.ts';
import { examiner } from '../../api/examination/index.ts';
import { closedItems } from '../../api/graphql/checklist.ts';
import type { Context } from '../../api/graphql/context.ts';
import type { Examination, Examiner } from '../../api/graphql/index.ts';
import { tableOf } from '../../api/projection/index.ts';
import { openFolderStore, type ObjectStore } from '../../api/store/index.ts';
import { SUPPLIERS } from '../../demo/cast/cast.ts';
import { tradeOf, type Sale } from '../../demo/files/trade.ts';
import { decimal, ublInvoice, ublOrder, ublReceipt } from '../../demo/files/ubl.ts';
import type { ActBodies } from '../../domain/act/index.ts';
import { ENTITY_TYPES, type EntityType } from '../../domain/event/index.ts';
import { CHECKS, type CheckItem } from '../../domain/financing/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import { loadFile } from '../../ingest/load.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { CHANNEL, type StateDouble } from './state-double.ts';
import { committed, FINANCING, maker, stands } from './steps.ts';
import { BUYER, CLAIM, DAY, FUNDER, OPERATOR, PAYEE, SUPPLIER, tradeLedger } from './trade.ts';
import { NO_STORE, PLAIN } from '../fixture/persons.ts';

// The examiner's desk on a real database and object store: registers, receipts, papers, and what is
// left of the list when a file behind it is gone.

const [SELLER] = SUPPLIERS;
const sha256 = (text: Uint8Array | string): string =>
  createHash('sha256').update(text).digest('hex');

let database: TestDatabase;
let api: Database;
let home: string;
let objects: ObjectStore;
let desk: Examiner;
let ledger: StateDouble;
let sale: Sale;
let paper: string;

const registers = (): string => join(home, 'registers');
const put = (name: string, text: string): Promise<void> =>
  writeFile(join(home, 'registers', name), text);

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tally-examined-'));
  await writeFile(join(home, 'kek'), Buffer.alloc(32, 5).toString('base64url'));
  objects = await openFolderStore({ folder: join(home, 'objects'), kekFile: join(home, 'kek') });
  database = await startDatabase();
  api = await database.open('tally_api');
  if (!SELLER) throw new Error('no supplier');
  const current = tradeOf(SELLER).sales.find(one => one.current);
  if (!current) throw new Error('no current sale');
  sale = current;
  const ingest = await database.open('tally_ingest');
  const files = [ublOrder(SELLER, sale), ublReceipt(SELLER, sale), ublInvoice(SELLER, sale)];
  for (const text of files) await load(ingest, text);
  const [invoice] = await rows<{ id: string }>(
    SUPPLIER,
    `select id from erp.document where kind = 'invoice'`,
  );
  ledger = await tradeLedger();
  await committed(ledger);
  await bookOf(invoice?.id ?? '');
  await mkdir(registers());
  await truth('valid');
  await put('pledge-registry.json', JSON.stringify({ source: 'register', version: '1', rows: [] }));
  await put('screening-lists.csv', 'list,name,identifier,aliases\nUN,Bad Trading,X-99,\n');
  desk = examiner({
    database: api,
    objects,
    channel: CHANNEL,
    registers: registers(),
    now: Date.now,
  });
}, 120_000);

afterAll(async () => {
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

/** What the tax office knows of the invoice. */
function truth(state: string, total = sale.gross): Promise<void> {
  const row = [SELLER?.code, sale.number, sale.issuedOn, 'CNY', decimal(total), state].join(',');
  const head = 'sellerTaxId,number,issuedOn,currency,total,state';
  return put('invoice-verification.csv', `${head}\n${row}\n`);
}

let clock = 1_772_000_000_000;
function load(ingest: Database, text: string) {
  const tenant = SUPPLIER;
  return ingest.withTenant({ tenant, actor: 'test' }, sql =>
    loadFile(
      {
        sql,
        tenant,
        actor: 'test',
        now: () => new Date((clock += 1)).toISOString(),
        newId: () => uuidV7((clock += 1), randomBytes(10)),
        random: bytes => randomBytes(bytes),
        objects: { ...NO_STORE, put: bytes => objects.put({ tenant, kind: 'upload' }, bytes) },
        persons: PLAIN,
        keyed: given => createHmac('sha256', tenant).update(given).digest('hex'),
      },
      { bytes: Buffer.from(text, 'utf8'), name: 'file.xml', source: 'test' },
    ),
  );
}

function rows<R>(tenant: string, text: string, values: readonly unknown[] = []): Promise<R[]> {
  return api.withTenant({ tenant, actor: 'test' }, sql => sql.query<R>(text, values));
}

/** The rows of the ledger in the read model, as the operator sees them; the claim names `invoice`. */
async function bookOf(invoice: string): Promise<void> {
  await withConnection(database.superuserUrl, async sql => {
    await sql.query(
      `insert into book.viewer (tenant_id, object_id, source, level) values ($1, '*', '', 'all')`,
      [OPERATOR],
    );
    await sql.query('update book.checkpoint set block = 5');
    const days = JSON.stringify({ open: [DAY] });
    const put = `insert into book."open_days" (id, body, object, block, tx_index)
      values ('channel', $1, 'public', 0, 0)`;
    await sql.query(put, [days]);
    for (const [type, id, body] of ledgerRows(invoice)) {
      await sql.query(
        `insert into book.${tableOf(type)} (id, body, object, block, tx_index)
         values ($1, $2, 'public', 0, 0)`,
        [id, JSON.stringify(body)],
      );
    }
    const names = [
      [SUPPLIER, 'Good Seller', SELLER?.code],
      [BUYER, 'Bad Trading', 'B-1'],
      [FUNDER, 'Funder', 'F-1'],
    ];
    for (const [party, name, code] of names) {
      await sql.query(
        'insert into app.party_name (party, name_zh, name_en, code) values ($1, $2, $2, $3)',
        [party, name, code],
      );
    }
  });
}

function* ledgerRows(invoice: string): Generator<[EntityType, string, unknown]> {
  for (const [key, bytes] of ledger.rows) {
    const [, type = '', ...id] = key.split('\u0000');
    if (!ENTITY_TYPES.some(known => known === type)) continue;
    const text = Buffer.from(bytes).toString('utf8').replaceAll('"INV-1"', `"${invoice}"`);
    yield [type as EntityType, id.slice(0, -1).join('~'), (JSON.parse(text) as { s: unknown }).s];
  }
}

/** An issued agreement in the funder's hands; `block` is where the read model stood. */
async function agreement(block: number): Promise<string> {
  const file = Buffer.from(`%PDF agreement ${block}`);
  const { name, sha256: hash } = await objects.put({ tenant: FUNDER, kind: 'document' }, file);
  await rows(
    FUNDER,
    `insert into app.document (tenant_id, id, number, kind, subject_id, language, sha256, bytes,
       store_name, as_of_block) values ($1, gen_random_uuid(), $2, 'FINANCING_AGREEMENT', $3, 'zh',
       $4, $5, $6, $7)`,
    [FUNDER, `N-${block}`, FINANCING, hash, file.length, name, block],
  );
  return hash;
}

async function examined(tenant = FUNDER): Promise<Examination> {
  const found = await desk.examine({ tenant, financing: FINANCING });
  if (!found.ok) throw new Error(JSON.stringify(found.error));
  return found.value;
}

const results = ({ items }: Examination) => items.map(({ item, result }) => [item, result]);

test('without the contract C16 fails; a paper from before the commitment is none', async () => {
  await withConnection(database.superuserUrl, async sql => {
    await sql.query(
      `insert into book.tx (block, tx_index, tx_id, code, act_id, kind, object)
         values (3, 0, 't', 0, 'a', 'financing.commit', 'public')`,
    );
    await sql.query(
      `insert into book.event_object (object_id, block, tx_index, n, object)
         values ($1, 3, 0, 0, 'public')`,
      [`financing~${FINANCING}`],
    );
  });
  const before = [
    ['C12', 'pass'],
    ['C13', 'pass'],
    ['C16', 'fail'],
  ];
  expect(results(await examined())).toEqual(before);
  await agreement(2);
  expect(results(await examined())).toEqual(before);
  paper = await agreement(4);
  const found = await examined();
  expect(results(found)[2]).toEqual(['C16', 'pass']);
  expect(found.items[2]?.evidence.map(({ hash }) => hash)).toEqual([paper]);
});

test('C13 names the raw file of the receipt, byte for byte', async () => {
  const { items } = await examined();
  const receipt = SELLER ? ublReceipt(SELLER, sale) : '';
  expect(items[1]?.evidence.map(({ hash }) => hash)).toEqual([sha256(receipt)]);
});

test.each([
  ['void', 'fail'],
  ['redNoted', 'fail'],
  ['valid', 'pass'],
])('C12: an invoice that the tax office holds as %s: %s', async (state, result) => {
  await truth(state);
  expect(results(await examined())[0]).toEqual(['C12', result]);
});

test('C12 fails when the tax office has another amount, and warns when it has none', async () => {
  await truth('valid', sale.gross + 1n);
  expect(results(await examined())[0]).toEqual(['C12', 'fail']);
  await put('invoice-verification.csv', 'sellerTaxId,number,issuedOn,currency,total,state\n');
  expect(results(await examined())[0]).toEqual(['C12', 'warn']);
  await truth('valid');
});

test('C14 finds a filing of somebody else', async () => {
  const row = {
    subject: SELLER?.code,
    number: 'ZD-9',
    filedOn: '2026-01-01',
    until: '2026-12-31',
    securedParty: 'another',
    collateral: 'all receivables',
  };
  const file = (list: unknown[]) =>
    JSON.stringify({ source: 'register', version: '1', rows: list });
  await put('pledge-registry.json', file([row]));
  expect((await examined()).search.result).toBe('found');
  await put('pledge-registry.json', file([]));
  expect((await examined()).search.result).toBe('none');
});

test('the operator and the funder may ask, nobody else; both may open what was kept', async () => {
  const own = await examined();
  const asked = await examined(OPERATOR);
  expect(asked.search).toEqual(own.search);
  for (const tenant of [SUPPLIER, BUYER]) {
    expect(await desk.examine({ tenant, financing: FINANCING })).toMatchObject({
      error: { code: 'NOT_FOUND' },
    });
  }
  const name = `file:${own.search.report.hash}`;
  for (const party of [OPERATOR, FUNDER]) {
    expect(await desk.opened([name], [party])).toEqual(new Set([name]));
  }
});

test('screening answers from the lists, with the answer kept as a file', async () => {
  const screened = await desk.screen({ tenant: OPERATOR, parties: [SUPPLIER, BUYER] });
  const answers = screened.ok ? screened.value : [];
  expect(answers.map(({ party, result }) => [party, result]).sort()).toEqual([
    [SUPPLIER, 'clear'],
    [BUYER, 'hit'],
  ]);
  const names = answers.map(({ evidence }) => `file:${evidence}`);
  expect(await desk.opened(names, [])).toEqual(new Set(names));
  expect(await desk.screen({ tenant: FUNDER, parties: [BUYER] })).toMatchObject({
    error: { code: 'NOT_FOUND' },
  });
});

/** The list as it is cleared on what the desk found; the screenings rest on kept answers too. */
async function clearedItems(): Promise<readonly CheckItem[]> {
  const { search, file, items, account } = await examined();
  const fresh = await tradeLedger();
  for (const party of [SUPPLIER, BUYER]) {
    const held = await fresh.entity('screening', party);
    const screened = await desk.screen({ tenant: OPERATOR, parties: [party] });
    const evidence = screened.ok ? (screened.value[0]?.evidence ?? '') : '';
    if (held) fresh.put('screening', party, { ...held, evidence });
  }
  await committed(fresh);
  stands(await fresh.act('registration.search', FUNDER, search, maker(FUNDER)));
  stands(await fresh.act('registration.file', FUNDER, file, maker(FUNDER)));
  expect(account).toBe(PAYEE);
  const found = new Map(items.map(one => [one.item, one]));
  const body: ActBodies['financing.clear'] = {
    financing: FINANCING,
    account: PAYEE,
    items: CHECKS.map(item => found.get(item) ?? { item }),
  };
  stands(await fresh.act('financing.clear', FUNDER, body, maker(FUNDER)));
  const financing = await fresh.entity('financing', FINANCING);
  const list = financing && 'checklist' in financing ? financing.checklist : [];
  // The rows that came since the read model was laid down.
  await withConnection(database.superuserUrl, async sql => {
    for (const id of [
      ['registry_search', `${FUNDER}~${SUPPLIER}`],
      ['registration', FINANCING],
    ] as const) {
      await sql.query(
        `insert into book.${id[0]} (id, body, object, block, tx_index)
           values ($1, '{}', 'public', 0, 0) on conflict do nothing`,
        [id[1]],
      );
    }
  });
  return list;
}

/** Takes a named row or file away, looks, and puts it back. */
async function without<T>(name: string, look: () => Promise<T>): Promise<T> {
  if (name.startsWith('file:')) {
    const hidden = await hideFile(name.slice('file:'.length));
    const seen = await look();
    for (const path of hidden) await rename(`${path}.gone`, path);
    return seen;
  }
  const [type = '', ...id] = name.split('~');
  const table = `book.${tableOf(type as EntityType)}`;
  return withConnection(database.superuserUrl, async sql => {
    await sql.query(`update ${table} set id = 'gone' where id = $1`, [id.join('~')]);
    const seen = await look();
    await sql.query(`update ${table} set id = $1 where id = 'gone'`, [id.join('~')]);
    return seen;
  });
}

/** Every stored copy of the content with this hash, wherever it lies. */
async function hideFile(hash: string): Promise<readonly string[]> {
  const held = await withConnection(database.superuserUrl, sql =>
    sql.query<{ store_name: string }>(
      `select store_name from app.evidence where sha256 = $1
       union select store_name from app.document where sha256 = $1
       union select store_name from erp.raw_object where sha256 = $1`,
      [hash],
    ),
  );
  const all = await readdir(join(home, 'objects'), { recursive: true, withFileTypes: true });
  const paths = held.flatMap(({ store_name: name }) =>
    all.filter(entry => entry.name === name).map(entry => join(entry.parentPath, entry.name)),
  );
  expect(paths.length).toBeGreaterThan(0);
  for (const path of paths) await rename(path, `${path}.gone`);
  return paths;
}

test('each of the twenty opens; whatever is taken away, exactly the items that name it do not', async () => {
  const list = await clearedItems();
  expect(list.map(({ item, result }) => [item, result])).toEqual(
    CHECKS.map(item => [item, 'pass']),
  );
  const names = [...new Set(list.flatMap(({ opens }) => opens))];
  const parties = [SUPPLIER, FUNDER];
  const closed = async (): Promise<string[]> => {
    const found = await desk.opened(names, parties);
    return list.filter(({ opens }) => opens.some(name => !found.has(name))).map(({ item }) => item);
  };
  expect(await closed()).toEqual([]);
  const touched = new Set<string>();
  for (const name of names) {
    const naming = list.filter(({ opens }) => opens.includes(name)).map(({ item }) => item);
    expect([name, await without(name, closed)]).toEqual([name, naming]);
    naming.forEach(item => touched.add(item));
  }
  expect([...touched].sort()).toEqual(CHECKS);
  expect(await closed()).toEqual([]);
});

test('the door refuses a list whose file is gone, or was changed by one byte', async () => {
  const list = await clearedItems();
  const events = [{ kind: 'financing.cleared', financing: FINANCING, items: list }];
  const financing = await ledger.entity('financing', FINANCING);
  const context = {
    services: { examiner: desk },
    reading: { entity: () => Promise.resolve({ body: financing }) },
  } as unknown as Context;
  const look = (): Promise<readonly string[]> => closedItems(context, events);
  expect(await look()).toEqual([]);
  for (const item of ['C01', 'C12', 'C13', 'C14', 'C15', 'C16']) {
    const opens = list.find(one => one.item === item)?.opens ?? [];
    const file = opens.find(name => name.startsWith('file:')) ?? '';
    expect([item, await without(file, look)]).toEqual([item, [item]]);
  }
  const [stored] = await hideFile(paper);
  if (stored === undefined) throw new Error('the paper is not stored');
  const bytes = await readFile(`${stored}.gone`);
  bytes[bytes.length - 20] = (bytes[bytes.length - 20] ?? 0) ^ 1;
  await writeFile(stored, bytes);
  expect(await look()).toEqual(['C16']);
});

test('a claim whose goods nobody received warns on the debtor’s paper, else fails', async () => {
  await withConnection(database.superuserUrl, sql =>
    sql.query(`update erp.match_run set evidence = jsonb_set(evidence, '{isWhole}', 'false')`),
  );
  expect(results(await examined())[1]).toEqual(['C13', 'fail']);
  await rows(
    FUNDER,
    `insert into app.document (tenant_id, id, number, kind, subject_id, language, sha256, bytes,
       store_name, as_of_block) values ($1, gen_random_uuid(), 'D-1', 'DEBT_CONFIRMATION', $2, 'zh',
       $3, 3, 'ab', 1)`,
    [FUNDER, CLAIM, sha256('paper')],
  );
  expect(results(await examined())[1]).toEqual(['C13', 'warn']);
});
