import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import { posted } from '../../journal/decide-fold.ts';
import { titleLines } from '../../journal/obligation.ts';
import { entry } from '../../journal/posting.ts';
import { formatMoney, fromWire, type MoneyWire } from '../../money/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { cashOf, reductionOf } from '../asset/flow.ts';
import { notParty, openFault } from './decide-deal.ts';
import { currencyFaults, phaseOf, wrongState } from './decide-pool.ts';
import type { DealBook, LedgerDeal } from './deal-state.ts';
import { flowRow } from './distribute.ts';
import type { CollectionEntry, Pool, PoolCollection } from './state.ts';

export type CollectState = {
  readonly pool: Pool | undefined;
  readonly collection: PoolCollection | undefined;
  readonly entry: CollectionEntry | undefined;
  /** The deal that the pool was published in, and where it stands. */
  readonly deal: LedgerDeal | undefined;
  readonly book: DealBook | undefined;
};

/**
 * What a pool received and lost up to a collection day; once a day, once a bank entry, and never for
 * a period that is calculated or settled. It cannot take away more than the pool has left. Of a
 * published deal it is its custodian's to say (SEC-59), before that its manager's.
 */
export function decidePoolCollect(
  state: CollectState,
  act: Act<'pool.collect'>,
): Result<readonly LedgerEvent[], Refusal> {
  const { body, businessDate, actor } = act;
  const { pool, book } = state;
  if (!pool || (!state.deal && pool.manager !== actor)) {
    return refuse('NOT_FOUND', { id: body.pool });
  }
  const standing = standingFault(pool, state, act);
  if (standing) return fail(standing);
  if (body.on > businessDate) {
    return refuse('ACT_MALFORMED', { n: 1, faults: ['act.body.on: lies after the business day'] });
  }
  const row = flowRow(body);
  const of = (minor: bigint) => ({ minor: minor.toString(), currency: pool.amount.currency });
  const [reduction, cash] = [of(reductionOf(row)), of(cashOf(row))];
  const refusal = firstOf([
    ...currencyFaults(
      body.flows.map(({ amount }) => amount.currency),
      pool,
    ),
    ...periodFaults(book, body.on),
    ...excessFaults(pool, reduction),
  ]);
  if (refusal) return fail(refusal);
  const { on, flows } = body;
  const paid = row.principal + row.prepayment + row.fee + row.dilution + row.recovery;
  const plan = pool.deal ?? pool.pool;
  return ok([
    { kind: 'pool.collected', pool: body.pool, on, entry: body.entry, flows, reduction, cash },
    // The originator as servicer was paid: what it held of the pool's claims goes back (SEC-61).
    ...posted(act, [
      ...entry('cash', ['1002', pool.originator], ['2102', plan], fromWire(cash)),
      ...titleLines({ from: pool.pool, to: pool.originator, amount: of(paid) }),
    ]),
  ]);
}

/** Why nothing can be collected of the pool as it stands: by whom, in what state, and once only. */
function standingFault(
  pool: Pool,
  { collection, entry: used, deal }: CollectState,
  { actor, body, kind }: Act<'pool.collect'>,
): Refusal | undefined {
  if (deal && deal.custodian !== actor) return notParty(actor, deal.deal);
  if (pool.state === 'draft') return { code: 'POOL_NOT_SEALED', facts: { pool: body.pool } };
  if (phaseOf(pool) === 'released') return wrongState(pool, kind, 'sealed, sold');
  const taken = takenBy(collection) ?? used;
  if (!taken) return undefined;
  const { pool: of, on, entry: booked } = taken;
  return { code: 'COLLECTION_DUPLICATE', facts: { pool: of, on, entry: booked } };
}

/** A pool cannot lose more than it has left. */
function excessFaults(pool: Pool, reduction: MoneyWire): Refusal[] {
  if (BigInt(reduction.minor) <= BigInt(pool.outstanding.minor)) return [];
  return [{ code: 'MATCH_EXCEEDS', facts: { x: shown(reduction), open: shown(pool.outstanding) } }];
}

/** What a remedy brought in on the day stands beside the custodian's own entry. */
function takenBy(collection: PoolCollection | undefined): CollectionEntry | undefined {
  if (!collection || collection.entry === null) return undefined;
  const { pool, on, entry: booked } = collection;
  return { pool, on, entry: booked };
}

/** Nothing is collected for a period that is settled or being settled. */
export function periodFaults(book: DealBook | undefined, on: string): Refusal[] {
  if (!book) return [];
  if (book.settledTo !== null && on <= book.settledTo) {
    return [{ code: 'PERIOD_CLOSED', facts: { month: on, open: `after ${book.settledTo}` } }];
  }
  return book.open && on <= book.open.on ? [openFault(book)] : [];
}

function shown(amount: MoneyWire): string {
  return formatMoney(fromWire(amount));
}
