import { startDatabase, type TestDatabase } from '../../test/database.ts';
import type { Database } from '../database/index.ts';
import { withConnection } from '../database/index.ts';
import {
  answerLoads,
  compareSources,
  eraseSubjects,
  runDueSources,
  type ScheduleParts,
} from './schedule.ts';

const ONE = '018f0000-0000-7000-8000-000000000001';
const TWO = '018f0000-0000-7000-8000-000000000002';
const NOW = '2026-03-02T12:00:00.000Z';

let test_: TestDatabase;
let api: Database;
beforeAll(async () => {
  test_ = await startDatabase();
  api = await test_.open('tally_api');
  await withConnection(test_.superuserUrl, async sql => {
    for (const party of [ONE, TWO]) {
      await sql.query('insert into app.party_name values ($1, $2, $2, null)', [party, party]);
    }
    const source = (tenant: string, id: string, more: string): Promise<unknown> =>
      sql.query(
        `insert into erp.source (tenant_id, id, kind, name, preset, credential_object, per_minute,
           every_minutes, status, last_run_at, open_until)
         values ($1, $2, 'rest', $2, 'erpnext', 'x', 60, ${more})`,
        [tenant, id],
      );
    await source(ONE, 'never', "60, 'active', null, null");
    await source(ONE, 'an hour ago', "60, 'active', '2026-03-02T11:00:00Z', null");
    await source(ONE, 'just now', "60, 'active', '2026-03-02T11:00:01Z', null");
    await source(ONE, 'waits', "60, 'active', null, '2026-03-02T12:00:01Z'");
    await source(ONE, 'paused', "60, 'paused', null, null");
    await source(ONE, 'by hand', "0, 'active', null, null");
    await source(TWO, 'fails', "60, 'active', null, null");
    await source(TWO, 'after it', "5, 'active', '2026-03-02T11:55:00Z', null");
    const load = (id: number, format: string, more: string): Promise<unknown> =>
      sql.query(
        `insert into erp.load (tenant_id, id, source, sha256, name, format, stage, state, policy,
           parser_version, rules_version, received, written, unchanged, conflict, quarantined,
           loaded_by, started_at, finished_at, answered_at)
         values ($1, $2, 'upload', 'x', 'x', $3, 'committed', 'loaded', 'message', '1', '1', 0, 0, 0,
           0, 0, 'x', ${more})`,
        [ONE, `018f0000-0000-7000-8000-00000000010${id}`, format],
      );
    const today = "'2026-03-02T11:00:00Z', '2026-03-02T11:00:01Z'";
    await load(1, 'x12', `${today}, null`);
    await load(2, 'x12', `${today}, '2026-03-02T11:30:00Z'`);
    await load(3, 'csv', `${today}, null`);
    const subject = (tenant: string, id: string, more: string): Promise<unknown> =>
      sql.query(
        `insert into erp.subject (tenant_id, id, seen_at, state, decided_at)
         values ($1, $2, $3, ${more})`,
        [tenant, id, NOW],
      );
    const word = (party: string, id: string): Promise<unknown> =>
      sql.query(
        `insert into book.erasure (id, body, object, block, tx_index) values ($1, $2, 'public', 1, 0)`,
        [`${party}~${id}`, JSON.stringify({ party, subject: id, request: 'r', on: '2026-03-01' })],
      );
    await subject(ONE, 'signed', "'live', null");
    await subject(ONE, 'held since yesterday', "'restricted', '2026-03-01T12:00:00Z'");
    await subject(ONE, 'held since today', "'restricted', '2026-03-01T12:00:01Z'");
    await subject(ONE, 'erased', "'erased', '2026-02-01T12:00:00Z'");
    await subject(ONE, 'not signed', "'live', null");
    await subject(TWO, 'signed by another', "'live', null");
    for (const id of ['signed', 'held since yesterday', 'held since today', 'erased']) {
      await word(ONE, id);
    }
    await word(ONE, 'signed by another');
    await load(4, 'edifact', "'2026-02-01T11:00:00Z', '2026-02-01T11:00:01Z', null");
  });
});
afterAll(() => test_.stop());

const told: string[] = [];
const asked: string[] = [];
const note = (what: string, id: string) => {
  asked.push(`${what} ${id}`);
  if (id === 'fails') return Promise.reject(new Error('broken'));
  return Promise.resolve({ ok: true as const, value: null });
};
const parts = (): ScheduleParts => ({
  database: api,
  sources: {
    run: async (who, { id }) => {
      await note(`run ${who.tenant.slice(-1)}`, id);
      return { ok: true, value: id };
    },
    compare: (who, id) => note(`compare ${who.tenant.slice(-1)}`, id),
  },
  ingest: {
    answerLoad: async (_who, id) => {
      await note('answer', id);
      return { ok: true, value: 1 };
    },
    eraseByAct: async (_who, id) => {
      await note('erase', id);
      return { ok: true, value: id };
    },
  },
  now: () => Date.parse(NOW),
  say: line => told.push(line),
});
beforeEach(() => {
  told.length = 0;
  asked.length = 0;
});

test('what is due runs, each for its own party; one that breaks holds up no other', async () => {
  expect(await runDueSources(parts())).toBe(3);
  expect(asked).toEqual(['run 1 never', 'run 1 an hour ago', 'run 2 fails', 'run 2 after it']);
  expect(told).toEqual(['schedule: fails: Error: broken']);
});

test('at night every source that runs by itself is compared, and what differs is told', async () => {
  await withConnection(test_.superuserUrl, sql =>
    sql.query(
      `insert into erp.reconciliation values ($1, 'never', 'invoice', '2026-02', 2, 100, 1, 50, false,
         '2026-03-02')`,
      [ONE],
    ),
  );
  await compareSources(parts());
  expect(asked).toEqual([
    'compare 1 an hour ago',
    'compare 1 just now',
    'compare 1 never',
    'compare 2 after it',
    'compare 2 fails',
  ]);
  expect(told).toContain(`REC-01: 1 months of a kind differ between sources and party ${ONE}`);
});

test('a load of a format with answers is answered once, for a week', async () => {
  expect(await answerLoads(parts())).toBe(1);
  expect(asked).toEqual(['answer 018f0000-0000-7000-8000-000000000101']);
});

test('who was signed for on the ledger is erased; who is held is looked at again after a day', async () => {
  expect(await eraseSubjects(parts())).toBe(2);
  expect(asked).toEqual(['erase held since yesterday', 'erase signed']);
});
