import { createHash, createHmac, generateKeyPairSync, randomBytes } from 'node:crypto';
import { creditScorer, sandboxRegister, type Scorer } from '../../api/credit/index.ts';
import { withConnection, type Database } from '../../api/database/index.ts';
import { serviceSigner } from '../../api/step-up/index.ts';
import { ANCHOR, OPERATOR, SUPPLIERS, type Member } from '../../demo/cast/cast.ts';
import { filesOf, filesOfAnchor, type SupplierFile } from '../../demo/files/tables.ts';
import {
  CREDIT_TABLES,
  checkAttestation,
  tableReferences,
  type ScoreBody,
} from '../../domain/credit/index.ts';
import { uuidV7 } from '../../domain/id/index.ts';
import type { MappingProfile } from '../../ingest/format/csv/index.ts';
import { loadFile } from '../../ingest/load.ts';
import { startDatabase, type TestDatabase } from '../database.ts';
import { openPersons } from '../../api/keyring/index.ts';
import { NO_STORE, PLAIN } from '../fixture/persons.ts';

const DAY = '2026-03-02';
const [SUPPLIER] = SUPPLIERS as readonly [Member];
const PERSON = 'e'.repeat(64);

let database: TestDatabase;
let ingest: Database;
let scorer: Scorer;
let offered: { id: string; number: string; issuedOn: string; dueOn: string; minor: string }[];

const newId = (): string => uuidV7(Date.now(), randomBytes(10));
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

beforeAll(async () => {
  database = await startDatabase();
  ingest = await database.open('tally_ingest');
  await load(SUPPLIER, filesOf(SUPPLIER, 0));
  await load(ANCHOR, filesOfAnchor());
  offered = await currentInvoices();
  await writeBook();
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  scorer = creditScorer({
    database: await database.open('tally_api'),
    channel: 'test',
    register: sandboxRegister(),
    openPersons: (sql, of) => openPersons(PLAIN.open, sql, of),
    signer: serviceSigner('k-scorer', pem),
    now: () => Date.UTC(2026, 2, 2, 9),
  });
});
afterAll(() => database.stop());

async function load(member: Member, files: readonly SupplierFile[]): Promise<void> {
  const tenant = member.party;
  for (const file of files) {
    const report = await ingest.withTenant({ tenant, actor: 'test' }, sql =>
      loadFile(
        {
          sql,
          tenant,
          actor: 'test',
          now: () => `${DAY}T08:00:00.000Z`,
          newId,
          random: bytes => randomBytes(bytes),
          objects: { ...NO_STORE, put: bytes => Promise.resolve({ name: sha256(bytes) }) },
          persons: PLAIN,
          keyed: text => createHmac('sha256', tenant).update(text).digest('hex'),
        },
        {
          bytes: file.bytes,
          name: file.name,
          source: 'upload',
          ...(file.profile ? { profile: file.profile as unknown as MappingProfile } : {}),
        },
      ),
    );
    if (report.quarantined > 0 || report.state === 'refused') {
      throw new Error(`${file.name}: ${JSON.stringify(report.findings.slice(0, 3))}`);
    }
  }
}

/** Invoices to the anchor that are not due yet: what the supplier offers. */
async function currentInvoices(): Promise<typeof offered> {
  return ingest.withTenant({ tenant: SUPPLIER.party, actor: 'test' }, sql =>
    sql.query(
      `select id, number, issued_on::text as "issuedOn", due_on::text as "dueOn",
              payable_minor::text as minor
         from erp.document
        where kind = 'invoice' and partner_key = $1 and due_on >= '2026-04-15'
          and issued_on >= '2026-01-25' and body->>'voidedOn' is null
        order by number limit 9`,
      [ANCHOR.code],
    ),
  );
}

/** What the projector would have written after admission, offers and confirmations. */
async function writeBook(): Promise<void> {
  await withConnection(database.superuserUrl, async sql => {
    const put = (table: string, id: string, body: unknown): Promise<unknown> =>
      sql.query(
        `insert into book.${table} (id, body, object, block, tx_index) values ($1, $2, 'public', 1, 0)`,
        [id, JSON.stringify(body)],
      );
    for (const member of [SUPPLIER, ANCHOR]) {
      await sql.query('insert into app.party_name values ($1, $2, $3, $4)', [
        member.party,
        member.name.zh,
        member.name.en,
        member.code,
      ]);
      await put('party', member.party, partyRow(member));
      await put('screening', member.party, {
        screening: newId(),
        party: member.party,
        result: 'clear',
        on: DAY,
        until: DAY,
      });
      await put('consent', `${member.party}~${OPERATOR.party}~scoring`, {
        party: member.party,
        to: OPERATOR.party,
        purpose: 'scoring',
        dataClasses: ['erp', 'bank', 'register'],
        from: '2026-02-01',
        until: '2027-01-31',
        withdrawnOn: null,
      });
    }
    await put('"user"', `${OPERATOR.party}~${PERSON}`, {
      party: OPERATOR.party,
      person: PERSON,
      roles: [{ role: 'risk', from: '2026-01-01', until: null }],
    });
    for (const row of offered) await put('receivable', newId(), receivableRow(row));
  });
}

function partyRow(member: Member): unknown {
  return {
    party: member.party,
    kinds: ['enterprise'],
    state: 'active',
    identityRoot: 'a'.repeat(64),
    ownersRoot: 'b'.repeat(64),
    kybValidUntil: '2027-02-28',
    persons: ['f'.repeat(64)],
    subjects: ['c'.repeat(64)],
    version: 1,
  };
}

function receivableRow(row: (typeof offered)[number]): unknown {
  const money = { minor: row.minor, currency: 'CNY' };
  return {
    receivable: newId(),
    supplier: SUPPLIER.party,
    buyer: ANCHOR.party,
    face: money,
    outstanding: money,
    invoiceOn: row.issuedOn,
    acceptedOn: row.issuedOn,
    dueOn: row.dueOn,
    tenorReason: null,
    invoices: [{ invoice: 'x', fingerprintRef: row.id, claimed: money }],
    parts: { free: row.minor, reserved: '0', pledged: '0', sold: '0', pooled: '0' },
    flags: [],
    status: 'confirmed',
    assurance: 'L3',
    confirmation: { undertaking: 'irrevocable', keys: [], on: DAY },
  };
}

function request(of: Member, role: 'supplier' | 'buyer') {
  return {
    actId: newId(),
    attestation: newId(),
    operator: OPERATOR.party,
    subject: of.party,
    role,
    product: 'confirmedReceivable' as const,
    businessDate: DAY,
  };
}

function faultsOf(body: ScoreBody): string[] {
  const { model, policy } = tableReferences(sha256);
  return checkAttestation(body, {
    businessDate: DAY,
    grades: CREDIT_TABLES.grades,
    policy: CREDIT_TABLES.policy,
    active: { modelHash: model.hash, policyHash: policy.hash },
    current: undefined,
    riskPersons: 1,
  }).map(refusal => refusal.code);
}

describe('scoring a supplier from the files that its systems write', () => {
  test('D1 and D5 have at least 60 % of their weight observed, and the body stands', async () => {
    const answer = await scorer.score(request(SUPPLIER, 'supplier'));
    const assessment = answer?.assessment;
    if (!answer || !assessment) throw new Error('no answer');
    const observed = new Map(assessment.score.dimensions.map(row => [row.id, row.observedPpm]));
    expect(observed.get('D1')).toBeGreaterThanOrEqual(600_000);
    expect(observed.get('D5')).toBe(1_000_000);
    const missing = assessment.score.lines.filter(line => !line.observation.observed);
    const required = ['D5.1', 'D5.2', 'D5.3', 'D5.6', 'D5.7', 'D5.8'].concat(
      ['1', '2', '3', '4', '7', '8', '9', '10', '11', '12'].map(id => `D1.${id}`),
    );
    expect(missing.map(line => line.id).filter(id => required.includes(id))).toEqual([]);
    const open = answer.gates.filter(gate => gate.counts !== 'PASS').map(gate => gate.code);
    // No funder has a line for the debtor yet: a person decides.
    expect(open).toEqual(['G19']);
    expect(assessment.outcome).toBe('REFERRED');
    expect(answer.scorer?.role).toBe('scorer');
    if (!answer.body) throw new Error('no body');
    console.info(
      'story supplier:',
      assessment.grade,
      assessment.score.scoreE5 / 100_000,
      assessment.score.depth,
      answer.body.limitMax.minor,
      JSON.stringify(answer.body.advanceCapsPpm),
      answer.body.reasons.join(' '),
    );
    expect(faultsOf(answer.body)).toEqual([]);
  });

  test('the same inputs give the same hashes again (INV-C3)', async () => {
    const first = await scorer.score(request(SUPPLIER, 'supplier'));
    const second = await scorer.score(request(SUPPLIER, 'supplier'));
    expect(second?.body?.inputsHash).toBe(first?.body?.inputsHash);
    expect(second?.body?.reportHash).toBe(first?.body?.reportHash);
  });

  test('scores are kept for the operator and the enterprise itself, nobody else', async () => {
    const pool = await database.open('tally_api');
    const count = (tenant: string): Promise<{ n: number }[]> =>
      pool.withTenant({ tenant, actor: 'test' }, sql =>
        sql.query('select count(*)::integer as n from app.credit_score'),
      );
    expect((await count(OPERATOR.party))[0]?.n).toBeGreaterThan(0);
    expect((await count(SUPPLIER.party))[0]?.n).toBeGreaterThan(0);
    expect((await count(ANCHOR.party))[0]?.n).toBe(0);
  });

  test('without consent nothing is attested', async () => {
    await withConnection(database.superuserUrl, sql =>
      sql.query(
        `update book.consent set body = jsonb_set(body, '{withdrawnOn}', '"2026-03-01"')
          where body->>'party' = $1`,
        [SUPPLIER.party],
      ),
    );
    const answer = await scorer.score(request(SUPPLIER, 'supplier'));
    expect(answer?.gates.find(gate => gate.code === 'G17')?.status).toBe('FAIL');
    expect(answer?.body).toBeNull();
    expect(answer?.assessment?.outcome).toBe('REFUSED');
    const pool = await database.open('tally_api');
    const log = await pool.withTenant({ tenant: SUPPLIER.party, actor: 'test' }, sql =>
      sql.query<{ outcome: string; documents: number; reader: string }>(
        'select outcome, documents, acting_for as reader from app.audit order by seq',
      ),
    );
    expect(log[0]).toMatchObject({ outcome: 'done', reader: OPERATOR.party });
    expect(log[0]?.documents).toBeGreaterThan(50);
    expect(log.at(-1)).toMatchObject({ outcome: 'refused', documents: 0 });
  });
});

describe('a buyer', () => {
  test('takes over an outside rating with the evidence named', async () => {
    const answer = await scorer.takeOver({
      ...request(ANCHOR, 'buyer'),
      pdPpm: 3_500,
      depth: 'D',
      evidenceHash: 'd'.repeat(64),
    });
    expect(answer?.body).toMatchObject({ grade: 'AA', role: 'buyer', reportHash: 'd'.repeat(64) });
    expect(answer?.body && faultsOf(answer.body)).toEqual([]);
  });

  test('can be scored from its own files', async () => {
    const answer = await scorer.score(request(ANCHOR, 'buyer'));
    const assessment = answer?.assessment;
    console.info(
      'story anchor:',
      assessment?.outcome,
      assessment?.grade,
      (assessment?.score.scoreE5 ?? 0) / 100_000,
      assessment?.score.depth,
      answer?.gates.filter(gate => gate.counts !== 'PASS').map(gate => gate.code),
    );
    expect(assessment?.score.segment).toBe('SEG-D');
  });
});

test('an unknown party has no answer', async () => {
  const nobody = { ...request(SUPPLIER, 'supplier'), subject: newId() };
  expect(await scorer.score(nobody)).toBeNull();
});
