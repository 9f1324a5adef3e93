import { classesOf, DATA_CLASSES, withConnection } from '../../api/database/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startDatabase();
});
afterAll(() => database.stop());

type Column = { readonly name: string; readonly column: string };

const columns = (): Promise<Column[]> =>
  withConnection(database.superuserUrl, sql =>
    sql.query<Column>(
      `select table_schema || '.' || table_name as name, column_name as column
       from information_schema.columns where table_schema in ('app', 'erp') order by 1, 2`,
    ),
  );

test('every column of app and erp has one class, and every class names a column', async () => {
  const found = (await columns()).map(({ name, column }) => `${name}.${column}`);
  const classified = Object.keys(DATA_CLASSES).flatMap(name =>
    classesOf(name).map(([column]) => `${name}.${column}`),
  );
  expect(found.length).toBeGreaterThan(300);
  expect([...classified].sort()).toEqual([...found].sort());
});

test('names of people, accounts, and whole documents are personal; keys and passwords are secret', () => {
  const classOf = (name: string, column: string): string | undefined =>
    new Map(classesOf(name)).get(column);
  const people = ['edited_by', 'approved_person'].map(c => classOf('erp.quarantine_edit', c));
  const whole = ['erp.document', 'erp.quarantine'].map(name => classOf(name, 'body'));
  expect([...people, ...whole]).toEqual(Array.from({ length: 4 }, () => 'personal'));
  expect([classOf('app.account', 'totp'), classOf('erp.document', 'salt_key')]).toEqual([
    'secret',
    'secret',
  ]);
});
