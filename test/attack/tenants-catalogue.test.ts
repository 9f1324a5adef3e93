import { databaseFaults, withConnection } from '../../api/database/index.ts';
import { ensureBook } from '../../api/projection/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const catalogue = <R>(text: string): Promise<R[]> =>
  withConnection(database.superuserUrl, sql => sql.query<R>(text));

/**
 * Tables without row-level security, each with its reason. Everything else that is found in our
 * schemas must be held by a policy.
 */
const reviewed: Readonly<Record<string, string>> = {
  'app.oidc': 'sessions of the identity provider, read before a tenant is known',
  'app.party_name': 'registered names of the members, a directory',
  'app.outbox_due': 'ids and times of acts that wait to be sent',
  'erp.outbox_due': 'ids and times of acts that wait to be sent',
  'app.request_points': 'how many requests a tenant or an address made, counted before it is known',
  'erp.staging': 'rows that live and end inside one transaction, on their way by COPY',
  'book.checkpoint': 'how far the read model is',
  'book.fold': 'hashes over the ledger',
};

type Table = { name: string; kind: string; secured: boolean; forced: boolean; tenants: boolean };

const tables = (): Promise<Table[]> =>
  catalogue<Table>(
    `select n.nspname || '.' || c.relname as name, c.relkind as kind, c.relrowsecurity as secured,
       c.relforcerowsecurity as forced,
       exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id') as tenants
     from pg_class c join pg_namespace n on n.oid = c.relnamespace
     where c.relkind in ('r', 'p', 'v', 'm', 'f')
       and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast', 'jobs', 'public')`,
  );

test('every table is held by forced row-level security, or stands on the reviewed list', async () => {
  const open = (await tables())
    .filter(({ secured, forced }) => !secured || !forced)
    .map(({ name }) => name)
    .sort();
  expect(open).toEqual(Object.keys(reviewed).sort());
});

test('there are no materialised views, foreign tables, or views that look past their reader', async () => {
  expect((await tables()).filter(({ kind }) => kind !== 'r' && kind !== 'p')).toEqual([]);
});

type Policy = {
  name: string;
  role: string;
  cmd: string;
  sees: string | null;
  writes: string | null;
};

const policies = (): Promise<Policy[]> =>
  catalogue<Policy>(
    `select schemaname || '.' || tablename as name, array_to_string(roles, ',') as role, cmd,
       qual as sees, with_check as writes from pg_policies`,
  );

test('each tenant table has the tenant policy, on reading and on writing', async () => {
  const tenant =
    /tenant_id = \(NULLIF\(current_setting\('app.tenant'::text, true\), ''::text\)\)::uuid/;
  const all = await policies();
  const held = (await tables()).filter(({ name }) => /^(app|erp)\./.test(name) && !reviewed[name]);
  expect(held.length).toBeGreaterThan(5);
  for (const { name } of held) {
    const policy = all.find(one => one.name === name && one.cmd === 'ALL');
    expect([name, policy?.sees]).toEqual([name, expect.stringMatching(tenant)]);
    expect([name, policy?.writes]).toEqual([name, expect.stringMatching(tenant)]);
  }
});

test('each table of the read model is read through a viewer row and written by the projector', async () => {
  for (const { name } of (await tables()).filter(table => table.name.startsWith('book.'))) {
    if (reviewed[name]) continue;
    const mine = (await policies()).filter(policy => policy.name === name);
    expect(mine.map(({ role, cmd }) => `${role} ${cmd}`).sort()).toEqual([
      'tally_api SELECT',
      'tally_projector ALL',
    ]);
    const sees = mine.find(({ role }) => role === 'tally_api')?.sees ?? '';
    if (name === 'book.viewer') expect(sees).toMatch(/tenant_id = /);
    else expect([name, sees]).toEqual([name, expect.stringMatching(/EXISTS \( SELECT/)]);
  }
});

test('primary and unique keys of tenant tables begin with the tenant', async () => {
  const keys = await catalogue<{ name: string; first: string }>(
    `select n.nspname || '.' || c.relname as name, a.attname as first
     from pg_index i join pg_class c on c.oid = i.indrelid
       join pg_namespace n on n.oid = c.relnamespace
       join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
     where n.nspname in ('app', 'erp') and i.indisunique
       and exists (select from pg_attribute where attrelid = c.oid and attname = 'tenant_id')`,
  );
  const wrong = keys.filter(({ name, first }) => first !== 'tenant_id' && !reviewed[name]);
  expect(wrong).toEqual([]);
});

test.each(['tally_ingest', 'tally_api', 'tally_projector'])(
  '%s may create, truncate and reference nothing',
  async role => {
    const [row] = await catalogue<{ creates: bigint; tables: bigint }>(
      `select (select count(*) from pg_namespace
                 where has_schema_privilege('${role}', oid, 'CREATE')
                   and nspname not like 'pg\\_temp%') as creates,
         (select count(*) from pg_class where relkind in ('r', 'p')
            and relnamespace::regnamespace::text in ('app', 'erp', 'book', 'jobs', 'public')
            and (has_table_privilege('${role}', oid, 'TRUNCATE')
              or has_table_privilege('${role}', oid, 'REFERENCES')
              or has_table_privilege('${role}', oid, 'TRIGGER'))) as tables`,
    );
    expect(row).toEqual({ creates: 0n, tables: 0n });
  },
);

test('no function runs with the rights of its maker', async () => {
  const rows = await catalogue(
    `select proname from pg_proc where prosecdef and pronamespace::regnamespace::text in
       ('app', 'erp', 'book', 'jobs', 'public')`,
  );
  expect(rows).toEqual([]);
});

test.each(['tally_ingest', 'tally_api', 'tally_projector'] as const)(
  '%s passes what is asserted at start; the owner and the superuser do not',
  async role => {
    const faults = (url: string) => withConnection(url, databaseFaults);
    expect(await faults(database.url(role))).toEqual([]);
    expect(await faults(database.url('tally_owner'))).toEqual(['role tally_owner owns tables']);
    expect(await faults(database.superuserUrl)).toContain('role tally_super is superuser');
  },
);

test('a server that may lose what it acknowledged is refused by name', async () => {
  const faults = await withConnection(database.url('tally_api'), async sql => {
    await sql.query('set synchronous_commit = off');
    await sql.query("set timezone = 'Asia/Shanghai'");
    return databaseFaults(sql);
  });
  expect(faults).toEqual([
    'synchronous_commit is off, not on',
    'TimeZone is Asia/Shanghai, not UTC',
  ]);
});

test('the read model is not remade while its shape stands', async () => {
  expect(await ensureBook(database.url('tally_owner'))).toBe(false);
});
