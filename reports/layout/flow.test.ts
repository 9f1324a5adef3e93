import { flow, type Box, type Place } from './flow.ts';
import { CONTENT } from './page.ts';

const ROOM = CONTENT.bottom - CONTENT.top;
const made = (
  height: number,
  more: Partial<Box> = {},
): { readonly box: Box; readonly at: Place[] } => {
  const at: Place[] = [];
  return { at, box: { height, gap: 0, keep: false, draw: place => at.push(place), ...more } };
};

describe('flow', () => {
  test('a box that does not fit starts the next page, without its gap', () => {
    const first = made(ROOM - 10);
    const second = made(20, { gap: 5 });
    expect(flow([first.box, second.box])).toBe(2);
    expect(second.at).toEqual([{ page: 1, top: CONTENT.top }]);
  });

  test('a heading goes with what follows', () => {
    const heading = made(20, { keep: true });
    const body = made(40);
    flow([made(ROOM - 50).box, heading.box, body.box]);
    expect([heading.at[0]?.page, body.at[0]?.page]).toEqual([1, 1]);
  });

  test('table heads are drawn again on the next page, above the row', () => {
    const again: Place[] = [];
    const repeat = { height: 15, draw: (place: Place) => again.push(place) };
    const row = made(30, { repeat });
    flow([made(ROOM - 10).box, row.box]);
    expect(again).toEqual([{ page: 1, top: CONTENT.top }]);
    expect(row.at).toEqual([{ page: 1, top: CONTENT.top + 15 }]);
  });

  test('a box taller than a page is still drawn, once', () => {
    const tall = made(ROOM * 2);
    flow([tall.box]);
    expect(tall.at).toHaveLength(1);
  });
});
