import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  blockDataHash,
  blockHash,
  decodeBlock,
  decodeTransaction,
  transactionId,
} from '../../ledger/block.ts';
import type { EnvelopeRecord } from '../../ledger/port.ts';
import { validationCodeName } from '../../ledger/validation-code.ts';
import { openEmbeddedTarget, type EmbeddedTarget } from './embedded.ts';
import { fabricCodes } from './fabric-codes.ts';

let target: EmbeddedTarget;
beforeEach(async () => {
  target = await openEmbeddedTarget();
});
afterEach(() => target.close());

const tx = (...calls: unknown[]) => ({
  function: 'run',
  args: [JSON.stringify(calls)],
  transient: {},
});

async function endorsed(...calls: unknown[]) {
  const result = await target.ledger.endorse(tx(...calls));
  if (result.kind !== 'endorsed') throw new Error(JSON.stringify(result));
  return result;
}

async function orderTogether(...envelopes: Uint8Array[]): Promise<number[]> {
  const places = envelopes.map(envelope => target.ledger.order(envelope));
  await target.ledger.cut();
  return (await Promise.all(places)).map(one => one.code);
}

async function collect(count: number, from: { block: bigint; index: number } | null) {
  const found: EnvelopeRecord[] = [];
  for await (const record of target.ledger.envelopes(from)) {
    found.push(record);
    if (found.length === count) break;
  }
  return found;
}

test('LC-39 a transaction id is the hash of nonce and creator, and is valid only once', async () => {
  const { envelope, txId } = await endorsed(['put', 'k', '1']);
  const decoded = decodeTransaction(envelope);
  expect(txId).toBe(transactionId(decoded.nonce, decoded.creator));
  expect(await target.ledger.status(txId)).toEqual({ kind: 'absent', height: 1n });
  expect(await orderTogether(envelope, envelope)).toEqual([0, 9]);
  expect(await orderTogether(envelope)).toEqual([9]);
  expect(await target.ledger.status(txId)).toEqual({
    kind: 'valid',
    code: 0,
    block: 1n,
    index: 0,
  });
  expect(await target.ledger.status('0'.repeat(64))).toEqual({ kind: 'absent', height: 3n });
});

test('LC-39 an altered envelope is not the creator’s', async () => {
  const { envelope } = await endorsed(['put', 'k', 'value-to-alter']);
  const bytes = Buffer.from(envelope);
  bytes[bytes.indexOf('value-to-alter')] = 'V'.charCodeAt(0);
  const nothing = Buffer.from('no envelope at all');
  expect(await orderTogether(bytes, nothing)).toEqual([4, expect.any(Number)]);
  expect(await target.ask(tx(['get', 'k']))).toMatchObject({ answer: '[""]' });
});

test('LC-40 a proposal sixteen minutes off is refused', async () => {
  const late = { ...tx(['put', 'k', '1']), timestampMs: Date.now() - 16 * 60_000 };
  expect(await target.ledger.endorse(late)).toMatchObject({
    kind: 'refused',
    message: expect.stringContaining('incorrect timestamp'),
  });
});

test('what the ledger validates is what the envelope says', async () => {
  await orderTogether((await endorsed(['put', 'k', '1'], ['fill', 'r', 120])).envelope);
  const { envelope, transaction } = await endorsed(
    ['get', 'k'],
    ['get', 'nothing'],
    ['range', 'r', 's', 3],
    ['put', '\ud800 alone', ''],
    ['put', 'ä', 'ö'],
    ['putMeta', 'k', "OR('BrokerMSP.peer')"],
    ['privPut', 'shared', 'p', '1'],
    ['purge', 'shared', 'q'],
    ['privHash', 'shared', 'r'],
    ['event', 'e', 'p'],
  );
  const plain = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value, (_name, one: unknown) =>
        one instanceof Uint8Array ? Buffer.from(one).toString('hex') : one,
      ).replaceAll(/\{"type":"Buffer","data":\[([\d,]*)\]\}/g, (_text, bytes: string) =>
        JSON.stringify(
          Buffer.from(bytes === '' ? [] : bytes.split(',').map(Number)).toString('hex'),
        ),
      ),
    );
  expect(plain(transaction)).toEqual(plain(decodeTransaction(envelope)));
});

test('LC-45 a follower that stopped goes on without gap or repeat', async () => {
  for (let at = 0; at < 5; at++) {
    const [a, b] = [await endorsed(['put', `a${at}`, '1']), await endorsed(['put', `b${at}`, '1'])];
    await orderTogether(a.envelope, b.envelope);
  }
  const first = await collect(3, null);
  const last = first.at(-1);
  expect(last).toMatchObject({ block: 2n, index: 0 });
  const following = collect(10 - 3 + 50, last ?? null);
  for (let at = 0; at < 50; at++)
    await orderTogether((await endorsed(['put', 'c', `${at}`])).envelope);
  const rest = await following;
  const order = [...first, ...rest].map(one => Number(one.block) * 1000 + one.index);
  expect(order).toEqual([...order].sort((a, b) => a - b));
  expect(new Set(order).size).toBe(60);
});

test('LC-46 invalid transactions are in the block with their code and without envelope', async () => {
  const emit = (id: string) => ['event', 'tally.v1', JSON.stringify({ v: 1, actId: id })];
  await orderTogether((await endorsed(['put', 'k', '1'])).envelope);
  const a = await endorsed(['get', 'k'], ['put', 'k', '2'], emit('a'));
  const b = await endorsed(['get', 'k'], ['put', 'k', '3'], emit('b'));
  const c = await endorsed(['put', 'other', '1'], emit('c'));
  expect(await orderTogether(a.envelope, b.envelope, c.envelope)).toEqual([0, 11, 0]);
  const records = await collect(4, null);
  expect(records.slice(1)).toMatchObject([
    { block: 2n, index: 0, txId: a.txId, code: 0, envelope: { actId: 'a' } },
    { block: 2n, index: 1, txId: b.txId, code: 11, envelope: null },
    { block: 2n, index: 2, txId: c.txId, code: 0, envelope: { actId: 'c' } },
  ]);
  for await (const block of target.ledger.blocks(2n)) {
    expect(block.txs.map(one => one.code)).toEqual([0, 11, 0]);
    expect(block.txs[0]).toMatchObject({
      creator: 'BrokerMSP',
      endorsers: ['BrokerMSP', 'EnterprisesMSP'],
    });
    break;
  }
});

test('LC-49 the codes have the names of Fabric’s enumeration', () => {
  expect(Object.keys(fabricCodes).length).toBeGreaterThan(25);
  for (const [name, code] of Object.entries(fabricCodes)) {
    expect(validationCodeName(code)).toBe(name);
  }
});

test('blocks are chained with Fabric’s hashes over what they carry', async () => {
  for (let at = 0; at < 3; at++)
    await orderTogether((await endorsed(['put', 'k', `${at}`])).envelope);
  let previous = Buffer.alloc(0);
  for await (const { bytes, number, hash, previousHash } of target.ledger.blocks(0n)) {
    const block = decodeBlock(bytes);
    expect(Buffer.from(previousHash)).toEqual(previous);
    expect(Buffer.from(block.dataHash)).toEqual(blockDataHash(block.envelopes));
    expect(Buffer.from(hash)).toEqual(blockHash(block));
    previous = Buffer.from(hash);
    if (number === 3n) break;
  }
});

test('LC-37 transient bytes are in no block and nowhere on the disk', async () => {
  const result = await target.ledger.endorse({
    ...tx(['put', 'k', '1']),
    transient: { salt: Buffer.from('hidden-grain') },
  });
  if (result.kind !== 'endorsed') throw new Error('not endorsed');
  expect(await orderTogether(result.envelope)).toEqual([0]);
  for await (const { bytes, number } of target.ledger.blocks(0n)) {
    expect(Buffer.from(bytes).includes('hidden-grain')).toBe(false);
    if (number === 1n) break;
  }
  const state = join(target.folder, 'state');
  for (const name of readdirSync(state)) {
    expect(readFileSync(join(state, name)).includes('hidden-grain')).toBe(false);
  }
});
