import { defineEntity, p } from '@mikro-orm/core';
import type { Database, TenantActor } from '../../api/database/index.ts';
import { withConnection } from '../../api/database/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

// T-43: attacks of tenant A on tenant B's rows, as the runtime role, with the ORM and with SQL.
const tenantA = '018f0000-0000-7000-8000-00000000000a';
const tenantB = '018f0000-0000-7000-8000-00000000000b';
const rowA = '018f0000-0000-7000-8000-0000000000a1';
const rowB = '018f0000-0000-7000-8000-0000000000b1';
const a: TenantActor = { tenant: tenantA, actor: 'alice' };
const b: TenantActor = { tenant: tenantB, actor: 'bob' };

const Upload = defineEntity({
  name: 'Upload',
  schema: 'app',
  tableName: 'upload',
  properties: {
    tenantId: p.uuid().primary().name('tenant_id'),
    id: p.uuid().primary(),
    fileName: p.string().name('file_name'),
    mediaType: p.string().name('media_type'),
    bytes: p.bigint('bigint'),
    sha256: p.string(),
    state: p.string(),
    uploadedBy: p.string().name('uploaded_by'),
    version: p.integer().version(),
  },
});

let database: TestDatabase;
let api: Database;

beforeAll(async () => {
  database = await startDatabase();
  api = await database.open('tally_api', { entities: [Upload], connectionsMax: 2 });
  for (const [who, id] of [
    [a, rowA],
    [b, rowB],
  ] as const) {
    await api.withTenant(who, sql => sql.query(insert(who.tenant ?? '', id)));
  }
});
afterAll(() => database.stop());
afterEach(async () => {
  const rows = await withConnection(database.superuserUrl, sql =>
    sql.query('select tenant_id, id, file_name, uploaded_by from app.upload order by id'),
  );
  expect(rows).toEqual([
    { tenant_id: tenantA, id: rowA, file_name: `of ${tenantA}`, uploaded_by: 'x' },
    { tenant_id: tenantB, id: rowB, file_name: `of ${tenantB}`, uploaded_by: 'x' },
  ]);
});

function insert(tenant: string, id: string): string {
  return `insert into app.upload (tenant_id, id, file_name, media_type, bytes, sha256, state, uploaded_by)
    values ('${tenant}', '${id}', 'of ${tenant}', 'text/csv', 1, 'x', 'received', 'x')`;
}

const seen = (who: TenantActor, text: string) =>
  api.withTenant(who, sql => sql.query<Record<string, unknown>>(text));

test.each([
  ['a plain select', 'select id from app.upload'],
  ['a filter that is always true', 'select id from app.upload where tenant_id is not null or true'],
  ['a name of the other', `select id from app.upload where tenant_id = '${tenantB}'`],
  ['a join on itself', 'select two.id from app.upload one join app.upload two on true'],
  ['an update that returns', 'update app.upload set sha256 = sha256 returning id'],
])('%s gives own rows alone', async (_name, text) => {
  for (const { id } of await seen(a, text)) expect(id).toBe(rowA);
});

test('no tenant set sees no row', async () => {
  expect(await seen({ tenant: null, actor: 'nobody' }, 'select id from app.upload')).toEqual([]);
});

test.each([
  ['writing a row of the other', insert(tenantB, '018f0000-0000-7000-8000-0000000000c1')],
  [
    'moving an own row to the other',
    `update app.upload set tenant_id = '${tenantB}' where id = '${rowA}'`,
  ],
  [
    'an upsert over the row of the other',
    `${insert(tenantB, rowB)} on conflict (tenant_id, id) do update set file_name = 'stolen'`,
  ],
])('%s is refused', async (_name, text) => {
  await expect(seen(a, text)).rejects.toThrow(/row-level security/);
});

test.each([
  ['update', `update app.upload set file_name = 'stolen' where id = '${rowB}' returning id`],
  [
    'update without a filter on the other',
    `update app.upload set sha256 = 'x' where tenant_id = '${tenantB}' returning id`,
  ],
])('%s of the other touches no row', async (_name, text) => {
  expect(await seen(a, text)).toEqual([]);
});

test.each([
  ['delete', `delete from app.upload where id = '${rowB}'`],
  ['truncate', 'truncate app.upload'],
  ['drop of the policy', 'drop policy tenant on app.upload'],
  ['row security switched off', 'alter table app.upload disable row level security'],
  ['a table of its own', 'create table app.mine (id int)'],
  ['a function of its own', "create function app.peek() returns int language sql as 'select 1'"],
  ['becoming the owner', 'set local role tally_owner'],
  ['becoming the projector', 'set local role tally_projector'],
  ['COPY to a program', "copy app.upload to program 'cat'"],
  ['COPY from a file', "copy app.upload from '/etc/passwd'"],
  ['reading a file', "select pg_read_file('PG_VERSION')"],
  ['writing the read model', 'delete from book.viewer'],
  ['giving itself sight', `insert into book.viewer values ('${tenantA}', '*', 'all')`],
])('%s is not permitted', async (_name, text) => {
  await expect(seen(a, text)).rejects.toThrow(/permission denied|must be owner|must be able/);
});

test('row_security = off raises instead of showing', async () => {
  await expect(
    api.withTenant(a, async sql => {
      await sql.query('set local row_security = off');
      return sql.query('select id from app.upload');
    }),
  ).rejects.toThrow(/row-level security/);
});

test('the same number at two tenants clashes with nothing', async () => {
  const id = '018f0000-0000-7000-8000-0000000000d1';
  await expect(
    api.withTenant(a, async sql => {
      await sql.query(insert(tenantA, id));
      throw new Error('rolled back');
    }),
  ).rejects.toThrow('rolled back');
  await expect(seen(b, insert(tenantB, id).replace('insert into', 'insert into'))).resolves.toEqual(
    [],
  );
  await withConnection(database.superuserUrl, sql =>
    sql.query('delete from app.upload where id = $1', [id]),
  );
});

test('the plan of a query tells no count of foreign rows', async () => {
  const rows = await seen(
    a,
    `explain (analyze, format json) select * from app.upload where id = '${rowB}'`,
  );
  expect(JSON.stringify(rows)).toContain('"Actual Rows":0');
});

test('a connection that failed within a transaction carries no tenant into the next', async () => {
  for (let n = 0; n < 4; n += 1) {
    await expect(seen(a, 'select 1 / 0')).rejects.toThrow(/division by zero/);
  }
  const [row] = await seen(
    { tenant: null, actor: '' },
    "select current_setting('app.tenant', true) as t",
  );
  expect(row?.['t']).toBe('');
  expect(await seen({ tenant: null, actor: '' }, 'select id from app.upload')).toEqual([]);
});

test('a tenant set outside a transaction by the work itself does not outlive it', async () => {
  await api.withTenant(a, sql => sql.query(`select set_config('app.tenant', '${tenantA}', false)`));
  for (let n = 0; n < 4; n += 1) {
    expect(await seen(b, 'select id from app.upload')).toEqual([{ id: rowB }]);
  }
});

test('ORM: find, with filters off, and a raw condition, give own rows alone', async () => {
  const found = await api.withTenant(a, async ({ em }) => [
    ...(await em.find(Upload, {})),
    ...(await em.find(Upload, {}, { filters: false })),
    ...(await em.find(Upload, { tenantId: tenantB })),
    ...(await em.find(Upload, { $or: [{ id: rowA }, { id: rowB }] })),
  ]);
  expect(new Set(found.map(({ id }) => id))).toEqual(new Set([rowA]));
});

test('ORM: a write by reference to the row of the other raises and changes nothing', async () => {
  await expect(
    api.withTenant(a, async ({ em }) => {
      const stolen = em.getReference(Upload, [tenantB, rowB]);
      stolen.fileName = 'stolen';
    }),
  ).rejects.toThrow(/Optimistic|row-level security/i);
});

test('ORM: an upsert over the row of the other raises', async () => {
  await expect(
    api.withTenant(a, ({ em }) =>
      em.upsert(Upload, {
        tenantId: tenantB,
        id: rowB,
        fileName: 'stolen',
        mediaType: 'x',
        bytes: 1n,
        sha256: 'x',
        state: 'received',
        uploadedBy: 'x',
      }),
    ),
  ).rejects.toThrow(/row-level security/i);
});
