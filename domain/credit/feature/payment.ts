import { daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { CreditFacts, Instalment } from '../facts/facts.ts';
import {
  experiencesOf,
  paydexFigure,
  paydexObservation,
  standardNeeds,
  withinWindow,
  type Paydex,
} from './paydex.ts';
import {
  from,
  missing,
  observed,
  parameter,
  ratio,
  total,
  type Feature,
  type FeatureContext,
  type Missing,
} from './observation.ts';
import { windowStart } from './window.ts';

/** D1.7: the payment index over the enterprise's own payables. */
export const ownPaydex: Feature = (facts, context) =>
  from(facts.payables, entries =>
    paydexObservation(figureOf(entries, facts, context, context.row.windowMonths ?? 12)),
  );

/** D1.8: the own index of the recent months less that of the window. */
export const paydexTrend: Feature = (facts, context) =>
  from(facts.payables, entries => {
    const recent = figureOf(entries, facts, context, parameter(context.row, 'recentMonths', 3));
    const long = figureOf(entries, facts, context, context.row.windowMonths ?? 12);
    if (!('value' in recent) || !('value' in long)) return missing('TOO_SHORT');
    return observed(recent.value - long.value);
  });

/** D1.9: payables past due by the row's days or more / payables that are due. */
export const overdueShare: Feature = (facts, { row }) =>
  from(facts.payables, entries => {
    const days = parameter(row, 'pastDueDaysMin', 30);
    const start = windowStart(facts.asOf, row.windowMonths ?? 12);
    const due = entries.filter(
      entry => entry.dueOn <= facts.asOf && isLive(entry, facts.asOf, start),
    );
    if (due.length === 0) return missing('TOO_SHORT');
    const late = due.filter(entry => daysBetween(entry.dueOn, facts.asOf) >= days);
    const open = total(late.map(entry => openMinor(entry, facts.asOf)));
    return observed(ratio(open, total(due.map(entry => entry.minor))));
  });

/** D1.14: the most days past due of the platform loans repaid in the window. */
export const financingRepayment: Feature = (facts, { row }) =>
  from(facts.loans, loans => {
    const start = windowStart(facts.asOf, row.windowMonths ?? 24);
    const repaid = loans.filter(loan => loan.repaidOn > start && loan.repaidOn <= facts.asOf);
    if (repaid.length === 0) return missing('NOT_APPLICABLE');
    const days = Math.max(...repaid.map(loan => loan.daysPastDueMax));
    const recourses = repaid.filter(loan => loan.recourse).length;
    return observed(days, { loans: repaid.length, recourses });
  });

/** What is still owed on `asOf`, without credited and disputed amounts. */
export function openMinor(entry: Instalment, asOf: BusinessDate): bigint {
  const paid = total(entry.payments.filter(row => row.on <= asOf).map(row => row.minor));
  const open = entry.minor - entry.creditedMinor - entry.disputedMinor - paid;
  return open > 0n ? open : 0n;
}

/** Due since the window's start, or still open. */
function isLive(entry: Instalment, asOf: BusinessDate, start: BusinessDate): boolean {
  return entry.dueOn > start || openMinor(entry, asOf) > 0n;
}

function figureOf(
  entries: readonly Instalment[],
  facts: CreditFacts,
  context: FeatureContext,
  months: number,
): Paydex | Missing {
  const within = withinWindow(experiencesOf(entries, facts.asOf), facts.asOf, months);
  return paydexFigure(context.paydex, within, standardNeeds(context.paydex));
}
