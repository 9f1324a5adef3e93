import { decodeBlock, decodeTransaction, type DecodedTransaction } from '../../ledger/block.ts';
import { createActCheck } from '../../ledger/embedded/act-check.ts';
import { verifyLedger } from '../../ledger/embedded/verify.ts';
import { startWorld, type World } from '../fixture/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
  await world.nextDay();
});
afterAll(() => world.close());

async function transactions(): Promise<DecodedTransaction[]> {
  const found: DecodedTransaction[] = [];
  const { height } = await world.ledger.info();
  for await (const { bytes, number } of world.ledger.blocks(1n)) {
    found.push(...decodeBlock(bytes).envelopes.map(decodeTransaction));
    if (number === height - 1n) break;
  }
  return found;
}

function withText(transaction: DecodedTransaction, change: (text: string) => string) {
  const [name = Buffer.alloc(0), text = Buffer.alloc(0), hint = Buffer.alloc(0)] = transaction.args;
  return { ...transaction, args: [name, Buffer.from(change(Buffer.from(text).toString())), hint] };
}

/** What the check says of the acts in order, the last one changed. */
async function said(change: (text: string) => string): Promise<(string | null)[]> {
  const check = createActCheck();
  const all = await transactions();
  const answers: (string | null)[] = [];
  for (const [at, one] of all.entries()) {
    answers.push(await check(at === all.length - 1 ? withText(one, change) : one));
  }
  return answers;
}

test('the acts of a founded channel are signed by keys that are on the ledger', async () => {
  const answers = await said(text => text);
  expect(answers).toHaveLength(4);
  expect(answers.filter(one => one !== null)).toEqual([]);
});

test.each([
  ['another date', (text: string) => text.replaceAll('2026-03-03', '2026-03-04'), 'does not hold'],
  [
    'another key',
    (text: string) => text.replace('"key":"operator.operations"', '"key":"operator.nobody"'),
    'is not on the ledger',
  ],
  ['another id', (text: string) => text.replace(/"id":"(.{35}).?"/, '"id":"$10"'), 'envelope of'],
  ['no act', () => '{}', 'malformed'],
])('an act with %s is found', async (_name, change, words) => {
  const answers = await said(change);
  expect(answers.at(-1)).toContain(words);
  expect(answers.slice(0, -1).filter(one => one !== null)).toEqual([]);
});

test('verify says that the ledger of a founded channel is equal', async () => {
  await world.ledger.close();
  const { counts, difference } = await verifyLedger({
    folder: world.folder,
    checkAct: createActCheck(),
  });
  expect(difference).toBeNull();
  expect(counts).toMatchObject({ transactions: 4, valid: 4, acts: 4 });
});
