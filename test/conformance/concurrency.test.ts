import { nextId } from '../fixture/signing.ts';
import { confirmedClaim, startTrade, type Trade } from '../fixture/trade.ts';
import { personOf } from '../fixture/world.ts';

let trade: Trade;

beforeAll(async () => {
  trade = await startTrade();
});
afterAll(async () => {
  await trade.world.close();
});

const REQUESTS = 100;

test(`${REQUESTS} requests for one holding at once: exactly one stands (R-142)`, async () => {
  const { world, supplier } = trade;
  const claim = await confirmedClaim(trade, 'R-142', 5_000_000n);
  const today = world.today();
  const asked = Array.from({ length: REQUESTS }, () =>
    world.act('financing.request', {
      actor: supplier.party,
      body: {
        financing: nextId(),
        holdings: [claim.receivable],
        kind: 'sale',
        mode: 'discount',
        want: { minor: '4000000', currency: 'CNY' },
        fundOn: today,
        window: { until: today },
        invited: [],
      },
      signers: [
        { by: personOf(supplier, 'maker'), role: 'maker' },
        { by: personOf(supplier, 'checker'), role: 'checker' },
      ],
    }),
  );
  const results = await Promise.all(asked);
  expect(results.filter(({ kind }) => kind === 'committed')).toHaveLength(1);
  const holding = await world.entity('holding', claim.receivable);
  expect(holding).toMatchObject({ state: 'reserved' });
  for (const result of results) {
    if (result.kind === 'refused') expect(result.refusal.code).toBe('HOLDING_LOCKED');
    else expect(['committed', 'invalid']).toContain(result.kind);
  }
});
