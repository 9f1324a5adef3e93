import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { posted } from '../../journal/decide-fold.ts';
import { titleLines } from '../../journal/obligation.ts';
import { entry, type JournalLine } from '../../journal/posting.ts';
import { formatMoney, fromWire, money } from '../../money/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import * as deals from './decide-deal.ts';
import { notParty, phaseOf, wrongState } from './decide-pool.ts';
import type { LedgerDeal } from './deal-state.ts';
import { flowRow } from './distribute.ts';
import type { Pool, PoolCollection } from './state.ts';

export type ReleaseState = {
  readonly pool: Pool | undefined;
  /** The deal that the pool was published in. */
  readonly deal: LedgerDeal | undefined;
  /** All that was recorded of the pool. */
  readonly collections: readonly PoolCollection[];
};

/**
 * A pool is given up while no issue has paid for it: before its sale, or sold when none was offered or
 * the one that was has failed. The price falls away, title to what the claims still owe returns to the
 * originator, and so does the cash that the pool brought meanwhile. Its pages are emptied by removal;
 * its deal cannot be offered again.
 */
export function decidePoolRelease(
  { pool, deal, collections }: ReleaseState,
  act: Act<'pool.release'>,
): Result<readonly LedgerEvent[], Refusal> {
  const { body, businessDate } = act;
  if (!pool) return refuse('NOT_FOUND', { id: body.pool });
  const received = Object.entries(pool.received);
  const cash = received.reduce((sum, [, minor]) => sum + BigInt(minor), 0n);
  const refusal = firstOf([...partyFaults(pool, deal, act), ...standingFaults(pool, deal, act)]);
  if (refusal) return fail(refusal);
  const { currency } = pool.amount;
  if (cash > 0n && body.entry === undefined) {
    const show = (minor: bigint): string => formatMoney(money(minor, currency));
    return refuse('CASH_NOT_CONFIRMED', { total: show(cash), balance: show(0n) });
  }
  const price = pool.state === 'sold' ? pool.sale.price : null;
  const back = received.flatMap(([plan, minor]) => {
    return entry('cash', ['2102', plan], ['1002', pool.originator], money(BigInt(minor), currency));
  });
  const owed = price
    ? entry('obligation', ['9202', pool.pool], ['8202', pool.originator], fromWire(price))
    : [];
  return ok([
    {
      kind: 'pool.released',
      pool: body.pool,
      originator: pool.originator,
      manager: pool.manager,
      deal: pool.deal,
      price,
      cash: { minor: `${cash}`, currency },
      entry: body.entry ?? null,
      reason: body.reason,
      on: businessDate,
    },
    ...posted(act, [...titleBack(pool, collections), ...owed, ...back]),
  ]);
}

function partyFaults(
  pool: Pool,
  deal: LedgerDeal | undefined,
  { actor, body }: Act<'pool.release'>,
): Refusal[] {
  const { custodian } = body;
  return [
    ...(pool.originator === actor ? [] : [notParty(actor, body.pool)]),
    ...(pool.manager === body.manager ? [] : [notParty(body.manager, body.pool)]),
    // Who keeps the plan's cash gives it back.
    ...(deal && deal.custodian !== custodian
      ? [deals.notParty(custodian ?? actor, deal.deal)]
      : []),
  ];
}

/** Nobody holds or is offered notes on it, and it was not given up before. */
function standingFaults(
  pool: Pool,
  deal: LedgerDeal | undefined,
  { kind }: Act<'pool.release'>,
): Refusal[] {
  return [
    ...(phaseOf(pool) === 'released' ? [wrongState(pool, kind, 'draft, sealed, sold')] : []),
    ...(deal && deal.issue !== null
      ? [deals.wrongState(deal.deal, 'offered', kind, 'without an issue')]
      : []),
  ];
}

/**
 * What the pool has title to goes back: what was sold and added, less what was paid. Before the sale
 * it is below zero by what was collected, and is made even.
 */
function titleBack(pool: Pool, collections: readonly PoolCollection[]): readonly JournalLine[] {
  const { currency, minor } = pool.amount;
  const owed = collections.map(flowRow).reduce((sum, row) => {
    return sum + row.default - row.recovery;
  }, BigInt(pool.outstanding.minor));
  const [vehicle, seller] = [pool.pool, pool.originator];
  const amount = { minor: `${pool.state === 'sold' ? owed : BigInt(minor) - owed}`, currency };
  return pool.state === 'sold'
    ? titleLines({ from: vehicle, to: seller, amount })
    : titleLines({ from: seller, to: vehicle, amount });
}
