import type { Database } from '../../api/database/index.ts';
import { startProjector } from '../../api/projection/index.ts';
import type { LedgerEvent } from '../../domain/event/index.ts';
import type { EnvelopeRecord } from '../../ledger/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { cast, claimRecords } from '../fixture/claims.ts';
import { fixtureRecords, parties } from '../kill/ledger-fixture.ts';

// who sees a claim, and that a foreign one is as if it were not there.
let database: TestDatabase;
let api: Database;

const founding = fixtureRecords(1);
const claims = [...claimRecords(3)].map((record, n) => ({ ...record, block: 1n, index: n }));
const receivableOf = (n: number): string => {
  const [event] = claims[n * 3]?.envelope?.events ?? [];
  const offered = event as Extract<LedgerEvent, { kind: 'receivable.offered' }>;
  return offered.terms.receivable;
};

async function project(records: readonly EnvelopeRecord[]): Promise<void> {
  const projector = startProjector({
    ledger: {
      async *envelopes() {
        yield* records;
      },
    },
    database: await database.open('tally_projector'),
  });
  const last = records.at(-1);
  if (!last) throw new Error('no records');
  expect(await projector.waitFor(last, 20_000)).toBe(true);
  await projector.close();
}

beforeAll(async () => {
  database = await startDatabase();
  await project([...founding, ...claims]);
  api = await database.open('tally_api');
});
afterAll(() => database.stop());

const ids = async (tenant: string | null, text: string): Promise<string[]> => {
  const rows = await api.withTenant({ tenant, actor: 'test' }, sql =>
    sql.query<{ id: string }>(text),
  );
  return rows.map(({ id }) => id).sort();
};
const all = [0, 1, 2].map(receivableOf).sort();

test.each([
  ['its supplier', cast.supplier(0), [receivableOf(0)]],
  ['another supplier, its own', cast.supplier(1), [receivableOf(1)]],
  ['the buyer of all', cast.buyer, all],
  ['the operator', parties.operator, all],
  ['the auditor', parties.auditor, all],
  ['the association', parties.association, []],
  ['a funder who has nothing to do with it', cast.funder, []],
  ['nobody', null, []],
])('%s sees the claims that it may', async (_name, tenant, expected) => {
  expect(await ids(tenant, 'select id from book.receivable')).toEqual(expected);
  expect(await ids(tenant, 'select id from book.holding')).toEqual(expected);
});

test('events and transactions are seen with what they are about', async () => {
  const mine = `select distinct split_part(object, '~', 1) as id from book.event`;
  expect(await ids(cast.supplier(0), mine)).toEqual(['invoice', 'public', 'receivable']);
  expect(await ids(cast.buyer, mine)).toEqual(['public', 'receivable']);
  const events = (tenant: string): Promise<string[]> =>
    ids(tenant, `select kind as id from book.event where object <> 'public' order by 1`);
  expect(await events(cast.supplier(0))).toHaveLength(5);
  expect(await events(cast.supplier(7))).toEqual([]);
  const links = `select object_id as id from book.event_object where object_id like 'receivable~%'`;
  expect(new Set(await ids(cast.supplier(0), links))).toEqual(
    new Set([`receivable~${receivableOf(0)}`]),
  );
});

test('a payment journal is for those who see the whole channel; a balance row for its party', async () => {
  const entries = 'select id from book.journal_entry';
  expect(await ids(cast.buyer, entries)).toEqual([]);
  expect(await ids(cast.supplier(0), entries)).toEqual([]);
  expect(await ids(parties.auditor, entries)).toHaveLength(3);
  const rows = 'select id from book.balance_delta';
  expect(await ids(cast.supplier(0), rows)).toHaveLength(1);
  expect(await ids(cast.supplier(7), rows)).toEqual([]);
});

test('what is public is read by every member, and by nobody without a tenant', async () => {
  const text = 'select id from book.param';
  expect(await ids(cast.supplier(7), text)).toEqual(['limits.bands']);
  expect(await ids(null, text)).toEqual([]);
});

test('a member sees its own rights and no others', async () => {
  const rows = await api.withTenant({ tenant: cast.buyer, actor: 'test' }, sql =>
    sql.query<{ tenant_id: string }>('select distinct tenant_id from book.viewer'),
  );
  expect(rows).toEqual([{ tenant_id: cast.buyer }]);
});
