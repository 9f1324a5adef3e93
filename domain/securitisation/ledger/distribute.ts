import type { BusinessDate } from '../../calendar/index.ts';
import type { Refusal } from '../../errors/index.ts';
import { invariant, ok, fail, type Result } from '../../result/index.ts';
import { canonicalBytes, type Wire } from '../../wire/index.ts';
import { emptyRow, NO_TOTALS, reductionOf, withTotals, type FlowRow } from '../asset/flow.ts';
import type { Deal, Key } from '../deal/deal.ts';
import { agendaOf, type Item } from '../projection/agenda.ts';
import { workItem } from '../projection/work.ts';
import { newJournal, type DealEvent, type Journal, type Line } from '../waterfall/journal.ts';
import { newRun } from '../waterfall/period.ts';
import { Refused } from '../waterfall/run.ts';
import { copyState, openingState, type DealState, type Position } from '../waterfall/state.ts';
import type { DealBook, DistributionFigures, LedgerDeal, LineWire } from './deal-state.ts';
import { fixingsOf, observationsOn } from './facts.ts';
import { figuresOf } from './figures.ts';
import { pack, unpack } from './pack.ts';
import type { Pool, PoolCollection } from './state.ts';

/** All that a payment date is run on: the published terms and what the ledger has recorded. */
export type Recorded = {
  readonly head: LedgerDeal;
  readonly deal: Deal;
  readonly book: DealBook;
  /** By key of the deal. */
  readonly pools: Readonly<Record<Key, Pool>>;
  readonly collections: Readonly<Record<Key, readonly PoolCollection[]>>;
};

/** A payment date that was run. */
export type Ran = {
  readonly lines: readonly LineWire[];
  readonly linesHash: string;
  readonly figures: DistributionFigures;
  readonly done: number;
  readonly position: Wire;
};

type Kept = { readonly state: DealState; readonly journal: Journal };

/**
 * Runs a deal from the last settled date up to and with its next payment date on recorded facts: the
 * items of its agenda in their order, by the rules that a projection runs (SEC-3). Refuses a date
 * that is not next, a collection or a fixing that is not there, and what the rules themselves refuse.
 */
export function runRecorded(
  recorded: Recorded,
  on: BusinessDate,
  sha256: (bytes: Uint8Array) => string,
): Result<Ran, Refusal> {
  const { deal, book } = recorded;
  const agenda = agendaOf(deal, 'preClosing');
  const next = agenda.findIndex((item, at) => at >= book.done && item.do === 'pay');
  const refusal = orderFault(agenda[next], on, book) ?? collectionFault(recorded, agenda, on);
  if (refusal) return fail(refusal);
  const items = agenda.slice(book.done, next + 1);
  const missing = fixingFault(recorded, items);
  if (missing) return fail(missing);
  const before = keptIn(recorded);
  const state = copyState(before.state);
  const journal = {
    ...newJournal(),
    bonds: [...before.journal.bonds],
    fees: [...before.journal.fees],
  };
  try {
    const { lines, events } = work(recorded, items, { state, journal });
    const found = lines.map((line, at) => lineWire({ ...line, seq: at + 1 }));
    const figures = figuresOf({
      deal,
      before,
      after: { state, journal },
      events,
      from: before.journal,
    });
    return ok({
      lines: found,
      linesHash: hashOfLines(recorded.head.hash, on, found, sha256),
      figures,
      done: next + 1,
      position: pack({ state, journal: { ...journal, accounts: [] } }),
    });
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal);
    throw error;
  }
}

/** SHA-256 over the deal's hash, the date and the lines: what manager and custodian sign. */
export function hashOfLines(
  dealHash: string,
  on: string,
  lines: readonly LineWire[],
  sha256: (bytes: Uint8Array) => string,
): string {
  return sha256(canonicalBytes({ deal: dealHash, on, lines }));
}

/** A line with its amounts as text. */
export function lineWire(line: Line): LineWire {
  const { availableBefore, due, limit, supportDrawn, paid, carried, availableAfter } = line;
  return {
    ...line,
    availableBefore: `${availableBefore}`,
    due: `${due}`,
    limit: limit === null ? null : `${limit}`,
    supportDrawn: `${supportDrawn}`,
    paid: `${paid}`,
    carried: `${carried}`,
    availableAfter: `${availableAfter}`,
    byPayee: line.byPayee.map(one => ({ ...one, due: `${one.due}`, paid: `${one.paid}` })),
  };
}

function orderFault(
  next: Item | undefined,
  on: string,
  { deal, settledTo }: DealBook,
): Refusal | null {
  if (settledTo !== null && on <= settledTo) {
    return { code: 'PERIOD_CLOSED', facts: { month: on, open: next?.date ?? 'none' } };
  }
  if (!next) {
    const facts = { object: deal, state: 'ended', kind: 'distribution.calculate' };
    return { code: 'STATE_WRONG', facts: { ...facts, states: 'a payment date to come' } };
  }
  if (on > next.date) return { code: 'PERIOD_ORDER', facts: { earlier: next.date } };
  return on < next.date
    ? { code: 'TOO_EARLY', facts: { kind: 'distribution.calculate', date: next.date } }
    : null;
}

/** Each pool has its collections of each collection day since the last payment date (SEC-64). */
function collectionFault(
  { book, collections }: Recorded,
  agenda: readonly Item[],
  on: string,
): Refusal | null {
  const days = agenda
    .slice(book.done)
    .filter(({ do: what, date }) => what === 'collect' && date <= on);
  for (const { date } of days) {
    for (const [pool, rows] of Object.entries(collections)) {
      if (rows.some(row => row.on === date && row.entry !== null)) continue;
      return { code: 'STALE_DATA', facts: { pool, on: date } };
    }
  }
  return null;
}

/** Each reset has a fixing of its own: one since the reset before (SEC-72). */
function fixingFault({ deal, book }: Recorded, items: readonly Item[]): Refusal | null {
  const agenda = agendaOf(deal, 'preClosing');
  for (const item of items) {
    const last = agenda.findLast(
      one => one.date < item.date && one.do === item.do && keyOf(one) === keyOf(item),
    );
    for (const index of indicesOf(deal, item)) {
      const rows = book.fixings[index] ?? [];
      const fresh = rows.some(({ on }) => on <= item.date && on > (last?.date ?? ''));
      if (!fresh) return { code: 'FIXING_MISSING', facts: { index, date: item.date } };
    }
  }
  return null;
}

function keyOf(item: Item): Key | null {
  return 'key' in item ? item.key : null;
}

/** The indices that an item of the agenda is reset to. */
export function indicesOf(deal: Deal, item: Item): readonly string[] {
  if (!('key' in item)) return [];
  return ratesReset(deal, item).flatMap(rate => (rate && 'index' in rate ? [rate.index] : []));
}

function ratesReset(
  { bonds, accounts, swaps }: Deal,
  { do: what, key }: Extract<Item, { readonly key: Key }>,
) {
  if (what === 'resetRate') return [bonds[key]?.interest];
  if (what === 'accountRate') return [accounts[key]?.interest?.rate];
  const swap = what === 'resetSwap' ? swaps[key] : undefined;
  return swap ? [swap.pay, swap.receive] : [];
}

const NOTHING: Position = {
  status: 'preClosing',
  accounts: {},
  bonds: {},
  fees: {},
  pools: {},
  ledgers: {},
  facilities: {},
};

/** Where the deal stands: as it was settled last, or as it was published, with its pools' amounts. */
export function keptIn({ deal, book, pools }: Recorded): Kept {
  if (book.position !== null) return unpack(book.position) as Kept;
  const state = openingState(deal, NOTHING);
  for (const [key, pool] of Object.entries(state.pools)) {
    pool.balance = BigInt(pools[key]?.amount.minor ?? '0');
    pool.original = pool.balance;
  }
  return { state, journal: newJournal() };
}

function work(
  recorded: Recorded,
  items: readonly Item[],
  { state, journal }: Kept,
): { readonly lines: readonly Line[]; readonly events: readonly DealEvent[] } {
  const { deal, book } = recorded;
  const curves = fixingsOf(book);
  const lines: Line[] = [];
  const events: DealEvent[] = [];
  let since = book.settledTo ?? '';
  const rows = (date: BusinessDate): Record<Key, FlowRow[]> => {
    const from = since;
    since = date;
    return rowsOf(recorded, state, { from, to: date });
  };
  for (const item of items) {
    const facts = { curves, observations: observationsOn(book, item.date) };
    const run = newRun({ deal, state, facts, date: item.date, journal }, state);
    workItem(run, item, { rows, afterClosing: 'amortising' });
    lines.push(...run.lines);
    events.push(...run.events);
  }
  return { lines, events };
}

/** The recorded collections after one day and up to another, as rows of the pools (SEC-26). */
function rowsOf(
  { collections }: Recorded,
  state: DealState,
  span: { readonly from: string; readonly to: string },
): Record<Key, FlowRow[]> {
  const found: Record<Key, FlowRow[]> = {};
  for (const [key, all] of Object.entries(collections)) {
    let balance = state.pools[key]?.balance ?? 0n;
    const rows = all.filter(({ on }) => on > span.from && on <= span.to);
    const flows = rows.map(collection => {
      const row = flowRow(collection);
      balance += BigInt(collection.added?.minor ?? '0') - reductionOf(row);
      invariant('INV-S5', balance >= 0n, () => `pool ${key} at ${balance} on ${row.date}`);
      return { ...row, date: span.to, balance };
    });
    const gathered = oneRow(flows, span.to, balance);
    const opening = state.pools[key]?.rows.length === 0 ? NO_TOTALS : null;
    found[key] = opening ? withTotals([gathered], opening) : [gathered];
  }
  return found;
}

function oneRow(rows: readonly FlowRow[], date: BusinessDate, balance: bigint): FlowRow {
  const sum = emptyRow(date, balance);
  for (const row of rows) {
    for (const kind of ROW_FLOWS) sum[kind] += row[kind];
    if (row.penalty !== null) sum.penalty = (sum.penalty ?? 0n) + row.penalty;
  }
  return sum;
}

const ROW_FLOWS = [
  'interest',
  'principal',
  'prepayment',
  'recovery',
  'fee',
  'default',
  'loss',
  'dilution',
] as const;

/** A recorded collection as a row, without the balance after it. */
export function flowRow({ on, flows }: Pick<PoolCollection, 'on' | 'flows'>): FlowRow {
  const row = emptyRow(on);
  for (const { flow, amount } of flows) {
    const minor = BigInt(amount.minor);
    if (flow === 'penalty') row.penalty = (row.penalty ?? 0n) + minor;
    const kind = ROW_FLOWS.find(one => one === flow);
    if (kind) row[kind] += minor;
  }
  return row;
}
