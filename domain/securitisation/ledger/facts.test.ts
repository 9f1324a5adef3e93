import { observationsOn } from './facts.ts';

const bare = {
  deal: 'd',
  hash: 'h',
  fixings: {},
  settledTo: null,
  open: null,
  done: 0,
  position: null,
};
const book = {
  ...bare,
  observations: {
    rank: [
      { on: '2026-03-03', value: '3' },
      { on: '2026-04-01', value: '-5' },
    ],
    replaced: [{ on: '2026-03-20', value: 'true' }],
  },
};

test.each([
  ['2026-03-02', {}],
  ['2026-03-03', { rank: 3n }],
  ['2026-03-31', { rank: 3n, replaced: true }],
  ['2026-04-01', { rank: -5n, replaced: true }],
])('on %s the latest of each name counts', (on, found) => {
  expect(observationsOn(book, on)).toEqual(found);
});

test('a deal that observes nothing has nothing', () => {
  expect(observationsOn(bare, '2026-04-01')).toEqual({});
});
