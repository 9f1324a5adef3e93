import {
  CREDIT_TABLES,
  aucOf,
  ksOf,
  observed,
  missing,
  paydexOf,
  scoreE5,
  scoreLines,
  segmentRow,
  herfindahl,
  type FeatureVector,
  type Observation,
} from '../../domain/credit/index.ts';
import { describeSamples } from '../fixture/samples.ts';
import { csvRows, sampleFiles } from './credit-samples.ts';

/** Columns of the full-window file that B-1 maps to features. */
const COLUMNS: Readonly<Record<string, string>> = {
  'D1.1': 'out_active_ratio',
  'D1.2': 'out_cv',
  'D1.3': 'out_max_month_share',
  'D1.4': 'out_recency_d',
  'D1.10': 'out_void_rate',
  'D1.11': 'out_neg_amt_rate',
  'D2.1': 'out_hhi',
  'D2.2': 'in_hhi',
  'D2.6': 'out_cp_retention',
  'D2.7': 'out_repeat_cp',
  'D4.1': 'out_mean_m',
  'D4.2': 'out_growth_1918',
  'D4.3a': 'margin',
  'D4.10': 'out_tenure_m',
};

/** The expert table on the features that the vector holds, weights of SEG-U, in whole points. */
function expertScore(vector: FeatureVector): number {
  const { scorecard } = CREDIT_TABLES;
  const segment = segmentRow(scorecard, 'SEG-U');
  const lines = scoreLines(vector, scorecard, segment, { strongAnchor: false, lastQuality: {} });
  return scoreE5(segment.baseE5, lines);
}

function figure(value: number): Observation {
  return Number.isFinite(value) ? observed(value) : missing('NOT_SUPPLIED');
}

function without(vector: FeatureVector, feature: string): FeatureVector {
  return Object.fromEntries(Object.entries(vector).filter(([name]) => name !== feature));
}

type Case = { readonly vector: FeatureVector; readonly bad: boolean };

function bars(cases: readonly Case[]): { auc: number; ks: number; withoutScale: number } {
  const all = cases.map(row => ({ score: expertScore(row.vector), bad: row.bad }));
  const less = cases.map(row => ({
    score: expertScore(without(row.vector, 'D4.1')),
    bad: row.bad,
  }));
  return { auc: aucOf(all).auc, ks: ksOf(all), withoutScale: aucOf(less).auc };
}

describeSamples('credit', 'expert table on labelled firms', () => {
  test('B-1: full window reaches AUC .8981 and KS .7650', () => {
    const cases = csvRows('cumcm2020c_features.csv')
      .filter(row => row['default'] !== '')
      .map(row => {
        const vector = Object.fromEntries(
          Object.entries(COLUMNS).map(([feature, column]) => {
            const text = row[column] ?? '';
            const value = text === '' ? Number.NaN : Number(text);
            return [feature, figure(feature === 'D4.1' ? value * 12 : value)];
          }),
        );
        return { vector, bad: row['default'] === '1' };
      });
    expect(cases).toHaveLength(123);
    const result = bars(cases);
    console.info('B-1', result);
    expect(Math.abs(result.auc - 0.8981)).toBeLessThan(0.001);
    expect(Math.abs(result.ks - 0.765)).toBeLessThan(0.001);
    expect(result.withoutScale).toBeGreaterThan(0.82);
  });

  test('B-2: invoices up to 2018-12-31 reach AUC .8499 and KS .6065', () => {
    const bads = new Map(
      csvRows('cumcm2020c_firms.csv')
        .filter(row => row['set'] === 'labelled')
        .map(row => [row['firm_id'] ?? '', row['default'] === '1']),
    );
    const firms = firmsUpTo('20181231');
    const cases = [...bads].map(([firm, bad]) => ({ vector: vectorOf(firms.get(firm)), bad }));
    const result = bars(cases);
    console.info('B-2', result);
    expect(Math.abs(result.auc - 0.8499)).toBeLessThan(0.001);
    expect(Math.abs(result.ks - 0.6065)).toBeLessThan(0.001);
  });
});

/** One firm's invoices as B-2 counts them: valid positive by month and by counterparty. */
type Side = {
  months: Map<number, number>;
  partners: Map<string, { minor: bigint; months: Set<number>; years: Set<number> }>;
  issued: number;
  voided: number;
  negative: number;
  positive: number;
  last: number;
};
type Firm = { S: Side; P: Side };

function emptySide(): Side {
  return {
    months: new Map(),
    partners: new Map(),
    issued: 0,
    voided: 0,
    negative: 0,
    positive: 0,
    last: 0,
  };
}

function firmsUpTo(last: string): Map<string, Firm> {
  const firms = new Map<string, Firm>();
  for (const file of sampleFiles('cumcm2020c_invoices_')) {
    for (const row of csvRows(file)) {
      const date = row['date'] ?? '';
      if (date > last) continue;
      const id = row['firm_id'] ?? '';
      const firm = firms.get(id) ?? { S: emptySide(), P: emptySide() };
      firms.set(id, firm);
      addInvoice(firm[row['side'] === 'S' ? 'S' : 'P'], row);
    }
  }
  return firms;
}

function addInvoice(side: Side, row: Record<string, string>): void {
  const date = row['date'] ?? '';
  const amount = Number(row['amount']);
  side.issued++;
  if (row['valid'] !== '1') {
    side.voided++;
    return;
  }
  if (amount < 0) side.negative -= amount;
  if (amount <= 0) return;
  const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(4, 6)) - 1;
  const name = row['counterparty'] ?? '';
  side.positive += amount;
  side.months.set(month, (side.months.get(month) ?? 0) + amount);
  const partner = side.partners.get(name) ?? { minor: 0n, months: new Set(), years: new Set() };
  partner.minor += BigInt(Math.round(amount * 100));
  partner.months.add(month);
  partner.years.add(Number(date.slice(0, 4)));
  side.partners.set(name, partner);
  const day = Date.UTC(
    Number(date.slice(0, 4)),
    Number(date.slice(4, 6)) - 1,
    Number(date.slice(6)),
  );
  side.last = Math.max(side.last, day / 86_400_000);
}

function vectorOf(firm: Firm | undefined): FeatureVector {
  const sales = firm?.S ?? emptySide();
  const bought = firm?.P ?? emptySide();
  const first = Math.min(...sales.months.keys());
  const end = 2018 * 12 + 11;
  const span = end - first + 1;
  const monthly = Array.from(
    { length: Number.isFinite(span) ? span : 0 },
    (_, at) => sales.months.get(first + at) ?? 0,
  );
  const mean = sales.positive / span;
  const variance = monthly.reduce((sum, x) => sum + (x - mean) ** 2, 0) / span;
  const year = (of: number): number =>
    [...sales.months].filter(([m]) => Math.floor(m / 12) === of).reduce((s, [, x]) => s + x, 0);
  const partners = [...sales.partners.values()];
  const before = partners.filter(partner => partner.years.has(2017));
  const kept = before.filter(partner => partner.years.has(2018)).length;
  const repeat = partners.filter(partner => partner.months.size >= 3).length;
  const values: Record<string, number> = {
    'D1.1': sales.months.size / span,
    'D1.2': Math.sqrt(variance) / mean,
    'D1.3': Math.max(...monthly) / sales.positive,
    'D1.4': Date.UTC(2018, 11, 31) / 86_400_000 - sales.last,
    'D1.10': sales.voided / sales.issued,
    'D1.11': sales.negative / sales.positive,
    'D2.1': herfindahl(partners.map(partner => partner.minor)),
    'D2.2': herfindahl([...bought.partners.values()].map(partner => partner.minor)),
    'D2.6': kept / before.length,
    'D2.7': repeat / partners.length,
    'D4.1': mean * 12,
    'D4.2': year(2018) / year(2017) - 1,
    'D4.3a': (sales.positive - bought.positive) / sales.positive,
    'D4.10': span,
  };
  if (partners.length === 0) values['D1.4'] = Number.NaN;
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, figure(value)]));
}

describeSamples('credit', 'payment index on late-payment invoices', () => {
  test('B-8: the buyer index alone reaches AUC .858 and KS .594', () => {
    const day = (text: string): number => {
      const [month, date, year] = text.split('/').map(Number);
      return Date.UTC(year ?? 0, (month ?? 1) - 1, date) / 86_400_000;
    };
    const rows = csvRows('ibm_ar_late_payments.csv').map(row => ({
      customer: row['customerID'] ?? '',
      issued: day(row['InvoiceDate'] ?? ''),
      due: day(row['DueDate'] ?? ''),
      settled: day(row['SettledDate'] ?? ''),
      minor: BigInt(Math.round(Number(row['InvoiceAmount']) * 100)),
      late: Number(row['DaysLate']),
    }));
    const cut = Date.UTC(2013, 6, 1) / 86_400_000;
    const tested = rows.filter(row => row.issued >= cut);
    const cases = (lateDays: number): { score: number; bad: boolean }[] =>
      tested.map(row => {
        const known = rows
          .filter(other => other.customer === row.customer && other.issued < row.issued)
          .flatMap(other => {
            if (other.settled <= row.issued) {
              return [{ days: other.settled - other.due, minor: other.minor }];
            }
            const open = row.issued - other.due;
            return open > 0 ? [{ days: open, minor: other.minor }] : [];
          });
        const score = paydexOf(CREDIT_TABLES.paydex, known) ?? 75;
        return { score, bad: row.late > lateDays };
      });
    const late = cases(0);
    const result = { auc: aucOf(late).auc, ks: ksOf(late), auc10: aucOf(cases(10)).auc };
    console.info('B-8', result, late.length, late.filter(row => row.bad).length / late.length);
    expect(late).toHaveLength(536);
    expect(Math.abs(result.auc - 0.858)).toBeLessThan(0.002);
    expect(Math.abs(result.ks - 0.594)).toBeLessThan(0.002);
  });
});
