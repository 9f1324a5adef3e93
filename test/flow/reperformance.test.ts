import { performance } from 'node:perf_hooks';
import type { Services } from '../../api/graphql/services.ts';
import { performAgain } from '../../api/graphql/reperformance.ts';
import { formed, startDeal } from '../fixture/deal.ts';

// The audit's own rules are tested beside them; here, that the process goes on meanwhile.

test('deciding a ledger again leaves the event loop to others, and one answer serves two', async () => {
  const given = await startDeal();
  await formed(given);
  const { ledger } = given.trade.world;
  const before = performance.eventLoopUtilization();
  const asked = [performAgain({ ledger }), performAgain({ ledger })];
  expect(asked[0]).toBe(asked[1]);
  const [found] = await Promise.all(asked);
  const { utilization } = performance.eventLoopUtilization(before);
  const { height } = await ledger.info();
  expect(found).toMatchObject({ blocks: Number(height), faults: [], differences: [] });
  expect(found?.checked['issue.close']).toBe(1);
  // In the process itself it is all but one.
  expect(utilization).toBeLessThan(0.5);
  await given.trade.world.close();
}, 120_000);

test('a block that was changed on its way is named', async () => {
  const given = await startDeal();
  const { ledger } = given.trade.world;
  const without: Pick<Services['ledger'], 'blocks' | 'info' | 'evaluate'> = {
    evaluate: (query, options) => ledger.evaluate(query, options),
    info: () => ledger.info(),
    async *blocks(from: bigint) {
      for await (const block of ledger.blocks(from)) if (block.number !== 2n) yield block;
    },
  };
  const { faults } = await performAgain({ ledger: without });
  expect(faults.join()).toMatch(/block 3: does not name the block before it/);
  await given.trade.world.close();
}, 120_000);
