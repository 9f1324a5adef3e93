import type { BusinessDate } from '../../calendar/index.ts';
import { refuse, type Refusal } from '../../errors/index.ts';
import { fail, ok, type Result } from '../../result/index.ts';
import { isStill, openingOf, withoutEmptyTail, type FlowRow } from '../asset/flow.ts';
import { gatherPool, projectPool } from '../asset/project.ts';
import type { Key } from '../deal/deal.ts';
import { newJournal, type DealEvent, type Journal, type Line } from '../waterfall/journal.ts';
import { cashHeld, newRun } from '../waterfall/period.ts';
import { Refused, type Run } from '../waterfall/run.ts';
import { openingState, poolTotals, type DealState } from '../waterfall/state.ts';
import { agendaOf, series, type Item } from './agenda.ts';
import type { Model, PoolResult } from './model.ts';
import { workItem } from './work.ts';

const DATES_MAX = 1_200;
const CLASSES_MAX = 64;

/** A deal carried through to its end. */
export type Projection = {
  readonly pools: Readonly<Record<Key, PoolResult>>;
  readonly state: DealState;
  readonly journal: Journal;
  readonly lines: readonly Line[];
  readonly events: readonly DealEvent[];
};

/**
 * Runs a deal on what is assumed of its pools, date by date, until nothing is left to do: no pool
 * cash to come and no cash held, a call, or the last day. Refuses `DEAL_TOO_LARGE`, `FIXING_MISSING`,
 * `FORMULA_DIV_ZERO`; nothing of a refused run is kept.
 */
export function projectDeal(model: Model): Result<Projection, Refusal> {
  const { deal, position } = model;
  const items = agendaOf(deal, position.status);
  const dates = items.filter(item => item.do === 'pay').length;
  if (dates > DATES_MAX || Object.keys(deal.bonds).length > CLASSES_MAX) {
    return refuse('DEAL_TOO_LARGE', { dates, classes: Object.keys(deal.bonds).length });
  }
  const flows = poolFlows(model);
  if (!flows.ok) return flows;
  const state = openingState(deal, position);
  openPools(model, state, flows.value);
  const loop = new Loop(model, state, flows.value);
  try {
    loop.run(items);
  } catch (error) {
    if (error instanceof Refused) return fail(error.refusal);
    throw error;
  }
  return ok(loop.result());
}

function poolFlows({
  deal,
  pools,
  position,
  assumptions,
}: Model): Result<Record<Key, FlowRow[]>, Refusal> {
  const dates = series(deal, deal.dates.firstCollection, deal.dates.collection);
  const flows: Record<Key, FlowRow[]> = {};
  for (const key of Object.keys(deal.pools)) {
    const pool = pools[key];
    const rows = projectPool(pool?.assets ?? [], {
      asOf: pool?.asOf ?? deal.dates.cutOff,
      assumption: assumptions.pools[key] ?? {},
      curves: assumptions.curves,
      mode: deal.mode,
      totals: poolTotals(position.pools[key] ?? {}),
    });
    if (!rows.ok) return rows;
    flows[key] = gatherPool(rows.value, deal.dates.cutOff, dates, deal.mode);
  }
  return ok(flows);
}

/** What a pool begins with: its balance, and its original where the deal is new. */
function openPools(model: Model, state: DealState, flows: Readonly<Record<Key, FlowRow[]>>): void {
  for (const [key, pool] of Object.entries(state.pools)) {
    const first = flows[key]?.[0];
    pool.balance = first ? openingOf(first) : 0n;
    const issued = pool.before['original'];
    pool.original =
      model.position.status === 'preClosing' ? pool.balance : (issued ?? pool.balance);
  }
}

class Loop {
  private readonly model: Model;
  private readonly state: DealState;
  private readonly flows: Record<Key, FlowRow[]>;
  private readonly journal = newJournal();
  private readonly lines: Line[] = [];
  private readonly events: DealEvent[] = [];
  private readonly taken: Record<Key, number> = {};
  /** Rows of a pool from which on nothing more is paid. */
  private readonly lastCash: Record<Key, number> = {};

  constructor(model: Model, state: DealState, flows: Record<Key, FlowRow[]>) {
    this.model = model;
    this.state = state;
    this.flows = flows;
    for (const [key, rows] of Object.entries(flows)) {
      this.taken[key] = 0;
      this.lastCash[key] = rows.findLastIndex(row => !isStill(row)) + 1;
    }
  }

  run(items: readonly Item[]): void {
    for (const item of items) {
      if (this.isOver(item.date)) return;
      if (item.do === 'collect' && !this.hasRows()) continue;
      if (this.one(item)) {
        this.events.push({ kind: 'ended', date: item.date, why: 'Clean Up' });
        return;
      }
    }
    this.events.push({
      kind: 'ended',
      date: this.model.deal.dates.end,
      why: 'Stop: Stated Maturity',
    });
  }

  result(): Projection {
    const pools = Object.fromEntries(
      Object.entries(this.state.pools).map(([key, { rows }]) => [
        key,
        { shape: this.model.pools[key]?.shape ?? 'mortgage', rows: withoutEmptyTail(rows) },
      ]),
    );
    const { state, journal, lines, events } = this;
    return { pools, state, journal, lines, events };
  }

  /** Works an item off; `true` when a call ended the deal. */
  private one(item: Item): boolean {
    const run = this.runOn(item.date);
    const called = this.work(run, item);
    this.keep(run);
    return called;
  }

  private work(run: Run, item: Item): boolean {
    const rows = (date: BusinessDate): Record<Key, FlowRow[]> => this.take(date);
    const called = workItem(run, item, { rows, afterClosing: afterClosing(this.model) });
    if (item.do === 'pay') this.dropLiquidated();
    return called;
  }

  private runOn(date: BusinessDate): Run {
    const { deal, assumptions } = this.model;
    const facts = { curves: assumptions.curves, observations: {} };
    return newRun({ deal, state: this.state, facts, date, journal: this.journal }, this.state);
  }

  private keep(run: Run): void {
    for (const line of run.lines) this.lines.push({ ...line, seq: this.lines.length + 1 });
    this.events.push(...run.events);
  }

  /** The rows of each pool up to a date that were not taken before. */
  private take(date: BusinessDate): Record<Key, FlowRow[]> {
    const found: Record<Key, FlowRow[]> = {};
    for (const [key, rows] of Object.entries(this.flows)) {
      const from = this.taken[key] ?? 0;
      let to = from;
      while (to < rows.length && (rows[to]?.date ?? '') <= date) to++;
      found[key] = rows.slice(from, to);
      this.taken[key] = to;
    }
    return found;
  }

  private hasRows(): boolean {
    return Object.entries(this.flows).some(([key, rows]) => (this.taken[key] ?? 0) < rows.length);
  }

  private dropLiquidated(): void {
    for (const [key, pool] of Object.entries(this.state.pools)) {
      if (pool.liquidatedOn === null) continue;
      this.taken[key] = this.flows[key]?.length ?? 0;
    }
  }

  /** No pool cash to come, no cash held, not revolving: the rest is cleaned up. */
  private isOver(date: BusinessDate): boolean {
    const toCome = Object.keys(this.flows).some(
      key => (this.taken[key] ?? 0) < (this.lastCash[key] ?? 0),
    );
    if (toCome || this.state.status === 'revolving') return false;
    const run = this.runOn(date);
    if (cashHeld(run) !== 0n) return false;
    run.rules.perform(this.model.deal.waterfalls.cleanUp ?? [], run);
    this.keep(run);
    const why = 'No Pool Cashflow/All Account is zero/Not revolving';
    this.events.push({ kind: 'ended', date, why });
    return true;
  }
}

function afterClosing({ position }: Model): DealState['status'] {
  return position.afterClosing ?? 'amortising';
}
