import { addDays, daysBetween, type BusinessDate } from '../../calendar/index.ts';
import type { CreditFacts, MonthTotals, TradeProof } from '../facts/facts.ts';
import { byCounterparty, edgesIn } from './ecosystem.ts';
import {
  from,
  missing,
  observed,
  parameter,
  ratio,
  total,
  type Feature,
  type Observation,
} from './observation.ts';
import { completeMonths, runningMonths, windowStart } from './window.ts';

/** How far the four flows of one trade may differ and still agree. */
export type MatchTolerance = { readonly amount: number; readonly days: number };

/** D5.1: share of the financed amount whose order, receipt, invoice and payment agree. */
export const fourFlowMatch: Feature = (facts, { row }) => {
  const tolerance = {
    amount: parameter(row, 'amountTolerance', 0.01),
    days: parameter(row, 'dateToleranceDays', 10),
  };
  return shareOfProofs(facts, row.windowMonths ?? 12, proof =>
    flowsAgree(proof, facts.asOf, tolerance),
  );
};

/** D5.2: share that the buyer confirmed with its own key or its payables. */
export const buyerConfirmation: Feature = (facts, { row }) =>
  shareOfProofs(facts, row.windowMonths ?? 12, proof => proof.confirmed);

/**
 * D5.3: the larger of |ledger − tax| / tax and |bank inflow − settled| / settled over the window's
 * months that have totals. Without bank totals the figure is marked partial.
 */
export const ledgerTaxBank: Feature = (facts, { row }) =>
  from(facts.totals, rows => {
    const months = new Set(completeMonths(facts.asOf, row.windowMonths ?? 12));
    const within = rows.filter(entry => months.has(entry.month));
    const taxed = total(within.map(entry => entry.taxMinor));
    if (taxed === 0n) return missing('TOO_SHORT');
    const ledgerGap = gap(total(within.map(entry => entry.ledgerMinor)), taxed);
    const bankGap = bankGapOf(within);
    if (bankGap === undefined) return partial(observed(ledgerGap));
    return observed(Math.max(ledgerGap, bankGap));
  });

/** D5.6: share of sales to related parties. */
export const relatedShare: Feature = (facts, { row }) =>
  from(facts.sales, ledger =>
    from(facts.relatedParties, related => {
      const sums = byCounterparty(
        edgesIn(ledger, runningMonths(facts.asOf, row.windowMonths ?? 12)),
      );
      const affiliated = [...sums].filter(([name]) => related.includes(name));
      const whole = total([...sums.values()]);
      if (whole === 0n) return missing('TOO_SHORT');
      return observed(ratio(total(affiliated.map(([, minor]) => minor)), whole));
    }),
  );

/** D5.7: required fields present / asked, with the posting lag that nine in ten documents keep. */
export const completeness: Feature = (facts, { row }) =>
  from(facts.completeness, figures => {
    if (figures.required === 0 || figures.lagDays.length === 0) return missing('TOO_SHORT');
    const lagDays = nearestRank(figures.lagDays, parameter(row, 'percentile', 0.9));
    return observed(figures.present / figures.required, { lagDays });
  });

/** D5.8: open alerts that nobody has explained. */
export const anomalies: Feature = facts =>
  from(facts.alerts, alerts => observed(alerts.open, { highSeverity: alerts.highSeverity }));

/**
 * Whether the flows of one trade agree: order and receipt within the amount tolerance of the
 * invoice, receipt within the day tolerance of it, and the payment within the amount tolerance once
 * it is past due by the day tolerance (before that nothing need be paid).
 */
function flowsAgree(proof: TradeProof, asOf: BusinessDate, tolerance: MatchTolerance): boolean {
  const { orderMinor, receipt, payment } = proof;
  if (orderMinor === undefined || receipt === undefined) return false;
  const near = (minor: bigint): boolean => gap(minor, proof.minor) <= tolerance.amount;
  if (!near(orderMinor) || !near(receipt.minor)) return false;
  if (Math.abs(daysBetween(proof.issuedOn, receipt.on)) > tolerance.days) return false;
  if (payment) return near(payment.minor);
  return addDays(proof.dueOn, tolerance.days) >= asOf;
}

/** The nearest-rank percentile of whole days. */
function nearestRank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(share * sorted.length));
  return sorted[rank - 1] ?? 0;
}

/** Financed trades of the window, or all of them where none is financed yet. */
function shareOfProofs(
  facts: CreditFacts,
  window: number,
  agrees: (proof: TradeProof) => boolean,
): Observation {
  return from(facts.proofs, proofs => {
    const start = windowStart(facts.asOf, window);
    const within = proofs.filter(row => row.issuedOn > start && row.issuedOn <= facts.asOf);
    const financed = within.filter(row => row.financed);
    const basis = financed.length > 0 ? financed : within;
    const whole = total(basis.map(row => row.minor));
    if (whole === 0n) return missing('TOO_SHORT');
    return observed(ratio(total(basis.filter(agrees).map(row => row.minor)), whole), {
      basis: basis.length,
    });
  });
}

function bankGapOf(rows: readonly MonthTotals[]): number | undefined {
  const bank = rows.flatMap(row => (row.bank ? [row.bank] : []));
  const settled = total(bank.map(row => row.settledMinor));
  if (bank.length === 0 || settled === 0n) return undefined;
  return gap(total(bank.map(row => row.inflowMinor)), settled);
}

/** |a − b| / b. */
function gap(a: bigint, b: bigint): number {
  const difference = a > b ? a - b : b - a;
  return ratio(difference, b);
}

function partial(observation: Observation): Observation {
  return observation.observed ? { ...observation, partial: true } : observation;
}
