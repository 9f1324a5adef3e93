import type { DeliveryLine } from '../facts/facts.ts';
import { from, missing, observed, parameter, ratio, total, type Feature } from './observation.ts';
import { windowStart } from './window.ts';

/** D1.5: amount delivered by the promised day / amount due. */
export const onTimeDelivery: Feature = overLines(lines =>
  ratio(total(lines.map(line => line.onTimeMinor)), total(lines.map(line => line.dueMinor))),
);

/** D1.6a: accepted / ordered quantity. */
export const fillRate: Feature = overLines(lines =>
  ratio(total(lines.map(line => line.accepted)), total(lines.map(line => line.ordered))),
);

/** D1.6b: rejected / received quantity. */
export const qualityReject: Feature = overLines(lines =>
  ratio(total(lines.map(line => line.rejected)), total(lines.map(line => line.received))),
);

/** D1.13: contracts closed on their terms / contracts closed. */
export const contractPerformance: Feature = (facts, { row }) =>
  from(facts.contracts, contracts => {
    const start = windowStart(facts.asOf, row.windowMonths ?? 24);
    const closed = contracts.filter(
      entry => entry.closedOn > start && entry.closedOn <= facts.asOf,
    );
    if (closed.length < parameter(row, 'closedMin', 3)) return missing('TOO_SHORT');
    return observed(closed.filter(entry => entry.onTerms).length / closed.length);
  });

/** Lines promised within the window and due by the day of the score. */
function overLines(read: (lines: readonly DeliveryLine[]) => number): Feature {
  return (facts, { row }) =>
    from(facts.deliveries, lines => {
      const start = windowStart(facts.asOf, row.windowMonths ?? 6);
      const due = lines.filter(line => line.promisedOn > start && line.promisedOn <= facts.asOf);
      return due.length === 0 ? missing('TOO_SHORT') : observed(read(due));
    });
}
