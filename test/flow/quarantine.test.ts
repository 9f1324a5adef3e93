import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { openKeyring, personSeal, type Keyring } from '../../api/keyring/index.ts';
import { ingestDoor } from '../../api/server/ingest-door.ts';
import { openFolderStore } from '../../api/store/index.ts';
import { sha256Hex } from '../../ingest/commitment.ts';
import { openEdit } from '../../ingest/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

const TENANT = '0196f000-0000-7000-8000-000000000001';
const who = (by: string) => ({ tenant: TENANT, by, person: `person-${by}` });

let database: TestDatabase;
let api: Database;
let home: string;
let door: ReturnType<typeof ingestDoor>;
let keyring: Keyring;
let woken = 0;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'tally-quarantine-'));
  database = await startDatabase();
  api = await database.open('tally_api');
  const kek = randomBytes(32);
  await writeFile(join(home, 'kek'), kek.toString('base64url'));
  keyring = openKeyring({ folders: [join(home, 'keyring-a'), join(home, 'keyring-b')], kek });
  door = ingestDoor({
    database: await database.open('tally_ingest'),
    api,
    objects: await openFolderStore({ folder: join(home, 'objects'), kekFile: join(home, 'kek') }),
    keyring,
    signerOf: () => Promise.reject(new Error('nothing is signed before the founding')),
    channel: 'tally',
    kek,
    sealKeys: [],
    now: Date.now,
    wake: () => {
      woken += 1;
    },
  });
});

afterAll(async () => {
  await database.stop();
  await rm(home, { recursive: true, force: true });
});

type EditRow = Parameters<typeof openEdit>[1];

const HEADER =
  'number,issuedOn,dueOn,currency,seller.name,seller.taxId,buyer.name,buyer.taxId,totals.taxExclusive,totals.tax,totals.payable';
const ROW = '2026-03-01,2026-05-01,CNY,Seller,91350100M000100Y43,Buyer,B1000002,200.00,26.00';

async function upload(text: string): Promise<string> {
  const path = join(home, 'upload.csv');
  await writeFile(path, text);
  const file = { tenant: TENANT, by: 'anna', name: 'upload.csv', path, profile: null };
  const loaded = await door.load({ ...file, sha256: sha256Hex(text) });
  if (!loaded.ok) throw new Error(loaded.error.code);
  return loaded.value;
}

function rows<R>(text: string, values: readonly unknown[] = []): Promise<R[]> {
  return api.withTenant({ tenant: TENANT, actor: 'test' }, sql => sql.query<R>(text, values));
}

test('a file with one bad amount is mended through the door, and the rest is untouched', async () => {
  const load = await upload(`${HEADER}\nD-1,${ROW},226.00\nD-2,${ROW},"1.234,56"\n`);
  const [held] = await rows<{ id: string }>('select id from erp.quarantine where load = $1', [
    load,
  ]);
  const id = held?.id ?? '';
  const edit = {
    id,
    field: 'totals.payable',
    value: '226.00',
    reason: 'read on the paper',
    alike: false,
  };
  expect(await door.editQuarantined(who('anna'), edit)).toEqual({ ok: true, value: id });
  expect(await door.replay(who('anna'), load, null)).toMatchObject({
    error: { code: 'APPROVALS_MISSING' },
  });
  expect(await door.approveQuarantined(who('bela'), id)).toEqual({ ok: true, value: id });
  const replayed = await door.replay(who('anna'), load, [id]);
  expect(replayed.ok && replayed.value).not.toBe(load);
  const counts = await rows(
    `select received, written, unchanged, conflict, quarantined, parent is null as first
     from erp.load order by started_at`,
  );
  expect(counts).toEqual([
    { received: 2, written: 1, unchanged: 0, conflict: 0, quarantined: 1, first: true },
    { received: 1, written: 1, unchanged: 0, conflict: 0, quarantined: 0, first: false },
  ]);
  const corrections = await rows<EditRow>(
    'select id, before_text, after_text, sealed_under, approved_by from erp.quarantine_edit',
  );
  expect(corrections).toMatchObject([{ approved_by: 'bela' }]);
  expect(JSON.stringify(corrections)).not.toContain('226.00');
  const opened = corrections.map(row => openEdit(personSeal(keyring, TENANT).open, row));
  expect(await Promise.all(opened)).toMatchObject([{ after: '226.00' }]);
  expect(woken).toBeGreaterThan(0);
});

test('a refused change leaves nothing behind', async () => {
  const load = await upload(`${HEADER}\nD-1,${ROW},227.00\n`);
  const [held] = await rows<{ id: string }>('select id from erp.quarantine where load = $1', [
    load,
  ]);
  const of = { id: held?.id ?? '', choice: 'both', reason: 'two invoices' } as const;
  const before = await rows('select count(*)::integer as n from erp.load');
  expect(await door.resolveConflict(who('anna'), of)).toMatchObject({
    error: { code: 'CONFLICT' },
  });
  expect(await rows('select count(*)::integer as n from erp.load')).toEqual(before);
  const replaced = await door.resolveConflict(who('anna'), { ...of, choice: 'replace' });
  expect(replaced).toEqual({ ok: true, value: of.id });
  const [live] = await rows(
    `select version, payable_minor::text as payable from erp.document
     where number = 'D-1' and superseded_at is null`,
  );
  expect(live).toEqual({ version: 2, payable: '22700' });
});
