import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { isPublic, targetOf } from '../../ingest/connect/address.ts';
import { afterFailure, mayAsk } from '../../ingest/connect/breaker.ts';
import {
  acceptDrift,
  checkSource,
  compareSource,
  createSource,
  runSource,
} from '../../ingest/connect/index.ts';
import type { RunOptions } from '../../ingest/connect/index.ts';
import { folderDrops } from '../../api/server/drops.ts';
import { ingestStage } from '../fixture/ingest-stage.ts';

const { newId, pass, inTenant } = ingestStage('2026-04-01T00:00:00Z');
const NO_DROPS = folderDrops('/nowhere', 'x');
let server: http.Server;
let base: string;
let answer: (asked: URL, request: http.IncomingMessage, response: http.ServerResponse) => void;
let asked: URL[] = [];

beforeAll(async () => {
  server = http.createServer((request, response) => {
    const url = new URL(request.url ?? '/', base);
    asked.push(url);
    answer(url, request, response);
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(async () => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  asked = [];
});

function optionsOf(tenant: string, allowed: readonly string[] = [new URL(base).host]): RunOptions {
  return {
    egress: { allowed },
    sleep: () => Promise.resolve(),
    share: () => 0.5,
    drops: NO_DROPS,
    inTransaction: work => inTenant(tenant, work),
  };
}

async function sourceOf(tenant: string): Promise<string> {
  const draft = { preset: 'erpnext', name: 'ERP', settings: { base }, credential: 'key:secret' };
  const made = await inTenant(tenant, context => createSource(context, draft));
  if (!made.ok) throw new Error(JSON.stringify(made.error));
  return made.value;
}

function json(response: http.ServerResponse, value: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
}

/** Sales invoices as ERPNext lists them; other lists are empty. */
function erp(records: readonly object[]): typeof answer {
  return (url, request, response) => {
    if (request.headers.authorization !== 'token key:secret') return json(response, {}, 401);
    const start = Number(url.searchParams.get('limit_start'));
    const size = Number(url.searchParams.get('limit_page_length'));
    const since = /">=","([^"]+)"/.exec(url.searchParams.get('filters') ?? '')?.[1] ?? '';
    const all = url.pathname.includes('Sales') ? records : [];
    const found = all.filter(r => (r as { modified: string }).modified >= since);
    return json(response, { data: found.slice(start, start + size) });
  };
}

const invoice = (n: number, more: object = {}): object => ({
  doctype: 'Sales Invoice',
  name: `SINV-${n}`,
  docstatus: 1,
  modified: `2026-03-${String((n % 28) + 1).padStart(2, '0')} 10:00:00`,
  posting_date: '2026-03-01',
  due_date: '2026-05-01',
  currency: 'EUR',
  company: 'Seller',
  company_tax_id: 'DE123456789',
  customer: 'Buyer',
  customer_name: 'Buyer',
  tax_id: 'DE987654321',
  net_total: 100,
  total_taxes_and_charges: 19,
  grand_total: 119,
  items: [
    { idx: 1, item_code: 'A', item_name: 'bolt', qty: 1, uom: 'Nos', rate: 100, amount: 100 },
  ],
  ...more,
});

type State = { cursor: string; next: string | null; state: string; records: bigint };
const stateOf = async (tenant: string, id: string): Promise<State | undefined> =>
  inTenant(tenant, async ({ sql }) => {
    const [row] = await sql.query<State>(
      "select cursor, next, state, records from erp.stream_state where source = $1 and stream = 'Sales Invoice'",
      [id],
    );
    return row;
  });

test('a source is read page by page, and again only from its lag window on', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  answer = erp(Array.from({ length: 120 }, (_, n) => invoice(n)));
  expect(await checkSource(id, optionsOf(tenant))).toEqual({ ok: true, value: null });
  asked = [];
  const report = await runSource(id, optionsOf(tenant));
  expect(report).toMatchObject({ ok: true, value: { records: 120, fault: null } });
  expect(
    asked.filter(u => u.pathname.includes('Sales')).map(u => u.searchParams.get('limit_start')),
  ).toEqual(['0', '50', '100']);
  const state = await stateOf(tenant, id);
  expect(state).toEqual({
    cursor: '2026-03-28 10:00:00',
    next: null,
    state: 'idle',
    records: 120n,
  });
  asked = [];
  await runSource(id, optionsOf(tenant));
  // Three days before the newest change, so that a clock that is behind loses nothing.
  expect(asked[0]?.searchParams.get('filters')).toContain('2026-03-25 10:00:00');
});

test('what was sent stands once as loads: lines sent are lines received', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  answer = erp(Array.from({ length: 60 }, (_, n) => invoice(n)));
  await runSource(id, optionsOf(tenant));
  const counts = (): Promise<unknown[]> =>
    inTenant(tenant, ({ sql }) =>
      sql.query(
        `select sum(received)::integer as received, count(*)::integer as loads from erp.load
         where source = $1 and state <> 'refused'`,
        [id],
      ),
    );
  const first = await counts();
  expect(first).toEqual([{ received: 60, loads: 2 }]);
  await runSource(id, optionsOf(tenant), { since: '1970-01-01T00:00:00Z' });
  expect(await counts()).toEqual(first);
});

test('a run that is cut off goes on at the page where it was', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  const whole = erp(Array.from({ length: 120 }, (_, n) => invoice(n)));
  answer = (url, request, response) => {
    if (url.searchParams.get('limit_start') === '100') response.destroy();
    else whole(url, request, response);
  };
  const cut = await runSource(id, optionsOf(tenant));
  expect(cut).toMatchObject({ value: { records: 100, fault: { rule: 'CON-04' } } });
  expect(await stateOf(tenant, id)).toMatchObject({ cursor: null, next: '100', records: 100n });
  expect(await runSource(id, optionsOf(tenant))).toMatchObject({ error: { code: 'CONFLICT' } });
  pass(10_000);
  asked = [];
  answer = whole;
  expect(await runSource(id, optionsOf(tenant))).toMatchObject({ value: { records: 20 } });
  expect(asked[0]?.searchParams.get('limit_start')).toBe('100');
  expect(await stateOf(tenant, id)).toMatchObject({ cursor: '2026-03-28 10:00:00', next: null });
});

test('a new field is taken in and told; another type stops the stream until a person accepts it', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  answer = erp([invoice(1)]);
  await runSource(id, optionsOf(tenant));
  answer = erp([invoice(1), invoice(2, { project: 'P-1' })]);
  expect(await runSource(id, optionsOf(tenant))).toMatchObject({ value: { fault: null } });
  answer = erp([invoice(3, { grand_total: '119,00' })]);
  const stopped = await runSource(id, optionsOf(tenant));
  expect(stopped).toMatchObject({ value: { fault: { rule: 'DRIFT-01' }, records: 0 } });
  expect(await stateOf(tenant, id)).toMatchObject({ state: 'frozen' });
  const drifts = await inTenant(tenant, ({ sql }) =>
    sql.query('select change, field, was, found, state from erp.drift order by seen_at'),
  );
  expect(drifts).toEqual([
    { change: 'new', field: 'project', was: null, found: 'text', state: 'noted' },
    { change: 'type', field: 'grand_total', was: 'number', found: 'text', state: 'open' },
  ]);
  const key = { source: id, stream: 'Sales Invoice' };
  expect(await inTenant(tenant, c => acceptDrift(c, key))).toMatchObject({ ok: true });
  expect(await runSource(id, optionsOf(tenant))).toMatchObject({
    value: { fault: null, records: 1 },
  });
});

test('a comparison is silent where both sides are equal, and names each month that differs', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  const april = (n: number) => invoice(n, { posting_date: '2026-04-01' });
  const whole = [invoice(1), invoice(2), april(3)];
  answer = erp(whole);
  await runSource(id, optionsOf(tenant));
  const differences = (): Promise<unknown[]> =>
    inTenant(tenant, ({ sql }) =>
      sql.query(
        `select kind, month, theirs_count, theirs_minor, ours_count, ours_minor
         from erp.reconciliation where not equal order by month`,
      ),
    );
  expect(await compareSource(id, optionsOf(tenant))).toEqual({ ok: true, value: null });
  expect(await differences()).toEqual([]);
  answer = erp([invoice(1), april(3), april(4)]);
  await compareSource(id, optionsOf(tenant));
  expect(await differences()).toEqual([
    {
      kind: 'invoice',
      month: '2026-03',
      theirs_count: 1,
      theirs_minor: 11_900n,
      ours_count: 2,
      ours_minor: 23_800n,
    },
    {
      kind: 'invoice',
      month: '2026-04',
      theirs_count: 2,
      theirs_minor: 23_800n,
      ours_count: 1,
      ours_minor: 11_900n,
    },
  ]);
  answer = erp(whole);
  await compareSource(id, optionsOf(tenant));
  expect(await differences()).toEqual([]);
});

test.each<[string, string, typeof answer]>([
  ['lets nobody in', 'CON-03', (_u, _r, response) => json(response, {}, 401)],
  ['says 200 with a page of HTML', 'CON-02', (_u, _r, response) => void response.end('<html>')],
  ['answers 429', 'CON-04', (_u, _r, response) => json(response, {}, 429)],
  [
    'sends us elsewhere',
    'CON-07',
    (_u, _r, response) => void response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(),
  ],
  [
    'sends without end',
    'CON-06',
    (_u, _r, response) => {
      const part = Buffer.alloc(65_536, ' ');
      const more = (): void => {
        while (!response.destroyed && response.write(part)) continue;
        if (!response.destroyed) response.once('drain', more);
      };
      more();
    },
  ],
  [
    'repeats its page',
    'CON-05',
    (_u, _r, response) =>
      json(response, { data: Array.from({ length: 50 }, (_, n) => invoice(n)) }),
  ],
])('a system that %s ends the run as %s', async (_what, rule, how) => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  answer = how;
  const report = await runSource(id, optionsOf(tenant));
  expect(report).toMatchObject({ ok: true, value: { fault: { rule } } });
  const [row] = await inTenant(tenant, ({ sql }) =>
    sql.query<{ status: string; failures: number }>('select status, failures from erp.source'),
  );
  const isTransient = rule === 'CON-04';
  expect(row).toEqual({ status: isTransient ? 'active' : 'broken', failures: isTransient ? 1 : 0 });
});

test('five failures in a row open the breaker for a minute; then one attempt decides', () => {
  let breaker = { failures: 0, openUntil: null as string | null };
  const now = '2026-04-01T00:00:00.000Z';
  const waits = Array.from({ length: 5 }, () => {
    breaker = afterFailure(breaker, { now, share: 0.5 });
    return (Date.parse(breaker.openUntil ?? '') - Date.parse(now)) / 1_000;
  });
  expect(waits).toEqual([1, 5, 30, 300, 3_600]);
  expect(mayAsk(breaker, '2026-04-01T00:59:59.999Z')).toBe(false);
  expect(mayAsk(breaker, '2026-04-01T01:00:00.000Z')).toBe(true);
});

test.each([
  'http://127.0.0.1/',
  'https://127.1/',
  'https://0x7f000001/',
  'https://2130706433/',
  'https://017700000001/',
  'https://[::1]/',
  'https://[::ffff:127.0.0.1]/',
  'https://[64:ff9b::7f00:1]/',
  'https://[fd00::1]/',
  'https://[fe80::1]/',
  'https://[2002:7f00:1::]/',
  'https://10.0.0.1/',
  'https://172.16.5.4/',
  'https://192.168.1.1/',
  'https://169.254.169.254/latest/meta-data/',
  'https://100.64.0.1/',
  'https://0.0.0.0/',
  'https://224.0.0.1/',
  'https://255.255.255.255/',
  'https://inside.example/',
  'https://inside.example./',
  'https://mixed.example/',
  'https://user@outside.example/',
  'https://user:word@outside.example/',
  'https://outside.example:22/',
  'http://outside.example/',
  'file:///etc/passwd',
  'gopher://outside.example/',
  'ftp://outside.example/',
  'not an address',
])('%s is not asked', async text => {
  const names: Readonly<Record<string, readonly string[]>> = {
    'inside.example': ['10.1.2.3'],
    'mixed.example': ['93.184.216.34', '127.0.0.1'],
    'outside.example': ['93.184.216.34'],
  };
  const resolve = (host: string) =>
    Promise.resolve((names[host] ?? []).map(address => ({ address })));
  await expect(targetOf(text, { allowed: [], resolve })).rejects.toMatchObject({ rule: 'CON-01' });
});

test('a public address is asked where it was resolved to, and the next look-up does not count', async () => {
  const answers = [['93.184.216.34'], ['127.0.0.1']];
  const resolve = () => Promise.resolve((answers.shift() ?? []).map(address => ({ address })));
  const target = await targetOf('https://outside.example/x', { allowed: [], resolve });
  expect([target.address, target.family, answers.length]).toEqual(['93.184.216.34', 4, 1]);
  expect(['8.8.8.8', '2606:4700::1111', '::1', '2001:db8::1'].map(isPublic)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});

test('a source outside what the operator allows is never connected to', async () => {
  const tenant = newId();
  const id = await sourceOf(tenant);
  answer = erp([invoice(1)]);
  const report = await runSource(id, optionsOf(tenant, []));
  expect(report).toMatchObject({ value: { fault: { rule: 'CON-01' } } });
  expect(asked).toEqual([]);
});
