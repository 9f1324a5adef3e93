import { startDatabase, type TestDatabase } from './database.ts';
import { roles } from '../api/database/index.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

const runtimeRoles = ['tally_ingest', 'tally_api', 'tally_projector'] as const;

test.each(roles)('%s signs in and is no superuser and cannot bypass row security', async role => {
  const pool = await database.open(role);
  const rows = await pool.withTenant({ tenant: null, actor: 'test' }, sql =>
    sql.query(
      'select current_user::text as name, rolsuper, rolbypassrls, rolcreaterole, rolcreatedb from pg_roles where rolname = current_user',
    ),
  );
  expect(rows).toEqual([
    { name: role, rolsuper: false, rolbypassrls: false, rolcreaterole: false, rolcreatedb: false },
  ]);
});

test.each(runtimeRoles)('%s owns no table', async role => {
  const pool = await database.open(role);
  const rows = await pool.withTenant({ tenant: null, actor: 'test' }, sql =>
    sql.query('select relname from pg_class where relowner = current_user::regrole'),
  );
  expect(rows).toEqual([]);
});
