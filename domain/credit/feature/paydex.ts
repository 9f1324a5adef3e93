import { addMonths, daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { Instalment } from '../facts/facts.ts';
import type { PaydexTable } from '../table/index.ts';
import { missing, observed, round12, type Missing, type Observed } from './observation.ts';
import { monthOf, monthsBetween } from './window.ts';

/** One payment experience: an amount and its days beyond terms (negative when early). */
export type Experience = {
  readonly counterparty: string;
  readonly days: number;
  readonly minor: bigint;
  /** The day it was settled; absent while open and overdue. */
  readonly settledOn?: BusinessDate;
};

/** A payment index with the basis that people see beside it. */
export type Paydex = {
  readonly value: number;
  readonly shown: number;
  readonly risk: 'low' | 'medium' | 'high';
  readonly experiences: number;
  readonly counterparties: number;
};

export type PaydexNeeds = { readonly experiences: number; readonly counterparties: number };

/**
 * The value of `days` beyond terms: linear between the table's points, the first value before them,
 * one point less per `daysPerPointBeyond` days after them, never under the floor.
 * @example paydexValue(table, 15) // 70
 */
export function paydexValue(table: PaydexTable, days: number): number {
  const [first] = table.points;
  const last = table.points.at(-1);
  if (!first || !last || days <= first.days) return first?.value ?? table.floor;
  if (days >= last.days) {
    return Math.max(table.floor, last.value - (days - last.days) / table.daysPerPointBeyond);
  }
  const at = table.points.findIndex(point => days <= point.days);
  const [low, high] = [table.points[at - 1] ?? first, table.points[at] ?? last];
  const share = (days - low.days) / (high.days - low.days);
  return low.value + (high.value - low.value) * share;
}

/**
 * What is known of payments on `asOf` (CR-20): each payment is an experience of its own, an open
 * overdue rest counts with its days so far, what is not due stays out, and credited and disputed
 * amounts stay out. Payments are set against the undisputed, uncredited amount in their order.
 */
export function experiencesOf(
  instalments: readonly Instalment[],
  asOf: BusinessDate,
): readonly Experience[] {
  return instalments.flatMap(entry => {
    const counted: Experience[] = [];
    let left = entry.minor - entry.creditedMinor - entry.disputedMinor;
    const payments = entry.payments.filter(payment => payment.on <= asOf);
    for (const payment of [...payments].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0))) {
      const minor = payment.minor < left ? payment.minor : left;
      if (minor <= 0n) continue;
      left -= minor;
      const days = daysBetween(entry.dueOn, payment.on);
      counted.push({ counterparty: entry.counterparty, days, minor, settledOn: payment.on });
    }
    const open = daysBetween(entry.dueOn, asOf);
    if (left > 0n && open > 0) {
      counted.push({ counterparty: entry.counterparty, days: open, minor: left });
    }
    return counted;
  });
}

/** Experiences of the last `months` months: settled in them, or still open. */
export function withinWindow(
  experiences: readonly Experience[],
  asOf: BusinessDate,
  months: number,
): readonly Experience[] {
  const start = addMonths(asOf, -months);
  return experiences.filter(entry => entry.settledOn === undefined || entry.settledOn > start);
}

/**
 * The exact index Σ wᵢ·V(dᵢ), w = share of amount, over experiences; `undefined` without any. Equal
 * days are pooled first, so the order of arrival cannot move a digit.
 */
export function paydexOf(
  table: PaydexTable,
  experiences: readonly { readonly days: number; readonly minor: bigint }[],
): number | undefined {
  const pooled = new Map<number, bigint>();
  for (const { days, minor } of experiences) pooled.set(days, (pooled.get(days) ?? 0n) + minor);
  const rows = [...pooled].sort(([a], [b]) => a - b);
  const whole = rows.reduce((sum, [, minor]) => sum + Number(minor), 0);
  if (whole === 0) return undefined;
  return (
    rows.reduce((sum, [days, minor]) => sum + Number(minor) * paydexValue(table, days), 0) / whole
  );
}

/** The variant in which an experience's weight halves every `halfLifeMonths` months. */
export function decayedPaydex(
  table: PaydexTable,
  experiences: readonly Experience[],
  asOf: BusinessDate,
): number | undefined {
  const rows = experiences.map(entry => {
    const age = monthsBetween(monthOf(entry.settledOn ?? asOf), monthOf(asOf));
    const weight = Number(entry.minor) * 2 ** (-age / table.halfLifeMonths);
    return { weight, value: paydexValue(table, entry.days) };
  });
  rows.sort((a, b) => a.value - b.value || a.weight - b.weight);
  const whole = rows.reduce((sum, row) => sum + row.weight, 0);
  return whole === 0 ? undefined : rows.reduce((s, row) => s + row.weight * row.value, 0) / whole;
}

/** The index of a set of experiences with its basis, or `TOO_SHORT` (CR-20). */
export function paydexFigure(
  table: PaydexTable,
  experiences: readonly Experience[],
  needs: PaydexNeeds,
): Paydex | Missing {
  const counterparties = new Set(experiences.map(entry => entry.counterparty)).size;
  const exact = paydexOf(table, experiences);
  const enough = experiences.length >= needs.experiences && counterparties >= needs.counterparties;
  if (exact === undefined || !enough) return missing('TOO_SHORT');
  const value = round12(exact);
  const risk = table.risk.find(row => value >= row.from)?.level ?? 'high';
  const shown = Math.floor(value);
  return { value, shown, risk, experiences: experiences.length, counterparties };
}

/** The standard needs of an enterprise's own index: at least two counterparties. */
export function standardNeeds(table: PaydexTable): PaydexNeeds {
  return { experiences: table.experiencesMin, counterparties: table.counterpartiesMin };
}

/** A payment index as a feature's observation. */
export function paydexObservation(figure: Paydex | Missing): Observed | Missing {
  if ('observed' in figure) return figure;
  const { experiences, counterparties } = figure;
  return observed(figure.value, { experiences, counterparties });
}
