import { keptDetails } from '../../chaincode/trade-details.ts';
import { claimOf, offer, startTrade, type Offered, type Trade } from '../fixture/trade.ts';

describe('private details of claims', () => {
  let trade: Trade;
  beforeAll(async () => {
    trade = await startTrade();
  });
  afterAll(() => trade.world.close());

  const asked = async (of: Offered, reader: string, act?: string) => {
    const { receivable } = of.claim;
    const query = { kind: 'receivable.details', receivable, reader, ...(act ? { act } : {}) };
    const said = await trade.world.query(query);
    if (said.kind !== 'answer') return said.kind;
    return (JSON.parse(Buffer.from(said.bytes).toString()) as { fields: unknown }).fields;
  };

  test('of a batch lie under its act, and are told to the two sides only', async () => {
    const claims = ['D1', 'D2', 'D3'].map((number, at) =>
      claimOf(trade, { number, totalMinor: 200_000n + BigInt(at) }),
    );
    const placed = await offer(trade, claims);
    if (placed.kind !== 'committed') throw new Error(JSON.stringify(placed.kind));
    const { actId } = placed.envelope;
    for (const claim of claims) {
      for (const reader of [trade.supplier.party, trade.buyer.party]) {
        expect(await asked(claim, reader, actId)).toEqual(claim.details);
      }
      expect(await asked(claim, trade.buyer.party)).toEqual([]);
      expect(await asked(claim, actId, actId)).toBe('refused');
    }
    const other = claimOf(trade, { number: 'D4', totalMinor: 200_009n });
    await offer(trade, [other]);
    expect(await asked(other, trade.buyer.party)).toEqual(other.details);
    // Another act's name opens nothing.
    expect(await asked(other, trade.buyer.party, actId)).toEqual(other.details);
  });

  test('take one private key for a batch of fifty and four for two hundred', () => {
    const fields = Array.from({ length: 10 }, (_, at) => {
      return { path: `f${String(at)}`, salt: 's', value: 'v' };
    });
    const of = (count: number) =>
      new Map(Array.from({ length: count }, (_, at) => [`claim${String(at)}`, fields] as const));
    const keys = (count: number) => keptDetails(of(count), 'act').map(({ key }) => key);
    expect(keys(1)).toEqual(['claim0']);
    expect(keys(50)).toEqual(['act.0']);
    expect(keys(200)).toEqual(['act.0', 'act.1', 'act.2', 'act.3']);
    const all = keptDetails(of(200), 'act').flatMap(({ value }) => Object.keys(value as object));
    expect(new Set(all).size).toBe(200);
  });
});
