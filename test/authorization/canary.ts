import type { Database, Sql } from '../../api/database/index.ts';
import type { TestDatabase } from '../database.ts';
import { freshId } from './persons.ts';

/** Text that stands in every value of the one tenant and must reach nobody else. */
export const CANARY = 'CANARY-7f3a';

/** Objects of one tenant, by the type of node that shows them. */
export type Planted = Readonly<Record<string, string>>;

const money = (minor: string) => ({ minor, currency: 'CNY' });
const DAY = '2026-03-02';
const PUBLIC = 'public';
const HASH = 'c'.repeat(64);

/** Puts a party on the read model as the projector would, without a ledger behind it. */
export async function plantParty(
  projector: Database,
  party: string,
  kinds: readonly string[],
): Promise<void> {
  const body = {
    party,
    kinds,
    class: 'small',
    state: 'active',
    identityRoot: null,
    ownersRoot: null,
    agreement: null,
    admittedOn: DAY,
    kybValidUntil: null,
    persons: [],
    version: 1,
  };
  await projector.withTenant({ tenant: null, actor: 'test' }, async sql => {
    await insertEntity(sql, { table: 'party', id: party, body, object: PUBLIC });
    if (kinds.some(kind => ['operator', 'auditor', 'regulator'].includes(kind))) {
      await sql.query(
        `insert into book.viewer (tenant_id, object_id, source, level)
         values ($1, '*', '', 'all') on conflict do nothing`,
        [party],
      );
    }
  });
}

type Planting = {
  readonly table: string;
  readonly id: string;
  readonly body: unknown;
  /** Rights key: who has a viewer row for it sees the row. */
  readonly object: string;
};

function insertEntity(sql: Sql, { table, id, body, object }: Planting): Promise<unknown> {
  return sql.query(
    `insert into book.${table} (id, body, object, block, tx_index) values ($1, $2, $3, 1, 0)`,
    [id, JSON.stringify(body), object],
  );
}

/** Gives a tenant one object of every kind, each carrying the canary. */
export async function plantCanaries(database: TestDatabase, tenant: string): Promise<Planted> {
  const projector = await database.open('tally_projector');
  const ingest = await database.open('tally_ingest');
  const api = await database.open('tally_api');
  const ledger = await projector.withTenant({ tenant: null, actor: 'test' }, sql =>
    plantLedger(sql, tenant),
  );
  const files = await ingest.withTenant({ tenant, actor: 'test' }, sql => plantFiles(sql, tenant));
  const own = await api.withTenant({ tenant, actor: 'test' }, sql => plantOwn(sql, tenant));
  return { ...ledger, ...files, ...own };
}

async function plantLedger(sql: Sql, tenant: string): Promise<Planted> {
  const [receivable, financing, rateCard, line] = [freshId(), freshId(), freshId(), freshId()];
  const [payment, statement] = [`${CANARY}-payment`, `${CANARY}-statement`];
  const parts = { free: '100', reserved: '0', pledged: '0', sold: '0', pooled: '0' };
  const holding = {
    holding: receivable,
    receivable,
    holder: tenant,
    amount: money('100'),
    outstanding: money('100'),
    splitOut: money('0'),
    paid: money('0'),
    diluted: money('0'),
    writtenOff: money('0'),
    tier: 0,
    parent: CANARY,
    recourseTo: null,
    version: 1,
    state: 'free',
  };
  const claim = {
    receivable,
    supplier: tenant,
    buyer: freshId(),
    face: money('100'),
    invoiceOn: DAY,
    acceptedOn: null,
    dueOn: '2026-06-01',
    tenorReason: CANARY,
    root: HASH,
    invoices: [{ invoice: 'k1', fingerprintRef: `${CANARY}-invoice`, claimed: money('100') }],
    order: null,
    recourseTerms: 'none',
    labels: [],
    replaces: null,
    offeredOn: DAY,
    parts: { ...parts, paid: '0', diluted: '0', writtenOff: '0' },
    outstanding: money('100'),
    holdings: [receivable],
    flags: [],
    version: 1,
    status: 'offered',
  };
  const requested = {
    status: 'requested',
    financing,
    version: 1,
    holder: tenant,
    buyer: claim.buyer,
    holdings: [{ holding: receivable, receivable, outstanding: money('100') }],
    outstanding: money('100'),
    kind: CANARY,
    mode: 'discount',
    want: money('100'),
    aprMaxPpm: null,
    fundOn: DAY,
    payOn: '2026-06-01',
    windowUntil: DAY,
    invited: [],
    requestedOn: DAY,
  };
  const card = {
    card: rateCard,
    funder: tenant,
    status: 'live',
    programme: CANARY,
    debtors: [],
    gradeMin: null,
    tenorDays: { from: 1, to: 365 },
    kind: 'sale',
    mode: 'discount',
    ratePpm: 1,
    advancePpm: 1,
    capacity: money('100'),
    suppliers: [],
    publishedOn: DAY,
    until: DAY,
  };
  const limit = {
    line,
    owner: tenant,
    kind: 'funder',
    subject: CANARY,
    cap: money('1'),
    from: DAY,
    until: DAY,
    slices: 1,
    overLimit: false,
    version: 1,
  };
  const paid = {
    payment,
    account: CANARY,
    status: 'open',
    received: money('100'),
    allocated: money('0'),
    refunded: money('0'),
    payer: tenant,
    payerRef: CANARY,
    valueOn: DAY,
    statement,
    receivedOn: DAY,
  };
  const rows: readonly (readonly [string, string, string, unknown])[] = [
    ['receivable', 'receivable', receivable, claim],
    ['holding', 'holding', receivable, holding],
    ['financing', 'financing', financing, requested],
    ['rate_card', 'rateCard', rateCard, card],
    ['line', 'line', line, limit],
    ['payment', 'payment', payment, paid],
  ];
  for (const [table, type, id, body] of rows) {
    await insertEntity(sql, { table, id, body, object: `${type}~${id}` });
    await sql.query(
      `insert into book.viewer (tenant_id, object_id, source, level)
       values ($1, $2, '', 'party')`,
      [tenant, `${type}~${id}`],
    );
  }
  return {
    Receivable: receivable,
    Financing: financing,
    RateCard: rateCard,
    Payment: payment,
  };
}

async function plantFiles(sql: Sql, tenant: string): Promise<Planted> {
  const [load, quarantine] = [freshId(), freshId()];
  const now = new Date().toISOString();
  await sql.query(
    `insert into erp.load (tenant_id, id, source, sha256, name, stage, state, policy,
       parser_version, rules_version, received, written, unchanged, conflict, quarantined,
       loaded_by, started_at, finished_at)
     values ($1, $2, 'upload', $3, $4, 'committed', 'partly', 'record', '1', '1', 2, 1, 0, 0, 1,
       'x', $5, $5)`,
    [tenant, load, HASH, `${CANARY}.csv`, now],
  );
  await sql.query(
    `insert into erp.document (tenant_id, id, version, kind, number, skeleton, natural_key,
       issuer_key, issued_on, currency, payable_minor, load, seq, content_hash, body, salt_key, root,
       written_at)
     values ($1, $2, 1, 'order', $3, 'x', 'x', 'x', $4, 'CNY', 100, $5, 0, $6, $7, $8, $6, $9)`,
    [
      tenant,
      `${CANARY}-order`,
      CANARY,
      DAY,
      load,
      HASH,
      JSON.stringify({ text: CANARY }),
      Buffer.alloc(32),
      now,
    ],
  );
  await sql.query(
    `insert into erp.finding (tenant_id, load, ordinal, rule, rule_set, rule_version, severity,
       path, params) values ($1, $2, 0, 'NUM-01', 'own', '1', 'fatal', $3, $4)`,
    [tenant, load, CANARY, JSON.stringify({ value: CANARY })],
  );
  await sql.query(
    `insert into erp.quarantine (tenant_id, id, load, seq, rules, kind, body, raw_from, raw_to,
       created_at) values ($1, $2, $3, 0, '{NUM-01}', 'invoice', $4, 0, 1, $5)`,
    [tenant, quarantine, load, JSON.stringify(CANARY), now],
  );
  await sql.query(
    `insert into erp.quarantine_edit (tenant_id, id, quarantine, field, place, before_text,
       after_text, reason, sensitive, edited_by, edited_person, edited_at)
     values ($1, $2, $3, $4, $4, $4, $4, $4, true, $4, $4, $5)`,
    [tenant, freshId(), quarantine, CANARY, now],
  );
  await sql.query(
    `insert into erp.answer (tenant_id, id, load, document, syntax, answers, control, text, made_by,
       made_at) values ($1, $2, $3, $4, 'MLR', $5, $5, $5, $5, $6)`,
    [tenant, freshId(), load, `${CANARY}-order`, CANARY, now],
  );
  await sql.query(
    `insert into erp.mapping_profile (tenant_id, name, version, kind, body, saved_by, saved_at)
     values ($1, $2, 1, 'invoice', '{}', 'x', $3)`,
    [tenant, CANARY, now],
  );
  await sql.query(
    `insert into erp.source (tenant_id, id, kind, name, preset, settings, credential_object)
     values ($1, $2, 'rest', $2, $2, '{}', $2)`,
    [tenant, CANARY],
  );
  await sql.query(
    `insert into erp.stream_state (tenant_id, source, stream, cursor, state, records, written,
       updated_at) values ($1, $2, $2, $2, 'idle', 1, 1, $3)`,
    [tenant, CANARY, now],
  );
  await sql.query(
    `insert into erp.drift (tenant_id, id, source, stream, change, field, state, seen_at)
     values ($1, $2, $3, $3, 'new', $3, 'noted', $4)`,
    [tenant, freshId(), CANARY, now],
  );
  return {
    Load: load,
    Quarantined: quarantine,
    SourceDocument: `${CANARY}-order`,
    Source: CANARY,
  };
}

async function plantOwn(sql: Sql, tenant: string): Promise<Planted> {
  const [act, document] = [freshId(), freshId()];
  await sql.query(
    `insert into app.act (tenant_id, id, kind, business_date, sha256, bytes, state, created_by,
       missing)
     values ($1, $2, 'day.open', $3, $4, $5, 'partly', 'x', '["actor:checker"]')`,
    [tenant, act, DAY, HASH, JSON.stringify({ kind: 'day.open', text: CANARY })],
  );
  await sql.query(
    `insert into app.document (tenant_id, id, number, kind, subject_id, language, sha256, bytes,
       store_name) values ($1, $2, $3, 'certificate', 'x', 'zh', $4, 1, 'x')`,
    [tenant, document, CANARY, HASH],
  );
  return { Act: act, Document: document };
}
