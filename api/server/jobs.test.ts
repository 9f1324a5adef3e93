import { startDatabase, type TestDatabase } from '../../test/database.ts';
import { claimRecords } from '../../test/fixture/claims.ts';
import { fixtureRecords, parties } from '../../test/kill/ledger-fixture.ts';
import { type Database, withConnection } from '../database/index.ts';
import { startProjector } from '../projection/index.ts';
import { violations } from './jobs.ts';

let database: TestDatabase;
let api: Database;

beforeAll(async () => {
  database = await startDatabase();
  const claims = [...claimRecords(4)].map((record, index) => ({ ...record, block: 1n, index }));
  const projector = startProjector({
    ledger: {
      async *envelopes() {
        yield* [...fixtureRecords(1), ...claims];
      },
    },
    database: await database.open('tally_projector'),
  });
  await projector.waitFor({ block: 1n, index: 11 }, 20_000);
  await projector.close();
  api = await database.open('tally_api');
});
afterAll(() => database.stop());

const alter = (text: string) => withConnection(database.superuserUrl, sql => sql.query(text));

test('the laws hold for what the projector wrote', async () => {
  expect(await violations(api, parties.operator)).toEqual([]);
});

test('one altered journal line and one altered claim are named', async () => {
  await alter(`update book.journal_line set minor = minor + 1
    where side = 'credit' and block = 1 and tx_index = 2`);
  await alter(`update book.receivable set body = jsonb_set(body, '{parts,paid}', '"1"')
    where id = (select min(id) from book.receivable)`);
  expect(await violations(api, parties.operator)).toEqual([
    { invariant: 'INV-G1', facts: 'cash CNY: debits 4000006, credits 4000007' },
    { invariant: 'INV-G2', facts: expect.stringMatching(/face 1000000, parts 1$/) },
  ]);
});
