import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seenBy } from '../../domain/document/index.ts';
import type { Wire } from '../../domain/wire/index.ts';
import {
  editHeld,
  eraseByAct,
  findSubjects,
  loadFile,
  openEdit,
  replayHeld,
} from '../../ingest/index.ts';
import { ingestStage } from '../../test/fixture/ingest-stage.ts';
import { allRows } from '../../test/fixture/persons.ts';
import { openKeyring, openPersons, personSeal, type Keyring } from './index.ts';

const TENANT = '018f0000-0000-7000-8000-0000000000f1';
const YEAR_MS = 365.25 * 86_400_000;
const FIRST = { by: 'account-1', person: 'person-1' };
const SECOND = { by: 'account-2', person: 'person-2' };
const SIGHT = { trade: 'shown', identity: 'shown', personal: 'shown' } as const;

const PETRA = 'DE89370400440532013000';
const OTTO = 'DE75512108001245126199';
const fixture = (name: string): string =>
  readFileSync(new URL(`../../test/fixture/ingest/ok/${name}`, import.meta.url), 'utf8');

/** One credit of Petra's, who writes a text; one of Otto's. */
const STATEMENT = fixture('statement.xml')
  .replace('150.00</Amt>', '160.00</Amt>')
  .replace(
    '</BookgDt></Ntry>',
    `</BookgDt><NtryDtls><TxDtls><Refs><EndToEndId>E-77</EndToEndId></Refs>
      <RltdPties><Dbtr><Pty><Nm>Petra Canary</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>${PETRA}</IBAN></Id></DbtrAcct></RltdPties>
      <RmtInf><Ustrd>rent of the parakeet house</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>
    <Ntry><Amt Ccy="CNY">10.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt>
      <NtryDtls><TxDtls><RltdPties><Dbtr><Pty><Nm>Otto Finch</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>${OTTO}</IBAN></Id></DbtrAcct></RltdPties></TxDtls></NtryDtls></Ntry>`,
  );
/** An invoice that is held back (it is due before it is issued) and names Petra as a contact. */
const HELD = fixture('invoice.xml')
  .replace('2026-05-01', '2026-01-01')
  .replace(
    '<cbc:Name>Seller</cbc:Name></cac:PartyName>',
    `<cbc:Name>Seller</cbc:Name></cac:PartyName>
     <cac:Contact><cbc:Name>Petra Canary</cbc:Name></cac:Contact>`,
  );
const CANARIES = ['petra', 'canary', 'parakeet', PETRA.toLowerCase()];

let folder: string;
let keyring: Keyring;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tally-payers-'));
  keyring = openKeyring({ folders: [join(folder, 'a'), join(folder, 'b')], kek: randomBytes(32) });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const stage = ingestStage('2026-03-03T06:00:00.000Z', tenant => personSeal(keyring, tenant));
const load = (text: string, name: string) =>
  stage.inTenant(TENANT, context =>
    loadFile(context, { bytes: Buffer.from(text), name, source: 'bank' }),
  );

type Row = { readonly id: string; readonly version: number; readonly body: Wire };
const SOURCES = {
  document: `select id, version, body from erp.document where kind = 'statement'`,
  held: 'select id::text, 0 as version, body from erp.quarantine',
};

async function opened(of: keyof typeof SOURCES): Promise<string> {
  return stage.inTenant(TENANT, async ({ sql }) => {
    const [row] = await sql.query<Row>(SOURCES[of]);
    if (!row) throw new Error(`no ${of}`);
    const body = await openPersons(personSeal(keyring, TENANT).open, sql, {
      tenant: TENANT,
      ...row,
    });
    return JSON.stringify(seenBy(body, SIGHT).document);
  });
}

async function expectNothingInClear(): Promise<void> {
  const text = (await stage.inTenant(TENANT, ({ sql }) => allRows(sql))).toLowerCase();
  expect(text).toContain('sealed');
  expect(text).toContain('e-77');
  for (const canary of CANARIES) expect(text).not.toContain(canary);
}

test('payers, their accounts and texts stand in no row in clear; with the keys all is there', async () => {
  expect((await load(STATEMENT, 'statement.xml')).written).toBe(1);
  await expectNothingInClear();
  const text = await opened('document');
  for (const part of ['Petra Canary', PETRA, 'parakeet', 'Otto Finch', OTTO, 'E-77']) {
    expect(text).toContain(part);
  }
});

let held: { load: string; id: string };
const who = { id: '', field: 'seller.contact.name', reason: 'she signs with both names' };

test('so do a held record, what people wrote over it, and its provenance', async () => {
  const report = await load(HELD, 'held.xml');
  expect(report).toMatchObject({ written: 0, quarantined: 1 });
  held = await stage.inTenant(TENANT, async ({ sql }) => {
    const [row] = await sql.query<{ load: string; id: string }>(
      'select load, id from erp.quarantine',
    );
    return row ?? { load: '', id: '' };
  });
  const edit = { ...who, id: held.id, value: 'Petra Maria Canary' };
  const done = await stage.inTenant(TENANT, context => editHeld(context, edit, FIRST));
  expect(done).toMatchObject({ ok: true });
  await expectNothingInClear();
  expect(await opened('held')).toContain('Petra Canary');
  expect(await editTexts()).toEqual([{ before: 'Petra Canary', after: 'Petra Maria Canary' }]);
});

async function editTexts() {
  return stage.inTenant(TENANT, async ({ sql }) => {
    const rows = await sql.query<Parameters<typeof openEdit>[1]>(
      'select id, before_text, after_text, sealed_under from erp.quarantine_edit',
    );
    return Promise.all(rows.map(row => openEdit(personSeal(keyring, TENANT).open, row)));
  });
}

test.each([
  ['Petra Canary', 2],
  [PETRA, 1],
  ['de89 3704 0044 0532 0130 00', 1],
  ['Otto Finch', 1],
  ['nobody', 0],
])('%s is found among payers and contacts', async (asked, count) => {
  const found = await stage.inTenant(TENANT, context => findSubjects(context, asked));
  expect(found).toHaveLength(count);
});

const PROVED = `select (select count(*)::integer from erp.record) as records,
  (select string_agg(content_hash || root, ' ' order by id) from erp.document) as hashes,
  (select string_agg(sha256 || bytes, ' ' order by sha256) from erp.raw_object) as files,
  (select sum(amount_minor)::text from erp.statement_entry) as entries`;
const proved = () => stage.inTenant(TENANT, ({ sql }) => sql.query<object>(PROVED));

test('erasing Petra after the term leaves Otto, the counts and the hashes', async () => {
  const before = await proved();
  stage.pass(31 * YEAR_MS);
  const found = await stage.inTenant(TENANT, context => findSubjects(context, 'Petra Canary'));
  for (const { id } of found) {
    const done = await stage.inTenant(TENANT, context => eraseByAct(context, id));
    expect(done).toMatchObject({ ok: true });
  }
  const text = await opened('document');
  for (const gone of ['Petra', PETRA, 'parakeet']) expect(text).not.toContain(gone);
  for (const there of ['Otto Finch', OTTO, 'E-77']) expect(text).toContain(there);
  expect(await opened('held')).not.toContain('Petra');
  expect(await editTexts()).toEqual([{ before: null, after: null }]);
  expect(await proved()).toEqual(before);
  const gone = await stage.inTenant(TENANT, context =>
    context.sql
      .query<{ store_name: string; erased: boolean }>(
        'select store_name, erased_at is not null as erased from erp.raw_object',
      )
      .then(rows =>
        Promise.all(rows.map(async row => [row.erased, await context.raw(row.store_name)])),
      ),
  );
  expect(gone).toEqual([
    [true, new Uint8Array()],
    [true, new Uint8Array()],
  ]);
  const again = await stage.inTenant(TENANT, context =>
    replayHeld(context, { load: held.load, only: null }, SECOND),
  );
  expect(again).toMatchObject({ ok: false });
});
