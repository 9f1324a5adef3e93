import { startDatabase, type TestDatabase } from '../../test/database.ts';
import type { Database } from '../database/index.ts';
import { Outbox, OutboxConflict, outboxStatus, saveToOutbox } from './index.ts';

const tenant = '018f0000-0000-7000-8000-00000000000a';
const other = '018f0000-0000-7000-8000-00000000000b';
const id = (n: number): string => `018f0000-0000-7000-9000-${String(n).padStart(12, '0')}`;
const attempt = (actId: string, txId: string) => ({
  actId,
  txId,
  envelope: new Uint8Array([1, 2, 3]),
  endorsedAt: '2026-01-02T08:00:00.000Z',
  organisations: ['BrokerMSP', 'EnterprisesMSP'],
});

let test_: TestDatabase;
let database: Database;
let outbox: Outbox;

beforeAll(async () => {
  test_ = await startDatabase();
  database = await test_.open('tally_api');
  outbox = new Outbox(database);
});
afterAll(() => test_.stop());

const save = (
  actId: string,
  more: { signed?: string; priority?: number; tenant?: string } = {},
) => {
  const row = { tenant, actId, signed: `{"act":"${actId}"}`, ...more };
  return database.withTenant({ tenant: row.tenant, actor: 'test' }, sql => saveToOutbox(sql, row));
};
const taken = async (max = 10) => (await outbox.take(max, 60_000)).map(({ actId }) => actId);
const one = async (actId: string) => {
  const row = await outbox.read(tenant, actId);
  if (!row) throw new Error(`${actId} is not there`);
  return row;
};

test('urgent acts go first, then the older; a taken act is not taken again', async () => {
  await save(id(1));
  await save(id(2));
  await save(id(3), { priority: 1 });
  await save(id(4), { tenant: other });
  expect(await taken(3)).toEqual([id(3), id(1), id(2)]);
  expect(await taken()).toEqual([id(4)]);
  expect(await taken()).toEqual([]);
});

test('what a killed relay had taken is due at once when the only relay starts again', async () => {
  await save(id(5));
  await save(id(6), { tenant: other });
  expect(await taken()).toEqual([id(5), id(6)]);
  expect(await taken()).toEqual([]);
  await outbox.release();
  expect((await taken()).filter(actId => [id(5), id(6)].includes(actId))).toEqual([id(5), id(6)]);
});

test('the same act twice is stored once; other bytes under its id are refused', async () => {
  expect(await save(id(10))).toBe(true);
  expect(await save(id(10))).toBe(true);
  expect(await save(id(10), { signed: '{"other":1}' })).toBe(false);
  expect(await taken()).toEqual([id(10)]);
});

test('a draft change that is rolled back leaves nothing to send', async () => {
  await expect(
    database.withTenant({ tenant, actor: 'test' }, async sql => {
      await saveToOutbox(sql, { tenant, actId: id(20), signed: '{}' });
      throw new Error('the draft did not fit');
    }),
  ).rejects.toThrow('the draft did not fit');
  expect(await taken()).toEqual([]);
  expect(await outbox.read(tenant, id(20))).toBeNull();
});

test('the signed envelope is there, byte for byte, before anything is known of its fate', async () => {
  await save(id(30));
  await outbox.recordAttempt(await one(id(30)), attempt(id(30), 'tx-1'));
  const row = await one(id(30));
  expect(row).toMatchObject({ state: 'submitted', lastAttempt: attempt(id(30), 'tx-1') });
});

test('an unknown outcome becomes due again, keeps the attempt, and is settled once', async () => {
  await save(id(40));
  await outbox.recordAttempt(await one(id(40)), attempt(id(40), 'tx-1'));
  await outbox.putOff(await one(id(40)), { state: 'unknown', afterMs: 0, code: 'TIMEOUT' });
  expect(await taken()).toContain(id(40));
  const row = await one(id(40));
  expect(row).toMatchObject({ state: 'unknown', attempts: [{ txId: 'tx-1', code: 'TIMEOUT' }] });
  const outcome = { kind: 'committed', txId: 'tx-1', at: { block: 7n, index: 2 } } as const;
  await outbox.settle(row, outcome);
  await expect(outbox.settle(row, outcome)).rejects.toThrow(OutboxConflict);
  await expect(outbox.recordAttempt(row, attempt(id(40), 'tx-2'))).rejects.toThrow(OutboxConflict);
  const status = await database.withTenant({ tenant, actor: 'test' }, sql =>
    outboxStatus(sql, id(40)),
  );
  expect(status).toEqual({
    state: 'committed',
    txId: 'tx-1',
    at: { block: 7n, index: 2 },
    refusal: null,
  });
});

test('private input is kept for the next try and dropped with the outcome', async () => {
  const actId = id(50);
  const transient = { trade: new Uint8Array([9, 8]) };
  await database.withTenant({ tenant, actor: 'test' }, sql =>
    saveToOutbox(sql, { tenant, actId, signed: '{}', transient }),
  );
  expect((await one(actId)).transient).toEqual(transient);
  const refusal = { code: 'DUPLICATE', facts: { line: 1 } };
  await outbox.settle(await one(actId), { kind: 'refused', refusal });
  expect((await one(actId)).transient).toEqual({});
});

test('an act that waits for a person leaves the queue', async () => {
  await save(id(60));
  await outbox.putOff(await one(id(60)), { state: 'waiting', afterMs: 0, code: 'CONTENTION' });
  expect(await taken()).toEqual([]);
  expect((await one(id(60))).state).toBe('waiting');
});

test('another tenant does not learn that the act exists', async () => {
  await save(id(70));
  expect(await outbox.read(other, id(70))).toBeNull();
});
