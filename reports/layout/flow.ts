import { CONTENT } from './page.ts';

export type Place = { readonly page: number; readonly top: number };

/** An unbreakable strip of the page as wide as the content. */
export type Box = {
  readonly height: number;
  /** Space above, dropped at the top of a page. */
  readonly gap: number;
  /** Stays on one page with the next box. */
  readonly keep: boolean;
  readonly draw: (place: Place) => void;
  /** Drawn again above this box when it starts a new page: the heads of a table. */
  readonly repeat?: { readonly height: number; readonly draw: (place: Place) => void };
};

/** Stacks boxes into pages and draws them; answers how many pages there are. */
export function flow(boxes: readonly Box[]): number {
  let at: Place = { page: 0, top: CONTENT.top };
  for (const chain of chains(boxes)) {
    const needed = chain.reduce((sum, box) => sum + box.gap + box.height, 0);
    // A chain longer than a page cannot be kept; its boxes then break one by one.
    const isKept = needed <= CONTENT.bottom - CONTENT.top;
    if (isKept && !isFresh(at) && at.top + needed > CONTENT.bottom) at = nextPage(at);
    for (const box of chain) at = put(box, at);
  }
  return at.page + 1;
}

function put(box: Box, before: Place): Place {
  const isFull = !isFresh(before) && before.top + box.gap + box.height > CONTENT.bottom;
  let at = isFull ? nextPage(before) : before;
  if (isFresh(at) && box.repeat && at.page > 0) {
    box.repeat.draw(at);
    at = { ...at, top: at.top + box.repeat.height };
  } else if (!isFresh(at)) {
    at = { ...at, top: at.top + box.gap };
  }
  box.draw(at);
  return { ...at, top: at.top + box.height };
}

function isFresh(at: Place): boolean {
  return at.top === CONTENT.top;
}

function nextPage(at: Place): Place {
  return { page: at.page + 1, top: CONTENT.top };
}

function chains(boxes: readonly Box[]): readonly (readonly Box[])[] {
  const out: Box[][] = [];
  let open: Box[] = [];
  for (const box of boxes) {
    open.push(box);
    if (box.keep) continue;
    out.push(open);
    open = [];
  }
  if (open.length > 0) out.push(open);
  return out;
}
