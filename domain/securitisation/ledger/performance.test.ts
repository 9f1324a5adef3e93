import { performanceOfPool } from './performance.ts';

const flow = (name: string, minor: string) =>
  ({ flow: name, amount: { minor, currency: 'CNY' } }) as const;

// By hand: 400 not due, 300 due today (not late), 200 one day late, 100 ninety-one days late.
const CLAIMS = [
  { obligor: 'x', outstanding: 400n, dueOn: '2026-07-31' },
  { obligor: 'y', outstanding: 300n, dueOn: '2026-06-30' },
  { obligor: 'x', outstanding: 200n, dueOn: '2026-06-29' },
  { obligor: 'z', outstanding: 100n, dueOn: '2026-03-31' },
  { obligor: 'w', outstanding: 0n, dueOn: '2026-01-31' },
];

test('a pool is aged by days past due, and what is paid is in no bucket', () => {
  const { balance, ageing } = performanceOfPool(CLAIMS, [], '2026-06-30', 2_000n);
  expect(balance).toBe(1_000n);
  expect(ageing.map(({ key, count, amount, sharePpm }) => [key, count, amount, sharePpm])).toEqual([
    ['current', 2, 700n, 700_000],
    ['late1to30', 1, 200n, 200_000],
    ['late31to60', 0, 0n, 0],
    ['late61to90', 0, 0n, 0],
    ['late91', 1, 100n, 100_000],
  ]);
});

test('obligors come largest first under codes, flows as parts of what was sold', () => {
  const collections = [
    { flows: [flow('principal', '900'), flow('dilution', '30')] },
    { flows: [flow('principal', '50'), flow('dilution', '20')] },
  ];
  const { obligors, flows } = performanceOfPool(CLAIMS, collections, '2026-06-30', 2_000n);
  expect(obligors.map(({ key, amount }) => [key, amount])).toEqual([
    ['O1', 600n],
    ['O2', 300n],
    ['O3', 100n],
  ]);
  expect(flows.map(({ key, amount, sharePpm }) => [key, amount, sharePpm])).toEqual([
    ['principal', 950n, 475_000],
    ['dilution', 50n, 25_000],
  ]);
});

test('a pool of nothing has no shares', () => {
  const { balance, obligors, ageing } = performanceOfPool([], [], '2026-06-30', 0n);
  expect([balance, obligors, ageing.every(({ sharePpm }) => sharePpm === 0)]).toEqual([
    0n,
    [],
    true,
  ]);
});
