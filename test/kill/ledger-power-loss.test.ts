import { cpSync, mkdtempSync, readdirSync, rmSync, statSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbeddedLedger, type EmbeddedLedger } from '../../ledger/embedded/index.ts';
import type { WriteBatch } from '../../ledger/embedded/store.ts';
import { CASE_COLLECTIONS } from '../conformance/embedded.ts';
import { Probe } from '../conformance/probe.ts';

// T-15: a process kill cannot show a missing sync, since the system keeps the bytes. Here the
// disk forgets: of LevelDB's log only what was synced before the power went is left.

const TORN_OFFSETS = 64;

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'tally-power-'));
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

type Disk = { folder: string; sizes: number[]; wrap: (write: WriteBatch) => WriteBatch };

/** Notes how long the log is after each batch that was synced. */
function watchedDisk(defect: (write: WriteBatch) => WriteBatch): Disk {
  const disk: Disk = {
    folder: join(root, 'ledger'),
    sizes: [],
    wrap: write => {
      const noting: WriteBatch = async (operations, options) => {
        await write(operations, options);
        if (options.sync) disk.sizes.push(logSize(disk.folder));
      };
      return defect(noting);
    },
  };
  return disk;
}

function logFile(folder: string): string {
  const logs = readdirSync(join(folder, 'state')).filter(name => name.endsWith('.log'));
  return join(folder, 'state', logs.sort().at(-1) ?? '');
}

function logSize(folder: string): number {
  return statSync(logFile(folder)).size;
}

function afterPowerLoss(folder: string, logBytes: number): string {
  const copy = mkdtempSync(join(root, 'copy-'));
  cpSync(folder, copy, { recursive: true });
  truncateSync(logFile(copy), logBytes);
  return copy;
}

function open(folder: string, wrapBatch?: Disk['wrap']): Promise<EmbeddedLedger> {
  return openEmbeddedLedger({
    folder,
    contract: Probe,
    collections: CASE_COLLECTIONS,
    ...(wrapBatch ? { test: { wrapBatch } } : {}),
  });
}

async function putAll(ledger: EmbeddedLedger, count: number): Promise<string[]> {
  const txIds: string[] = [];
  for (let at = 0; at < count; at++) {
    const calls = JSON.stringify([['put', `k${at}`, 'v'.repeat(500)]]);
    const endorsed = await ledger.endorse({ function: 'run', args: [calls] });
    if (endorsed.kind !== 'endorsed') throw new Error('not endorsed');
    await ledger.order(endorsed.envelope);
    txIds.push(endorsed.txId);
  }
  return txIds;
}

async function present(folder: string, txIds: readonly string[]): Promise<number> {
  const ledger = await open(folder);
  try {
    const statuses = await Promise.all(txIds.map(txId => ledger.status(txId)));
    return statuses.filter(one => one.kind === 'valid').length;
  } finally {
    await ledger.close();
  }
}

/** Loads a ledger over a disk, and what is left of its acknowledged acts when the power goes. */
async function survivors(
  defect: (write: WriteBatch) => WriteBatch,
): Promise<{ acknowledged: number; left: number | string }> {
  const disk = watchedDisk(defect);
  const ledger = await open(disk.folder, disk.wrap);
  const txIds = await putAll(ledger, 5);
  const copy = afterPowerLoss(disk.folder, disk.sizes.at(-1) ?? 0);
  await ledger.close();
  return { acknowledged: txIds.length, left: await present(copy, txIds).catch(String) };
}

test('T-15 after a power loss every acknowledged act is there', async () => {
  expect(await survivors(write => write)).toEqual({ acknowledged: 5, left: 5 });
});

test('T-12 a block is one batch, and every batch is synced', async () => {
  const batches: boolean[] = [];
  const ledger = await open(join(root, 'ledger'), write => async (operations, options) => {
    batches.push(options.sync);
    await write(operations, options);
  });
  await putAll(ledger, 3);
  const { height } = await ledger.info();
  await ledger.close();
  expect(batches).toEqual(Array.from({ length: Number(height) }, () => true));
});

test('C-02 a ledger that commits without sync loses acknowledged acts', async () => {
  const { acknowledged, left } = await survivors(
    write => operations => write(operations, { sync: false }),
  );
  expect(left).not.toBe(acknowledged);
});

test('C-02 a ledger that acknowledges before the commit loses acknowledged acts', async () => {
  const late: Promise<void>[] = [];
  const { acknowledged, left } = await survivors(write => (operations, options) => {
    const writing = new Promise<void>(resolve => setTimeout(resolve, 300)).then(() =>
      write(operations, options),
    );
    writing.catch(() => undefined);
    late.push(writing);
    return late.length === 1 ? writing : Promise.resolve();
  });
  expect(left).not.toBe(acknowledged);
  await Promise.allSettled(late);
});

test(`T-15 a batch torn at any of ${TORN_OFFSETS} places is a block that never was`, async () => {
  const disk = watchedDisk(write => write);
  const ledger = await open(disk.folder, disk.wrap);
  const txIds = await putAll(ledger, 3);
  const [before = 0, after = 0] = disk.sizes.slice(-2);
  const copies: string[] = [];
  for (let at = 0; at < TORN_OFFSETS; at++) {
    copies.push(
      afterPowerLoss(disk.folder, before + Math.floor(((after - before) * at) / TORN_OFFSETS)),
    );
  }
  const whole = afterPowerLoss(disk.folder, after);
  await ledger.close();
  expect(after - before).toBeGreaterThan(TORN_OFFSETS);
  for (const copy of copies) expect(await present(copy, txIds)).toBe(2);
  expect(await present(whole, txIds)).toBe(3);
});
