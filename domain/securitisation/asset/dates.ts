import { addDays, addMonths, type BusinessDate } from '../../calendar/index.ts';
import type { Frequency } from './asset.ts';

const MONTHS = { monthly: 1, quarterly: 3, semiAnnually: 6, annually: 12 } as const;

/** `count` payment dates after `start`, each counted from the start so that month ends come back. */
export function paymentDates(
  start: BusinessDate,
  frequency: Frequency,
  count: number,
): BusinessDate[] {
  return Array.from({ length: Math.max(0, count) }, (_, index) => {
    if (frequency === 'weekly') return addDays(start, 7 * (index + 1));
    if (frequency === 'biweekly') return addDays(start, 14 * (index + 1));
    return addMonths(start, MONTHS[frequency] * (index + 1));
  });
}

/** The date that opens the first open period, and the dates left to pay on. */
export function openDates(
  terms: { start: BusinessDate; frequency: Frequency; term: number; remaining: number },
  extra: number,
): BusinessDate[] {
  const { start, frequency, term, remaining } = terms;
  const all = [start, ...paymentDates(start, frequency, term + extra)];
  return all.slice(-(remaining + extra + 1));
}
