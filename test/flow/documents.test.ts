import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { startPapers, type Papers, type PaperService } from '../fixture/papers.ts';
import { confirmedClaim, startTrade, type Claim, type Trade } from '../fixture/trade.ts';

// Papers of a confirmed claim, by the real service on the real ledger and database.

let trade: Trade;
let papers: Papers;
let service: PaperService;
let claim: Claim;

beforeAll(async () => {
  trade = await startTrade();
  claim = await confirmedClaim(trade, 'INV-2026-0001');
  papers = await startPapers(trade.world);
  ({ service } = papers);
}, 120_000);

afterAll(async () => {
  await papers.close();
  await trade.world.close();
});

type Ask = { kind?: string; tenant?: string; subject?: string; locale?: 'zh' | 'en' };

function issue(ask: Ask = {}, by: PaperService = service): ReturnType<PaperService['issue']> {
  const { kind = 'RECEIVABLE_CERTIFICATE', tenant = trade.supplier.party, locale = 'en' } = ask;
  return by.issue({ tenant, by: 'test', kind, subject: ask.subject ?? claim.receivable, locale });
}

async function issued(ask: Ask = {}): Promise<string> {
  const done = await issue(ask);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  return done.value;
}

async function fileOf(id: string): Promise<Buffer> {
  const file = await service.read(trade.supplier.party, id);
  if (!file) throw new Error(`no file of ${id}`);
  return Buffer.from(file.bytes);
}

type Row = { id: string; number: string; sha256: string };
const rowsOf = (tenant: string): Promise<Row[]> =>
  papers.api.withTenant({ tenant, actor: 'test' }, sql =>
    sql.query<Row>('select id, number, sha256 from app.document order by number'),
  );

test('an issued certificate is genuine and current to a stranger, one changed byte is not', async () => {
  const bytes = await fileOf(await issued());
  expect(await papers.verdictOf(bytes)).toEqual({
    exit: 0,
    last: 'GREEN  CURRENT: genuine and current',
  });
  const forged = Buffer.from(bytes);
  forged[5_000] = (forged[5_000] ?? 0) ^ 1;
  const { exit, last } = await papers.verdictOf(forged);
  expect([exit, last]).toEqual([3, expect.stringMatching(/^RED {2}HASH_NOT_ON_LEDGER/)]);
});

test('its public record is found by id and by the hash of the file, and shows no figure', async () => {
  const id = await issued();
  const bytes = await fileOf(id);
  const hash = createHash('sha256').update(bytes).digest('hex');
  const [byId, byHash] = await Promise.all([service.publicFacts(id), service.publicFacts(hash)]);
  expect(byId).toMatchObject({
    documentId: id.replaceAll('-', ''),
    fileHash: hash,
    kind: 'RECEIVABLE_CERTIFICATE',
    status: 'current',
    issuedOn: trade.world.today(),
  });
  expect(byHash?.['record']).toEqual(byId?.['record']);
  expect(JSON.stringify(byId?.['record'])).not.toContain(claim.face.minor);
  expect(await service.publicFacts('00'.repeat(32))).toBeNull();
});

test('the same request again gives the same document; another language is another', async () => {
  const [first, second] = await Promise.all([issued(), issued()]);
  expect(second).toBe(first);
  expect(await issued({ locale: 'zh' })).not.toBe(first);
  const before = (await rowsOf(trade.supplier.party)).length;
  await issued();
  expect(await rowsOf(trade.supplier.party)).toHaveLength(before);
});

test('numbers of a kind follow one another without a gap', async () => {
  const { supplier } = trade;
  await Promise.all([
    issued({ kind: 'DEBT_CONFIRMATION' }),
    issued({ kind: 'DEBT_CONFIRMATION', locale: 'zh' }),
    issued({ kind: 'DEBT_CONFIRMATION', tenant: trade.buyer.party }),
  ]);
  const all = [...(await rowsOf(supplier.party)), ...(await rowsOf(trade.buyer.party))];
  const sequence = all
    .filter(({ number }) => number.includes('-DC-'))
    .map(({ number }) => Number(number.slice(-4)));
  expect(sequence.sort()).toEqual([1, 2, 3]);
});

test('another tenant gets no paper of this claim and no file of this document', async () => {
  const stranger = trade.world.association;
  const refused = await issue({ tenant: stranger });
  expect(refused).toMatchObject({ ok: false, error: { code: 'NOT_FOUND' } });
  const id = await issued();
  expect(await service.read(trade.buyer.party, id)).toBeNull();
});

test.each([
  ['a kind that is not made', { kind: 'INVOICE' }, 'BAD_INPUT'],
  ['a claim that is not there', { subject: 'nothing' }, 'NOT_FOUND'],
  ['a financing that is a claim', { kind: 'FINANCING_AGREEMENT' }, 'NOT_FOUND'],
])('%s is refused', async (_name, ask, code) => {
  expect(await issue(ask)).toMatchObject({ ok: false, error: { code } });
});

describe('a process that dies', () => {
  test('after signing, before the file is kept: the paper goes on under its number', async () => {
    const fresh = await confirmedClaim(trade, 'INV-2026-0002');
    await papers.caughtUp();
    const dying = await papers.open({
      objects: {
        put: () => Promise.reject(new Error('killed')),
        get: () => Promise.reject(new Error('killed')),
        remove: () => Promise.resolve(),
      },
    });
    const ask = { subject: fresh.receivable };
    await expect(issue(ask, dying)).rejects.toThrow('killed');
    await dying.close();
    const before = await rowsOf(trade.supplier.party);
    const id = await issued(ask);
    const after = await rowsOf(trade.supplier.party);
    expect(after).toHaveLength(before.length + 1);
    const numbers = after.filter(({ number }) => number.includes('-RC-'));
    expect(numbers.map(({ number }) => Number(number.slice(-4)))).toEqual(
      numbers.map((_, at) => at + 1),
    );
    expect((await papers.verdictOf(await fileOf(id))).exit).toBe(0);
  });

  test('after the file is kept, before the anchor: the next process anchors it once', async () => {
    const fresh = await confirmedClaim(trade, 'INV-2026-0003');
    await papers.caughtUp();
    await papers.relayOff();
    const ask = { subject: fresh.receivable };
    const kept = await issued(ask);
    expect(await service.publicFacts(kept)).toBeNull();
    papers.relayOn();
    const next = await papers.open();
    const again = await issue(ask, next);
    await next.close();
    expect(again).toEqual({ ok: true, value: kept });
    expect((await papers.verdictOf(await fileOf(kept))).last).toMatch(/^GREEN/);
    const { height } = await trade.world.ledger.info();
    await issued(ask);
    expect((await trade.world.ledger.info()).height).toBe(height);
  });
});

test('root, signing key and pins are for their owner alone', async () => {
  for (const name of ['documents/root.json', 'documents/signing.json', 'pins.json']) {
    expect((await stat(join(papers.home, name))).mode & 0o077).toBe(0);
  }
  const pins = JSON.parse(await readFile(join(papers.home, 'pins.json'), 'utf8')) as {
    organisations: unknown[];
    checkpoint: { number: number };
  };
  expect(pins.organisations).toHaveLength(3);
  expect(pins.checkpoint.number).toBeGreaterThan(0);
  expect(JSON.stringify(pins)).not.toContain('PRIVATE');
});
