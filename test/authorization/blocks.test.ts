import { blockDataHash, decodeBlock } from '../../ledger/block.ts';
import { startProduct, type Product } from './harness.ts';
import { accountsOf, freshId, person, type Person } from './persons.ts';

// The whole ledger as it is goes to those who see the whole channel, and to nobody else.

let product: Product;
let auditor: Person;

beforeAll(async () => {
  product = await startProduct();
  const { auditor: found } = product.persons;
  if (!found) throw new Error('the cast is not whole');
  auditor = found;
});
afterAll(async () => {
  await product.stop();
});

const PATH = '/v1/ledger/blocks';

async function exported(of: Person, query = '', method = 'GET') {
  const headers = { authorization: `Bearer ${await product.tokenOf(of)}` };
  return product.raw({ path: `${PATH}${query}`, headers, method });
}

test('the auditor gets every block, whole and in order', async () => {
  const { status, text } = await exported(auditor);
  expect(status).toBe(200);
  const lines = text.trim().split('\n');
  const blocks = lines.map(line => JSON.parse(line) as { number: number; bytes: string });
  const { height } = await product.services.ledger.info();
  expect(blocks.map(({ number }) => number)).toEqual(
    Array.from({ length: Number(height) }, (_, at) => at),
  );
  for (const { bytes } of blocks) {
    const block = decodeBlock(Buffer.from(bytes, 'base64'));
    expect(blockDataHash(block.envelopes).equals(block.dataHash)).toBe(true);
  }
});

test('from a number on, and nothing above the head', async () => {
  const { height } = await product.services.ledger.info();
  const last = await exported(auditor, `?from=${height - 1n}`);
  expect(last.text.trim().split('\n')).toHaveLength(1);
  expect((await exported(auditor, `?from=${height}`)).text).toBe('');
  expect((await exported(auditor, '?from=x')).status).toBe(400);
});

test('a party that does not see the whole channel is refused, and so is nobody', async () => {
  const stranger = person(freshId(), 'stranger', ['maker']);
  await product.accounts.save(accountsOf(stranger));
  expect(await exported(stranger)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await product.raw({ path: PATH })).toMatchObject({ status: 401 });
  expect(await exported(auditor, '', 'POST')).toMatchObject({ status: 405 });
});

test('so with the proof of one object: whose blocks they are sees them, and nobody else', async () => {
  const stranger = person(freshId(), 'other', ['maker']);
  await product.accounts.save(accountsOf(stranger));
  const path = `/v1/ledger/proof?object=party~${auditor.party}`;
  const as = async (of: Person) => {
    const headers = { authorization: `Bearer ${await product.tokenOf(of)}` };
    return product.raw({ path, headers });
  };
  const { status, text } = await as(auditor);
  expect([status, text.slice(0, 2)]).toEqual([200, 'PK']);
  expect(await as(stranger)).toMatchObject({ status: 403, body: { code: 'FORBIDDEN' } });
  expect(await product.raw({ path })).toMatchObject({ status: 401 });
});
