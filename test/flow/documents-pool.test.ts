import { PDF } from '@libpdf/core';
import { readPool } from '../../api/pools/index.ts';
import { canonical } from '../../domain/wire/index.ts';
import { startPapers, type Papers } from '../fixture/papers.ts';
import { nextId, type Signing } from '../fixture/signing.ts';
import { confirmedClaim, startTrade, type Claim, type Trade } from '../fixture/trade.ts';
import { admitParty, mustCommit, personOf, sha256, type TestParty } from '../fixture/world.ts';

// Papers of a pool that is sealed and sold, by the real service on the real ledger and database.

type Leaf = { v: unknown; t: string; src: { key?: string; height?: number; file?: string } };
type Paper = {
  document: { height: number };
  figures: Record<string, unknown> & { assets: Record<string, Leaf>[] };
};

let trade: Trade;
let papers: Papers;
let manager: TestParty;
const pool = nextId();
const claims: Claim[] = [];

const makerOf = (of: TestParty): Signing => ({ by: personOf(of, 'maker'), role: 'maker' });

beforeAll(async () => {
  trade = await startTrade();
  const { world, supplier } = trade;
  manager = await admitParty(world, { kinds: ['bank'] });
  await world.nextDay();
  for (const [number, minor] of [
    ['Q-1', 5_000_000n],
    ['Q-2', 4_000_000n],
  ] as const) {
    claims.push(await confirmedClaim(trade, number, minor));
  }
  const assets = claims.map(({ receivable, root }, index) => {
    const words = { type: 'receivable', ref: `Q-${index + 1}`, obligor: 'C-01', group: 'G-01' };
    return { asset: receivable, ...words, termsRoot: root };
  });
  await mustCommit(
    world.act('pool.propose', {
      actor: supplier.party,
      body: { pool, manager: manager.party, assets },
      signers: [makerOf(supplier)],
    }),
  );
  const pages = (await world.entity('pool', pool))?.pages ?? [];
  await mustCommit(
    world.act('pool.seal', {
      actor: manager.party,
      body: {
        pool,
        cutOff: world.today(),
        rules: sha256('r'),
        pagesRoot: sha256(canonical(pages)),
      },
      signers: [makerOf(manager)],
    }),
  );
  papers = await startPapers(world);
}, 180_000);

afterAll(async () => {
  await papers.close();
  await trade.world.close();
});

function known<T>(value: T | null | undefined): T {
  if (value === null || value === undefined) throw new Error('not there');
  return value;
}

async function issued(kind: string, tenant: string, locale: 'zh' | 'en'): Promise<Buffer> {
  const ask = { tenant, by: 'test', kind, subject: pool, locale };
  const done = await papers.service.issue(ask);
  if (!done.ok) throw new Error(JSON.stringify(done.error));
  const file = await papers.service.read(tenant, done.value);
  return Buffer.from(file?.bytes ?? []);
}

async function figuresIn(file: Buffer): Promise<Paper> {
  const pdf = await PDF.load(file);
  return JSON.parse(Buffer.from(pdf.attachments.get('figures.json') ?? []).toString()) as Paper;
}

test('the statement’s figures are the ledger’s own at the height that it names', async () => {
  const file = await issued('POOL_STATEMENT', manager.party, 'en');
  const { figures, document } = await figuresIn(file);
  const { world } = trade;
  const head = known(await world.entity('pool', pool));
  const page = known(await world.entity('poolPage', `${pool}~0`));
  expect(figures['pooled']).toMatchObject({ amount: { v: head.amount }, count: { v: 2 } });
  expect(figures['pagesRoot']).toMatchObject({ v: sha256(canonical(head.pages)) });
  for (const [index, pooled] of page.assets.entries()) {
    const holding = known(await world.entity('holding', pooled.asset));
    const claim = known(await world.entity('receivable', holding.receivable));
    expect(figures.assets[index]).toMatchObject({
      asset: { v: pooled.asset, src: { height: document.height } },
      pooled: { v: pooled.amount },
      outstanding: { v: holding.outstanding, src: { key: `holding~${pooled.asset}` } },
      face: { v: claim.face },
      due_on: { v: claim.dueOn },
      result: { v: 'eligible' },
    });
  }
  // One debtor has all of it: half is above the limit, and the limit is rounded down.
  expect(figures).toMatchObject({
    excess: { v: { minor: '4500000' } },
    netPoolBalance: { v: { minor: '4500000' } },
    rulesKnown: { v: 'other' },
  });
  const again = await papers.api.withTenant({ tenant: world.operator, actor: 'test' }, sql =>
    readPool(sql, pool, world.today()),
  );
  expect(again?.pool).toEqual(head);
});

test('the tape inside is the one whose hashes the figures name', async () => {
  const file = await issued('POOL_STATEMENT', trade.supplier.party, 'zh');
  const { figures } = await figuresIn(file);
  const pdf = await PDF.load(file);
  const [csv, xlsx] = ['tape.csv', 'tape.xlsx'].map(name =>
    Buffer.from(pdf.attachments.get(name) ?? []),
  );
  expect(figures['tape']).toMatchObject({
    rows: { v: 2 },
    csvHash: { v: sha256(csv ?? '') },
    xlsxHash: { v: sha256(xlsx ?? '') },
  });
  const lines = csv?.toString().split('\r\n') ?? [];
  expect(lines).toHaveLength(4);
  // The debtor stands under a code.
  expect(lines[1]).toContain(',Q-1,receivable,O1,G1,50000.00,CNY');
  expect(lines[1]).not.toContain('C-01');
});

test('a stranger finds the statement genuine and current, and one changed byte not', async () => {
  const file = await issued('POOL_STATEMENT', trade.supplier.party, 'zh');
  expect(await papers.verdictOf(file)).toEqual({
    exit: 0,
    last: 'GREEN  CURRENT: genuine and current',
  });
  const forged = Buffer.from(file);
  forged[9_000] = (forged[9_000] ?? 0) ^ 1;
  expect((await papers.verdictOf(forged)).last).toMatch(/^RED {2}HASH_NOT_ON_LEDGER/);
});

test('who has no right to the pool gets no paper of it, and an unsold pool no notice', async () => {
  const ask = { by: 'test', subject: pool, locale: 'en' as const };
  const stranger = { ...ask, tenant: trade.buyer.party, kind: 'POOL_STATEMENT' };
  expect(await papers.service.issue(stranger)).toMatchObject({ error: { code: 'NOT_FOUND' } });
  const early = { ...ask, tenant: trade.supplier.party, kind: 'TRUE_SALE' };
  expect(await papers.service.issue(early)).toMatchObject({ error: { code: 'NOT_FOUND' } });
});

test('the notice of the sale says price and part of the amount as the sale recorded them', async () => {
  const { world, supplier } = trade;
  await mustCommit(
    world.act('pool.sell', {
      actor: supplier.party,
      body: {
        pool,
        manager: manager.party,
        price: { minor: '8775000', currency: 'CNY' },
        formula: 'face-less-discount',
        effectiveAt: `${world.today()}T08:00:00.000Z`,
        isolation: { hash: sha256('isolation'), kind: 'OPINION', bytes: 10 },
        notices: sha256('notices'),
      },
      signers: [makerOf(supplier), makerOf(manager)],
    }),
  );
  await papers.caughtUp();
  const file = await issued('TRUE_SALE', manager.party, 'en');
  const { figures } = await figuresIn(file);
  // 87,750.00 of 90,000.00 is 97.5 %.
  expect(figures).toMatchObject({
    price: { v: { minor: '8775000' } },
    pricePpm: { v: 975_000 },
    acts: [
      { kind: { v: 'pool.seal' } },
      { kind: { v: 'pool.sell' } },
      { kind: { v: 'pool.sell' } },
    ],
  });
  expect((await papers.verdictOf(file)).exit).toBe(0);
});
