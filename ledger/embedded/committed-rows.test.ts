import { CommittedRows } from './committed-rows.ts';
import type { Row } from './rows.ts';
import { Updates } from './view.ts';

const row = (block: number): Row => ({
  version: { block, index: 0 },
  metadata: [],
  value: new Uint8Array(),
});

function wrote(key: string, written: Row | null): Updates {
  const updates = new Updates();
  updates.setState('ns', key, written);
  updates.setHashed('ns', 'private', key, written);
  return updates;
}

test('a row that was read stays known until a block writes it', () => {
  const rows = new CommittedRows();
  expect(rows.find('ns', 'a', 0)).toBeUndefined();
  rows.keep('ns', 'a', row(7), 0);
  rows.keep('ns', 'b', null, 0);
  rows.advance(wrote('c', row(8)));
  expect(rows.find('ns', 'a', 1)?.version.block).toBe(7);
  expect(rows.find('ns', 'b', 1)).toBeNull();
  rows.advance(wrote('a', null));
  expect(rows.find('ns', 'a', 2)).toBeNull();
  expect(rows.find('ns\0private', 'a', 2)).toBeNull();
  expect(rows.find('ns', 'b', 2)).toBeNull();
});

test('a snapshot of an earlier height never sees what a later block wrote', () => {
  const rows = new CommittedRows();
  rows.advance(wrote('a', row(8)));
  // Nobody knows here what stood there before: it must read its own snapshot.
  expect(rows.find('ns', 'a', 0)).toBeUndefined();
  expect(rows.find('ns', 'a', 1)?.version.block).toBe(8);
});

test('a snapshot of the height before the last write sees what stood there', () => {
  const rows = new CommittedRows();
  rows.keep('ns', 'a', row(7), 0);
  rows.advance(wrote('a', row(8)));
  expect(rows.find('ns', 'a', 0)?.version.block).toBe(7);
  rows.advance(wrote('b', row(9)));
  rows.advance(wrote('a', null));
  expect([0, 1, 2, 3].map(height => rows.find('ns', 'a', height)?.version.block ?? null)).toEqual([
    null,
    8,
    8,
    null,
  ]);
  expect(rows.find('ns', 'a', 0)).toBeUndefined();
  expect(rows.find('ns', 'a', 3)).toBeNull();
});

test('what a reader of an earlier height finds is kept only if no block wrote it since', () => {
  const rows = new CommittedRows();
  rows.advance(wrote('a', row(8)));
  rows.keep('ns', 'a', row(2), 0);
  rows.keep('ns', 'b', row(3), 0);
  expect(rows.find('ns', 'a', 1)?.version.block).toBe(8);
  expect(rows.find('ns', 'b', 1)?.version.block).toBe(3);
});

test('nothing is kept of a height whose later writes may be forgotten', () => {
  const rows = new CommittedRows();
  rows.advance(wrote('a', row(8)));
  // Two generations later the write of `a` is forgotten, so height 0 says nothing about now.
  for (let at = 0; at < 11_000; at++) rows.keep('ns', `other ${String(at)}`, null, 1);
  expect(rows.find('ns', 'a', 1)).toBeUndefined();
  rows.keep('ns', 'a', row(2), 0);
  expect(rows.find('ns', 'a', 1)).toBeUndefined();
  rows.keep('ns', 'a', row(8), 1);
  expect(rows.find('ns', 'a', 1)?.version.block).toBe(8);
});

test('rows that nobody asks for go, those asked for stay', () => {
  const rows = new CommittedRows();
  rows.keep('ns', 'hot', row(1), 0);
  rows.keep('ns', 'cold', row(1), 0);
  for (let at = 0; at < 20_000; at++) {
    rows.keep('ns', `other ${String(at)}`, null, 0);
    if (at % 1000 === 0) expect(rows.find('ns', 'hot', 0)).not.toBeUndefined();
  }
  expect(rows.find('ns', 'hot', 0)?.version.block).toBe(1);
  expect(rows.find('ns', 'cold', 0)).toBeUndefined();
});
