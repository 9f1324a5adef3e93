import { claimOf, confirm, confirmItem, offer, startTrade, type Trade } from '../fixture/trade.ts';
import { mustCommit, personOf, refusalOf, staffOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

describe('a claim is offered and confirmed', () => {
  test('the offer makes a claim, its holding, its fingerprints and keeps its details private', async () => {
    const offered = claimOf(trade, { number: 'A-1' });
    const done = await mustCommit(offer(trade, [offered]));
    const { receivable } = offered.claim;
    const claim = await trade.world.entity('receivable', receivable);
    expect(claim).toMatchObject({ status: 'offered', outstanding: offered.claim.face, version: 1 });
    const holding = await trade.world.entity('holding', receivable);
    expect(holding).toMatchObject({ state: 'free', holder: trade.supplier.party, tier: 0 });
    const invoice = await trade.world.entity('invoice', claim?.invoices[0]?.invoice ?? '');
    expect(invoice).toMatchObject({ claimed: offered.claim.face, applicant: trade.supplier.party });
    expect(JSON.stringify(done.envelope)).not.toContain('steel pipe');
  });

  test('the buyer confirms, and nobody else can', async () => {
    const offered = claimOf(trade, { number: 'A-2' });
    const { world, supplier, buyer, payTo } = trade;
    await mustCommit(offer(trade, [offered]));
    const body = { items: [confirmItem(offered.claim, payTo)] };
    const maker = { by: personOf(supplier, 'maker'), role: 'maker' } as const;
    const operator = { by: staffOf(world, 'maker'), role: 'maker' } as const;
    for (const [actor, signer] of [
      [supplier.party, maker],
      [buyer.party, maker],
      [buyer.party, operator],
      [world.operator, operator],
    ] as const) {
      const refused = world.act('receivable.confirm', { actor, body, signers: [signer] });
      expect(await refusalOf(refused)).toMatchObject({ code: 'NOT_THE_DEBTOR' });
    }
    await mustCommit(confirm(trade, [offered.claim]));
    expect(await world.entity('receivable', offered.claim.receivable)).toMatchObject({
      status: 'confirmed',
      assurance: 'L3',
      confirmation: { payTo, undertaking: 'irrevocable' },
    });
  });
});
