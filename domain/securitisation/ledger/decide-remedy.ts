import type { Act } from '../../act/index.ts';
import { firstOf, refuse, type Refusal } from '../../errors/index.ts';
import type { LedgerEvent } from '../../event/index.ts';
import type { Context } from '../../governance/context.ts';
import { posted } from '../../journal/decide-fold.ts';
import { titleLines } from '../../journal/obligation.ts';
import { entry } from '../../journal/posting.ts';
import { formatMoney, fromWire, type MoneyWire } from '../../money/index.ts';
import { sumOf } from '../../receivable/amounts.ts';
import { lockOf } from '../../receivable/decide-holding.ts';
import { releaseHolding, reserveHolding } from '../../receivable/effects.ts';
import type { Holding, Receivable } from '../../receivable/state.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { periodFaults } from './decide-collect.ts';
import { entryFaults, hashOf, partyFaults, phaseOf, wrongState } from './decide-pool.ts';
import type { DealBook } from './deal-state.ts';
import type { CollectionEntry, Pool, PooledAsset, PoolPage } from './state.ts';

type Decision = Result<readonly LedgerEvent[], Refusal>;
type Remedy = Act<'pool.repurchase'> | Act<'pool.replace'>;

const PAGE_MAX = 200;

export type RemedyState = {
  readonly pool: Pool | undefined;
  readonly page: PoolPage | undefined;
  /** Of the assets that leave and of those that come. */
  readonly holdings: ReadonlyMap<string, Holding>;
  readonly receivables: ReadonlyMap<string, Receivable>;
  readonly entry: CollectionEntry | undefined;
  /** Of the deal that the pool was published in. */
  readonly book: DealBook | undefined;
};

/**
 * The originator buys assets of a sold pool back at what is outstanding on them (SEC-58): they are
 * free again, and the price is cash of the pool on that day, a prepayment.
 */
export function decidePoolRepurchase(
  state: RemedyState,
  act: Act<'pool.repurchase'>,
  context: Context,
): Decision {
  const { body } = act;
  const { pool, page } = state;
  if (!pool || !page) return refuse('NOT_FOUND', { id: body.pool });
  const leaving = leavingOf(state, body.assets);
  const owed = outstandingOf(leaving, pool);
  const refusal = firstOf([
    ...remedyFaults(state, pool, act),
    ...leavingFaults(state, pool, body.assets),
    ...priceFaults(pool, body.price, owed),
  ]);
  if (refusal) return fail(refusal);
  const rest = page.assets.filter(({ asset }) => !body.assets.includes(asset));
  const { pool: id, manager, price, reason, entry: booked } = body;
  const left = { pool: id, page: body.page, pageHash: hashOf(rest, context), out: body.assets };
  return ok([
    {
      kind: 'pool.repurchased',
      ...left,
      originator: act.actor,
      manager,
      price,
      reason,
      entry: booked,
      on: act.businessDate,
    },
    ...leaving.map(releaseHolding),
    ...posted(act, [
      ...titleLines({ from: id, to: pool.originator, amount: owed }),
      ...cashLines(pool, price),
    ]),
  ]);
}

/**
 * Assets of a sold pool are exchanged for free ones of the originator, of the same debtor's word, due
 * no later, and of at least the value that leaves; what is missing comes in cash (SEC-58).
 */
export function decidePoolReplace(
  state: RemedyState,
  act: Act<'pool.replace'>,
  context: Context,
): Decision {
  const { body } = act;
  const { pool, page } = state;
  if (!pool || !page) return refuse('NOT_FOUND', { id: body.pool });
  const leaving = leavingOf(state, body.out);
  const coming = body.in.flatMap(given => {
    const holding = state.holdings.get(given.asset);
    return holding ? [{ given, holding }] : [];
  });
  const owed = outstandingOf(leaving, pool);
  const comingHoldings = coming.map(({ holding }) => holding);
  const value = outstandingOf(comingHoldings, pool);
  const wanted = missingOf(owed, value);
  const refusal = firstOf([
    ...remedyFaults(state, pool, act),
    ...leavingFaults(state, pool, body.out),
    ...entryFaults(
      state,
      body.in.map(({ asset }) => asset),
      act,
    ),
    ...comingFaults(state, body),
    ...(page.assets.length - body.out.length + body.in.length > PAGE_MAX
      ? [{ code: 'PAGE_FULL', facts: { pool: body.pool, max: PAGE_MAX } } as const]
      : []),
    ...priceFaults(pool, body.cash, wanted),
  ]);
  if (refusal) return fail(refusal);
  const into = coming.map(({ given, holding }): PooledAsset => {
    return { ...given, amount: holding.outstanding };
  });
  const rest = [...page.assets.filter(({ asset }) => !body.out.includes(asset)), ...into];
  const { pool: id, manager, cash, reason, entry: booked } = body;
  const changed = { pool: id, page: body.page, pageHash: hashOf(rest, context), out: body.out };
  return ok([
    {
      kind: 'pool.replaced',
      ...changed,
      into,
      originator: act.actor,
      manager,
      cash,
      added: missingOf(value, owed),
      reason,
      entry: booked,
      on: act.businessDate,
    },
    ...leaving.map(releaseHolding),
    ...coming.map(({ holding }) => reserveHolding(holding, { kind: 'pool', id })),
    ...posted(act, [
      ...titleLines({ from: id, to: pool.originator, amount: owed }),
      ...titleLines({ from: pool.originator, to: id, amount: value }),
      ...(cash.minor === '0' ? [] : cashLines(pool, cash)),
    ]),
  ]);
}

/** By how much one amount is less than another: the cash, where what comes is worth less. */
function missingOf(wanted: MoneyWire, given: MoneyWire): MoneyWire {
  const missing = BigInt(wanted.minor) - BigInt(given.minor);
  return { ...wanted, minor: (missing > 0n ? missing : 0n).toString() };
}

function remedyFaults(state: RemedyState, pool: Pool, act: Remedy): Refusal[] {
  const { body, actor, kind, businessDate } = act;
  const { entry: used, book } = state;
  const strange = partyFaults(pool, { originator: actor, manager: body.manager });
  if (strange.length > 0) return strange;
  if (phaseOf(pool) !== 'sold') return [wrongState(pool, kind, 'sold')];
  return [
    ...(used
      ? [
          {
            code: 'COLLECTION_DUPLICATE',
            facts: { pool: used.pool, on: used.on, entry: used.entry },
          } as const,
        ]
      : []),
    ...periodFaults(book, businessDate),
  ];
}

/** Each asset stands on the page once and is the pool's still; a paid one has ended by itself. */
function leavingFaults(
  { page, holdings }: RemedyState,
  pool: Pool,
  ids: readonly string[],
): Refusal[] {
  if (new Set(ids).size < ids.length) {
    return [{ code: 'ACT_MALFORMED', facts: { n: 1, faults: ['act.body: each asset once'] } }];
  }
  return ids.flatMap((id): Refusal[] => {
    const holding = holdings.get(id);
    const isListed = page?.assets.some(({ asset }) => asset === id) ?? false;
    if (!isListed || !holding) return [{ code: 'NOT_FOUND', facts: { id } }];
    return isOf(holding, pool)
      ? []
      : [{ code: 'HOLDING_LOCKED', facts: { state: holding.state, ref: lockOf(holding) } }];
  });
}

function isOf(holding: Holding, { pool }: Pool): boolean {
  return (
    holding.state === 'reserved' &&
    holding.lockedFor.kind === 'pool' &&
    holding.lockedFor.id === pool
  );
}

/** What comes is named once and is due no later than what leaves; its currency is a rule of entry. */
function comingFaults(state: RemedyState, body: Act<'pool.replace'>['body']): Refusal[] {
  const ids = body.in.map(({ asset }) => asset);
  if (new Set(ids).size < ids.length) {
    return [{ code: 'ACT_MALFORMED', facts: { n: 1, faults: ['act.body.in: each asset once'] } }];
  }
  const last =
    body.out
      .flatMap(id => dueOf(state, id))
      .sort()
      .at(-1) ?? '';
  return ids.flatMap((id): Refusal[] => {
    const late = dueOf(state, id).find(due => due > last);
    return late === undefined ? [] : [{ code: 'DATES_DISORDERED', facts: { a: last, b: late } }];
  });
}

function dueOf({ holdings, receivables }: RemedyState, id: string): readonly string[] {
  const claim = receivables.get(holdings.get(id)?.receivable ?? '');
  return claim ? [claim.dueOn] : [];
}

function leavingOf({ holdings }: RemedyState, ids: readonly string[]): readonly Holding[] {
  return ids.flatMap(id => holdings.get(id) ?? []);
}

function outstandingOf(holdings: readonly Holding[], { amount }: Pool): MoneyWire {
  const minor = sumOf(holdings.map(({ outstanding }) => outstanding)).toString();
  return { minor, currency: amount.currency };
}

/** The price is what is owed, and not above what the pool has left of its amount. */
function priceFaults({ outstanding }: Pool, given: MoneyWire, wanted: MoneyWire): Refusal[] {
  if (given.currency !== wanted.currency) {
    return [{ code: 'CURRENCY_MISMATCH', facts: { a: given.currency, b: wanted.currency } }];
  }
  const shown = (amount: MoneyWire): string => formatMoney(fromWire(amount));
  if (given.minor !== wanted.minor) {
    const facts = { figure: shown(given), range: shown(wanted) };
    return [{ code: 'PRICE_OUT_OF_RANGE', facts }];
  }
  return BigInt(given.minor) > BigInt(outstanding.minor)
    ? [{ code: 'MATCH_EXCEEDS', facts: { x: shown(given), open: shown(outstanding) } }]
    : [];
}

function cashLines(pool: Pool, price: MoneyWire) {
  const plan = pool.deal ?? pool.pool;
  return entry('cash', ['1002', pool.originator], ['2102', plan], fromWire(price));
}
