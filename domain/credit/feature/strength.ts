import { MINOR_DIGITS } from '../../money/index.ts';
import type { CreditFacts, Statement, TradeLedger } from '../facts/facts.ts';
import { altmanZDoublePrime, logistic, ohlsonO } from './ratios.ts';
import { monthlySales, validMinor } from './rhythm.ts';
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
import { completeMonths, lastCompleteMonth, monthOf, monthsBetween, shiftMonth } from './window.ts';

/** D4.1: annualised valid sales in whole units of the currency. */
export const scaleOfSales: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const sales = monthlySales(ledger, completeMonths(facts.asOf, row.windowMonths ?? 12));
    if (sales.length === 0) return missing('TOO_SHORT');
    const year = parameter(row, 'monthsPerYear', 12);
    const units = Number(total(sales)) / 10 ** MINOR_DIGITS[facts.currency];
    return observed((units / sales.length) * year);
  });

/** D4.2: valid sales of the window / of the window before it − 1. */
export const salesGrowth: Feature = (facts, { row }) =>
  from(facts.sales, ledger => {
    const window = completeMonths(facts.asOf, row.windowMonths ?? 12);
    const prior = window.map(month => shiftMonth(month, -window.length));
    const before = monthlySales(ledger, prior);
    if (before.length < window.length) return missing('TOO_SHORT');
    return observed(ratio(total(monthlySales(ledger, window)), total(before)) - 1);
  });

/** D4.3a: (sales − cost of sales) / sales, by statements, else by purchases. */
export const grossMargin: Feature = (facts, { row }) => {
  const latest = latestStatement(facts);
  if (latest?.costOfSalesMinor !== undefined) {
    return observed(ratio(latest.salesMinor - latest.costOfSalesMinor, latest.salesMinor));
  }
  const window = completeMonths(facts.asOf, row.windowMonths ?? 12);
  return from(facts.sales, sales =>
    from(facts.purchases, purchases => {
      const sold = validSum(sales, window);
      return observed(ratio(sold - validSum(purchases, window), sold));
    }),
  );
};

/** D4.4: (EBITDA − tax − maintenance) / (interest and principal due in 12 months). */
export const debtServiceCover: Feature = facts => {
  const cover = coverOf(facts);
  return cover ?? missing('NOT_SUPPLIED');
};

/** D4.8a: debt / equity; equity of zero or less is marked for the table. */
export const leverage: Feature = facts =>
  overStatement(facts, latest => {
    if (latest.debtMinor === undefined) return missing('NOT_SUPPLIED');
    if (latest.equityMinor <= 0n) return observed(0, { equityNotPositive: 1 });
    return observed(ratio(latest.debtMinor, latest.equityMinor), { equityNotPositive: 0 });
  });

/** D4.8b: Altman Z″ of the latest statement. */
export const zDoublePrime: Feature = facts =>
  overStatement(facts, latest =>
    observed(
      altmanZDoublePrime({
        currentAssets: Number(latest.currentAssetsMinor),
        currentLiabilities: Number(latest.currentLiabilitiesMinor),
        totalAssets: Number(latest.totalAssetsMinor),
        retained: Number(latest.retainedMinor),
        ebit: Number(latest.ebitMinor),
        equity: Number(latest.equityMinor),
        totalLiabilities: Number(latest.totalLiabilitiesMinor),
      }),
    ),
  );

/** D4.8c: the default probability of Ohlson's O; needs two years. Price index 1, whole units. */
export const ohlsonDefault: Feature = facts =>
  overStatement(facts, (latest, prior) => {
    if (!prior) return missing('TOO_SHORT');
    const [now, before] = [Number(latest.netIncomeMinor), Number(prior.netIncomeMinor)];
    const change = Math.abs(now) + Math.abs(before);
    const assets = latest.totalAssetsMinor;
    const units = Number(assets) / 10 ** MINOR_DIGITS[facts.currency];
    const o = ohlsonO({
      size: Math.log(units),
      liabilitiesToAssets: ratio(latest.totalLiabilitiesMinor, assets),
      workingCapitalToAssets: ratio(
        latest.currentAssetsMinor - latest.currentLiabilitiesMinor,
        assets,
      ),
      currentLiabilitiesToAssets: ratio(latest.currentLiabilitiesMinor, latest.currentAssetsMinor),
      liabilitiesExceedAssets: latest.totalLiabilitiesMinor > assets,
      incomeToAssets: ratio(latest.netIncomeMinor, assets),
      fundsToLiabilities: ratio(latest.fundsFromOperationsMinor, latest.totalLiabilitiesMinor),
      lossInBothYears: now < 0 && before < 0,
      incomeChange: change === 0 ? 0 : (now - before) / change,
    });
    return observed(logistic(o));
  });

/** D4.10: months since the first valid sale. */
export const tenure: Feature = facts =>
  from(facts.sales, ledger =>
    ledger.firstOn === undefined
      ? missing('TOO_SHORT')
      : observed(monthsBetween(monthOf(ledger.firstOn), monthOf(facts.asOf))),
  );

/** Debt service cover of the latest statement, where it states what falls due. */
function coverOf(facts: CreditFacts): Observation | undefined {
  const service = latestStatement(facts)?.service;
  if (!service) return undefined;
  const free = service.ebitdaMinor - service.taxMinor - service.maintenanceMinor;
  return observed(ratio(free, service.dueMinor));
}

/** Months of trade known up to the last complete month: the history behind a depth letter. */
export function monthsOfHistory(facts: CreditFacts): number {
  const first = facts.sales.supplied ? facts.sales.value.firstOn : undefined;
  if (first === undefined) return 0;
  return Math.max(0, monthsBetween(monthOf(first), lastCompleteMonth(facts.asOf)) + 1);
}

function latestStatement(facts: CreditFacts): Statement | undefined {
  return facts.statements.supplied ? statementsUpTo(facts, facts.statements.value)[0] : undefined;
}

/** Statements that end by the day of the score, the latest first. */
function statementsUpTo(facts: CreditFacts, rows: readonly Statement[]): readonly Statement[] {
  return rows
    .filter(row => row.endsOn <= facts.asOf)
    .sort((a, b) => (a.endsOn > b.endsOn ? -1 : a.endsOn < b.endsOn ? 1 : 0));
}

function overStatement(
  facts: CreditFacts,
  read: (latest: Statement, prior: Statement | undefined) => Observation,
): Observation {
  return from(facts.statements, rows => {
    const [latest, prior] = statementsUpTo(facts, rows);
    return latest ? read(latest, prior) : missing('TOO_SHORT');
  });
}

function validSum(ledger: TradeLedger, months: readonly string[]): bigint {
  const within = new Set(months);
  return total(ledger.months.filter(cell => within.has(cell.month)).map(validMinor));
}
