import { addDays, daysInMonth, type BusinessDate } from '../../calendar/index.ts';
import type { Statement, TaxTotal, TrialBalanceLine } from '../../document/index.ts';
import type { Instalment, Month, MonthTotals } from './facts.ts';
import { known, type DocumentSource } from './documents.ts';

/** How a source of totals is read. */
export type TotalsReading = {
  /** Whether an account of the general ledger holds revenue. */
  readonly isRevenue: (account: string) => boolean;
  /** Payers whose money is no customer's: funders, owners, the enterprise itself. */
  readonly notCustomers: readonly string[];
};

const REVENUE_ACCOUNTS = /^(5001|5051|6001|6051)/;

/** Revenue accounts of the Chinese charts: 6001 and 6051, for small enterprises 5001 and 5051. */
export const CHINESE_REVENUE = (account: string): boolean => REVENUE_ACCOUNTS.test(account);

/**
 * Months for which both the general ledger and the tax office have totals (D5.3). A month has bank
 * totals where the statements cover each of its days.
 */
export function totalsOf(
  source: DocumentSource,
  receivables: readonly Instalment[],
  reading: TotalsReading,
): readonly MonthTotals[] {
  const ledger = revenueByMonth(source, reading);
  const tax = taxByMonth(source);
  const bank = bankByMonth(source, reading);
  const settled = settledByMonth(receivables);
  return [...tax.keys()]
    .filter(month => ledger.has(month))
    .sort()
    .map(month => {
      const inflowMinor = bank.get(month);
      const totals = {
        month,
        ledgerMinor: ledger.get(month) ?? 0n,
        taxMinor: tax.get(month) ?? 0n,
      };
      if (inflowMinor === undefined) return totals;
      return { ...totals, bank: { inflowMinor, settledMinor: settled.get(month) ?? 0n } };
    });
}

function revenueByMonth(
  source: DocumentSource,
  { isRevenue }: TotalsReading,
): ReadonlyMap<Month, bigint> {
  const lines = known(source)
    .filter((row): row is TrialBalanceLine => row.kind === 'trialBalance')
    .filter(row => source.nameOf(row.entity) === source.enterprise && isRevenue(row.account));
  return sums(lines.map(row => [row.period, revenueOf(row)]));
}

/**
 * Revenue of a month: credit less debit. Where the account is emptied into the year's profit each
 * month (debit equals credit, as Chinese books do), the credit side is what was earned.
 */
function revenueOf({ debit, credit }: TrialBalanceLine): bigint {
  return debit.minor === credit.minor ? credit.minor : credit.minor - debit.minor;
}

function taxByMonth(source: DocumentSource): ReadonlyMap<Month, bigint> {
  const rows = known(source)
    .filter((row): row is TaxTotal => row.kind === 'taxTotal')
    .filter(row => source.nameOf(row.entity) === source.enterprise);
  return sums(rows.map(row => [row.period, row.taxable.minor]));
}

/** Booked credits of customers, for months whose days the statements cover. */
function bankByMonth(
  source: DocumentSource,
  { notCustomers }: TotalsReading,
): ReadonlyMap<Month, bigint> {
  const statements = known(source)
    .filter((row): row is Statement => row.kind === 'statement')
    .filter(row => row.owner === undefined || source.nameOf(row.owner) === source.enterprise);
  const credits = statements.flatMap(row =>
    row.entries.flatMap((entry): [Month, bigint][] => {
      const on = entry.bookedOn ?? entry.valueOn;
      const payers = entry.details.flatMap(part =>
        part.debtor ? [source.nameOf(part.debtor)] : [],
      );
      const counted =
        entry.status === 'booked' &&
        entry.amount.minor > 0n &&
        !payers.some(payer => notCustomers.includes(payer));
      return on !== undefined && counted ? [[on.slice(0, 7), entry.amount.minor]] : [];
    }),
  );
  const covered = coveredMonths(statements);
  const byMonth = sums(credits);
  return new Map([...covered].map(month => [month, byMonth.get(month) ?? 0n]));
}

function settledByMonth(receivables: readonly Instalment[]): ReadonlyMap<Month, bigint> {
  return sums(
    receivables.flatMap(entry =>
      entry.payments.map((row): [Month, bigint] => [row.on.slice(0, 7), row.minor]),
    ),
  );
}

/** Months of which every day lies in a statement. */
function coveredMonths(statements: readonly Statement[]): ReadonlySet<Month> {
  const days = new Set<BusinessDate>();
  for (const { from, to } of statements) {
    if (from === undefined || to === undefined) continue;
    for (let day = from; day <= to; day = addDays(day, 1)) days.add(day);
  }
  const counts = new Map<Month, number>();
  for (const day of days) counts.set(day.slice(0, 7), (counts.get(day.slice(0, 7)) ?? 0) + 1);
  const whole = [...counts].filter(
    ([month, count]) => count === daysInMonth(Number(month.slice(0, 4)), Number(month.slice(5))),
  );
  return new Set(whole.map(([month]) => month));
}

function sums(rows: readonly (readonly [Month, bigint])[]): ReadonlyMap<Month, bigint> {
  const result = new Map<Month, bigint>();
  for (const [month, minor] of rows) result.set(month, (result.get(month) ?? 0n) + minor);
  return result;
}
