import { createHmac, timingSafeEqual } from 'node:crypto';
import { canonical, parseWire, isList, type Wire } from '../../domain/wire/index.ts';
import type { MoneyWire } from '../../domain/money/index.ts';
import type { Context } from './context.ts';
import { transportError } from './problem.ts';

export const FIRST_MAX = 100;
const MAC_BYTES = 16;

export type PageArguments = {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
};

/** Which rows, in which total order; `name` and `filter` bind the cursors to this list. */
export type ListQuery = {
  readonly name: string;
  readonly filter: Wire;
  /** `from … where …` with `$1…$n` of `values`; rows have columns `sort` and `id`. */
  readonly from: string;
  readonly values: readonly unknown[];
  readonly select: string;
  /** SQL of the sort value, as text or a comparable; ties are broken by `tie`. */
  readonly sort: { readonly sql: string; readonly cast: string; readonly tie: string };
  readonly descending?: boolean;
};

export type Page<N> = {
  readonly edges: readonly { readonly cursor: string; readonly node: N }[];
  readonly pageInfo: PageInfo;
  /** The list, for what is asked of it as a whole. */
  readonly list: ListQuery;
};

export type PageInfo = {
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
  readonly startCursor: string | null;
  readonly endCursor: string | null;
};

export type Aggregate = { readonly count: number; readonly sums: readonly MoneyWire[] };

/** How many rows a page wants; refuses both, none, and what is not 1 to 100 (`BAD_INPUT`). */
export function sizeOf({ first, last }: PageArguments): { size: number; backward: boolean } {
  const size = first ?? last;
  const isOne = (first == null) !== (last == null);
  if (!isOne || size == null || !Number.isInteger(size) || size < 1 || size > FIRST_MAX) {
    throw transportError('BAD_INPUT', 'Give first or last, from 1 to 100.');
  }
  return { size, backward: first == null };
}

/** Multiplies the cost of a list by what is asked for. */
export function listCost(args: PageArguments): { field: number; multiplier: number } {
  const asked = args.first ?? args.last ?? FIRST_MAX;
  return { field: 1, multiplier: Math.max(1, Math.min(FIRST_MAX, asked)) };
}

type SortedRow = { sort: string; tie: string };

/** Reads one page by keyset: one statement, whatever the page's place. */
export async function readPage<R, N>(
  context: Context,
  list: ListQuery,
  args: PageArguments,
  nodeOf: (row: R) => N,
): Promise<Page<N>> {
  const { size, backward } = sizeOf(args);
  const values = [...list.values];
  const after = bound(context, list, args.after, values, backward ? null : 'after');
  const before = bound(context, list, args.before, values, backward ? 'before' : null);
  const direction = (list.descending ?? false) === backward ? 'asc' : 'desc';
  values.push(size + 1);
  const { sql, tie } = list.sort;
  const rows = await context.reading.query<R & SortedRow>(
    `select ${list.select}, (${sql})::text as sort, (${tie})::text as tie ${list.from}
       ${after} ${before}
      order by ${sql} ${direction}, ${tie} ${direction} limit $${values.length}`,
    values,
  );
  const kept = rows.slice(0, size);
  if (backward) kept.reverse();
  const edges = kept.map(row => ({
    cursor: cursorOf(context, list, [row.sort, row.tie]),
    node: nodeOf(row),
  }));
  const ends = { hasMore: rows.length > size, backward };
  return { edges, list, pageInfo: pageInfoOf(edges, args, ends) };
}

/** What lies beyond a page: known on the side read towards, stated by the cursor on the other. */
function pageInfoOf(
  edges: readonly { readonly cursor: string }[],
  args: PageArguments,
  { hasMore, backward }: { readonly hasMore: boolean; readonly backward: boolean },
): PageInfo {
  return {
    hasNextPage: backward ? args.before != null : hasMore,
    hasPreviousPage: backward ? hasMore : args.after != null,
    startCursor: edges[0]?.cursor ?? null,
    endCursor: edges.at(-1)?.cursor ?? null,
  };
}

/** Adds the condition of a cursor; `after` in a descending list means smaller. */
function bound(
  context: Context,
  list: ListQuery,
  cursor: string | null | undefined,
  values: unknown[],
  side: 'after' | 'before' | null,
): string {
  if (cursor == null) return '';
  if (side === null) throw transportError('BAD_INPUT', 'Give after with first, before with last.');
  const [sort, tie] = readCursor(context, list, cursor);
  values.push(sort, tie);
  const isGreater = (side === 'after') !== (list.descending ?? false);
  const at = values.length;
  return `and (${list.sort.sql}, (${list.sort.tie})) ${isGreater ? '>' : '<'}
    ($${at - 1}::${list.sort.cast}, $${at})`;
}

function macOf(context: Context, list: ListQuery, place: string): Buffer {
  const order = `${list.sort.sql} ${list.descending === true}`;
  const bound = canonical([context.caller.party, list.name, order, list.filter, place]);
  const mac = createHmac('sha256', context.services.secret).update(`cursor\n${bound}`).digest();
  return mac.subarray(0, MAC_BYTES);
}

function cursorOf(context: Context, list: ListQuery, place: readonly string[]): string {
  const text = canonical(place);
  return Buffer.concat([macOf(context, list, text), Buffer.from(text)]).toString('base64url');
}

function readCursor(context: Context, list: ListQuery, cursor: string): [string, string] {
  const bytes = Buffer.from(cursor, 'base64url');
  const text = bytes.subarray(MAC_BYTES).toString('utf8');
  const given = bytes.subarray(0, MAC_BYTES);
  if (given.length === MAC_BYTES && timingSafeEqual(given, macOf(context, list, text))) {
    const place = parseWire(text);
    if (place.ok && isList(place.value) && place.value.length === 2) {
      const [sort, tie] = place.value;
      if (typeof sort === 'string' && typeof tie === 'string') return [sort, tie];
    }
  }
  throw transportError('BAD_CURSOR', 'The cursor is not of this list.');
}
