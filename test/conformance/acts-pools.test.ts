import { canonical } from '../../domain/wire/index.ts';
import { nextId, type Signing } from '../fixture/signing.ts';
import { confirmedClaim, startTrade, type Claim, type Trade } from '../fixture/trade.ts';
import {
  admitParty,
  mustCommit,
  personOf,
  refusalOf,
  sha256,
  type TestParty,
} from '../fixture/world.ts';

let trade: Trade;
let manager: TestParty;

beforeAll(async () => {
  trade = await startTrade();
  manager = await admitParty(trade.world, { kinds: ['bank'] });
  await trade.world.nextDay();
});
afterAll(async () => {
  await trade.world.close();
});

const cny = (minor: number) => ({ minor: String(minor), currency: 'CNY' }) as const;
const makerOf = (of: TestParty): Signing => ({ by: personOf(of, 'maker'), role: 'maker' });

function propose(pool: string, claims: readonly Claim[]) {
  const assets = claims.map(({ receivable, root }) => {
    const words = { type: 'receivable', ref: 'r', obligor: 'o', group: 'g' };
    return { asset: receivable, ...words, termsRoot: root };
  });
  const { supplier, world } = trade;
  const body = { pool, manager: manager.party, assets };
  const given = { actor: supplier.party, body, signers: [makerOf(supplier)] };
  return world.act('pool.propose', given);
}

async function seal(pool: string, pagesRoot?: string) {
  const header = await trade.world.entity('pool', pool);
  const root = pagesRoot ?? sha256(canonical(header?.pages ?? []));
  return trade.world.act('pool.seal', {
    actor: manager.party,
    body: { pool, cutOff: trade.world.today(), rules: sha256('rules'), pagesRoot: root },
    signers: [makerOf(manager)],
  });
}

function sell(pool: string, signers = [makerOf(trade.supplier), makerOf(manager)]) {
  return trade.world.act('pool.sell', {
    actor: trade.supplier.party,
    body: {
      pool,
      manager: manager.party,
      price: cny(8_000_000),
      formula: 'face-less-discount',
      effectiveAt: '2026-03-05T08:00:00.000Z',
      isolation: { hash: sha256('isolation'), kind: 'OPINION', bytes: 10 },
      notices: sha256('notices'),
    },
    signers,
  });
}

function collect(pool: string, entry: string, on: string) {
  return trade.world.act('pool.collect', {
    actor: manager.party,
    body: { pool, entry, on, flows: [{ flow: 'principal', amount: cny(1_000_000) }] },
    signers: [makerOf(manager)],
  });
}

describe('a pool of claims', () => {
  test('its holdings stay reserved through seal and sale, in one pool only', async () => {
    const claims = [
      await confirmedClaim(trade, 'P-1', 5_000_000n),
      await confirmedClaim(trade, 'P-2', 4_000_000n),
    ];
    const [first] = claims;
    if (!first) throw new Error('no claim');
    const pool = nextId();
    await mustCommit(propose(pool, claims.slice(0, 1)));
    await mustCommit(propose(pool, claims.slice(1)));
    expect(await trade.world.entity('pool', pool)).toMatchObject({
      state: 'draft',
      assets: 2,
      amount: cny(9_000_000),
    });
    expect(await refusalOf(propose(nextId(), [first]))).toMatchObject({
      code: 'ASSET_IN_POOL',
      facts: { asset: first.receivable, pool },
    });
    expect(await refusalOf(sell(pool))).toMatchObject({ code: 'POOL_NOT_SEALED' });
    await mustCommit(seal(pool));
    await mustCommit(sell(pool));
    expect(await trade.world.entity('pool', pool)).toMatchObject({ state: 'sold' });
    expect(await trade.world.entity('holding', first.receivable)).toMatchObject({
      state: 'reserved',
      lockedFor: { kind: 'pool', id: pool },
    });
    expect(await refusalOf(sell(pool))).toMatchObject({ code: 'STATE_WRONG' });
    expect(await refusalOf(propose(nextId(), [first]))).toMatchObject({ code: 'ASSET_IN_POOL' });
    const parts = [2_000_000, 3_000_000].map(m => ({ holding: nextId(), amount: cny(m) }));
    const split = trade.world.act('holding.split', {
      actor: trade.supplier.party,
      body: { holding: first.receivable, parts },
      signers: [makerOf(trade.supplier)],
    });
    expect(await refusalOf(split)).toMatchObject({ code: 'HOLDING_LOCKED' });
  });

  test('it is sealed only as its pages are, and sold only with both keys', async () => {
    const claim = await confirmedClaim(trade, 'P-3', 5_000_000n);
    const pool = nextId();
    await mustCommit(propose(pool, [claim]));
    expect(await refusalOf(seal(pool, sha256('other')))).toMatchObject({ code: 'ROOT_MISMATCH' });
    await mustCommit(seal(pool));
    const late = await confirmedClaim(trade, 'P-4', 3_000_000n);
    expect(await refusalOf(propose(pool, [late]))).toMatchObject({ code: 'STATE_WRONG' });
    expect(await refusalOf(sell(pool, [makerOf(trade.supplier)]))).toMatchObject({
      code: 'APPROVALS_MISSING',
    });
  });

  test('a collection day and a bank entry count once', async () => {
    const pool = nextId();
    await mustCommit(propose(pool, [await confirmedClaim(trade, 'P-5', 5_000_000n)]));
    const on = trade.world.today();
    expect(await refusalOf(collect(pool, 'E-1', on))).toMatchObject({ code: 'POOL_NOT_SEALED' });
    await mustCommit(seal(pool));
    await mustCommit(collect(pool, 'E-1', on));
    for (const [entry, day] of [
      ['E-2', on],
      ['E-1', '2026-03-02'],
    ] as const) {
      expect(await refusalOf(collect(pool, entry, day))).toMatchObject({
        code: 'COLLECTION_DUPLICATE',
        facts: { pool, on, entry: 'E-1' },
      });
    }
  });
});
