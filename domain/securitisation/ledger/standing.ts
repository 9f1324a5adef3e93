import { fraction, minus, over, roundFraction, times } from '../../rate/index.ts';
import type { Fraction } from '../../rate/index.ts';
import type { MoneyWire } from '../../money/index.ts';
import type { BusinessDate } from '../../calendar/index.ts';
import type { Key, Trigger } from '../deal/deal.ts';
import type { Comparison, Condition } from '../deal/formula.ts';
import { agendaOf } from '../projection/agenda.ts';
import { newRun } from '../waterfall/period.ts';
import { Refused, type Run } from '../waterfall/run.ts';
import { copyState } from '../waterfall/state.ts';
import { indicesOf, keptIn, type Recorded } from './distribute.ts';
import { fixingsOf, observationsOn } from './facts.ts';

/** Something that the next payment date needs: `entry` or `ppb` is there once it is recorded. */
export type DateInput =
  | {
      readonly kind: 'collection';
      readonly pool: Key;
      readonly on: BusinessDate;
      readonly entry: string | null;
      readonly flows: readonly { readonly flow: string; readonly amount: MoneyWire }[];
    }
  | {
      readonly kind: 'fixing';
      readonly index: string;
      readonly on: BusinessDate;
      readonly ppb: number | null;
    };

/** A comparison of a trigger as it stands: decimals of six places. */
export type TriggerMeasure = {
  readonly value: string;
  readonly comparison: Comparison;
  readonly limit: string;
  /** (limit − value) ÷ limit in ppm, signed so that more is safer; `null` for a limit of zero. */
  readonly headroomPpm: number | null;
};

export type TriggerStanding = {
  readonly trigger: Key;
  readonly fired: boolean;
  readonly measures: readonly TriggerMeasure[];
};

/** Where a deal stands between two payment dates. */
export type DealStanding = {
  readonly status: string;
  /** The next payment date with what it needs; `null` once all are settled. */
  readonly next: { readonly on: BusinessDate; readonly inputs: readonly DateInput[] } | null;
  readonly triggers: readonly TriggerStanding[];
};

/** The next payment date with its inputs, and how far each trigger is from firing (K20). */
export function standingOf(recorded: Recorded): DealStanding {
  const { deal, book } = recorded;
  const { state, journal } = keptIn(recorded);
  const date = book.settledTo ?? deal.dates.closing;
  const facts = { curves: fixingsOf(book), observations: observationsOn(book, date) };
  const run = newRun({ deal, state, facts, date, journal }, copyState(state));
  return {
    status: state.status,
    next: nextOf(recorded),
    triggers: deal.triggers.map(trigger => triggerOf(trigger, run)),
  };
}

function nextOf(recorded: Recorded): DealStanding['next'] {
  const { deal, book, collections } = recorded;
  const ahead = agendaOf(deal, 'preClosing').slice(book.done);
  const at = ahead.findIndex(item => item.do === 'pay');
  const pay = ahead[at];
  if (!pay) return null;
  const inputs = ahead.slice(0, at).flatMap((item): DateInput[] => {
    if (item.do === 'collect') {
      return Object.entries(collections).map(([pool, rows]) => {
        const found = rows.find(({ on }) => on === item.date);
        const { entry = null, flows = [] } = found ?? {};
        return { kind: 'collection', pool, on: item.date, entry, flows };
      });
    }
    return indicesOf(deal, item).map(index => {
      const fixed = (book.fixings[index] ?? []).findLast(({ on }) => on <= item.date);
      return { kind: 'fixing', index, on: item.date, ppb: fixed?.ppb ?? null };
    });
  });
  return { on: pay.date, inputs };
}

function triggerOf({ id, when }: Trigger, run: Run): TriggerStanding {
  const measures = comparisonsIn(when).map(compare => measureOf(compare, run));
  return {
    trigger: id,
    fired: run.state.triggers[id]?.fired ?? false,
    measures: measures.filter(measure => measure !== null),
  };
}

type Compare = Extract<Condition, { compare: unknown }>['compare'];

/** Comparisons whose truth makes the condition truer; what stands under a `not` is left out. */
function comparisonsIn(condition: Condition): Compare[] {
  if ('compare' in condition) return [condition.compare];
  if ('all' in condition) return condition.all.flatMap(comparisonsIn);
  if ('any' in condition) return condition.any.flatMap(comparisonsIn);
  if ('lasting' in condition) return comparisonsIn(condition.lasting.of);
  return [];
}

/** `null` where a formula has no value yet, as a ratio to nothing. */
function measureOf([left, comparison, right]: Compare, run: Run): TriggerMeasure | null {
  try {
    const value = run.rules.evaluate(left, run);
    const limit = run.rules.evaluate(right, run);
    const headroomPpm = headroomOf(value, comparison, limit);
    return { value: decimalText(value), comparison, limit: decimalText(limit), headroomPpm };
  } catch (error) {
    if (error instanceof Refused) return null;
    throw error;
  }
}

function headroomOf(value: Fraction, comparison: Comparison, limit: Fraction): number | null {
  if (comparison === '=' || limit.n === 0n) return null;
  const room = comparison.startsWith('>') ? minus(limit, value) : minus(value, limit);
  return Number(roundFraction(times(over(room, limit), fraction(1_000_000n)), 'floor'));
}

/** Six places, half up. */
function decimalText(value: Fraction): string {
  const millionths = roundFraction(times(value, fraction(1_000_000n)), 'halfUp');
  const digits = (millionths < 0n ? -millionths : millionths).toString().padStart(7, '0');
  const rest = digits.slice(-6).replace(/0+$/, '');
  const text = digits.slice(0, -6) + (rest === '' ? '' : `.${rest}`);
  return millionths < 0n ? `-${text}` : text;
}
