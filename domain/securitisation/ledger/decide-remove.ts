import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import { sumOf } from '../../receivable/amounts.ts';
import { releaseHolding } from '../../receivable/effects.ts';
import type { Holding } from '../../receivable/state.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { hashOf, notParty, phaseOf, wrongState } from './decide-pool.ts';
import type { Pool, PoolPage } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;

export type RemoveState = {
  readonly pool: Pool | undefined;
  readonly page: PoolPage | undefined;
  readonly holdings: ReadonlyMap<string, Holding>;
};

/**
 * Holdings leave a page while the pool is a draft, or after it was given up: a disputed one goes
 * this way before the sale. They are free again.
 */
export function decidePoolRemove(
  { pool, page, holdings }: RemoveState,
  { body, actor, kind }: Act<'pool.remove'>,
  context: Context,
): Decision {
  if (!pool || !page) return refuse('NOT_FOUND', { id: body.pool });
  const leaving = page.assets.filter(({ asset }) => body.assets.includes(asset));
  const absent = body.assets.filter(id => !leaving.some(({ asset }) => asset === id));
  const refusal = firstOf([
    ...(pool.originator === actor ? [] : [notParty(actor, body.pool)]),
    ...(['draft', 'released'].includes(phaseOf(pool))
      ? []
      : [wrongState(pool, kind, 'draft, released')]),
    ...absent.map((id): Refusal => ({ code: 'NOT_FOUND', facts: { id } })),
  ]);
  if (refusal) return fail(refusal);
  const rest = page.assets.filter(one => !leaving.includes(one));
  const { currency } = pool.amount;
  const amount = { minor: sumOf(leaving.map(one => one.amount)).toString(), currency };
  const held = leaving.flatMap(({ asset }) => holdings.get(asset) ?? []);
  return ok([
    {
      kind: 'pool.removed',
      pool: body.pool,
      page: body.page,
      pageHash: hashOf(rest, context),
      assets: leaving.map(({ asset }) => asset),
      amount,
      reason: body.reason,
    },
    // A holding that was paid meanwhile has ended by itself.
    ...held.filter(({ state }) => state === 'reserved').map(releaseHolding),
  ]);
}
