import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isObject, type Wire } from '../../domain/wire/index.ts';
import { eraseByAct, eraseSubject, findSubjects, loadFile } from '../../ingest/index.ts';
import { ingestStage } from '../../test/fixture/ingest-stage.ts';
import { allRows } from '../../test/fixture/persons.ts';
import { openKeyring, openPersons, personSeal, type Keyring } from './index.ts';

const TENANT = '018f0000-0000-7000-8000-0000000000e1';
const OTHER = '018f0000-0000-7000-8000-0000000000e2';
const ANNA = { name: 'Anna Canary', email: 'Anna.Canary@example.com', phone: '+49 30 7654321' };
const CANARIES = ['Canary', 'canary@', '7654321'];
const YEAR_MS = 365.25 * 86_400_000;
const FIRST = { by: 'account-1', person: 'person-1' };
const SECOND = { by: 'account-2', person: 'person-2' };

const kek = randomBytes(32);
let folder: string;
let keyring: Keyring;
const foldersOf = (): string[] => [join(folder, 'a'), join(folder, 'b')];
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-keyring-'));
  keyring = openKeyring({ folders: foldersOf(), kek });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stage = ingestStage('2026-03-02T06:00:00.000Z', tenant => personSeal(keyring, tenant));

const INVOICE = readFileSync(
  new URL('../../test/fixture/ingest/ok/invoice.xml', import.meta.url),
  'utf8',
).replace(
  '<cbc:Name>Seller</cbc:Name></cac:PartyName>',
  `<cbc:Name>Seller</cbc:Name></cac:PartyName><cac:Contact><cbc:Name>${ANNA.name}</cbc:Name>
   <cbc:Telephone>${ANNA.phone}</cbc:Telephone>
   <cbc:ElectronicMail>${ANNA.email}</cbc:ElectronicMail></cac:Contact>`,
);

type Row = { readonly id: string; readonly version: number; readonly body: Wire };

async function opened(tenant: string, ring = keyring): Promise<Wire | undefined> {
  return stage.inTenant(tenant, async ({ sql }) => {
    const [row] = await sql.query<Row>('select id, version, body from erp.document');
    if (!row) throw new Error('no document');
    const body = await openPersons(personSeal(ring, tenant).open, sql, { tenant, ...row });
    const seller = isObject(body) ? body['seller'] : undefined;
    return seller !== undefined && isObject(seller) ? seller['contact'] : undefined;
  });
}

const files = async (): Promise<string[]> => {
  const names = await Promise.all(
    foldersOf().map(name => readdir(join(name, TENANT), { recursive: true, withFileTypes: true })),
  );
  return names
    .flat()
    .flatMap(entry => (entry.isFile() ? [join(entry.parentPath, entry.name)] : []));
};

test('a contact stands in no row in clear, its key in two replicas outside the database', async () => {
  const report = await stage.inTenant(TENANT, context =>
    loadFile(context, { bytes: Buffer.from(INVOICE), name: 'a.xml', source: 'upload' }),
  );
  expect(report.written).toBe(1);
  const text = await stage.inTenant(TENANT, ({ sql }) => allRows(sql));
  expect(text).toContain('sealed');
  for (const canary of CANARIES) expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
  expect(await files()).toHaveLength(2);
});

test('it opens with the keyring, for its own tenant and place alone', async () => {
  expect(await opened(TENANT)).toEqual(ANNA);
  const foreign = openKeyring({ folders: foldersOf(), kek: randomBytes(32) });
  expect(await opened(TENANT, foreign)).toBeUndefined();
  await stage.inTenant(TENANT, async ({ sql }) => {
    const [row] = await sql.query<Row>('select id, version, body from erp.document');
    const moved = { tenant: TENANT, id: `${row?.id ?? ''}x`, version: 1, body: row?.body ?? null };
    const { open } = personSeal(keyring, TENANT);
    await expect(openPersons(open, sql, moved)).rejects.toThrow();
  });
});

test('a replica that is lost or damaged does not matter while the other stands', async () => {
  const [first = ''] = await files();
  const kept = await readFile(first);
  await writeFile(first, Buffer.alloc(kept.length));
  expect(await opened(TENANT, openKeyring({ folders: foldersOf(), kek }))).toEqual(ANNA);
  await writeFile(first, kept);
});

test.each([ANNA.email, 'anna.canary@EXAMPLE.com', '+49 (30) 765-4321', 'anna  canary'])(
  'the person is found by %s',
  async text => {
    const found = await stage.inTenant(TENANT, context => findSubjects(context, text));
    expect(found).toMatchObject([{ state: 'live', documents: 1, held_until: '2056-03-01' }]);
    expect(await stage.inTenant(OTHER, context => findSubjects(context, text))).toEqual([]);
  },
);

const anna = (): Promise<string> =>
  stage.inTenant(TENANT, async ({ sql }) => {
    const [row] = await sql.query<{ id: string }>('select id from erp.subject');
    return row?.id ?? '';
  });
const erase = async (who: typeof FIRST, reason = 'asked by letter') => {
  const id = await anna();
  return stage.inTenant(TENANT, context => eraseSubject(context, { id, reason }, who));
};
const eraseSigned = async () => {
  const id = await anna();
  return stage.inTenant(TENANT, context => eraseByAct(context, id));
};
const stateOf = (): Promise<{ state: string; receipt: object | null } | undefined> =>
  stage.inTenant(TENANT, async ({ sql }) => {
    const rows = await sql.query<{ state: string; receipt: object | null }>(
      'select state, receipt from erp.subject',
    );
    return rows[0];
  });

test('one person asks and another decides; while the law holds a document, it is restricted', async () => {
  expect(await erase(FIRST, ' ')).toMatchObject({ ok: false, error: { code: 'BAD_INPUT' } });
  expect(await erase(FIRST)).toMatchObject({ ok: true });
  expect(await erase(FIRST)).toMatchObject({ ok: false, error: { code: 'APPROVER_CONFLICT' } });
  expect(await opened(TENANT)).toEqual(ANNA);
  expect(await erase(SECOND)).toMatchObject({ ok: true });
  expect(await stateOf()).toMatchObject({
    state: 'restricted',
    receipt: { heldUntil: '2056-03-01', replicas: 0, documents: 1 },
  });
  expect(await files()).toHaveLength(2);
  expect(await opened(TENANT)).toBeUndefined();
});

test('signed on the ledger while the law holds a document, it stays restricted', async () => {
  expect(await eraseSigned()).toMatchObject({ ok: true });
  expect(await stateOf()).toMatchObject({ state: 'restricted' });
  expect(await files()).toHaveLength(2);
});

test('past the term the keys are destroyed in every replica, and nothing opens again', async () => {
  const before = await Promise.all((await files()).map(name => readFile(name)));
  stage.pass(31 * YEAR_MS);
  await erase(FIRST);
  expect(await erase(SECOND)).toMatchObject({ error: { code: 'APPROVALS_MISSING' } });
  expect(await opened(TENANT)).toBeUndefined();
  expect(await files()).toHaveLength(2);
  await eraseSigned();
  const decided = await stateOf();
  expect(decided).toMatchObject({ state: 'erased', receipt: { replicas: 2 } });
  expect(await files()).toEqual([]);
  expect(await opened(TENANT)).toBeUndefined();
  expect(await opened(TENANT, openKeyring({ folders: foldersOf(), kek }))).toBeUndefined();
  // The same receipt again, and nobody to be found any more.
  await eraseSigned();
  await erase(SECOND);
  expect(await stateOf()).toEqual(decided);
  const found = await stage.inTenant(TENANT, context => findSubjects(context, ANNA.email));
  expect(found).toEqual([]);
  expect(before).toHaveLength(2);
});
