import { money } from '../money/index.ts';
import { convert } from './exchange.ts';

const rate = (pair: string, units: number, ratePpm: number) => {
  return { pair, on: '2026-03-03', units, ratePpm };
};

// Worked by hand: amount in major units × rate / units, to two digits, half up.
test.each([
  ['USD 100.00 at 7.123456: 712.3456', 10_000n, 'USD', rate('USD/CNY', 1, 7_123_456), 71_235n],
  ['USD 0.01 at 7.5: 0.075, half up', 1n, 'USD', rate('USD/CNY', 1, 7_500_000), 8n],
  ['USD 0.01 at 7.4: 0.074', 1n, 'USD', rate('USD/CNY', 1, 7_400_000), 7n],
  ['JPY 1,000 at 4.8 for 100: 48.00', 1_000n, 'JPY', rate('JPY/CNY', 100, 4_800_000), 4_800n],
  ['KWD 1.000 at 23.4: 23.40', 1_000n, 'KWD', rate('KWD/CNY', 1, 23_400_000), 2_340n],
] as const)('%s', (_, minor, currency, at, wanted) => {
  expect(convert(money(minor, currency), 'CNY', at)).toEqual(money(wanted, 'CNY'));
});
