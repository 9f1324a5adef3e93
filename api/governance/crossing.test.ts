import type { Database } from '../database/index.ts';
import { withConnection } from '../database/index.ts';
import { startDatabase, type TestDatabase } from '../../test/database.ts';
import { readAcross, type Crossing } from './index.ts';

const OWNER = '018f0000-0000-7000-8000-00000000000a';
const READER = '018f0000-0000-7000-8000-00000000000b';
const OTHER = '018f0000-0000-7000-8000-00000000000c';

let test_: TestDatabase;
let api: Database;
beforeAll(async () => {
  test_ = await startDatabase();
  api = await test_.open('tally_api');
  await withConnection(test_.superuserUrl, sql =>
    sql.query(
      `insert into book.party (id, body, object, block, tx_index) values ($1, '{}', 'public', 1, 0)`,
      [OWNER],
    ),
  );
});
afterAll(() => test_.stop());

/** Puts the consent as the ledger would have it. */
async function consent(given: object): Promise<void> {
  const body = {
    party: OWNER,
    to: READER,
    purpose: 'financing',
    dataClasses: ['invoices'],
    from: '2026-03-01',
    until: '2026-03-31',
    withdrawnOn: null,
    ...given,
  };
  await withConnection(test_.superuserUrl, sql =>
    sql.query(
      `insert into book.consent (id, body, object, block, tx_index)
       values ($1, $2, 'public', 1, 0) on conflict (id) do update set body = $2`,
      [`${body.party}~${body.to}~${body.purpose}`, JSON.stringify(body)],
    ),
  );
}

const asked = (given: Partial<Crossing> = {}): Crossing => ({
  owner: OWNER,
  reader: READER,
  purpose: 'financing',
  on: '2026-03-10',
  actor: 'person-7',
  action: 'documents.shared',
  question: { kind: 'invoice' },
  ...given,
});

let reads = 0;
const read = (crossing: Crossing) =>
  readAcross(api, crossing, (_sql, opened) => {
    reads += 1;
    return Promise.resolve({ value: opened, used: { documents: 3, fields: ['number'] } });
  });

type Line = { readonly acting_for: string; readonly outcome: string; readonly documents: number };
const logOf = (tenant: string): Promise<Line[]> =>
  api.withTenant({ tenant, actor: 'test' }, sql =>
    sql.query<Line>(
      `select acting_for, outcome, code, purpose, consent, documents, fields_read
         from app.audit order by seq`,
    ),
  );

test('without a consent nothing is read, and the owner sees the attempt', async () => {
  const refused = await read(asked());
  expect(refused).toEqual({
    ok: false,
    error: {
      code: 'CONSENT_MISSING',
      facts: { party: OWNER, data: `to ${READER}`, purpose: 'financing' },
    },
  });
  expect(reads).toBe(0);
  expect(await logOf(OWNER)).toMatchObject([
    { acting_for: READER, outcome: 'refused', code: 'CONSENT_MISSING', consent: null },
  ]);
});

test('with one, the reader sees the kinds that it names, and the owner who read what and why', async () => {
  await consent({});
  const opened = await read(asked());
  expect(opened).toMatchObject({
    ok: true,
    value: {
      consent: `${OWNER}~${READER}~financing`,
      kinds: ['invoice', 'creditNote', 'selfBilled', 'prepayment', 'corrected'],
      sight: { personal: 'masked' },
    },
  });
  expect((await logOf(OWNER)).at(-1)).toMatchObject({
    acting_for: READER,
    outcome: 'done',
    purpose: 'financing',
    consent: `${OWNER}~${READER}~financing`,
    documents: 3,
    fields_read: ['number'],
  });
});

test.each<[string, object, Partial<Crossing>]>([
  ['another purpose', {}, { purpose: 'rating' }],
  ['another reader', {}, { reader: OTHER }],
  ['the day before it begins', {}, { on: '2026-02-28' }],
  ['the day after its end', {}, { on: '2026-04-01' }],
  ['once it is withdrawn', { withdrawnOn: '2026-03-09' }, {}],
])('it does not stand for %s', async (_name, given, question) => {
  await consent(given);
  const before = reads;
  expect(await read(asked(question))).toMatchObject({ ok: false });
  expect(reads).toBe(before);
});

test('a data class that names no files opens no kind', async () => {
  await consent({ dataClasses: ['score'] });
  expect(await read(asked())).toMatchObject({ ok: true, value: { kinds: [] } });
});

test('the log is the owner’s alone, and no role changes or deletes a row of it', async () => {
  expect(await logOf(READER)).toEqual([]);
  expect((await logOf(OWNER)).length).toBeGreaterThan(5);
  await withConnection(test_.superuserUrl, async sql => {
    for (const change of ["update app.audit set outcome = 'x'", 'delete from app.audit']) {
      await expect(sql.query(change)).rejects.toThrow('are never changed');
    }
    await expect(sql.query('truncate app.audit')).rejects.toThrow('are never changed');
  });
});

test('who asks for an id that is no party’s learns as much, and leaves no line', async () => {
  const before = await logOf(OTHER);
  expect(await read(asked({ owner: OTHER }))).toMatchObject({ ok: false });
  expect(await logOf(OTHER)).toEqual(before);
});

test('a read that fails leaves no line: what was not answered was not used', async () => {
  await consent({});
  const before = await logOf(OWNER);
  await expect(readAcross(api, asked(), () => Promise.reject(new Error('broken')))).rejects.toThrow(
    'broken',
  );
  expect(await logOf(OWNER)).toEqual(before);
});
