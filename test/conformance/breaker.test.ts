import { confirmedClaim, claimOf, offer, startTrade, type Trade } from '../fixture/trade.ts';
import { mustCommit, refusalOf, screen, staffOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

/** Stops the offers, of the channel or of one party. */
async function trip(subject?: string): Promise<void> {
  const { world } = trade;
  await mustCommit(
    world.act('breaker.trip', {
      actor: world.association,
      body: {
        scope: 'flows',
        flows: ['offer'],
        reason: 'drill',
        ...(subject === undefined ? {} : { subject }),
      },
      signers: [{ by: staffOf(world, 'breaker'), role: 'breaker' }],
    }),
  );
}

test('a stop of one party leaves the others alone; a stop of the channel is for all', async () => {
  await trip(trade.buyer.party);
  await confirmedClaim(trade, 'BR-1');
  await trip(trade.supplier.party);
  const refusal = await refusalOf(offer(trade, [claimOf(trade, { number: 'BR-2' })]));
  expect(refusal).toMatchObject({ code: 'FLOW_PAUSED', facts: { flow: 'offer', reason: 'drill' } });
});

test('core never stops: INV-R17', async () => {
  await trip();
  const refusal = await refusalOf(offer(trade, [claimOf(trade, { number: 'BR-3' })]));
  expect(refusal).toMatchObject({ code: 'FLOW_PAUSED' });
  await screen(trade.world, trade.buyer.party);
});
