import type { RangeRead, Read } from '../read-write-set.ts';
import type { KeyedRow } from './view.ts';

/** One answer of the peer to an iterator: up to 100 rows. */
export type RangePage = {
  readonly id: string;
  readonly rows: readonly { readonly key: string; readonly value: Uint8Array }[];
  readonly hasMore: boolean;
  /** Only for a paged query. */
  readonly paging: { readonly bookmark: string; readonly count: number } | null;
};

export type RangeQuery = { nextPage(): Promise<RangePage>; close(): Promise<void> };

export type RangeQueryOptions = {
  readonly id: string;
  readonly bounds: { readonly start: string; readonly end: string };
  readonly rows: AsyncGenerator<KeyedRow, void, undefined>;
  /** Rows after which the answer is cut without a word, as the peer does. */
  readonly limit: number;
  readonly pageSize: number | null;
  /** Takes what was read, once; left out where nothing is noted (private ranges). */
  readonly note?: (range: RangeRead) => void;
};

const BATCH_ROWS = 100;

/**
 * Hands out rows in batches of 100 and reads one row ahead, as the peer does: the range noted
 * covers what was fetched, not what the contract looked at.
 */
export function openRange(options: RangeQueryOptions): RangeQuery {
  const { id, rows, bounds, pageSize, note } = options;
  const limit = Math.min(options.limit, pageSize ?? options.limit);
  const reads: Read[] = [];
  let ahead: KeyedRow | null = null;
  let isExhausted = false;
  let isClosed = false;

  const fetch = async (): Promise<KeyedRow | null> => {
    const next = await rows.next();
    if (next.done) {
      isExhausted = true;
      return null;
    }
    reads.push({ key: next.value.key, version: next.value.row.version });
    return next.value;
  };
  const close = async (): Promise<void> => {
    if (isClosed) return;
    isClosed = true;
    await rows.return();
    const last = reads.at(-1)?.key;
    const end = isExhausted || last === undefined ? bounds.end : last;
    note?.({ start: bounds.start, end, exhausted: isExhausted, reads });
  };
  const nextKey = async (): Promise<string> => {
    if (isExhausted || isClosed) return '';
    const following = await rows.next();
    return following.done ? '' : following.value.key;
  };
  const page = (batch: readonly KeyedRow[], hasMore: boolean, bookmark: string): RangePage => ({
    id,
    rows: batch.map(({ key, row }) => ({ key, value: row.value })),
    hasMore,
    paging: pageSize === null ? null : { bookmark, count: reads.length },
  });

  return {
    close,
    async nextPage() {
      const batch: KeyedRow[] = ahead ? [ahead] : [];
      ahead = null;
      while (!isClosed && reads.length < limit) {
        const row = await fetch();
        if (!row) break;
        if (batch.length === BATCH_ROWS) {
          ahead = row;
          return page(batch, true, '');
        }
        batch.push(row);
      }
      const bookmark = pageSize === null ? '' : await nextKey();
      await close();
      return page(batch, false, bookmark);
    },
  };
}
