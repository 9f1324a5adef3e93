import type { CreditFacts, EdgeMonth, Month, Supplied, TradeLedger } from '../facts/facts.ts';
import { experiencesOf, paydexFigure, paydexObservation, withinWindow } from './paydex.ts';
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
import { runningMonths, shiftMonth } from './window.ts';

/** D2.1: Herfindahl index of sales by buyer, with the largest buyer's share. */
export const buyerConcentration: Feature = (facts, { row }) =>
  concentration(facts.sales, facts, row.windowMonths ?? 12);

/** D2.2: Herfindahl index of purchases by supplier. */
export const supplierConcentration: Feature = (facts, { row }) =>
  concentration(facts.purchases, facts, row.windowMonths ?? 12);

/** D2.3: mean default probability of the buyers, weighted by their share of 12 months' sales. */
export const buyerQuality: Feature = (facts, { row }) =>
  from(facts.sales, ledger =>
    from(facts.buyers, buyers => {
      const sums = byCounterparty(
        edgesIn(ledger, runningMonths(facts.asOf, row.windowMonths ?? 12)),
      );
      const known = [...sums].filter(([name]) => buyers[name]?.pdPpm !== undefined);
      const whole = total(known.map(([, minor]) => minor));
      if (whole === 0n) return missing('NOT_SUPPLIED');
      const weighted = known.map(([name, minor]) => minor * BigInt(buyers[name]?.pdPpm ?? 0));
      return observed(ratio(total(weighted), whole) / 1_000_000);
    }),
  );

/** D2.4: the payment index of the buyers, weighted by amount. */
export const buyerPaymentQuality: Feature = (facts, { row, paydex }) =>
  from(facts.receivables, entries => {
    const all = experiencesOf(entries, facts.asOf);
    const within = withinWindow(all, facts.asOf, row.windowMonths ?? 12);
    const needs = { experiences: paydex.experiencesMin, counterparties: 1 };
    return paydexObservation(paydexFigure(paydex, within, needs));
  });

/** D2.5: months with trade with the anchor, with the share of the anchor's category spend. */
export const relationshipDepth: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const anchor = facts.anchor;
    if (!anchor) return missing('NOT_APPLICABLE');
    const edges = edgesIn(ledger, runningMonths(facts.asOf, row.windowMonths ?? 24));
    const months = new Set(
      edges.filter(edge => edge.counterparty === anchor.id).map(edge => edge.month),
    );
    return observed(months.size, { categoryShare: (anchor.categorySharePpm ?? 0) / 1_000_000 });
  });

/** D2.6: buyers of this and of the prior year / buyers of the prior year. */
export const counterpartyRetention: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const window = runningMonths(facts.asOf, row.windowMonths ?? 12);
    const prior = window.map(month => shiftMonth(month, -window.length));
    const now = names(edgesIn(ledger, window));
    const before = names(edgesIn(ledger, prior));
    if (before.size === 0) return missing('TOO_SHORT');
    return observed([...before].filter(name => now.has(name)).length / before.size);
  });

/** D2.7: buyers active in three or more months / buyers. */
export const repeatBuyers: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const edges = edgesIn(ledger, runningMonths(facts.asOf, row.windowMonths ?? 12));
    const months = new Map<string, Set<Month>>();
    for (const edge of edges) {
      const seen = months.get(edge.counterparty) ?? new Set<Month>();
      months.set(edge.counterparty, seen.add(edge.month));
    }
    if (months.size === 0) return missing('TOO_SHORT');
    const needed = parameter(row, 'activeMonthsMin', 3);
    const repeat = [...months.values()].filter(seen => seen.size >= needed).length;
    return observed(repeat / months.size);
  });

/** Trade within `months`. */
export function edgesIn(ledger: TradeLedger, months: readonly Month[]): readonly EdgeMonth[] {
  const within = new Set(months);
  return ledger.edges.filter(edge => within.has(edge.month) && edge.minor > 0n);
}

/** Sum by counterparty. */
export function byCounterparty(edges: readonly EdgeMonth[]): ReadonlyMap<string, bigint> {
  const sums = new Map<string, bigint>();
  for (const edge of edges) {
    sums.set(edge.counterparty, (sums.get(edge.counterparty) ?? 0n) + edge.minor);
  }
  return sums;
}

/**
 * Herfindahl index Σ (xᵢ/Σx)², exact in its sums.
 * @example herfindahl([4n, 3n, 2n, 1n]) // 0.3
 */
export function herfindahl(amounts: readonly bigint[]): number {
  const whole = total(amounts);
  return ratio(total(amounts.map(minor => minor * minor)), whole * whole);
}

function concentration(
  side: Supplied<TradeLedger>,
  facts: CreditFacts,
  window: number,
): Observation {
  return from(side, ledger => {
    const sums = [...byCounterparty(edgesIn(ledger, runningMonths(facts.asOf, window))).values()];
    if (sums.length === 0) return missing('TOO_SHORT');
    const largest = sums.reduce((a, b) => (a > b ? a : b), 0n);
    return observed(herfindahl(sums), { largestShare: ratio(largest, total(sums)) });
  });
}

function names(edges: readonly EdgeMonth[]): ReadonlySet<string> {
  return new Set(edges.map(edge => edge.counterparty));
}
