import { daysBetween } from '../../calendar/index.ts';
import { openMinor } from './payment.ts';
import { from, missing, observed, ratio, total, type Feature } from './observation.ts';
import { runningMonths } from './window.ts';

/** D1.10: voided / issued sales invoices, by amount. */
export const voidRate: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const months = new Set(runningMonths(facts.asOf, row.windowMonths ?? 12));
    const cells = ledger.months.filter(cell => months.has(cell.month));
    if (cells.length === 0) return missing('TOO_SHORT');
    const voided = total(cells.map(cell => cell.voidedMinor));
    return observed(ratio(voided, total(cells.map(cell => cell.issuedMinor))));
  });

/** D1.11: credit notes, returns, allowances and offsets / gross sales of their months of origin. */
export const dilution: Feature = (facts, { row }) =>
  from(facts.sales, ledger =>
    from(facts.dilutions, notes => {
      const months = new Set(runningMonths(facts.asOf, row.windowMonths ?? 12));
      const cells = ledger.months.filter(cell => months.has(cell.month));
      const gross = total(cells.map(cell => cell.issuedMinor - cell.voidedMinor));
      const reduced = notes.filter(note => months.has(note.originMonth)).map(note => note.minor);
      return observed(ratio(total(reduced), gross));
    }),
  );

/** D1.12: disputed / open receivables, with the mean age of the disputes. */
export const disputes: Feature = facts =>
  from(facts.receivables, entries =>
    from(facts.disputes, open => {
      const disputed = total(open.map(row => row.minor));
      const owed = total(entries.map(entry => openMinor(entry, facts.asOf)));
      const ages = open.map(row => daysBetween(row.openedOn, facts.asOf));
      const meanAgeDays = ages.reduce((a, b) => a + b, 0) / Math.max(1, ages.length);
      if (owed + disputed === 0n) return missing('NOT_APPLICABLE');
      return observed(ratio(disputed, owed + disputed), { meanAgeDays });
    }),
  );
