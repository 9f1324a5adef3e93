import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Database } from '../../api/database/index.ts';
import { withConnection } from '../../api/database/index.ts';
import { type CrashPoint, rebuildBook, startProjector } from '../../api/projection/index.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { fixtureLedger, fixtureRecords } from './ledger-fixture.ts';
import type { Projecting } from './projector-runner.ts';

const records = fixtureRecords(400);
const last = records.at(-1);
if (!last) throw new Error('no records');
const end = { block: last.block, index: last.index };

let database: TestDatabase;
let projectorDatabase: Database;

beforeEach(async () => {
  database = await startDatabase();
  projectorDatabase = await database.open('tally_projector');
});
afterEach(() => database.stop());

function rebuild(compareOnly = true) {
  return rebuildBook({
    ledger: fixtureLedger(records),
    ownerUrl: database.url('tally_owner'),
    database: projectorDatabase,
    compareOnly,
  });
}

test('the read model equals a rebuild from block 0, and invalid transactions are recorded', async () => {
  const projector = startProjector({
    ledger: fixtureLedger(records, 'waits'),
    database: projectorDatabase,
    batchMax: 37,
  });
  expect(await projector.waitFor(end, 20_000)).toBe(true);
  await projector.close();
  const report = await rebuild();
  expect(report).toMatchObject({
    envelopes: 400n,
    compared: true,
    differences: [],
    swapped: false,
  });
  expect(report.foldHash).toBe(projector.checkpoint().foldHash);
  const [row] = await projectorDatabase.withTenant({ tenant: null, actor: 'test' }, sql =>
    sql.query<{ valid: bigint; invalid: bigint }>(
      'select count(*) filter (where code = 0) as valid, count(*) filter (where code <> 0) as invalid from book.tx',
    ),
  );
  expect(row).toEqual({ valid: 364n, invalid: 36n });
});

test('opened again with nothing new, it answers at once whoever waits for what it has', async () => {
  const options = { ledger: fixtureLedger(records, 'waits'), database: projectorDatabase };
  const first = startProjector(options);
  expect(await first.waitFor(end, 20_000)).toBe(true);
  await first.close();
  const again = startProjector(options);
  expect(await again.waitFor(end, 3_000)).toBe(true);
  await again.close();
});

test.each<[CrashPoint, number]>([
  ['received', 1],
  ['received', 4],
  ['begun', 1],
  ['begun', 3],
  ['rowsWritten', 1],
  ['rowsWritten', 5],
  ['checkpointWritten', 1],
  ['checkpointWritten', 2],
  ['committed', 1],
  ['committed', 4],
  ['notified', 1],
  ['notified', 6],
])('dies at %s for the %ith time and goes on without gap or double', async (point, at) => {
  let seen = 0;
  const projector = startProjector({
    ledger: fixtureLedger(records, 'waits'),
    database: projectorDatabase,
    batchMax: 50,
    crashpoint: reached => {
      if (reached !== point) return;
      seen += 1;
      if (seen === at) throw new Error('crash');
    },
  });
  expect(await projector.waitFor(end, 20_000)).toBe(true);
  await projector.close();
  expect(seen).toBeGreaterThanOrEqual(at);
  expect(await rebuild()).toMatchObject({ compared: true, differences: [] });
});

/** Runs a projector in a process of its own and kills it, by its pid, where it stands still. */
function killedAt(point: CrashPoint, at: number): Promise<NodeJS.Signals | null> {
  const projecting: Projecting = {
    projector: database.url('tally_projector'),
    envelopes: records.length,
    point,
    at,
  };
  return new Promise((resolve, reject) => {
    const program = join(import.meta.dirname, 'projector-runner.ts');
    const child = spawn(process.execPath, [program, JSON.stringify(projecting)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    child.stdout.on('data', said => {
      if (String(said).includes(`at ${point}\n`) && child.pid !== undefined) {
        process.kill(child.pid, 'SIGKILL');
      }
    });
    child.on('error', reject);
    child.on('close', (_code, signal) => resolve(signal));
  });
}

test.each<[CrashPoint, number]>([
  ['begun', 3],
  ['rowsWritten', 1],
  ['rowsWritten', 4],
  ['checkpointWritten', 2],
  ['committed', 3],
])(
  'kill -9 at %s for the %ith time: the next process goes on without gap or double',
  async (point, at) => {
    expect(await killedAt(point, at)).toBe('SIGKILL');
    const projector = startProjector({
      ledger: fixtureLedger(records, 'waits'),
      database: projectorDatabase,
    });
    expect(await projector.waitFor(end, 20_000)).toBe(true);
    await projector.close();
    const [row] = await projectorDatabase.withTenant({ tenant: null, actor: 'test' }, sql =>
      sql.query<{ n: bigint }>('select count(*) as n from book.tx'),
    );
    expect(row?.n).toBe(400n);
    expect(await rebuild()).toMatchObject({ compared: true, differences: [] });
  },
  60_000,
);

test('an altered row is named', async () => {
  const projector = startProjector({ ledger: fixtureLedger(records), database: projectorDatabase });
  expect(await projector.waitFor(end, 20_000)).toBe(true);
  await projector.close();
  await withConnection(database.superuserUrl, sql =>
    sql.query(
      `update book.day set body = '{"date":"2026-01-05","state":"open!"}' where id = '2026-01-05'`,
    ),
  );
  const { differences } = await rebuild();
  expect(differences).toHaveLength(1);
  expect(differences[0]).toMatchObject({ table: 'day', row: '2026-01-05' });
});

test('the swap puts the rebuild in place of the altered read model', async () => {
  const projector = startProjector({ ledger: fixtureLedger(records), database: projectorDatabase });
  expect(await projector.waitFor(end, 20_000)).toBe(true);
  await projector.close();
  await withConnection(database.superuserUrl, sql => sql.query('delete from book.event'));
  expect((await rebuild(false)).swapped).toBe(true);
  expect((await rebuild()).differences).toEqual([]);
});

test('a second projector that comes too late is superseded and writes nothing', async () => {
  let open: () => void = () => undefined;
  const gate = new Promise<void>(done => (open = done));
  const late = startProjector({
    ledger: {
      async *envelopes(from) {
        await gate;
        yield* fixtureLedger(records, 'waits').envelopes(from);
      },
    },
    database: projectorDatabase,
  });
  const first = startProjector({
    ledger: fixtureLedger(records, 'waits'),
    database: projectorDatabase,
  });
  expect(await first.waitFor(end, 20_000)).toBe(true);
  open();
  expect(await late.ended).toMatchObject({ kind: 'stopped', code: 'SUPERSEDED' });
  await first.close();
  expect(await rebuild()).toMatchObject({ differences: [] });
});

test.each([
  ['an unknown event', 'EVENT_UNKNOWN', { kind: 'day.doubled' }],
  ['an envelope of a later version', 'EVENT_UNKNOWN', null],
])('%s stops it with %s, nothing is skipped', async (_name, code, event) => {
  const spoilt = records.map(record => {
    if (record.block !== 5n || record.index !== 0 || !record.envelope) return record;
    const envelope = event ? { ...record.envelope, events: [event] } : { ...record.envelope, v: 2 };
    return { ...record, envelope };
  });
  const projector = startProjector({
    ledger: fixtureLedger(spoilt),
    database: projectorDatabase,
    batchMax: 3,
  });
  expect(await projector.ended).toMatchObject({ kind: 'stopped', code });
  expect(projector.checkpoint().block).toBeLessThan(5n);
});

test('a missing transaction stops it with GAP', async () => {
  const holed = records.filter(({ block, index }) => !(block === 3n && index === 2));
  const projector = startProjector({ ledger: fixtureLedger(holed), database: projectorDatabase });
  expect(await projector.ended).toMatchObject({ kind: 'stopped', code: 'GAP' });
});
