import { startProduct, type Product } from '../authorization/harness.ts';

// The door with a small plan: forty points a tenant, two refused requests an address.

const PLANS = { member: { burst: 40, perMinute: 40 }, address: { burst: 2, perMinute: 2 } };

let product: Product;

beforeAll(async () => {
  product = await startProduct({ limits: PLANS });
}, 60_000);

afterAll(async () => {
  await product.stop();
});

async function ask(token: string): Promise<{ status: number; wait: string | null; code?: string }> {
  const response = await fetch(`${product.url}/graphql`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'x-tally-request': '1',
    },
    body: JSON.stringify({ query: '{ day { channel } }' }),
  });
  const body = (await response.json()) as { errors?: { extensions: { code: string } }[] };
  const code = body.errors?.[0]?.extensions.code;
  const wait = response.headers.get('retry-after');
  return { status: response.status, wait, ...(code === undefined ? {} : { code }) };
}

test('guessing tokens is slowed down; a good token from the same address goes on to pass', async () => {
  const statuses = [];
  for (let at = 0; at < 4; at++) statuses.push((await ask('guess')).status);
  expect(statuses).toEqual([401, 401, 429, 429]);
  const { broker } = product.persons;
  if (!broker) throw new Error('the cast is not whole');
  expect((await ask(await product.tokenOf(broker))).status).toBe(200);
});

test('a tenant past its points is told when to come back; another is served', async () => {
  const { auditor, broker } = product.persons;
  if (!auditor || !broker) throw new Error('the cast is not whole');
  const token = await product.tokenOf(auditor);
  const answers = [];
  for (let at = 0; at < 41; at++) answers.push(await ask(token));
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(40);
  expect(answers[40]?.status).toBe(429);
  expect(answers[40]?.code).toBe('RATE_LIMITED');
  expect(Number(answers[40]?.wait)).toBeGreaterThan(0);
  expect((await ask(await product.tokenOf(broker))).status).toBe(200);
});
