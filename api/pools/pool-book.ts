import { createHash } from 'node:crypto';
import type { BusinessDate } from '../../domain/calendar/index.ts';
import type { Entities } from '../../domain/event/index.ts';
import { invariant } from '../../domain/result/index.ts';
import {
  examinePool,
  LEDGER_RULES,
  type Examined,
  type PoolExamination,
} from '../../domain/securitisation/eligibility/index.ts';
import { canonical, type Wire } from '../../domain/wire/index.ts';
import type { Sql } from '../database/index.ts';

/** A pooled asset with its place: page from 0, place on the page from 1. */
export type PoolMember = Examined & {
  readonly page: number;
  readonly place: number;
  readonly asset: Entities['poolPage']['assets'][number];
};

/** A pool with its assets at one block of the read model, judged under the ledger's rules of entry. */
export type PoolBook = {
  readonly block: bigint;
  readonly pool: Entities['pool'];
  readonly members: readonly PoolMember[];
  readonly examination: PoolExamination;
  /** Day on which the assets are judged: the cut-off of a sealed pool. */
  readonly judgedOn: BusinessDate;
  /** SHA-256 over the hashes of all pages, in order: what the seal names. */
  readonly pagesRoot: string;
};

/** Hash that names the ledger's rules of entry, as an act `pool.seal` writes it. */
export const LEDGER_RULES_HASH = hashOf(LEDGER_RULES);

/**
 * Reads a pool and its assets with one statement, so that all of it is of one block. Reads as the
 * channel's operator: whoever may see the pool may see the terms of what is in it.
 */
export async function readPool(
  sql: Pick<Sql, 'query'>,
  id: string,
  on: BusinessDate,
): Promise<PoolBook | null> {
  const [row] = await sql.query<PoolRow>(POOL, [id]);
  if (!row) return null;
  const { block, pool } = row;
  const members = row.members.map(({ page, place, asset, holding, receivable }): PoolMember => {
    const { obligor, group, amount } = asset;
    const offered = { holding, receivable, pool: id, amount: BigInt(amount.minor) };
    return { ...offered, obligor, group, page, place, asset };
  });
  invariant('POOL', members.length === pool.assets, () => {
    return `pool ${id}: ${members.length} assets on its pages, ${pool.assets} in its head`;
  });
  const judgedOn = 'cutOff' in pool ? pool.cutOff : on;
  const examination = examinePool(members, LEDGER_RULES, judgedOn);
  invariant('POOL', examination.ok, () => `pool ${id} has no fixed point`);
  if (!examination.ok) return null;
  const pagesRoot = hashOf(pool.pages);
  return { block, pool, members, examination: examination.value, judgedOn, pagesRoot };
}

type PoolRow = {
  readonly block: bigint;
  readonly pool: Entities['pool'];
  readonly members: readonly {
    readonly page: number;
    readonly place: number;
    readonly asset: PoolMember['asset'];
    readonly holding: Entities['holding'];
    readonly receivable: Entities['receivable'];
  }[];
};

const POOL = `
  with head as (select body from book.pool where id = $1),
  member as (
    select (g.body->>'page')::int as page, a.place, a.asset
      from head, generate_series(0, jsonb_array_length(head.body->'pages') - 1) n
      join book.pool_page g on g.id = $1 || '~' || n
     cross join jsonb_array_elements(g.body->'assets') with ordinality a (asset, place)
  )
  select c.block, head.body as pool, (
    select coalesce(jsonb_agg(jsonb_build_object('page', m.page, 'place', m.place, 'asset', m.asset,
             'holding', h.body, 'receivable', r.body) order by m.page, m.place), '[]'::jsonb)
      from member m
      join book.holding h on h.id = m.asset->>'asset'
      join book.receivable r on r.id = h.receivable
  ) as members
  from head, book.checkpoint c`;

function hashOf(value: Wire): string {
  return createHash('sha256').update(canonical(value)).digest('hex');
}
