import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { openEmbeddedLedger, type EmbeddedLedger } from '../../ledger/embedded/index.ts';
import { exportActs, rebuildLedger } from '../../ledger/embedded/rebuild.ts';
import { verifyLedger } from '../../ledger/embedded/verify.ts';
import { CASE_COLLECTIONS } from './embedded.ts';
import { Probe } from './probe.ts';

let folder: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tally-verify-test-'));
  await fillLedger();
});
afterEach(() => {
  rmSync(folder, { recursive: true, force: true });
});

const open = (): Promise<EmbeddedLedger> =>
  openEmbeddedLedger({ folder, contract: Probe, collections: CASE_COLLECTIONS, cutting: 'manual' });

/** Blocks with valid and invalid transactions, a deletion, policies, private and expired values. */
async function fillLedger(): Promise<void> {
  const ledger = await open();
  const blocks: unknown[][][] = [
    [
      [
        ['put', 'k', '1'],
        ['put', 'gone', '1'],
        ['privPut', 'brief', 'p', 'short-lived'],
      ],
    ],
    [
      [
        ['get', 'k'],
        ['put', 'k', '2'],
      ],
      [
        ['get', 'k'],
        ['put', 'k', '3'],
      ],
    ],
    [
      [
        ['del', 'gone'],
        ['privPut', 'shared', 'p', 'kept'],
      ],
      [
        ['range', 'a', 'z'],
        ['put', 'm', '1'],
      ],
    ],
    [[['putMeta', 'k', "AND('BrokerMSP.peer','AuditorsMSP.peer')"]]],
    [
      [
        ['put', 'k', '4'],
        ['event', 'tally.v1', '{"v":1,"actId":"a4"}'],
      ],
    ],
    [
      [
        ['put', 'k', '5'],
        ['event', 'tally.v1', '{"v":1,"actId":"a5"}'],
      ],
    ],
  ];
  for (const transactions of blocks) {
    const ordered = [];
    for (const calls of transactions) {
      const result = await ledger.endorse({ function: 'run', args: [JSON.stringify(calls)] });
      if (result.kind !== 'endorsed') throw new Error(JSON.stringify(result));
      ordered.push(result.envelope);
    }
    const places = ordered.map(envelope => ledger.order(envelope));
    await ledger.cut();
    await Promise.all(places);
  }
  await ledger.close();
}

async function alter(change: (key: Buffer, value: Buffer) => Buffer | null): Promise<void> {
  const level = new ClassicLevel<Buffer, Buffer>(join(folder, 'state'), {
    keyEncoding: 'buffer',
    valueEncoding: 'buffer',
  });
  for await (const [key, value] of level.iterator()) {
    const altered = change(key, value);
    if (altered) await level.put(key, altered);
  }
  await level.close();
}

const replaceLast = (value: Buffer, text: string): Buffer =>
  Buffer.concat([value.subarray(0, value.length - text.length), Buffer.from(text)]);

test('a ledger is what its blocks say', async () => {
  const { counts, difference } = await verifyLedger({ folder });
  expect(difference).toBeNull();
  expect(counts).toMatchObject({ blocks: 7, transactions: 8, valid: 6, acts: 2, privateValues: 2 });
  expect(counts.signatures).toBeGreaterThanOrEqual(8 * 3);
});

test('an altered value is named with its key and both values', async () => {
  await alter((key, value) => (key.toString() === 'stally\0k' ? replaceLast(value, '9') : null));
  const { difference } = await verifyLedger({ folder });
  expect(difference).toMatchObject({
    block: 6,
    transaction: 0,
    what: expect.stringContaining('k'),
    found: '"9"',
    expected: '"5"',
  });
});

test('a ledger with an altered value does not open and names block and key', async () => {
  await alter((key, value) => (key.toString() === 'stally\0k' ? replaceLast(value, '9') : null));
  await expect(open()).rejects.toMatchObject({
    code: 'LEDGER_CORRUPT',
    facts: { block: 6, key: 'k' },
  });
});

test('an altered byte in a block is found by number', async () => {
  await alter((key, value) => {
    if (key[0] !== 0x62 || key[8] !== 3) return null;
    const at = value.indexOf('kept') === -1 ? value.length - 200 : value.indexOf('kept');
    const bytes = Buffer.from(value);
    bytes[at] = (bytes[at] ?? 0) ^ 1;
    return bytes;
  });
  expect((await verifyLedger({ folder })).difference).toMatchObject({ block: 3 });
  await expect(open()).rejects.toMatchObject({ code: 'LEDGER_CORRUPT', facts: { block: 3 } });
});

test('an altered private value does not fit its hash on the ledger', async () => {
  await alter((key, value) => (key[0] === 0x70 ? replaceLast(value, 'kepT') : null));
  const { difference } = await verifyLedger({ folder });
  expect(difference?.what).toContain('private value of BrokerMSP in shared');
});

test('what the hook says of an act is a difference', async () => {
  const { difference } = await verifyLedger({
    folder,
    checkAct: transaction =>
      Promise.resolve(transaction.event ? 'signature of key k1 does not hold' : null),
  });
  expect(difference).toMatchObject({
    block: 5,
    transaction: 0,
    what: 'act',
    found: 'signature of key k1 does not hold',
  });
});

test('a rebuilt ledger has the same state, private values too, and goes on', async () => {
  await alter((key, value) => (key.toString() === 'stally\0k' ? replaceLast(value, '9') : null));
  const { difference } = await rebuildLedger(folder);
  expect(difference).toBeNull();
  expect((await verifyLedger({ folder })).difference).toBeNull();
  const ledger = await open();
  const asked = await ledger.ask({
    function: 'run',
    args: [
      JSON.stringify([
        ['get', 'k'],
        ['privGet', 'shared', 'p'],
      ]),
    ],
  });
  expect(asked.kind === 'answer' && Buffer.from(asked.bytes).toString()).toBe('["5","kept"]');
  await ledger.close();
});

test('a second process is told who has the ledger', async () => {
  const ledger = await open();
  await expect(verifyLedger({ folder })).rejects.toMatchObject({
    code: 'LEDGER_LOCKED',
    facts: { pid: String(process.pid) },
  });
  await ledger.close();
});

test('every valid act is exported in order', async () => {
  const acts: string[] = [];
  for await (const { actId, block } of exportActs(folder, 0)) acts.push(`${block} ${actId}`);
  expect(acts).toEqual(['5 a4', '6 a5']);
});

test('a folder made with other collections is refused', async () => {
  const other = openEmbeddedLedger({ folder, contract: Probe, collections: [] });
  await expect(other).rejects.toMatchObject({ code: 'CONFIG' });
});
