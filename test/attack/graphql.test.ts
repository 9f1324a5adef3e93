import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { headersOf, startProduct, type Product, type Reply } from '../authorization/harness.ts';
import { freshId } from '../authorization/persons.ts';

let product: Product;
let token: string;

beforeAll(async () => {
  product = await startProduct({ environment: 'production' });
  const { broker } = product.persons;
  if (!broker) throw new Error('no broker');
  token = await product.tokenOf(broker);
});

afterAll(async () => {
  await product.stop();
});

const codesOf = ({ body }: Reply): string[] =>
  (body?.errors ?? []).map((error: { extensions?: { code?: string } }) => error.extensions?.code);

/** What no answer to an attack may carry (T-106). */
function expectQuiet({ text }: Reply): void {
  expect(text).not.toMatch(/node_modules|\.ts:\d|select |127\.0\.0\.1|\/work\//);
  expect(text).not.toContain('Did you mean');
}

const many = (count: number, part: (at: number) => string): string =>
  Array.from({ length: count }, (_none, at) => part(at)).join(' ');

/** A-001 to A-010: documents refused for their shape, before a resolver runs. */
const SHAPES: readonly (readonly [string, string, string])[] = [
  ['101 aliases of a field', `{ ${many(101, at => `a${at}: me { name }`)} }`, 'QUERY_TOO_LARGE'],
  ['101 aliases of __typename', `{ ${many(101, at => `a${at}: __typename`)} }`, 'QUERY_TOO_LARGE'],
  [
    'depth 14',
    `{ receivables(first: 1) { edges { node { financings { receivables { financings { receivables
       { financings { receivables { financings { receivables { financings { objectId }
       } } } } } } } } } } } }`,
    'QUERY_TOO_LARGE',
  ],
  [
    '100 × 100 × 100 rows',
    `{ receivables(first: 100) { edges { node { financings { receivables { timeline { kind } } } } } } }`,
    'COMPLEXITY_EXCEEDED',
  ],
  ['10,000 tokens', `{ ${many(5_000, () => 'me { name }')} }`, 'QUERY_TOO_LARGE'],
  ['200 directives', `{ me { ${many(200, () => 'name @include(if: true)')} } }`, 'QUERY_TOO_LARGE'],
];

/** A-005: sizes of a page. */
const SIZES = [-1, 0, 101, 2_147_483_647];

describe('documents', () => {
  test.each(SHAPES)('refuses %s', async (_name, query, code) => {
    const reply = await product.ask(token, query);
    expect(codesOf(reply)).toContain(code);
    expect(reply.body.data ?? null).toBeNull();
    expectQuiet(reply);
  });

  test.each(SIZES)('refuses a page of %d', async first => {
    const query = `query ($n: Int) { receivables(first: $n) { edges { cursor } } }`;
    const reply = await product.ask(token, query, { n: first });
    expect(codesOf(reply)).toContain('BAD_INPUT');
  });

  test.each([['"10"'], ['null'], ['1e400']])('refuses first: %s', async text => {
    const query = `query ($n: Int) { receivables(first: $n) { edges { cursor } } }`;
    const reply = await product.raw({
      method: 'POST',
      headers: headersOf(token),
      body: `{"query":${JSON.stringify(query)},"variables":{"n":${text}}}`,
    });
    expect(codesOf(reply)).toContain('BAD_INPUT');
  });

  test('neither first nor last, and both, are refused', async () => {
    expect(codesOf(await product.ask(token, '{ receivables { edges { cursor } } }'))).toContain(
      'BAD_INPUT',
    );
    const both = '{ receivables(first: 1, last: 1) { edges { cursor } } }';
    expect(codesOf(await product.ask(token, both))).toContain('BAD_INPUT');
  });

  test('a fragment that spreads itself is refused', async () => {
    const query = '{ me { ...a } } fragment a on Me { name ...b } fragment b on Me { ...a }';
    const reply = await product.ask(token, query);
    expect(codesOf(reply).length).toBeGreaterThan(0);
    expectQuiet(reply);
  });

  test('500 fragments in a chain are refused', async () => {
    const chain = many(500, at => `fragment f${at} on Me { ...f${at + 1} }`);
    const reply = await product.ask(
      token,
      `{ me { ...f0 } } ${chain} fragment f500 on Me { name }`,
    );
    expect(codesOf(reply)).toContain('QUERY_TOO_LARGE');
  });

  test.each([
    ['{ __schema { types { name } } }'],
    ['{ __type(name: "Query") { fields { name } } }'],
  ])('introspection is refused in production: %s', async query => {
    const reply = await product.ask(token, query);
    expect(codesOf(reply).length).toBeGreaterThan(0);
    expect(reply.text).not.toContain('receivables');
  });

  test('a wrong name gets no suggestion', async () => {
    expectQuiet(await product.ask(token, '{ mee { name } }'));
  });

  test('two operations without a name are refused', async () => {
    const reply = await product.ask(token, 'query A { me { name } } query B { day { channel } }');
    expect(codesOf(reply).length + (reply.status === 400 ? 1 : 0)).toBeGreaterThan(0);
  });
});

/** A-007, A-012, A-013, A-023: what HTTP itself refuses. */
const DOORS: readonly (readonly [string, number, () => RequestInit])[] = [
  [
    'a batch of ten',
    400,
    () => ({
      method: 'POST',
      headers: headersOf(token),
      body: JSON.stringify(Array.from({ length: 10 }, () => ({ query: '{ me { name } }' }))),
    }),
  ],
  ['GET', 405, () => ({ method: 'GET', headers: headersOf(token) })],
  [
    'a form',
    403,
    () => ({ method: 'POST', body: new URLSearchParams({ query: '{ me { name } }' }) }),
  ],
  [
    'text/plain without our header',
    403,
    () => ({ method: 'POST', headers: { 'content-type': 'text/plain' }, body: '{}' }),
  ],
  [
    'text/plain with our header',
    415,
    () => ({
      method: 'POST',
      headers: { ...headersOf(token), 'content-type': 'text/plain' },
      body: '{"query":"{ me { name } }"}',
    }),
  ],
  [
    'a compressed body',
    415,
    () => ({
      method: 'POST',
      headers: { ...headersOf(token), 'content-encoding': 'gzip' },
      body: 'x',
    }),
  ],
  ['no token', 401, () => ({ method: 'POST', headers: without('authorization'), body: query() })],
  [
    'variables of 2 MB',
    413,
    () => ({
      method: 'POST',
      headers: headersOf(token),
      body: JSON.stringify({ query: '{ me { name } }', variables: { x: 'x'.repeat(2_000_000) } }),
    }),
  ],
  [
    'variables 20,000 deep',
    400,
    () => ({
      method: 'POST',
      headers: headersOf(token),
      body: `{"query":"{ me { name } }","variables":{"x":${'['.repeat(20_000)}${']'.repeat(20_000)}}}`,
    }),
  ],
];

const query = (): string => JSON.stringify({ query: '{ me { name } }' });
function without(name: string): Record<string, string> {
  return Object.fromEntries(Object.entries(headersOf(token)).filter(([key]) => key !== name));
}

describe('the door', () => {
  test.each(DOORS)('refuses %s with %d', async (_name, status, init) => {
    const reply = await product.raw(init());
    expect(reply.status).toBe(status);
    expectQuiet(reply);
  });

  test('answers JSON where a browser asks for a page', async () => {
    const reply = await product.raw({
      method: 'POST',
      headers: { ...headersOf(token), accept: 'text/html' },
      body: query(),
    });
    expect(reply.body.data.me.name).toBe('broker-one');
  });

  test('a bad and a missing token get the same answer', async () => {
    const strip = (reply: Reply): unknown => {
      const [{ message, extensions }] = reply.body.errors;
      return { status: reply.status, extensions: { ...extensions, requestId: '' }, message };
    };
    const none = await product.raw({
      method: 'POST',
      headers: without('authorization'),
      body: query(),
    });
    const bad = await product.raw({
      method: 'POST',
      headers: { ...headersOf(token), authorization: 'Bearer x.y.z' },
      body: query(),
    });
    expect(strip(bad)).toEqual(strip(none));
  });

  test('two lengths of one body end with 400', async () => {
    const { hostname, port } = new URL(product.url);
    const answer = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(port), hostname, () =>
        socket.write(
          'POST /graphql HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
        ),
      );
      let text = '';
      socket.on('data', part => (text += part.toString()));
      socket.on('end', () => resolve(text));
      socket.on('error', reject);
    });
    expect(answer).toMatch(/^HTTP\/1\.1 400/);
  });
});

describe('cursors and ids', () => {
  const mac = (text: string): string =>
    createHmac('sha256', 'guess').update(text).digest('base64url');

  test.each([['Li4vLi4v'], ['not base64!'], [mac('x')], ['']])(
    'refuses the cursor %p',
    async cursor => {
      const list = 'query ($c: Cursor) { receivables(first: 1, after: $c) { edges { cursor } } }';
      expect(codesOf(await product.ask(token, list, { c: cursor }))).toContain('BAD_CURSOR');
    },
  );

  test('an id of a foreign type, an unknown one and nonsense are all null', async () => {
    const ids = ['Receivable:x', `Receivable:${freshId()}`, `Load:${freshId()}`, 'Nothing:1'].map(
      text => Buffer.from(text).toString('base64url'),
    );
    const reply = await product.ask(token, 'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }', {
      ids: [...ids, "' or 1=1", '../../etc'],
    });
    expect(reply.body.data.nodes).toEqual(Array(6).fill(null));
  });
});

describe('input', () => {
  const send = (variables: unknown): Promise<Reply> =>
    product.raw({
      method: 'POST',
      headers: headersOf(token),
      body: JSON.stringify({
        query: `mutation ($id: ActId!, $body: JSON!) {
          act: dayOpen(actId: $id, businessDate: "2026-03-03", body: $body, signatures: []) {
            __typename ... on InputInvalid { faults { path code } } } }`,
        variables,
      }),
    });

  test.each([
    ['an operator in place of a value', { date: { $ne: null } }],
    ['a field that is not asked for', { date: '2026-03-03', status: 'open', tenantId: 'x' }],
    ['a list for an object', []],
    ['null', null],
  ])('lists the faults of %s and stores nothing', async (_name, body) => {
    const id = freshId();
    const reply = await send({ id, body });
    const isListed = reply.body.data?.act?.__typename === 'InputInvalid';
    expect(isListed || codesOf(reply).includes('BAD_INPUT')).toBe(true);
    const act = await product.ask(token, `{ act(id: "${id}") { state } }`);
    expect(act.body.data.act).toBeNull();
  });

  test('a name that reaches for the prototype is refused', async () => {
    const reply = await product.raw({
      method: 'POST',
      headers: headersOf(token),
      body: `{"query":"mutation ($b: JSON!) { act: dayOpen(actId: \\"${freshId()}\\", businessDate: \\"2026-03-03\\", body: $b, signatures: []) { __typename } }","variables":{"b":{"__proto__":{"date":"2026-03-03"}}}}`,
    });
    expect(codesOf(reply)).toContain('BAD_INPUT');
  });

  test.each([['x'.repeat(10_000)], ['\u0000'], ['00000000-0000-0000-0000-000000000000']])(
    'refuses an act id that is none (%#)',
    async id => {
      expect(codesOf(await send({ id, body: { date: '2026-03-03' } }))).toContain('BAD_INPUT');
    },
  );
});

test('our own fault is masked, reported, and named by an id only', async () => {
  const before = product.faults.length;
  const evaluate = product.services.ledger.info;
  Object.assign(product.services.ledger, {
    info: () => Promise.reject(new Error('secret /var/lib/x select * from app.act')),
  });
  try {
    const reply = await product.ask(token, '{ tieOut { ties } }');
    expect(reply.text).not.toContain('secret');
    expect(reply.text).toMatch(/INTERNAL/);
    expect(product.faults.length).toBeGreaterThan(before);
  } finally {
    Object.assign(product.services.ledger, { info: evaluate });
  }
});
