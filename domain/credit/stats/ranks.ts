/** A scored case: the score (higher is better) and whether it turned bad. */
export type Outcome = { readonly score: number; readonly bad: boolean };

/** Area under the ROC curve with its Hanley-McNeil standard error and the number of bads. */
export type Auc = { readonly auc: number; readonly error: number; readonly bads: number };

/**
 * The chance that a good case scores above a bad one; ties count half (Mann-Whitney, midranks).
 * Error: √{[A(1−A) + (n₁−1)(Q₁−A²) + (n₀−1)(Q₂−A²)] / (n₁n₀)} (Hanley and McNeil, 1982).
 */
export function aucOf(cases: readonly Outcome[]): Auc {
  const bads = cases.filter(row => row.bad).length;
  const goods = cases.length - bads;
  const ranks = midranks(cases.map(row => row.score));
  const sum = cases.reduce((all, row, at) => (row.bad ? all : all + (ranks[at] ?? 0)), 0);
  const auc = (sum - (goods * (goods + 1)) / 2) / (goods * bads);
  return { auc, error: hanleyMcNeilError(auc, { bads, goods }), bads };
}

export function hanleyMcNeilError(
  auc: number,
  { bads, goods }: { readonly bads: number; readonly goods: number },
): number {
  const first = auc / (2 - auc);
  const second = (2 * auc * auc) / (1 + auc);
  const spread = (bads - 1) * (first - auc * auc) + (goods - 1) * (second - auc * auc);
  return Math.sqrt((auc * (1 - auc) + spread) / (bads * goods));
}

/** The largest distance between the two cumulative distributions (Kolmogorov-Smirnov). */
export function ksOf(cases: readonly Outcome[]): number {
  const sorted = [...cases].sort((a, b) => a.score - b.score);
  const bads = sorted.filter(row => row.bad).length;
  const goods = sorted.length - bads;
  let [seenBad, seenGood, largest] = [0, 0, 0];
  sorted.forEach((row, at) => {
    if (row.bad) seenBad++;
    else seenGood++;
    if (sorted[at + 1]?.score === row.score) return;
    largest = Math.max(largest, Math.abs(seenBad / bads - seenGood / goods));
  });
  return largest;
}

/** Ranks from 1; equal values share the mean of their ranks. */
function midranks(values: readonly number[]): readonly number[] {
  const order = values.map((_, at) => at).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Array<number>(values.length).fill(0);
  let start = 0;
  while (start < order.length) {
    let end = start;
    while (end + 1 < order.length && values[order[end + 1] ?? 0] === values[order[start] ?? 0])
      end++;
    for (let at = start; at <= end; at++) ranks[order[at] ?? 0] = (start + end) / 2 + 1;
    start = end + 1;
  }
  return ranks;
}
