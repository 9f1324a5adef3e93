import type { Act } from '../act/index.ts';
import { signingDemand } from './demand.ts';

function confirmOf(...minors: readonly string[]): Act {
  const items = minors.map(minor => ({ receivable: 'R', face: { minor, currency: 'CNY' } }));
  const head = { id: 'i', actor: 'b', businessDate: '2026-01-05' };
  return { ...head, kind: 'receivable.confirm', body: { items } } as unknown as Act;
}

// Bands of §9.1 by the batch total: 99,999.99 B0, 100,000.00 B1, 1,000,000.00 B2.
test.each([
  [['9999999'], 'B0', '9999999', 'none'],
  [['10000000'], 'B1', '10000000', 'none'],
  [['99999999'], 'B1', '99999999', 'none'],
  [['60000000', '40000000'], 'B2', '100000000', 'one'],
  [['1000000000'], 'B3', '1000000000', 'all'],
] as const)('claims of %j are band %s, together %s, second factor of %s', (minors, ...wanted) => {
  const [band, minor, stepUp] = wanted;
  const total = { minor, currency: 'CNY' };
  expect(signingDemand(confirmOf(...minors), undefined)).toEqual({ band, total, stepUp });
});

test('a change of keys has no amount and asks all of its signers', () => {
  const act = { kind: 'key.register', body: {} } as unknown as Act;
  expect(signingDemand(act, undefined)).toEqual({ band: null, total: null, stepUp: 'all' });
});

test('an amount in dollars is banded by the last official rate, by none at all without one', () => {
  const items = [{ receivable: 'R', face: { minor: '1408450', currency: 'USD' } }];
  const head = { id: 'i', actor: 'b', businessDate: '2026-03-03', kind: 'receivable.confirm' };
  const act = { ...head, body: { items } } as unknown as Act;
  const rate = { pair: 'USD/CNY', on: '2026-03-03', units: 1, ratePpm: 7_100_000 };
  // 14,084.50 × 7.1 = 99,999.95, below 100,000.00.
  const total = { minor: '9999995', currency: 'CNY' };
  const demand = signingDemand(act, undefined, new Map([['USD/CNY', rate]]));
  expect(demand).toEqual({ band: 'B0', total, stepUp: 'none' });
  expect(signingDemand(act, undefined).band).toBeNull();
});
