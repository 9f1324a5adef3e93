import { daysBetween } from '../../calendar/index.ts';
import type { CreditFacts, FirmMonth, Month, TradeLedger } from '../facts/facts.ts';
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
import { completeMonths, monthOf } from './window.ts';

/** Valid sales of a month: issued, not voided, positive. */
export function validMinor(cell: FirmMonth): bigint {
  return cell.issuedMinor - cell.voidedMinor;
}

/** Valid sales by month over `months`, from the month of the first sale on; zero months count. */
export function monthlySales(ledger: TradeLedger, months: readonly Month[]): readonly bigint[] {
  const first = ledger.firstOn;
  if (first === undefined) return [];
  const cells = new Map(ledger.months.map(cell => [cell.month, validMinor(cell)]));
  return months.filter(month => month >= monthOf(first)).map(month => cells.get(month) ?? 0n);
}

/** D1.1: months with valid sales / months since the first sale, both within the window. */
export const activeMonthRatio: Feature = (facts, { row }) =>
  overSales(facts, row.windowMonths ?? 24, 1, sales =>
    observed(sales.filter(minor => minor > 0n).length / sales.length),
  );

/** D1.2: population standard deviation / mean of monthly valid sales. */
export const salesRegularity: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const window = row.windowMonths ?? 12;
    const seasonal = parameter(row, 'seasonalMonthsMin', 24);
    const long = monthlySales(ledger, completeMonths(facts.asOf, seasonal));
    const sales = monthlySales(ledger, completeMonths(facts.asOf, window)).map(Number);
    if (sales.length < parameter(row, 'monthsMin', 3)) return missing('TOO_SHORT');
    const flat = long.length >= seasonal ? deseasonalised(long.map(Number)).slice(-window) : sales;
    return observed(variation(flat));
  });

/** D1.3: the largest month's share of the window's valid sales. */
export const maxMonthShare: Feature = (facts, { row }) =>
  overSales(facts, row.windowMonths ?? 12, parameter(row, 'monthsMin', 6), sales => {
    const largest = sales.reduce((a, b) => (a > b ? a : b), 0n);
    return observed(ratio(largest, total(sales)));
  });

/** D1.4: days since the last valid sale; with a financed anchor, the worse of anyone and it. */
export const recency: Feature = facts =>
  from(facts.sales, ledger => {
    if (ledger.lastOn === undefined) return missing('TOO_SHORT');
    const anyone = daysBetween(ledger.lastOn, facts.asOf);
    const anchor = facts.anchor && facts.anchorConfirms ? facts.anchor.id : undefined;
    const withAnchor = anchor === undefined ? undefined : ledger.lastOnWith?.[anchor];
    if (withAnchor === undefined) return observed(anyone);
    return observed(Math.max(anyone, daysBetween(withAnchor, facts.asOf)));
  });

/** Population standard deviation over mean; 0 / 0 is not a number. */
function variation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length;
  return Math.sqrt(squares) / mean;
}

/**
 * Divides each month by its same-month index over the two years given (24 values): the index is the
 * mean of the month's two values over the mean of all. A month that is always zero stays zero.
 */
function deseasonalised(values: readonly number[]): readonly number[] {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return values.map((value, at) => {
    const same = values.filter((_, index) => index % 12 === at % 12);
    const index = same.reduce((a, b) => a + b, 0) / same.length / mean;
    return index > 0 ? value / index : 0;
  });
}

function overSales(
  facts: CreditFacts,
  window: number,
  monthsMin: number,
  read: (sales: readonly bigint[]) => Observation,
): Observation {
  return from(facts.sales, ledger => {
    const sales = monthlySales(ledger, completeMonths(facts.asOf, window));
    return sales.length < monthsMin ? missing('TOO_SHORT') : read(sales);
  });
}
